"""What the templates show, prepared from the desk's cases; no template computes."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import JsonValue

from extractors.vocabulary import load_vocabulary
from pipeline.comparison.fields import FIELDS, LISTS, MEASURES, items_of
from pipeline.comparison.places import Place, Resolver, place_of
from pipeline.review.cases import Case, Entry
from pipeline.review.decisions import active_decisions
from pipeline.review.marking import Mark, Sheet, iter_finding_marks, mark_document
from schemas.comparison import Difference
from schemas.document import BBox, Document, Evidence
from schemas.review import Decision
from schemas.truth import FindingKind

KIND_NAMES = {
    "metadata": "metadata",
    "contacts": "contact",
    "countries": "country",
    "groups": "group",
    "notes": "note",
    "links": "marker",
    "claims": "claim",
    "instruments": "instrument",
    "issues": "issue",
    "checks": "check",
}
STATUS_WORDS = {"+": "found, not in truth", "-": "in truth, not found", "~": "another value"}
VERDICT_WORDS = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "undo": "undone",
}


@dataclass(frozen=True, slots=True)
class ItemView:
    """One difference that waits for a verdict."""

    entry: Entry
    place: Place | None
    page: int | None
    messages: tuple[str, ...]
    """Of failed checks that name its finding."""
    facts: tuple[tuple[str, str], ...]
    """What a whole record says beside its quote: names of fields and values in words."""

    @property
    def difference(self) -> Difference:
        """What it is about."""
        return self.entry.difference

    @property
    def is_record(self) -> bool:
        """A whole finding, not a field of one."""
        return self.difference.field is None

    @property
    def expected(self) -> str:
        """In words; empty for nothing."""
        return say_value(self.difference.expected)

    @property
    def found(self) -> str:
        """In words; empty for nothing."""
        return say_value(self.difference.found)

    @property
    def country(self) -> str | None:
        """The name of the country if the item is a code."""
        value = self.difference.found or self.difference.expected
        if not isinstance(value, str) or not (self.difference.field or "").endswith("countries"):
            return None
        country = load_vocabulary().countries.get(value)
        return country.short_name if country else None

    @property
    def version(self) -> str:
        """Changes whenever the item would look different."""
        decision = self.entry.decision.decision_id if self.entry.decision else ""
        return f"{self.entry.standing} {decision} {len(self.messages)}"


@dataclass(slots=True)
class Card:
    """Differences that belong together: the items of one list, or a single one."""

    key: str
    kind: str
    subject: str
    field_name: str | None
    items: list[ItemView] = field(default_factory=list)
    agreed: tuple[str, ...] = ()
    """Items of the list on which both sides agree, in printed order."""

    @property
    def kind_name(self) -> str:
        """In the singular."""
        return KIND_NAMES[self.kind]

    @property
    def label(self) -> str:
        """The kind, for a note with its label."""
        return self.subject if self.kind == "notes" else self.kind_name

    @property
    def title(self) -> str:
        """The subject without what the label says, and without what is quoted below it."""
        if self.field_name is None and any(item.place for item in self.items):
            named, _, quoted = self.subject.removeprefix(self.label).partition(" '")
            return f"→ {quoted.rpartition('→ ')[2]}" if self.kind == "links" else named.strip()
        return self.subject.removeprefix(self.label).removeprefix(" at").strip()

    @property
    def is_list(self) -> bool:
        """Whether its items are shown as chips."""
        return bool(self.agreed) or len(self.items) > 1


@dataclass(frozen=True)
class DecisionView:
    """One line of the audit trail."""

    decision: Decision
    stands: bool

    @property
    def verb(self) -> str:
        """What was done."""
        return VERDICT_WORDS[self.decision.verdict]

    @property
    def what(self) -> str:
        """About what."""
        one = self.decision
        return one.subject if one.field is None else f"{one.subject} · {one.field}"

    @property
    def value(self) -> str:
        """The value in question, in words."""
        one = self.decision
        if one.verdict == "correct":
            return say_value(one.value)
        return say_value(one.found if one.found is not None else one.expected)

    @property
    def day_and_time(self) -> str:
        """To the minute, UTC."""
        return self.decision.decided_at[:16].replace("T", " ")


class DocumentView:
    """One document: its text with marks, its differences, and what was decided."""

    def __init__(self, case: Case, history: list[Decision]) -> None:
        self.case = case
        self.document = case.document
        self._resolver = Resolver(case.document, None)
        standing = {one.decision_id for one in active_decisions(history).values()}
        self.history = [DecisionView(one, one.decision_id in standing) for one in history]

    @cached_property
    def cards(self) -> list[Card]:
        """Open differences by expected error, those of one list together."""
        cards: dict[str, Card] = {}
        for item in self.items:
            one = item.difference
            is_listed = (
                one.field is not None
                and MEASURES.get((one.kind, one.field)) in LISTS
                and one.status != "~"
            )
            key = f"{one.kind}/{one.subject}/{one.field}" if is_listed else one.difference_id
            if key not in cards:
                agreed = tuple(self._agreed(one)) if is_listed else ()
                cards[key] = Card(key, one.kind, one.subject, one.field, agreed=agreed)
            cards[key].items.append(item)
        return list(cards.values())

    @cached_property
    def items(self) -> list[ItemView]:
        """One per open difference."""
        by_finding: dict[str, list[str]] = {}
        for check in self.case.failed_checks:
            for finding_id in check.finding_ids:
                by_finding.setdefault(finding_id, []).append(check.message)
        return [self._build_item(entry, by_finding) for entry in self.case.open_entries]

    @property
    def decided(self) -> list[DecisionView]:
        """Decisions that stand, the newest first."""
        return [one for one in reversed(self.history) if one.stands]

    @property
    def kinds(self) -> list[tuple[str, str, int]]:
        """Kinds of the open differences with their name and number, for the filter."""
        counts: dict[str, int] = {}
        for item in self.items:
            counts[item.difference.kind] = counts.get(item.difference.kind, 0) + 1
        return [(kind, KIND_NAMES[kind], count) for kind, count in sorted(counts.items())]

    @property
    def total(self) -> int:
        """Open differences and standing decisions."""
        return len(self.items) + len(self.decided)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The text with findings and open differences marked."""
        marks = list(iter_finding_marks(self.case.extraction))
        marks.extend(
            Mark(
                item.place.start,
                item.place.end,
                item.difference.kind,
                item.difference.difference_id,
                is_missed=item.difference.status == "-" and item.is_record,
            )
            for item in self.items
            if item.place is not None and item.place.start is not None and item.place.end
        )
        return mark_document(self.document, marks)

    def boxes_of(self, page: int) -> list[tuple[BBox, str, str]]:
        """Box, kind and difference id (or nothing) of what is found on a page."""
        return self._boxes.get(page, [])

    @cached_property
    def _boxes(self) -> dict[int, list[tuple[BBox, str, str]]]:
        boxes: dict[int, list[tuple[BBox, str, str]]] = {}
        known = {
            (item.place.start, item.place.end): item.difference.difference_id
            for item in self.items
            if item.place is not None and item.place.start is not None
        }
        marks = [*iter_finding_marks(self.case.extraction)]
        marks += [Mark(start or 0, end or 0, "open", one) for (start, end), one in known.items()]
        seen: set[tuple[int, BBox, str]] = set()
        for mark in marks:
            identity = mark.difference_id or known.get((mark.start, mark.end), "")
            for page, box in find_lines(self.document, mark.start, mark.end):
                if (page, box, identity) not in seen:
                    seen.add((page, box, identity))
                    boxes.setdefault(page, []).append((box, mark.kind, identity))
        return boxes

    def _build_item(self, entry: Entry, by_finding: dict[str, list[str]]) -> ItemView:
        one = entry.difference
        place = self._find_place(one)
        page = None
        if place is not None and place.start is not None and place.end is not None:
            lines = find_lines(self.document, place.start, place.end)
            page = lines[0][0] if lines else None
        messages = tuple(by_finding.get(one.finding_id or "", ()))
        return ItemView(entry, place, page, messages, self._list_facts(one))

    def _find_place(self, difference: Difference) -> Place | None:
        """Where to look: at the item of a list if it has its own place, else at the finding."""
        if difference.found_evidence is not None:
            evidence = difference.found_evidence
            value = difference.found
            if difference.kind == "notes" and difference.field == "countries":
                for mention in self._mentions.get(str(value), ()):
                    if evidence.start_char <= mention.start_char < evidence.end_char:
                        return place_of(mention)
            return place_of(evidence)
        if difference.expected_evidence is not None:
            return self._resolver.resolve(difference.expected_evidence, self._get_label(difference))
        return self._find_field(difference.field) if difference.kind == "metadata" else None

    @cached_property
    def _mentions(self) -> dict[str, list[Evidence]]:
        """Evidence of the mentions of each country."""
        mentions: dict[str, list[Evidence]] = {}
        for one in self.case.extraction.countries:
            mentions.setdefault(one.iso2, []).append(one.evidence)
        return mentions

    def _list_facts(self, difference: Difference) -> tuple[tuple[str, str], ...]:
        """What a whole record says beside its quote, so that nobody accepts unseen values."""
        if difference.field is not None or difference.kind in {"metadata", "links"}:
            return ()
        holder: Any = self.case.extraction
        index = difference.found_index
        if index is None:
            holder, index = self.case.truth, difference.expected_index
        if difference.kind == "contacts":
            holder = holder.metadata
        if index is None:
            return ()
        record = getattr(holder, difference.kind)[index]
        return tuple(_iter_facts(difference.kind, record))

    def _get_label(self, difference: Difference) -> str | None:
        if difference.kind != "countries" or difference.expected_index is None:
            return None
        countries = self.case.truth.countries or ()
        return countries[difference.expected_index].note_label

    def _find_field(self, name: str | None) -> Place | None:
        for item in self.case.extraction.metadata.evidence:
            if item.field == name:
                return Place(item.evidence.quote, item.evidence.start_char, item.evidence.end_char)
        return None

    def _agreed(self, difference: Difference) -> Iterator[str]:
        found = self._list_of(self.case.extraction, difference, difference.found_index)
        expected = list(self._list_of(self.case.truth, difference, difference.expected_index))
        for item in found:
            if item in expected:
                expected.remove(item)
                yield item

    @staticmethod
    def _list_of(holder: Any, difference: Difference, index: int | None) -> tuple[str, ...]:
        if difference.kind == "metadata":
            value = holder.metadata
        elif index is None:
            return ()
        else:
            value = getattr(holder, difference.kind)[index]
        for name in (difference.field or "").split("."):
            value = getattr(value, name, None)
        return items_of(value)


def _iter_facts(kind: FindingKind, record: Any) -> Iterator[tuple[str, str]]:
    for name, measure in FIELDS[kind]:
        value = record
        for part in name.split("."):
            value = getattr(value, part, None)
        if value is None or value is False or value == () or measure == "place":
            continue
        if name not in {"label", "statement", "eu_code"}:
            words = ", ".join(items_of(value)) if measure in LISTS else say_value(value)
            if name == "groups":
                words = "; ".join(f"{one.role}: {', '.join(one.countries)}" for one in value)
            yield name.replace("_", " ").replace(".", " "), words


def find_lines(document: Document, start: int, end: int) -> list[tuple[int, BBox]]:
    """Page and box of each printed line of a range; none where the format has no pages."""
    lines: list[tuple[int, BBox]] = []
    for word in _iter_words(document, start, end):
        if lines and lines[-1][0] == word.page and _is_same_line(lines[-1][1], word.bbox):
            left, top, right, bottom = lines[-1][1]
            x0, y0, x1, y1 = word.bbox
            joined = (min(left, x0), min(top, y0), max(right, x1), max(bottom, y1))
            lines[-1] = (word.page, joined)
        else:
            lines.append((word.page, word.bbox))
    return lines


def _iter_words(document: Document, start: int, end: int) -> Iterator[Any]:
    words = document.word_locations
    at = bisect_left(words, start, key=lambda word: word.end_char - 1)
    while at < len(words) and words[at].start_char < end:
        yield words[at]
        at += 1


def _is_same_line(line: BBox, word: BBox) -> bool:
    """Whether the word goes on to the right on the same line."""
    shared = min(line[3], word[3]) - max(line[1], word[1])
    return shared > 0.5 * (word[3] - word[1]) and word[0] >= line[0]


def say_value(value: JsonValue) -> str:
    """A value in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(say_value(item) for item in value) or "nothing"
    if isinstance(value, dict):
        quote = value.get("quote") or value.get("evidence")
        return say_value(quote) if quote else ", ".join(f"{k}: {v}" for k, v in value.items())
    return str(value)
