"""Results of one comparison under four schemes, and the score table over many.

A pair of findings has a *place* (the evidence; the same, overlapping or neither) and an *identity*
(``items.IDENTITIES``). Where the truth states no evidence, the place counts as the same. A link's
place is the offset of its marker, which is where its quote ends.

=========  ======================  ==========================  ===========
scheme     COR                     PAR                         else
=========  ======================  ==========================  ===========
strict     place and identity      never                       INC
exact      same place              never                       INC
partial    same place              overlapping place           INC
type       identity, and overlap   never                       INC
=========  ======================  ==========================  ===========

For one field of a pair the levels of ``fields`` take that part: strict asks for IDENTICAL, exact
for EQUAL, partial gives COR for EQUAL and PAR for OVERLAP, type asks for OVERLAP. An expected value
that is not there is MIS, a found one where null is expected is SPU, null on both sides is no
result. An expected finding without a partner is MIS, with all its stated fields; a found one is
SPU, with those of its fields that the truth states for findings of its kind.

Lists are also scored item by item (repeats count), with the share of lists that are exactly right
as sets and in their printed order. A record is right if every field that the truth states is
IDENTICAL, for a note with its links; a document is right if nothing differs.

Micro adds up the counts of all documents; macro is the mean over documents. *Nothing on both sides*
has precision, recall and F1 of 1 with support 0, and is left out of macro. A rate without anything
to rate is 1 with support 0.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from pipeline.comparison.fields import FIELDS, LISTS, MEASURES, compare_values, is_nothing
from pipeline.comparison.items import Item
from pipeline.comparison.places import Level, relate
from schemas.comparison import (
    Comparison,
    FormatScores,
    ListTally,
    Rate,
    RecordTally,
    Scheme,
    SchemeTally,
    Score,
    ScoreTable,
    Tally,
)
from schemas.truth import FindingKind

SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
Result = Literal["cor", "inc", "par", "mis", "spu"]


def rate_field(level: Level, scheme: Scheme) -> Result:
    """The result of a field that has a value on both sides."""
    if scheme == "strict":
        return "cor" if level == Level.IDENTICAL else "inc"
    if scheme == "type":
        return "cor" if level >= Level.OVERLAP else "inc"
    if scheme == "partial" and level == Level.OVERLAP:
        return "par"
    return "cor" if level >= Level.EQUAL else "inc"


def rate_finding(place: Level, *, is_same: bool, scheme: Scheme) -> Result:
    """The result of a pair of findings."""
    if scheme == "strict":
        return "cor" if place == Level.IDENTICAL and is_same else "inc"
    if scheme == "type":
        return "cor" if place >= Level.OVERLAP and is_same else "inc"
    if scheme == "partial" and place == Level.OVERLAP:
        return "par"
    return "cor" if place == Level.IDENTICAL else "inc"


def place_level(expected: Item, found: Item) -> Level:
    """How the places of a pair lie to each other."""
    if expected.place is None or found.place is None:
        return Level.IDENTICAL
    if expected.kind == "links" and expected.place.end is not None:
        same_end = expected.place.end == found.place.end
        return Level.IDENTICAL if same_end else relate(expected.place, found.place)
    return relate(expected.place, found.place)


class Ledger:
    """Counts the results of one comparison."""

    def __init__(self) -> None:
        self._results: defaultdict[tuple[FindingKind, str | None, Scheme], Counter[Result]] = (
            defaultdict(Counter)
        )
        self._items: defaultdict[tuple[FindingKind, str], Counter[Result]] = defaultdict(Counter)
        self._lists: defaultdict[tuple[FindingKind, str], Counter[str]] = defaultdict(Counter)
        self._records: dict[FindingKind, Counter[bool]] = {}

    def open_kind(self, kind: FindingKind) -> None:
        """The truth states this kind, be it as empty."""
        self._records.setdefault(kind, Counter())
        for scheme in SCHEMES:
            self._results[kind, None, scheme].update()

    def add_finding(self, kind: FindingKind, results: dict[Scheme, Result]) -> None:
        """A finding as a whole. Metadata has none: its fields are its findings."""
        if kind != "metadata":
            for scheme, result in results.items():
                self._results[kind, None, scheme][result] += 1

    def add_record(self, kind: FindingKind, *, is_right: bool) -> None:
        """An expected finding, with a partner or without."""
        self._records[kind][is_right] += 1

    def add_fields(
        self, kind: FindingKind, names: Iterable[str], expected: Item | None, found: Item | None
    ) -> bool:
        """The named fields of a pair, or of an item without partner; whether all are right."""
        is_right = True
        for name in names:
            ours = None if expected is None else expected.values.get(name)
            theirs = None if found is None else found.values.get(name)
            measure = MEASURES[kind, name]
            if is_nothing(ours) and is_nothing(theirs):
                continue
            if is_nothing(theirs) or is_nothing(ours):
                result: Result = "mis" if is_nothing(theirs) else "spu"
                results: dict[Scheme, Result] = dict.fromkeys(SCHEMES, result)
                is_right = False
            else:
                level = compare_values(measure, ours, theirs)
                results = {scheme: rate_field(level, scheme) for scheme in SCHEMES}
                is_right = is_right and level == Level.IDENTICAL
            for scheme, result in results.items():
                self._results[kind, name, scheme][result] += 1
                if kind == "metadata":
                    self._results[kind, None, scheme][result] += 1
            if measure in LISTS:
                self._add_list(kind, name, ours or (), theirs or ())
        return is_right

    def _add_list(self, kind: FindingKind, name: str, expected: object, found: object) -> None:
        ours = expected if isinstance(expected, tuple) else ()
        theirs = found if isinstance(found, tuple) else ()
        ours_counted, theirs_counted = Counter(ours), Counter(theirs)
        common = (ours_counted & theirs_counted).total()
        self._items[kind, name].update(cor=common, mis=len(ours) - common, spu=len(theirs) - common)
        self._lists[kind, name].update(
            lists=1, exact_sets=ours_counted == theirs_counted, printed_orders=ours == theirs
        )

    def schemes(self) -> tuple[SchemeTally, ...]:
        """All tallies, in the order of kinds, fields and schemes."""
        return tuple(
            SchemeTally(
                kind=kind,
                field=name,
                scheme=scheme,
                tally=Tally.model_validate(dict(self._results[key])),
            )
            for kind, fields in FIELDS.items()
            for name in (None, *(name for name, _ in fields))
            for scheme in SCHEMES
            if (key := (kind, name, scheme)) in self._results
        )

    def lists(self) -> tuple[ListTally, ...]:
        """The tallies of all list fields that have items on either side."""
        return tuple(
            ListTally(
                kind=kind,
                field=name,
                items=Tally.model_validate(dict(self._items[kind, name])),
                **self._lists[kind, name],
            )
            for kind, name in MEASURES
            if (kind, name) in self._lists
        )

    def records(self) -> tuple[RecordTally, ...]:
        """Expected findings by kind, links apart: they are part of their notes."""
        return tuple(
            RecordTally(
                kind=kind, records=self._records[kind].total(), right=self._records[kind][True]
            )
            for kind in FIELDS
            if kind in self._records and kind != "links"
        )


def build_score_table(comparisons: Sequence[Comparison]) -> ScoreTable:
    """All formats together, then each format in the order of its name."""
    media_types = sorted({comparison.media_type for comparison in comparisons})
    formats = [_score_format(None, comparisons)]
    for media_type in media_types:
        chosen = [one for one in comparisons if one.media_type == media_type]
        formats.append(_score_format(media_type, chosen))
    return ScoreTable(formats=tuple(formats))


def _score_format(media_type: object, comparisons: Sequence[Comparison]) -> FormatScores:
    tallies: defaultdict[tuple[FindingKind, str | None, str], list[Tally]] = defaultdict(list)
    for comparison in comparisons:
        for one in comparison.schemes:
            tallies[one.kind, one.field, one.scheme].append(one.tally)
        for listed in comparison.lists:
            tallies[listed.kind, listed.field, "items"].append(listed.items)
    return FormatScores.model_validate(
        {
            "media_type": media_type,
            "documents": len(comparisons),
            "scores": tuple(
                _score(kind, name, measure, tallies[kind, name, measure])
                for kind, fields in FIELDS.items()
                for name in (None, *(name for name, _ in fields))
                for measure in (*SCHEMES, "items")
                if (kind, name, measure) in tallies
            ),
            "rates": tuple(_rates(comparisons)),
        }
    )


def _score(kind: FindingKind, name: str | None, measure: str, tallies: list[Tally]) -> Score:
    total = sum(tallies, Tally())
    filled = [tally for tally in tallies if not tally.is_empty]
    return Score.model_validate(
        {
            "kind": kind,
            "field": name,
            "measure": measure,
            "tally": total,
            "precision": total.precision,
            "recall": total.recall,
            "f1": total.f1,
            "support": total.support,
            "macro_precision": _mean([tally.precision for tally in filled]),
            "macro_recall": _mean([tally.recall for tally in filled]),
            "macro_f1": _mean([tally.f1 for tally in filled]),
            "documents": len(filled),
        }
    )


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _rates(comparisons: Sequence[Comparison]) -> list[Rate]:
    """Exact sets, printed orders, whole records and whole documents."""
    counts: dict[str, Counter[str]] = {}

    def add(name: str, right: int, support: int) -> None:
        counts.setdefault(name, Counter()).update(right=right, support=support)

    add("document_rate", sum(one.is_right for one in comparisons), len(comparisons))
    add("record_rate", 0, 0)
    add("exact_set_rate", 0, 0)
    for comparison in comparisons:
        for tally in comparison.records:
            add("record_rate", tally.right, tally.records)
            add(f"{tally.kind}.record_rate", tally.right, tally.records)
        for listed in comparison.lists:
            name = f"{listed.kind}.{listed.field}"
            add(f"{name}.exact_set_rate", listed.exact_sets, listed.lists)
            if MEASURES[listed.kind, listed.field] == "sequence":
                add(f"{name}.printed_order_rate", listed.printed_orders, listed.lists)
            if name in ("notes.countries", "claims.countries"):
                add("exact_set_rate", listed.exact_sets, listed.lists)
    return [
        Rate(
            name=name,
            right=count["right"],
            support=count["support"],
            value=count["right"] / count["support"] if count["support"] else 1.0,
        )
        for name, count in counts.items()
    ]
