"""Differences that read well: one per item of a list, one per field, one per lost finding."""

from collections import Counter
from collections.abc import Iterator

from pydantic import JsonValue

from extractors.identity import IdMaker
from pipeline.comparison.fields import LISTS, MEASURES, Value, compare_values, is_nothing
from pipeline.comparison.items import Item
from pipeline.comparison.places import Level, Place
from schemas.comparison import Difference, Status


class DifferenceMaker:
    """Builds the differences of one document, each with an id that survives a shift of the text."""

    def __init__(self) -> None:
        self._ids = IdMaker("difference")

    def of_item(self, expected: Item | None, found: Item | None) -> Difference:
        """A finding without a partner."""
        item = expected or found
        if item is None:
            raise ValueError("a difference needs at least one side")
        status: Status = "-" if found is None else "+"
        return self._make(item, None, status, expected, found, None, None)

    def of_pair(self, expected: Item, found: Item) -> Iterator[Difference]:
        """Every stated field that is not the same, lists item by item."""
        for name, ours in expected.values.items():
            theirs = found.values.get(name)
            measure = MEASURES[expected.kind, name]
            if is_nothing(ours) and is_nothing(theirs):
                continue
            if measure in LISTS:
                yield from self._of_lists(expected, found, name)
            elif is_nothing(theirs):
                yield self._make(expected, name, "-", expected, found, _plain(ours), None)
            elif is_nothing(ours):
                yield self._make(expected, name, "+", expected, found, None, _plain(theirs))
            elif compare_values(measure, ours, theirs) != Level.IDENTICAL:
                yield self._make(expected, name, "~", expected, found, _plain(ours), _plain(theirs))

    def _of_lists(self, expected: Item, found: Item, name: str) -> Iterator[Difference]:
        ours, theirs = _items(expected.values[name]), _items(found.values.get(name))
        missing, extra = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
        for item in missing.elements():
            yield self._make(expected, name, "-", expected, found, item, None)
        for item in extra.elements():
            yield self._make(expected, name, "+", expected, found, None, item)
        is_ordered = MEASURES[expected.kind, name] == "sequence"
        if is_ordered and not missing and not extra and ours != theirs:
            yield self._make(expected, name, "~", expected, found, [*ours], [*theirs])

    def _make(  # noqa: PLR0917 - all seven are given at every call, in the order of reading
        self,
        item: Item,
        field: str | None,
        status: Status,
        expected: Item | None,
        found: Item | None,
        expected_value: JsonValue,
        found_value: JsonValue,
    ) -> Difference:
        values = (f"{expected_value}", f"{found_value}")
        key = (item.kind, field or "", status, item.subject, _tell_twin(expected, found), *values)
        places = (
            None if expected is None else expected.index,
            None if found is None else found.index,
        )
        if item.kind == "links":
            places = (item.index, None)
        return Difference(
            difference_id=self._ids.make(*key),
            kind=item.kind,
            field=field,
            status=status,
            subject=item.subject,
            expected=expected_value,
            found=found_value,
            expected_evidence=None if expected is None else expected.expected_evidence,
            found_evidence=None if found is None else found.found_evidence,
            finding_id=None if found is None else found.finding_id,
            expected_index=places[0],
            found_index=places[1],
        )


def _tell_twin(expected: Item | None, found: Item | None) -> str:
    """Which of several alike it is, by what a decision about one of the others leaves as it is.

    Truth changes under the reviewer's hands and the extraction does not, so a found item counts
    among the found; an expected one goes by the occurrence that its curator wrote.
    """
    if found is not None:
        return "" if found.twin == 1 else f"found {found.twin}"
    evidence = None if expected is None else expected.expected_evidence
    if evidence is None or evidence.occurrence in {None, 1}:
        return ""
    return f"expected {evidence.occurrence}"


def _items(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) and not isinstance(value, Place) else ()


def _plain(value: Value) -> JsonValue:
    if isinstance(value, Place):
        return value.quote
    return [*value] if isinstance(value, tuple) else value
