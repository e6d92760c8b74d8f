"""Truth and extraction brought to one form: items with an identity, a place and stated values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.comparison.fields import FIELDS, LISTS, Value, items_of, plain_url
from pipeline.comparison.places import Place, Resolver, place_of
from schemas.base import Record
from schemas.document import Evidence
from schemas.extraction import Extraction
from schemas.truth import FindingKind, Truth, TruthEvidence, TruthRecord

Identity = tuple[Value, ...]

IDENTITIES: dict[FindingKind, tuple[str, ...]] = {
    "metadata": (),
    "contacts": (),
    "countries": ("iso2",),
    "groups": ("group_id",),
    "notes": ("label",),
    "links": ("note",),
    "claims": ("quantity.kind", "quantity.value"),
    "instruments": ("instrument_id",),
    "checks": ("code", "status"),
    "issues": ("code",),
}
"""The fields that say which type a finding is of, for the schemes ``strict`` and ``type``."""


@dataclass(frozen=True, slots=True)
class Item:
    """One finding, expected or found."""

    kind: FindingKind
    subject: str
    values: Mapping[str, Value]
    """What is stated: for an expected item what the person wrote, for a found one everything."""
    place: Place | None
    expected_evidence: TruthEvidence | None = None
    found_evidence: Evidence | None = None
    finding_id: str | None = None
    is_optional: bool = False
    """The truth says that it may be found or not."""
    markers: tuple[Place, ...] = ()
    """Of a note: where its markers stand."""
    index: int | None = None
    """Position in the list it comes from; of a marker: that of its note."""
    twin: int = 1
    """Which one it is, from 1, among those of its side that have the same subject."""

    @property
    def summary(self) -> str | None:
        """The identity in words, null where the subject says it all."""
        words = [self.values.get(name) for name in IDENTITIES[self.kind]]
        return " ".join(str(word) for word in words if word is not None) or None


def expected_items(truth: Truth, resolver: Resolver) -> dict[FindingKind, list[Item]]:
    """What the truth states, kind by kind; a kind that it does not state is not a key."""
    items: dict[FindingKind, list[Item]] = {}
    if truth.metadata is not None:
        items["metadata"] = [_item("metadata", truth.metadata, resolver)]
        if truth.metadata.states("contacts"):
            items["contacts"] = _items("contacts", truth.metadata.contacts or (), resolver)
    for kind in ("countries", "groups", "notes", "claims", "instruments", "checks", "issues"):
        if truth.states(kind):
            items[kind] = _items(kind, getattr(truth, kind) or (), resolver)
    return items


def found_items(
    extraction: Extraction, kinds: Iterable[FindingKind], resolver: Resolver
) -> dict[FindingKind, list[Item]]:
    """The findings of the kinds that the truth states."""
    items: dict[FindingKind, list[Item]] = {}
    for kind in kinds:
        if kind == "metadata":
            items[kind] = [_item(kind, extraction.metadata, resolver)]
        elif kind == "contacts":
            items[kind] = _items(kind, extraction.metadata.contacts, resolver)
        else:
            items[kind] = _items(kind, getattr(extraction, kind), resolver)
    return items


def note_names(labels: Sequence[str]) -> list[str]:
    """Names that tell notes apart where numbering restarts.

    >>> note_names(["1", "2", "1"])
    ['note 1', 'note 2', 'note 1 (2nd of this label)']
    """
    seen: dict[str, int] = {}
    names: list[str] = []
    for label in labels:
        count = seen[label] = seen.get(label, 0) + 1
        suffix = "" if count == 1 else f" ({_ordinal(count)} of this label)"
        names.append(f"note {label}{suffix}")
    return names


def link_item(
    name: str, marker: TruthEvidence | Evidence, resolver: Resolver, index: int | None = None
) -> Item:
    """The pair marker → note; ``index`` is the note's."""
    place = _place(marker, resolver, None)
    return Item(
        kind="links",
        subject=f"marker at '{shorten(marker.quote)}' → {name}",
        values={"note": name, "evidence": place},
        place=place,
        expected_evidence=marker if isinstance(marker, TruthEvidence) else None,
        found_evidence=marker if isinstance(marker, Evidence) else None,
        index=index,
    )


def number_twins(items: Sequence[Item]) -> list[Item]:
    """The items, those of the same subject told apart by their number."""
    seen: dict[str, int] = {}
    numbered: list[Item] = []
    for item in items:
        seen[item.subject] = seen.get(item.subject, 0) + 1
        numbered.append(replace(item, twin=seen[item.subject]))
    return numbered


def shorten(text: str, limit: int = 60) -> str:
    """At most ``limit`` characters, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _ordinal(number: int) -> str:
    return f"{number}{ {2: 'nd', 3: 'rd'}.get(number, 'th') }"


def _items(kind: FindingKind, records: Iterable[Record], resolver: Resolver) -> list[Item]:
    items = [
        replace(_item(kind, record, resolver), index=index) for index, record in enumerate(records)
    ]
    if kind != "notes":
        return number_twins(items)
    names = note_names([str(item.values["label"]) for item in items])
    return [replace(item, subject=name) for item, name in zip(items, names, strict=True)]


def _item(kind: FindingKind, record: Record, resolver: Resolver) -> Item:
    note_label = getattr(record, "note_label", None)
    values: dict[str, Value] = {}
    for name, measure in FIELDS[kind]:
        is_stated, value = _read(record, name)
        if is_stated and isinstance(value, TruthEvidence | Evidence):
            values[name] = _place(value, resolver, note_label)
        elif is_stated and measure in LISTS:
            items = items_of(value)
            values[name] = tuple(map(plain_url, items)) if measure == "urls" else items
        elif is_stated and isinstance(value, str | int | None):
            values[name] = value
    evidence = getattr(record, "evidence", None)
    place = None
    if isinstance(evidence, TruthEvidence | Evidence):
        place = _place(evidence, resolver, note_label)
    return Item(
        kind=kind,
        subject=_subject(kind, record, values),
        values=values,
        place=place,
        expected_evidence=evidence if isinstance(evidence, TruthEvidence) else None,
        found_evidence=evidence if isinstance(evidence, Evidence) else None,
        finding_id=getattr(record, "finding_id", None),
        is_optional=getattr(record, "is_optional", False),
        markers=tuple(
            _place(marker, resolver, None) for marker in getattr(record, "references", None) or ()
        ),
    )


def _read(record: Record, path: str) -> tuple[bool, object]:
    """Whether a field is stated, and its value; a parent stated as null states all its fields."""
    value: object = record
    for name in path.split("."):
        if value is None:
            return True, None
        if not isinstance(value, Record):
            return False, None
        if isinstance(record, TruthRecord) and name not in value.model_fields_set:
            return False, None
        value = getattr(value, name)
    return True, value


def _place(evidence: TruthEvidence | Evidence, resolver: Resolver, note_label: str | None) -> Place:
    if isinstance(evidence, Evidence):
        return place_of(evidence)
    return resolver.resolve(evidence, note_label)


def _subject(kind: FindingKind, record: Record, values: Mapping[str, Value]) -> str:
    evidence = getattr(record, "evidence", None)
    quote = ""
    if isinstance(evidence, TruthEvidence | Evidence):
        quote = f" '{shorten(evidence.quote)}'"
    match kind:
        case "metadata":
            return "metadata"
        case "contacts":
            return f"contact {values.get('name') or values.get('email')}"
        case "countries":
            label = values.get("note_label")
            where = "" if label is None else f" in note {label}"
            return f"country {values['iso2']}{quote}{where}"
        case "groups":
            return f"group {values['group_id']}{quote}"
        case "notes":
            return f"note {values['label']}"
        case "checks":
            return f"check {values['code']} {values['status']}"
        case "issues":
            return f"issue {values['code']}"
        case _:
            return f"{kind.removesuffix('s')}{quote}"
