"""Which found finding answers which expected one: one to one, with the greatest total score.

What may be paired, kind by kind:

- countries, groups, claims, instruments, links: their evidence shares a character. Where the
  truth's quote could not be resolved, the quotes must agree; where it states none, the identity.
- notes: same label, overlapping evidence, the same marker, or lists that are half the same.
- contacts: same e-mail or name. Checks and issues: same code, or a code of the expected family.

Among those the assignment with the highest sum wins: overlap first, then identity, then the other
stated fields, then the order. Only neighbours are ever scored (by place, or by key and rank), and
each connected group is assigned on its own, so thousands of findings cost little more than
linear time.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import accumulate

from pipeline.comparison.fields import MEASURES, compare_values, is_nothing
from pipeline.comparison.items import IDENTITIES, Item
from pipeline.comparison.places import Level, Place, overlap_share, relate

Pair = tuple[int | None, int | None]
"""Indices of an expected and a found item; None on the side that has no partner."""

PLACED = frozenset({"countries", "groups", "claims", "instruments", "links"})
PLACE_WEIGHT, IDENTITY_WEIGHT, FIELDS_WEIGHT, ORDER_WEIGHT = 4.0, 3.0, 2.0, 0.01
MAX_OVERLAPS = 64
KEY_WINDOW = 12
HALF = 0.5
DENSE_CELLS = 250_000


def align(expected: Sequence[Item], found: Sequence[Item]) -> list[Pair]:
    """Every index of both sides exactly once: expected items in order, then what is left over."""
    scores: dict[tuple[int, int], float] = {}
    for i, j in {*_overlapping(expected, found), *_sharing_a_key(expected, found)}:
        score = score_pair(expected[i], found[j])
        if score > 0:
            distance = abs(i - j) / (len(expected) + len(found))
            scores[i, j] = score - ORDER_WEIGHT * distance
    partner = _assign(scores)
    taken = set(partner.values())
    pairs: list[Pair] = [(i, partner.get(i)) for i in range(len(expected))]
    pairs.extend((None, j) for j in range(len(found)) if j not in taken)
    return pairs


def score_pair(expected: Item, found: Item) -> float:
    """How well two items go together; 0 if they may not be paired."""
    share = 0.0
    if expected.place is not None and found.place is not None:
        share = overlap_share(expected.place, found.place)
    is_same = has_same_identity(expected, found)
    has_marker = any(
        relate(ours, theirs) > Level.DIFFERENT
        for ours in expected.markers
        for theirs in found.markers
    )
    match expected.kind:
        case "metadata":
            is_allowed = True
        case "contacts":
            is_allowed = any(
                _level(expected, found, name) >= Level.EQUAL for name in ("email", "name")
            )
        case "notes":
            is_alike = _likeness(expected, found, "countries") >= HALF
            is_allowed = is_same or share > 0 or has_marker or is_alike
        case "checks" | "issues":
            has_place = expected.place is not None and expected.place.start is not None
            is_allowed = _level(expected, found, "code") == Level.IDENTICAL and (
                share > 0 or not has_place or found.place is None
            )
        case _:
            is_allowed = share > 0 or (expected.place is None and is_same)
    if not is_allowed:
        return 0.0
    levels = [_level(expected, found, name) for name in expected.values]
    fields = sum(levels) / (len(levels) * Level.IDENTICAL) if levels else 1.0
    return (
        0.1
        + PLACE_WEIGHT * max(share, float(has_marker))
        + IDENTITY_WEIGHT * is_same
        + FIELDS_WEIGHT * fields
    )


def has_same_identity(expected: Item, found: Item) -> bool:
    """Whether both are of the same type, as far as the truth states it."""
    return all(
        _level(expected, found, name) == Level.IDENTICAL
        for name in IDENTITIES[expected.kind]
        if name in expected.values
    )


def _level(expected: Item, found: Item, name: str) -> Level:
    ours, theirs = expected.values.get(name), found.values.get(name)
    if is_nothing(ours) or is_nothing(theirs):
        both = is_nothing(ours) and is_nothing(theirs) and name in expected.values
        return Level.IDENTICAL if both else Level.DIFFERENT
    return compare_values(MEASURES[expected.kind, name], ours, theirs)


def _likeness(expected: Item, found: Item, name: str) -> float:
    ours, theirs = expected.values.get(name), found.values.get(name)
    if not isinstance(ours, tuple) or not isinstance(theirs, tuple) or not ours or not theirs:
        return 0.0
    return len({*ours} & {*theirs}) / len({*ours, *theirs})


def _overlapping(expected: Sequence[Item], found: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Pairs whose known ranges share a character."""
    ranges = sorted(
        (item.place.start, item.place.end, j)
        for j, item in enumerate(found)
        if item.place is not None and item.place.start is not None and item.place.end is not None
    )
    starts = [start for start, _, _ in ranges]
    furthest = list(accumulate((end for _, end, _ in ranges), max))
    for i, item in enumerate(expected):
        if item.place is None or item.place.start is None or item.place.end is None:
            continue
        at = bisect_left(starts, item.place.end) - 1
        hits = 0
        while at >= 0 and furthest[at] > item.place.start and hits < MAX_OVERLAPS:
            if ranges[at][1] > item.place.start:
                hits += 1
                yield i, ranges[at][2]
            at -= 1


def _sharing_a_key(expected: Sequence[Item], found: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Pairs that agree in a key and stand at about the same rank among those that have it."""
    theirs: defaultdict[Hashable, list[int]] = defaultdict(list)
    for j, item in enumerate(found):
        for key in _keys(item, j):
            theirs[key].append(j)
    ranks: defaultdict[Hashable, int] = defaultdict(int)
    for i, item in enumerate(expected):
        is_known = item.place is not None and item.place.start is not None
        if is_known and item.kind in PLACED:
            continue
        for key in _keys(item, i):
            rank = ranks[key]
            ranks[key] += 1
            for j in theirs.get(key, ())[max(0, rank - KEY_WINDOW) : rank + KEY_WINDOW + 1]:
                yield i, j


def _keys(item: Item, rank: int) -> Iterator[Hashable]:
    if item.kind in ("metadata", "notes"):
        yield "rank", rank
    match item.kind:
        case "notes":
            yield "label", item.values.get("label")
            yield from (("marker", marker) for marker in item.markers)
        case "contacts":
            yield from (("contact", item.values.get(name)) for name in ("email", "name"))
        case "checks" | "issues":
            family = str(item.values["code"]).partition(".")[0]
            yield "family", family
            yield "status", family, item.values.get("status")  # one fail among many passes
        case _:
            yield "identity", *(item.values.get(name) for name in IDENTITIES[item.kind])
            if isinstance(item.place, Place):
                yield "quote", " ".join(item.place.quote.split())


def _assign(scores: dict[tuple[int, int], float]) -> dict[int, int]:
    """The one-to-one assignment with the greatest sum, group by connected group."""
    partner: dict[int, int] = {}
    for group in _connected(scores):
        if len(group) == 1:
            partner.update(group)
        else:
            partner.update(_assign_group({edge: scores[edge] for edge in group}))
    return partner


def _connected(scores: dict[tuple[int, int], float]) -> list[list[tuple[int, int]]]:
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, j in scores:
        parent[root(("expected", i))] = root(("found", j))
    groups: defaultdict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in sorted(scores):
        groups[root(("expected", i))].append((i, j))
    return list(groups.values())


def _assign_group(scores: dict[tuple[int, int], float]) -> dict[int, int]:
    rows = sorted({i for i, _ in scores})
    columns = sorted({j for _, j in scores})
    if len(rows) * len(columns) > DENSE_CELLS:
        return _assign_sparsely(scores, rows, columns)
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    row_at = {i: at for at, i in enumerate(rows)}
    column_at = {j: at for at, j in enumerate(columns)}
    matrix = np.zeros((len(rows), len(columns)))
    for (i, j), score in scores.items():
        matrix[row_at[i], column_at[j]] = score
    chosen = zip(*linear_sum_assignment(matrix, maximize=True), strict=True)
    pairs = ((rows[row], columns[column]) for row, column in chosen)
    return {i: j for i, j in pairs if (i, j) in scores}


def _assign_sparsely(
    scores: dict[tuple[int, int], float], rows: list[int], columns: list[int]
) -> dict[int, int]:
    """The same, where a matrix would be too large.

    Every row may also stay alone in a column of its own, which makes the matching that the sparse
    solver asks for always possible.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    alone = 1.0 + max(scores.values())
    row_at = {i: at for at, i in enumerate(rows)}
    column_at = {j: at for at, j in enumerate(columns)}
    data = [alone - score for score in scores.values()] + [alone] * len(rows)
    row_of = [row_at[i] for i, _ in scores] + list(range(len(rows)))
    column_of = [column_at[j] for _, j in scores]
    column_of += range(len(columns), len(columns) + len(rows))
    shape = (len(rows), len(columns) + len(rows))
    graph = csr_array((data, (row_of, column_of)), shape=shape)
    chosen = zip(*min_weight_full_bipartite_matching(graph), strict=True)
    return {rows[row]: columns[column] for row, column in chosen if column < len(columns)}
