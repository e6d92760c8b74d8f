"""Differences in as few lines as say all: what belongs together is told once.

Several items of one list make one line, and so does one change of one field in neighbouring
findings. Of two long values only the part in which they differ is shown.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from schemas.comparison import Difference, in_words

LONG = 60
"""Characters; two values of more are shown where they part."""
CONTEXT = 20
"""Characters kept of what both have in common."""
_QUOTED = frozenset({"statement", "evidence"})
"""Fields of a claim that say the same words."""


def iter_lines(differences: Iterable[Difference]) -> Iterator[str]:
    """One line per group of neighbouring differences that say the same, in their order."""
    for _, neighbours in groupby(differences, key=_get_key):
        group = list(neighbours)
        first = group[0]
        if first.status == "~":
            yield from _tell_changes(group)
        elif first.field is None:
            yield _tell(first, _name(group), "", "", None)
        else:
            expected = _join(one.expected for one in group)
            found = _join(one.found for one in group)
            yield _tell(first, first.subject, expected, found, first.field)


def _get_key(difference: Difference) -> tuple[object, ...]:
    """What neighbours must share to be told in one line."""
    one = difference
    if one.field is None:
        return (one.status, one.kind) if one.kind == "countries" else (id(one),)
    if one.status != "~":
        return (one.status, one.kind, one.field, one.subject)
    field = "words" if one.field in _QUOTED else one.field
    return (one.status, one.kind, field, in_words(one.expected), in_words(one.found))


def _tell_changes(group: list[Difference]) -> Iterator[str]:
    first = group[0]
    fields = " and ".join(dict.fromkeys(one.field or "" for one in group))
    expected, found = part(in_words(first.expected), in_words(first.found))
    yield _tell(first, _name(group), expected, found, fields)


def _name(group: list[Difference]) -> str:
    """The findings concerned, the word for their kind once: ``country IE 'IE', DK 'DK'``."""
    subjects = [*dict.fromkeys(one.subject for one in group)]
    kind = subjects[0].partition(" ")[0] + " "
    return ", ".join([subjects[0], *(one.removeprefix(kind) for one in subjects[1:])])


def _join(values: Iterable[object]) -> str:
    return ", ".join(in_words(value) for value in values if value is not None)  # type: ignore[arg-type]


def _tell(first: Difference, subject: str, expected: str, found: str, field: str | None) -> str:
    where = f"{subject} · {field}" if field else subject
    match first.status:
        case "-":
            what = f"{expected} expected, not found" if expected else "expected, not found"
        case "+":
            what = f"{found} found, not expected" if found else "found, not expected"
        case _:
            what = f"{expected} expected, {found} found"
    return f"{first.status} {where}: {what}"


def part(expected: str, found: str) -> tuple[str, str]:
    """Two texts, of long ones only where they part and a little of what they share before.

    >>> part("Six pay", "Seven pay")
    ('Six pay', 'Seven pay')
    >>> part("a" * 70 + " b", "a" * 70 + " b, c")
    ('…aaaaaaaaaaaaaaaaaa b', '…aaaaaaaaaaaaaaaaaa b, c')
    """
    if min(len(expected), len(found)) <= LONG:
        return expected, found
    shared = 0
    while shared < min(len(expected), len(found)) and expected[shared] == found[shared]:
        shared += 1
    start = max(0, shared - CONTEXT)
    shared = 0
    while (
        shared < min(len(expected), len(found)) - start
        and expected[-1 - shared] == found[-1 - shared]
    ):
        shared += 1
    end = max(0, shared - CONTEXT)
    before, after = "…" if start else "", "…" if end else ""
    return (
        before + expected[start : len(expected) - end] + after,
        before + found[start : len(found) - end] + after,
    )
