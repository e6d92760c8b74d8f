"""How the right value of a difference is typed in: a choice, a number, words, a place, a record."""

import json
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import JsonValue

from pipeline.comparison.fields import LISTS, MEASURES
from pipeline.review.editing import LIST_KINDS, to_truth_shape
from schemas.base import Record
from schemas.comparison import Difference
from schemas.document import Document
from schemas.extraction import Extraction
from schemas.truth import Truth, TruthEvidence, TruthMetadata

ControlKind = Literal["choice", "number", "text", "place", "json"]


@dataclass(frozen=True, slots=True)
class Control:
    """One field of a form."""

    kind: ControlKind
    value: str
    """What stands in it at first."""
    choices: tuple[str, ...] = ()
    hint: str = ""


def build_control(
    difference: Difference, extraction: Extraction, truth: Truth, document: Document
) -> Control:
    """The control by which this difference is corrected."""
    if difference.kind == "links":
        return Control("place", _first(difference), hint="Select the word that the marker is on.")
    if difference.field is None:
        record = _get_record(difference, extraction, truth, document)
        return Control(
            "json",
            json.dumps(record, ensure_ascii=False, indent=1),
            hint="The record as truth has it. A selection in the text becomes its evidence.",
        )
    annotation = _find_annotation(difference)
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


def read_value(kind: str, given: str) -> JsonValue:
    """The value of a control as JSON; raises ``ValueError`` with a sentence for people."""
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
    inner = get_args(annotation)[0] if get_args(annotation) else str
    if isinstance(inner, type) and issubclass(inner, Record):
        whole = _read_list(difference, extraction)
        return Control("json", json.dumps(whole, ensure_ascii=False), hint="The whole list.")
    if isinstance(found, list):
        return Control("json", json.dumps(found, ensure_ascii=False), hint="The whole list.")
    if difference.field and difference.field.endswith("countries"):
        return Control("text", str(found or ""), hint="ISO code: GR and GB, not EL and UK.")
    return Control("text", str(found or ""))


def _find_annotation(difference: Difference) -> Any:
    model: Any = TruthMetadata if difference.kind == "metadata" else LIST_KINDS[difference.kind]
    annotation: Any = model
    for name in (difference.field or "").split("."):
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
