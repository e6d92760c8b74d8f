"""Order: a list that slips out of the order which it otherwise keeps, a trace of editing (C11)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractors.checkers.contract import count_noun, is_statistical, name_codes, note_finding_ids
from extractors.context import Context
from extractors.lists import CountryList, ListItem
from extractors.vocabulary import read_table
from schemas.extraction import Check, Extraction, Iso2

MIN_ITEMS = 4
"""Shorter lists are in no order that could be slipped from."""
MIN_ITEMS_ALONE = 7
"""A list of this length shows its order by itself; a shorter one needs another list that keeps it.

Of all orders of seven items fewer than one in a hundred come within one item of being sorted.
"""

MIN_ITEMS_TWICE = 8
"""From this length on two items out of place are a slip too; alone two items later."""

_PLAIN_GAP = re.compile(r"[\s,;/]*(?:(?:and|&|plus)\s*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Slip:
    order: str
    misplaced: int
    before: ListItem
    after: ListItem


@dataclass(frozen=True, slots=True)
class _Order:
    name: str
    language: str
    """Empty for the orders that any document may use."""
    ranks: dict[str, int]


@cache
def _load_orders() -> tuple[_Order, ...]:
    return tuple(
        _Order(
            row["order"],
            row["language"],
            {code: rank for rank, code in enumerate(row["eu_codes"].split())},
        )
        for row in read_table("list_orders")
    )


def _orders_of(
    context: Context, extraction: Extraction, runs: Sequence[Sequence[ListItem]]
) -> tuple[_Order, ...]:
    """The orders that this document may use: general ones, that of its language, proved ones."""
    general = tuple(order for order in _load_orders() if not order.language)
    language = (extraction.metadata.language or "")[:2]
    long = [run for run in runs if len(run) >= MIN_ITEMS_TWICE]
    unsorted = [run for run in long if _find_order(context, run, general) is None]
    return general + tuple(
        order
        for order in _load_orders()
        if order.language
        and (
            order.language == language
            or any(_find_order(context, run, (order,)) for run in unsorted)
        )
    )


def check_order(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Lists that come within one or two items of an order, as hints; one pass if there is none."""
    runs = [
        (one, run)
        for one in context.lists
        if one.place != "running"
        and not context.is_boilerplate(one.start)
        and not is_statistical(context, one.start)
        for run in _find_runs(context, one)
    ]
    orders = _orders_of(context, extraction, [run for _, run in runs])
    kept = [name for _, run in runs if (name := _find_order(context, run, orders)) is not None]
    failed = False
    for one, run in runs:
        slip = _find_slip(context, run, orders, kept)
        if slip is None:
            continue
        failed = True
        pair = [slip.before.iso2, slip.after.iso2]
        yield Check(
            code="order.list",
            status="fail",
            severity="hint",
            message=(
                f"{name_codes(context, pair[:1])} stands before {name_codes(context, pair[1:])} "
                f"in a list that otherwise keeps the order of {slip.order}."
            ),
            expected=f"the order of {slip.order}",
            found=name_codes(context, pair),
            finding_ids=note_finding_ids(extraction, one),
            evidence=(
                context.evidence(slip.before.start, slip.before.end),
                context.evidence(slip.after.start, slip.after.end),
            ),
        )
    if kept and not failed:
        yield Check(
            code="order.list",
            status="pass",
            severity="hint",
            message=f"{count_noun(len(kept), 'list')} in the order of {kept[0]} or another.",
        )


def _find_runs(context: Context, one: CountryList) -> Iterator[tuple[ListItem, ...]]:
    """The stretches of a list that plain separators join.

    Words such as 'to a lesser extent' part them, since what follows is enumerated anew.
    """
    items = [item for item in one.items if not item.is_repeat]
    run: list[ListItem] = []
    for item in items:
        if run:
            last = run[-1]
            begin = last.qualifier[1] + 1 if last.qualifier else last.end
            gap = context.text[begin : item.start]
            gap = re.sub(r"\A\s*\([A-Z]{2}\)", "", gap)
            is_tail = item.group == "observer" and last.group == "member"
            if _PLAIN_GAP.fullmatch(gap) is None and not is_tail:
                yield tuple(run)
                run = []
        run.append(item)
    if run:
        yield tuple(run)


def _is_tail(context: Context, item: ListItem) -> bool:
    return context.vocabulary.countries[item.iso2].emn_role == "observer"


def _find_order(context: Context, run: Sequence[ListItem], orders: Sequence[_Order]) -> str | None:
    """The name of the first order that the list keeps; None for short and for unordered lists."""
    if len(run) < MIN_ITEMS:
        return None
    return next((name for name, wrong in _judge_orders(context, run, orders) if wrong == 0), None)


def is_interleaved(context: Context, iso2s: Sequence[Iso2]) -> bool:
    """Whether the whole list, observers among the members, keeps one order."""
    codes = [context.vocabulary.countries[iso2].eu_code for iso2 in iso2s]
    return any(
        all(code in order.ranks for code in codes)
        and all(order.ranks[a] < order.ranks[b] for a, b in pairwise(codes))
        for order in _load_orders()
    )


def _judge_orders(
    context: Context, run: Sequence[ListItem], orders: Sequence[_Order]
) -> list[tuple[str, int]]:
    """For every order how many items would have to move."""
    countries = context.vocabulary.countries
    codes = list(dict.fromkeys(countries[item.iso2].eu_code for item in run))
    roles = [countries[context.vocabulary.codes[code]].emn_role for code in codes]
    head = len(codes)
    while head and roles[head - 1] == "observer":
        head -= 1
    chronological = {
        country.eu_code: number
        for number, country in enumerate(
            sorted(countries.values(), key=lambda country: country.emn_since)
        )
        if country.emn_role == "observer"
    }
    found = []
    for order in orders:
        ranks = order.ranks
        if not all(code in ranks for code in codes):
            continue
        whole = count_misplaced([ranks[code] for code in codes])
        tail = min(
            count_misplaced([ranks[code] for code in codes[head:]]),
            count_misplaced([chronological[code] for code in codes[head:]]),
        )
        found.append(
            (order.name, min(whole, count_misplaced([ranks[c] for c in codes[:head]]) + tail))
        )
    return found


def _find_slip(
    context: Context, run: Sequence[ListItem], orders: Sequence[_Order], kept: Sequence[str]
) -> _Slip | None:
    if len(run) < MIN_ITEMS:
        return None
    judged = _judge_orders(context, run, orders)
    if not judged or min(wrong for _, wrong in judged) == 0:
        return None
    fewest = min(wrong for _, wrong in judged)
    names = [name for name, wrong in judged if wrong == fewest]
    supported = [name for name in names if name in kept]
    is_long = len(run) >= MIN_ITEMS_ALONE
    if not supported and not is_long:
        return None
    if fewest > (2 if len(run) >= (MIN_ITEMS_TWICE if supported else MIN_ITEMS_TWICE + 2) else 1):
        return None
    name = (supported or names)[0]
    ranks = next(order.ranks for order in orders if order.name == name)
    ranked = [(ranks[context.vocabulary.countries[item.iso2].eu_code], item) for item in run]
    for (rank, item), (next_rank, following) in pairwise(ranked):
        if next_rank < rank and not (_is_tail(context, following) and not _is_tail(context, item)):
            return _Slip(name, fewest, item, following)
    return None


def count_misplaced(ranks: Sequence[int]) -> int:
    """How many items must move to sort ``ranks``: all but the longest rising subsequence.

    >>> count_misplaced([1, 2, 4, 3, 5])
    1
    """
    tops: list[int] = []
    for rank in ranks:
        at = bisect_left(tops, rank)
        tops[at : at + 1] = [rank]
    return len(ranks) - len(tops)
