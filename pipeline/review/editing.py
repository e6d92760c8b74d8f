"""Changing a truth by one decision, and filling in what a truth does not state yet.

A truth is edited as the plain JSON that it is on the disk, so that what a person did not touch
keeps its shape, and is validated by its schema after every change.
"""

import json
from typing import Any, get_args

from pipeline.comparison.fields import FIELDS
from pipeline.comparison.places import Resolver
from schemas.base import Record
from schemas.comparison import Difference
from schemas.document import Document
from schemas.errors import UsageError
from schemas.extraction import Extraction
from schemas.truth import (
    FindingKind,
    Truth,
    TruthClaim,
    TruthContact,
    TruthCountry,
    TruthGroupMention,
    TruthInstrument,
    TruthIssue,
    TruthNote,
)

Plain = dict[str, Any]

LIST_KINDS: dict[FindingKind, type] = {
    "countries": TruthCountry,
    "groups": TruthGroupMention,
    "notes": TruthNote,
    "claims": TruthClaim,
    "instruments": TruthInstrument,
    "contacts": TruthContact,
    "issues": TruthIssue,
}
LISTED_METADATA = frozenset({"partners", "links"})
METADATA_FIELDS = tuple(name for name, _ in FIELDS["metadata"])
LINE_WIDTH = 160


def to_plain(truth: Truth) -> Plain:
    """The truth as it is written: only what somebody stated."""
    plain: Plain = truth.model_dump(mode="json", exclude_unset=True)
    return plain


def fill(truth: Truth) -> Truth:
    """The truth with every kind stated; what it did not state is empty and open.

    Comparing with it shows everything that a person has not looked at yet.
    """
    plain = to_plain(truth)
    open_kinds = set(truth.open_kinds)
    for kind in ("countries", "groups", "notes", "claims", "instruments", "issues"):
        if not truth.states(kind):
            plain[kind] = []
            open_kinds.add(kind)
    metadata = plain.get("metadata") or {}
    missing = [name for name in METADATA_FIELDS if name not in metadata]
    for name in missing:
        metadata[name] = [] if name in LISTED_METADATA else None
    if "contacts" not in metadata:
        metadata["contacts"] = []
        open_kinds.add("contacts")
    if missing:
        open_kinds.add("metadata")
    plain["metadata"] = metadata
    plain["open_kinds"] = [kind for kind in get_args(FindingKind) if kind in open_kinds]
    return Truth.model_validate(plain)


def apply_accept(
    plain: Plain, difference: Difference, extraction: Extraction, document: Document
) -> None:
    """Make the truth say what was found, in the one respect of the difference."""
    if difference.kind == "metadata":
        record = plain.setdefault("metadata", {})
        _accept_field(record, difference, _get_found(difference, extraction))
        return
    if difference.kind == "links":
        _accept_link(plain, difference, document)
        return
    items = _items_of(plain, difference.kind)
    if difference.field is not None:
        record = items[_index(difference)]
        _accept_field(record, difference, _get_found(difference, extraction))
    elif difference.status == "+":
        items.insert(
            _position(items, difference, document),
            to_truth_shape(_get_found(difference, extraction), difference.kind, document),
        )
    else:
        del items[_index(difference)]


def apply_correct(plain: Plain, difference: Difference, value: Any, document: Document) -> None:
    """Make the truth say ``value``: a field's value, a list's item, or a whole record."""
    _require_quotes(value, document)
    if difference.kind == "metadata":
        _correct_field(plain.setdefault("metadata", {}), difference, value)
        return
    if difference.kind == "links":
        _correct_link(plain, difference, value)
        return
    items = _items_of(plain, difference.kind)
    if difference.field is not None:
        _correct_field(items[_index(difference)], difference, value)
    elif difference.status == "+":
        items.insert(_position(items, difference, document), value)
    else:
        items[_index(difference)] = value


def apply_reject(plain: Plain, difference: Difference) -> None:
    """Leave the truth as it is; of metadata that it does not state, it now says: nothing there."""
    if difference.kind == "metadata" and difference.field is not None:
        record = plain.setdefault("metadata", {})
        if difference.field not in record:
            record[difference.field] = [] if difference.field in LISTED_METADATA else None
    elif difference.kind == "metadata":
        raise ValueError("there is no such field")


def to_truth_shape(record: Any, kind: FindingKind, document: Document) -> Plain:
    """A finding as a person would write it: no ids, quotes by words and occurrence."""
    shape = LIST_KINDS[kind]
    resolver = Resolver(document, None)
    plain: Plain = record.model_dump(mode="json")
    label = plain.get("note_label") if kind == "countries" else None
    return {
        name: _shorten(value, resolver, label)
        for name, value in plain.items()
        if name in shape.model_fields  # type: ignore[attr-defined]
        and name not in {"finding_id", "note_id"}
    }


def order_fields(plain: Plain) -> Plain:
    """The truth's fields in the order of the schema, so that a new one lands in its place."""
    return {name: plain[name] for name in Truth.model_fields if name in plain}


def format_truth(plain: Plain) -> str:
    """JSON in which everything that fits stands on one line: git shows a change as one line."""
    return _format(plain, 0) + "\n"


def _format(value: Any, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value:
        return flat
    is_inner = depth > 1 or isinstance(value, list)
    if is_inner and len(flat) + 2 * depth <= LINE_WIDTH and not _holds_records(value):
        return flat
    pad = "  " * (depth + 1)
    if isinstance(value, dict):
        lines = [
            f"{pad}{json.dumps(key)}: {_format(item, depth + 1)}" for key, item in value.items()
        ]
        ends = "{}"
    else:
        lines = [f"{pad}{_format(item, depth + 1)}" for item in value]
        ends = "[]"
    return ends[0] + "\n" + ",\n".join(lines) + "\n" + "  " * depth + ends[1]


def _holds_records(value: Any) -> bool:
    """A list of more than one record: one line each."""
    return isinstance(value, list) and len(value) > 1 and isinstance(value[0], dict)


def _shorten(value: Any, resolver: Resolver, label: str | None) -> Any:
    """Evidence as quote and occurrence; ids out of everything nested."""
    if isinstance(value, list):
        return [_shorten(item, resolver, label) for item in value]
    if not isinstance(value, dict):
        return value
    if "quote" in value and "start_char" in value:
        places = list(resolver.find(value["quote"], label))
        if places == [value["start_char"]]:
            return {"quote": value["quote"]}
        if value["start_char"] in places:
            return {"quote": value["quote"], "occurrence": places.index(value["start_char"]) + 1}
        return {name: value[name] for name in ("quote", "start_char", "end_char")}
    skipped = {"note_id", "finding_id", "evidence"} if "text" in value else {"note_id"}
    return {
        name: _shorten(item, resolver, None) for name, item in value.items() if name not in skipped
    }


def _items_of(plain: Plain, kind: FindingKind) -> list[Any]:
    if kind == "contacts":
        plain = plain.setdefault("metadata", {})
    items: list[Any] = plain.setdefault(kind, [])
    return items


def _index(difference: Difference) -> int:
    if difference.expected_index is None:
        raise ValueError(f"{difference.subject}: the truth has no such record")
    return difference.expected_index


def _get_found(difference: Difference, extraction: Extraction) -> Any:
    if difference.kind == "metadata":
        return extraction.metadata
    if difference.found_index is None:
        return None
    if difference.kind == "contacts":
        return extraction.metadata.contacts[difference.found_index]
    return getattr(extraction, difference.kind)[difference.found_index]


def _position(items: list[Any], difference: Difference, document: Document) -> int:
    """Where a new record goes: before the first one that stands behind it in the text."""
    found = difference.found_evidence
    if found is None:
        return len(items)
    resolver = Resolver(document, None)
    for number, item in enumerate(items):
        quote = (item.get("evidence") or {}).get("quote")
        if not quote:
            continue
        occurrence = item["evidence"].get("occurrence") or 1
        places = list(resolver.find(quote, item.get("note_label")))
        if len(places) >= occurrence and places[occurrence - 1] > found.start_char:
            return number
    return len(items)


def _accept_field(record: Plain, difference: Difference, found: Any) -> None:
    *parents, name = (difference.field or "").split(".")
    for parent in parents:
        record = record.setdefault(parent, {}) or {}
        found = getattr(found, parent, None)
    value = getattr(found, name, None)
    plain = value.model_dump(mode="json") if isinstance(value, Record) else value
    if isinstance(plain, dict) and "quote" in plain:
        plain = {name: plain[name] for name in ("quote", "start_char", "end_char")}
    if not isinstance(value, tuple) or isinstance(difference.found, list):
        record[name] = _listed(value) if isinstance(value, tuple) else plain
        return
    _accept_item(record, name, difference, _listed(value))


def _listed(value: tuple[Any, ...]) -> list[Any]:
    items = [one.model_dump(mode="json") if isinstance(one, Record) else one for one in value]
    for item in items:
        if isinstance(item, dict):
            item.pop("evidence", None)
    return items


def _accept_item(record: Plain, name: str, difference: Difference, found: list[Any]) -> None:
    """One item of a list: add it where the print has it, or take it out."""
    ours: list[Any] = list(record.get(name) or [])
    if any(isinstance(item, dict) for item in (*ours, *found)):
        record[name] = found  # groups, qualifiers and parts change as a whole
    elif difference.status == "-":
        ours.remove(_same(ours, difference.expected))
        record[name] = ours
    else:
        item = _same(found, difference.found)
        before = [one for one in found[: found.index(item)] if one in ours]
        ours.insert(ours.index(before[-1]) + 1 if before else 0, item)
        record[name] = ours


def _same(items: list[Any], shown: Any) -> Any:
    """The item that a difference shows; addresses are shown without scheme and www."""
    for item in items:
        if item == shown or (isinstance(shown, str) and str(item).rstrip("/").endswith(shown)):
            return item
    raise ValueError(f"{shown!r} is not in the list any more")


def _correct_field(record: Plain, difference: Difference, value: Any) -> None:
    *parents, name = (difference.field or "").split(".")
    for parent in parents:
        record = record.setdefault(parent, {})
    current = record.get(name)
    if not isinstance(current, list) or isinstance(value, list):
        record[name] = value
    elif difference.status == "-":
        current[current.index(_same(current, difference.expected))] = value
    elif value not in current:
        current.append(value)


def _require_quotes(value: Any, document: Document) -> None:
    """Raise ``UsageError`` for evidence that does not stand where it says it does."""
    if isinstance(value, list):
        for item in value:
            _require_quotes(item, document)
    elif isinstance(value, dict):
        quote, start = value.get("quote"), value.get("start_char")
        if isinstance(quote, str) and isinstance(start, int):
            if document.text[start : value.get("end_char")] != quote:
                raise UsageError(
                    f"The text at {start} is not {quote[:60]!r}. Select the words again."
                )
        elif isinstance(quote, str) and quote not in document.text:
            raise UsageError(f"{quote[:60]!r} does not stand in the text. Select the right words.")
        for item in value.values():
            _require_quotes(item, document)


def _correct_link(plain: Plain, difference: Difference, value: Any) -> None:
    """The marker stands somewhere else: its place replaces the expected one, or is added."""
    note = _items_of(plain, "notes")[_index(difference)]
    references: list[Any] = note.setdefault("references", [])
    if difference.status == "-" and difference.expected_evidence is not None:
        expected = difference.expected_evidence.model_dump(mode="json", exclude_unset=True)
        references[references.index(expected)] = value
    else:
        references.append(value)


def _accept_link(plain: Plain, difference: Difference, document: Document) -> None:
    """A marker of a note: its place is added to, or taken out of, the note's references."""
    notes = _items_of(plain, "notes")
    note = notes[_index(difference)]
    references: list[Any] = note.setdefault("references", [])
    if difference.status == "-" and difference.expected_evidence is not None:
        expected = difference.expected_evidence.model_dump(mode="json", exclude_unset=True)
        references.remove(expected)
    elif difference.found_evidence is not None:
        resolver = Resolver(document, None)
        references.append(
            _shorten(difference.found_evidence.model_dump(mode="json"), resolver, None)
        )
