"""How the right value of a difference is typed in: a choice, a number, words, a place, a record."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import JsonValue

from pipeline.comparison.fields import FIELDS, LISTS, MEASURES
from pipeline.review.editing import LIST_KINDS, to_truth_shape
from schemas.base import Record
from schemas.comparison import Difference
from schemas.document import Document
from schemas.extraction import Extraction
from schemas.truth import FindingKind, Truth, TruthEvidence, TruthMetadata

ControlKind = Literal["choice", "number", "text", "list", "place", "json", "record"]
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Control:
    """One field of a form."""

    kind: ControlKind
    value: str
    """What stands in it at first."""
    choices: tuple[str, ...] = ()
    hint: str = ""
    name: str = ""
    """Path of the field in its record."""
    parts: tuple["Control", ...] = ()
    """Of a record: one per field."""
    record: JsonValue = None
    """Of a record: as it is before it is corrected, in the shape of truth."""

    @property
    def label(self) -> str:
        """The field's name in words."""
        return self.name.replace("_", " ").replace(".", " ")


def build_control(
    difference: Difference, extraction: Extraction, truth: Truth, document: Document
) -> Control:
    """The control by which this difference is corrected."""
    if difference.kind == "links":
        return Control("place", _first(difference), hint="Select the word that the marker is on.")
    if difference.field is None:
        record = _get_record(difference, extraction, truth, document)
        return Control(
            "record",
            "",
            hint="Words selected in the text become the evidence.",
            parts=tuple(_iter_parts(difference.kind, record)),
            record=record,
        )
    annotation = _find_annotation(difference.kind, difference.field)
    found = difference.found if difference.found is not None else difference.expected
    if MEASURES[difference.kind, difference.field] in LISTS:
        return _build_list_control(difference, extraction, annotation, found)
    if annotation is TruthEvidence:
        return Control("place", str(found or ""), hint="Select the right words in the text.")
    if get_origin(annotation) is Literal:
        return Control("choice", str(found or ""), tuple(map(str, get_args(annotation))))
    if annotation is bool:
        return Control("choice", _in_json(found), ("true", "false"))
    if annotation is int:
        return Control("number", "" if found is None else str(found))
    return Control("text", str(found or ""))


def read_value(control: Control, given: str) -> JsonValue:
    """What was typed as JSON; raises ``ValueError`` with a sentence for people."""
    if control.kind == "record":
        return _read_record(control, given)
    return _read_one(control.kind, given)


def _iter_parts(kind: FindingKind, record: JsonValue) -> Iterator[Control]:
    """A control for each field of a record that a person may state."""
    for name, measure in FIELDS[kind]:
        value: Any = record
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        annotation = _find_annotation(kind, name)
        control = _build_part(measure, annotation, value)
        yield replace(control, name=name)


def _build_part(measure: str, annotation: Any, value: Any) -> Control:
    if measure == "place":
        return Control("place", value["quote"] if isinstance(value, dict) else "")
    if measure in LISTS:
        if isinstance(get_args(annotation)[0], type) and issubclass(
            get_args(annotation)[0], Record
        ):
            return Control("json", json.dumps(value or [], ensure_ascii=False))
        return Control("list", ", ".join(value or ()))
    if get_origin(annotation) is Literal:
        return Control("choice", str(value or ""), tuple(map(str, get_args(annotation))))
    if annotation is bool:
        return Control("choice", _in_json(value), ("true", "false"))
    if annotation is int:
        return Control("number", "" if value is None else str(value))
    return Control("text", "" if value is None else str(value))


def _read_record(control: Control, given: str) -> JsonValue:
    """The record with the fields that were changed; what was emptied is null, or an empty list."""
    try:
        typed = json.loads(given)
    except json.JSONDecodeError as cause:
        raise ValueError("Say what is right.") from cause
    if not isinstance(typed, dict) or not isinstance(control.record, dict):
        raise ValueError("Say what is right.")  # noqa: TRY004 - of the reviewer's words, not of ours
    record: Plain = json.loads(json.dumps(control.record))
    for part in control.parts:
        text = typed.get(part.name)
        if not isinstance(text, str) or text.strip() == part.value.strip():
            continue
        try:
            _set(record, part.name, _read_part(part, text))
        except ValueError as cause:
            raise ValueError(f"{part.label}: {cause}") from cause
    return record


def _read_part(part: Control, text: str) -> JsonValue:
    if part.kind == "list":
        return [item for item in re.split(r"[,;\s]+", text) if item]
    return _read_one(part.kind, text) if text.strip() else None


def _set(record: Plain, path: str, value: JsonValue) -> None:
    *parents, name = path.split(".")
    for parent in parents:
        if not isinstance(record.get(parent), dict):
            record[parent] = {}
        record = record[parent]
    record[name] = value


def _read_one(kind: ControlKind, given: str) -> JsonValue:
    text = given.strip()
    if not text:
        raise ValueError("Say what is right.")
    if kind in {"json", "place"}:
        try:
            value: JsonValue = json.loads(text)
        except json.JSONDecodeError as cause:
            if kind == "place":
                raise ValueError("Select the right words in the text first.") from cause
            raise ValueError(
                f"Line {cause.lineno}, column {cause.colno} is no JSON: {cause.msg}."
            ) from cause
        return value
    if kind == "number":
        try:
            return int(text)
        except ValueError as cause:
            raise ValueError(f"{text} is no whole number.") from cause
    if kind == "choice" and text in {"true", "false"}:
        return text == "true"
    return text


def _build_list_control(
    difference: Difference, extraction: Extraction, annotation: Any, found: JsonValue
) -> Control:
    """One item of a plain list as words; lists of records, and orders, as a whole."""
    if _lists_records(annotation):
        whole = _read_list(difference, extraction)
        return Control("json", json.dumps(whole, ensure_ascii=False), hint="The whole list.")
    if isinstance(found, list):
        return Control("json", json.dumps(found, ensure_ascii=False), hint="The whole list.")
    if difference.field and difference.field.endswith("countries"):
        return Control("text", str(found or ""), hint="ISO code: GR and GB, not EL and UK.")
    return Control("text", str(found or ""))


def _lists_records(annotation: Any) -> bool:
    """Whether the items of a list are records: groups, qualifiers, parts of a count."""
    inner = (*get_args(annotation), str)[0]
    return isinstance(inner, type) and issubclass(inner, Record)


def _find_annotation(kind: FindingKind, path: str) -> Any:
    annotation: Any = TruthMetadata if kind == "metadata" else LIST_KINDS[kind]
    for name in path.split("."):
        annotation = _without_none(annotation.model_fields[name].annotation)
    return annotation


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in {Union, UnionType}:
        rest = [one for one in get_args(annotation) if one is not NoneType]
        return rest[0] if len(rest) == 1 else annotation
    return annotation


def _get_record(
    difference: Difference, extraction: Extraction, truth: Truth, document: Document
) -> JsonValue:
    index = difference.found_index
    if index is not None:
        holder: Any = extraction.metadata if difference.kind == "contacts" else extraction
        record = getattr(holder, difference.kind)[index]
        shaped: JsonValue = to_truth_shape(record, difference.kind, document)
        return shaped
    holder = truth.metadata if difference.kind == "contacts" else truth
    if difference.expected_index is None:
        return {}
    stated: JsonValue = getattr(holder, difference.kind)[difference.expected_index].model_dump(
        mode="json", exclude_unset=True
    )
    return stated


def _read_list(difference: Difference, extraction: Extraction) -> list[JsonValue]:
    if difference.found_index is None:
        return []
    value: Any = getattr(extraction, difference.kind)[difference.found_index]
    for name in (difference.field or "").split("."):
        value = getattr(value, name, None)
    items = [item.model_dump(mode="json") for item in value or ()]
    for item in items:
        item.pop("evidence", None)
    return items


def _first(difference: Difference) -> str:
    for evidence in (difference.found_evidence, difference.expected_evidence):
        if evidence is not None:
            return evidence.quote
    return ""


def _in_json(value: JsonValue) -> str:
    return "" if value is None else json.dumps(value)
