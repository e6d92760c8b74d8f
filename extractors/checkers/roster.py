"""Roster: the observers of the standing text against the date and the lists (C17, C18)."""

from collections.abc import Iterator
from datetime import date

from extractors.checkers.contract import count_noun, name_codes
from extractors.checkers.dating import find_dating, find_roster, observers_on
from extractors.context import Context
from extractors.lists import CountryList
from schemas.extraction import Check, CheckStatus, Extraction, Iso2

GRACE_DAYS = 31
"""A text that appears so soon after an accession was written before it: no verdict."""


def check_roster(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Nothing without a roster; else one fail per kind of mistake, or one pass."""
    roster = find_roster(context)
    if roster is None:
        return
    found = list(_judge_roster(context, extraction, roster))
    yield from found
    if not any(check.status == "fail" for check in found):
        dating = find_dating(context, extraction)
        day = f"of {dating.date}" if dating.is_printed else "of an undated text"
        yield Check(
            code="roster.observers",
            status="pass",
            severity="warning",
            message=(
                f"{count_noun(len(set(roster.countries)), 'observer')} "
                f"{day} in the standing text, in keeping with their accessions."
            ),
            evidence=(context.evidence(roster.start, roster.end),),
        )


def _judge_roster(context: Context, extraction: Extraction, roster: CountryList) -> Iterator[Check]:
    dating = find_dating(context, extraction)
    countries = context.vocabulary.countries
    listed = tuple(dict.fromkeys(roster.countries))
    outsiders = [iso2 for iso2 in listed if countries[iso2].emn_role != "observer"]
    outsiders = [
        iso2
        for iso2 in outsiders
        if not (dating.is_printed and _was_observer(context, iso2, dating.date or ""))
    ]
    if outsiders:
        yield _fail(
            context,
            roster,
            ("roster.outsider", "is no Observer Country"),
            outsiders,
            "observers only",
        )
    newest = max((countries[iso2].emn_since for iso2 in listed), default="")
    older = [
        iso2
        for iso2 in observers_on(context, newest)
        if iso2 not in listed and countries[iso2].emn_since < newest
    ]
    if older and not roster.is_unfinished:
        expected = name_codes(context, observers_on(context, newest))
        yield _fail(
            context, roster, ("roster.incomplete", "is missing among newer ones"), older, expected
        )
    if dating.date is None or not dating.is_printed:
        yield from _check_actors(context, roster, [*listed, *older])
        return
    early = [iso2 for iso2 in listed if countries[iso2].emn_since[: len(dating.date)] > dating.date]
    early = [iso2 for iso2 in early if countries[iso2].emn_role == "observer"]
    expected = name_codes(context, observers_on(context, dating.date))
    if early:
        yield _fail(context, roster, ("roster.premature", "was not yet one then"), early, expected)
    missing = [
        iso2
        for iso2 in observers_on(context, dating.date)
        if iso2 not in listed and iso2 not in older
    ]
    if missing:
        is_fresh = all(_is_fresh(countries[iso2].emn_since, dating.date) for iso2 in missing)
        status: CheckStatus = "not_checkable" if is_fresh else "fail"
        problem = ("roster.stale", f"is missing in a text of {dating.date}")
        yield _fail(context, roster, problem, missing, expected, status=status)
    yield from _check_actors(context, roster, [*listed, *older, *missing])


def _was_observer(context: Context, iso2: Iso2, day: str) -> bool:
    """Croatia was one until it joined, and older pages call Denmark one (DOMAIN 1.2)."""
    if iso2 == "DK":
        return day < "2016"
    country = context.vocabulary.countries[iso2]
    return country.emn_role == "member" and country.emn_since[: len(day)] > day


def _is_fresh(since: str, day: str) -> bool:
    if len(day) < len("YYYY-MM-DD"):
        return since[: len(day)] == day
    return (date.fromisoformat(day) - date.fromisoformat(since)).days <= GRACE_DAYS


def _fail(
    context: Context,
    roster: CountryList,
    problem: tuple[str, str],
    iso2s: list[Iso2],
    expected: str,
    *,
    status: CheckStatus = "fail",
) -> Check:
    return Check(
        code=problem[0],
        status=status,
        severity="warning",
        message=f"Observers of the standing text: {name_codes(context, iso2s)} {problem[1]}.",
        expected=expected,
        found=name_codes(context, roster.countries),
        evidence=(context.evidence(roster.start, roster.end),),
    )


def _check_actors(context: Context, roster: CountryList, known: list[Iso2]) -> Iterator[Check]:
    """An observer whose code the notes list and that the standing text does not know."""
    unnamed: dict[Iso2, tuple[int, int]] = {}
    for one in context.lists:
        if one.note_id is None or one.kind == "exception":
            continue
        for item in one.items:
            role = context.vocabulary.countries[item.iso2].emn_role
            if role == "observer" and item.form == "code" and item.iso2 not in known:
                unnamed.setdefault(item.iso2, (item.start, item.end))
    if unnamed:
        yield Check(
            code="roster.unnamed",
            status="fail",
            severity="warning",
            message=(
                f"{name_codes(context, unnamed)} is listed among those that contributed or act, "
                "and is missing among the observers of the standing text."
            ),
            expected=name_codes(context, [*dict.fromkeys(roster.countries), *unnamed]),
            found=name_codes(context, roster.countries),
            evidence=(
                *(context.evidence(*place) for place in unnamed.values()),
                context.evidence(roster.start, roster.end),
            ),
        )
