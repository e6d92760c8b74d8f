"""The stage that compares extractions with truth."""

from collections.abc import Iterable, Iterator

from pipeline.comparison.alignment import Pair, align, has_same_identity
from pipeline.comparison.differences import DifferenceMaker
from pipeline.comparison.fields import Value
from pipeline.comparison.items import (
    Item,
    expected_items,
    found_items,
    link_item,
    note_names,
    number_twins,
)
from pipeline.comparison.places import Resolver
from pipeline.comparison.scores import (
    SCHEMES,
    Ledger,
    Result,
    build_score_table,
    place_level,
    rate_finding,
)
from schemas.comparison import Comparison, Difference, ScoreTable
from schemas.document import Document
from schemas.extraction import Extraction
from schemas.truth import FindingKind, Truth

Matched = list[tuple[Item | None, Item | None]]
UNEXPECTED = "unexpected "


def compare(
    extraction: Extraction,
    truth: Truth,
    document: Document | None = None,
    *,
    sees_open: bool = False,
) -> Comparison:
    """What differs between an extraction and what a person confirmed, and how that scores.

    Only what the truth states is compared; with ``sees_open`` also what is found of kinds that it
    has not finished. ``document`` lets quotes without offsets be resolved;
    without it they are compared by their words. Definitions: ``pipeline.comparison.scores``.
    """
    resolver = Resolver(document, extraction)
    expected = expected_items(truth, resolver)
    found = found_items(extraction, expected, resolver)
    aligned = {kind: align(items, found[kind]) for kind, items in expected.items()}
    if any(note.states("references") for note in truth.notes or ()):
        links = _links(truth, extraction, aligned["notes"], resolver)
        expected["links"], found["links"] = links
        aligned["links"] = align(*links)
    matched = {
        kind: _with_items(
            pairs, expected[kind], found[kind], is_open=not sees_open and _is_open(kind, truth)
        )
        for kind, pairs in aligned.items()
    }
    ledger, maker = Ledger(), DifferenceMaker()
    wrong_notes = _notes_with_wrong_links(matched.get("links", []))
    lost_notes = _notes_without_partner(matched.get("notes", []))
    differences: list[Difference] = []
    for kind, pairs in matched.items():
        names = tuple(dict.fromkeys(name for item in expected[kind] for name in item.values))
        _count(kind, pairs, names, ledger, wrong_notes)
        differences.extend(_differences(pairs, lost_notes, maker))
    return Comparison(
        document_id=extraction.document_id,
        media_type=extraction.source.media_type,
        differences=tuple(differences),
        schemes=ledger.schemes(),
        lists=ledger.lists(),
        records=ledger.records(),
    )


def score_pairs(pairs: Iterable[tuple[Extraction, Document | None, Truth]]) -> ScoreTable:
    """The score table over several documents and formats."""
    return build_score_table(
        [compare(extraction, truth, document) for extraction, document, truth in pairs]
    )


def truth_of(extraction: Extraction) -> Truth:
    """The extraction as a truth that states everything: for one run against another."""
    return Truth.model_validate(extraction.to_jsonable(), extra="ignore")


def _is_open(kind: FindingKind, truth: Truth) -> bool:
    """Markers are open as long as their notes are."""
    return kind in truth.open_kinds or (kind == "links" and "notes" in truth.open_kinds)


def _with_items(
    pairs: list[Pair], expected: list[Item], found: list[Item], *, is_open: bool
) -> Matched:
    """The items of the pairs that count."""
    matched: Matched = [
        (None if i is None else expected[i], None if j is None else found[j]) for i, j in pairs
    ]
    return [
        (ours, theirs)
        for ours, theirs in matched
        if not _is_uncounted(ours, theirs) and not (is_open and ours is None)
    ]


def _is_uncounted(expected: Item | None, found: Item | None) -> bool:
    """Optional findings, and checks without a fail that nobody wrote down (see ``TruthCheck``)."""
    if expected is not None:
        return expected.is_optional
    return found is not None and found.kind == "checks" and found.values["status"] != "fail"


def _links(
    truth: Truth, extraction: Extraction, notes: list[Pair], resolver: Resolver
) -> tuple[list[Item], list[Item]]:
    """Markers with their notes, expected and found.

    A found note goes by the name of the expected note that it answers, so that a wrong label is
    one difference, and not one more for each of its markers.
    """
    stated = truth.notes or ()
    names = note_names([note.label for note in stated])
    expected = [
        link_item(name, marker, resolver, index)
        for index, (name, note) in enumerate(zip(names, stated, strict=True))
        for marker in note.references or ()
    ]
    answers = {j: i for i, j in notes if i is not None}
    found: list[Item] = []
    labels = note_names([note.label for note in extraction.notes])
    for j, (label, note) in enumerate(zip(labels, extraction.notes, strict=True)):
        i = answers.get(j)
        if i is not None and not stated[i].states("references"):
            continue
        name = f"{UNEXPECTED}{label}" if i is None else names[i]
        found.extend(link_item(name, marker, resolver, i) for marker in note.references)
    return number_twins(expected), number_twins(found)


def _notes_with_wrong_links(links: Matched) -> set[Value]:
    """Names of the notes that miss a marker, or have one too many."""
    return {
        item.values["note"]
        for expected, found in links
        if expected is None or found is None or not has_same_identity(expected, found)
        for item in (expected, found)
        if item is not None
    }


def _notes_without_partner(notes: Matched) -> set[str]:
    """Names as in ``_links``."""
    missed = {expected.subject for expected, found in notes if expected and found is None}
    return missed | {
        f"{UNEXPECTED}{found.subject}" for one, found in notes if found and one is None
    }


def _count(
    kind: FindingKind,
    pairs: Matched,
    names: tuple[str, ...],
    ledger: Ledger,
    wrong_notes: set[Value],
) -> None:
    ledger.open_kind(kind)
    for expected, found in pairs:
        if expected is None or found is None:
            result: Result = "mis" if found is None else "spu"
            ledger.add_finding(kind, dict.fromkeys(SCHEMES, result))
            ledger.add_fields(kind, names if expected is None else expected.values, expected, found)
            is_right = False
        else:
            place, is_same = place_level(expected, found), has_same_identity(expected, found)
            ledger.add_finding(
                kind,
                {one: rate_finding(place, is_same=is_same, scheme=one) for one in SCHEMES},
            )
            is_right = ledger.add_fields(kind, expected.values, expected, found)
        if expected is not None:
            has_wrong_links = kind == "notes" and expected.subject in wrong_notes
            ledger.add_record(kind, is_right=is_right and not has_wrong_links)


def _differences(
    pairs: Matched, lost_notes: set[str], maker: DifferenceMaker
) -> Iterator[Difference]:
    """In the order of the truth; what is spurious comes last.

    The markers of a note that has no partner are not told again: the note's own difference is.
    """
    for expected, found in pairs:
        item = expected or found
        if expected is not None and found is not None:
            yield from maker.of_pair(expected, found)
        elif item is not None and item.values.get("note") not in lost_notes:
            yield maker.of_item(expected, found)
