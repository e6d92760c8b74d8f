"""Roles: who is called a Member and who an Observer, on the document's date (C08, C09)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extractors.checkers.contract import (
    added_beside,
    count_noun,
    is_printed,
    name_codes,
    note_of,
    notes_by_id,
)
from extractors.checkers.dating import Dating, find_dating
from extractors.checkers.orders import is_interleaved
from extractors.context import Context
from extractors.lists import CountryList
from extractors.vocabulary import Country
from schemas.document import Evidence
from schemas.extraction import Check, Extraction, Iso2

Called = Literal["member", "observer", "both", "eu"]

UK_OUT = "2020-12-31"
"""Until then its contact point took part in selected outputs (DOMAIN 1.2)."""
NORWAY_AMONG_STATES = "2022"
"""Until about then '(Member) States' and 'Member States' took in Norway (DOMAIN 1.2)."""

_NOUN = re.compile(
    r"(?P<emn>EMN\s+)?(?P<eu>(?:European\s+Union|EU)\s+)?"
    r"(?:(?P<both>Member(?:\s+(?:Countries|States))?\s+and\s+Observer\s+(?:Countries|States|Country))"
    r"|(?P<member>(?<!\()Member\s+(?P<what>Countr(?:ies|y)|States?))"
    r"|(?P<observer>Observer\s+(?:Countr(?:ies|y)|States?)))",
    re.IGNORECASE,
)
_LEADS_TO = re.compile(
    r"\s*(?:[(\[:–—]\s*|,\s*(?=such\s|including\s|namely\s|i\.e\.|e\.g\.))?(?:(?:such\s+as|including|namely|i\.e\.|e\.g\.|of|are|were)[\s,]+)?(?:the\s+)?",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"Member\s+(?:Countries|States)\s*(?:\([^()]*\)\s*)?,?\s*(?:and|plus|as\s+well\s+as|\+)\s+"
    r"(?:[\w-]+\s+){0,2}\Z",
    re.IGNORECASE,
)
_APPOSITION = re.compile(
    r"(?:,|\s+as|\s+is|,?\s+which\s+is|,?\s+(?:itself|currently))\s+(?:an?|the)\s+(?:only\s+)?"
    r"(?:EMN\s+)(?P<called>Member|Observer)\s+(?:Country|State)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Calling:
    """Countries that the text calls members, observers or both."""

    called: Called
    noun: str
    countries: tuple[Iso2, ...]
    place: Evidence
    finding_ids: tuple[str, ...] = ()


def check_roles(context: Context, extraction: Extraction) -> Iterator[Check]:
    """What lists, notes and sentences call a country; then observers strewn among the members."""
    dating = find_dating(context, extraction)
    callings = [
        *_from_lists(context),
        *_from_labels(context, extraction),
        *_from_claims(context, extraction),
        *_from_sentences(context),
    ]
    failed = False
    seen: set[tuple[int, Iso2]] = set()
    for calling in callings:
        wrong = [
            iso2
            for iso2 in dict.fromkeys(calling.countries)
            if not _may_be_called(context, context.vocabulary.countries[iso2], calling, dating)
            and (calling.place.start_char, iso2) not in seen
        ]
        seen.update((calling.place.start_char, iso2) for iso2 in wrong)
        if wrong:
            failed = True
            yield _fail(context, calling, wrong, dating)
    if callings and not failed:
        yield Check(
            code="role.member",
            status="pass",
            message=(
                f"{count_noun(len(callings), 'list')} of Members and Observers agree with the "
                "composition of the network."
            ),
        )
    for one in context.lists:
        yield from _check_position(context, one)


def _called(found: re.Match[str]) -> Called:
    if found["both"]:
        return "both"
    if found["observer"]:
        return "observer"
    is_eu = bool(found["eu"]) or (not found["emn"] and found["what"].lower().startswith("state"))
    return "eu" if is_eu else "member"


def _from_lists(context: Context) -> Iterator[_Calling]:
    """'Observer Countries (NO, RS)': the noun directly in front of a list."""
    for one in context.lists:
        if context.is_boilerplate(one.start) or one.kind == "exception":
            continue
        begin = max(context.document.blocks[one.block].start_char, one.start - 90)
        lead = context.text[begin : one.start]
        nouns = list(_NOUN.finditer(lead))
        if not nouns or _LEADS_TO.fullmatch(lead, nouns[-1].end()) is None:
            continue
        noun = nouns[-1]
        called = _called(noun)
        if called != "both" and _JOINED.search(lead, 0, noun.start()):
            roles = {context.vocabulary.countries[iso2].emn_role for iso2 in one.countries}
            if called == "observer" and "member" in roles:
                called = "both"  # the bracket lists Members and Observers alike
        yield _Calling(
            called, noun.group(), one.countries, context.evidence(begin + noun.start(), one.end)
        )


def _from_labels(context: Context, extraction: Extraction) -> Iterator[_Calling]:
    """'Members: AT, BE. Observers: GE.' in a note: sets under labels of their own."""
    for note in extraction.notes:
        roles = [group.role for group in note.groups]
        if "member" not in roles and "observer" not in roles:
            continue
        words = context.text[note.evidence.start_char : note.evidence.end_char].lower()
        if not re.search(r"(?:members?|observers?|countries|states)\s*[:–—-]", words):
            continue
        for group in note.groups:
            if group.role in ("member", "observer"):
                called: Called = "member" if group.role == "member" else "observer"
                noun = "Members" if called == "member" else "Observers"
                ids = (note.finding_id,)
                yield _Calling(called, noun, group.countries, note.evidence, ids)


def _from_claims(context: Context, extraction: Extraction) -> Iterator[_Calling]:
    """'Seventeen EMN Member Countries²': the noun in the claim, the list in its note."""
    notes = notes_by_id(extraction)
    for claim in extraction.claims:
        note = note_of(claim, notes)
        if note is None or claim.quantity.parts or not is_printed(claim) or claim.base is None:
            continue
        nouns = list(_NOUN.finditer(claim.base.surface))
        if len(nouns) != 1 or note.kind == "mixed" or claim.countries is None:
            continue
        place = note.list_evidence or note.evidence
        ids = (claim.finding_id, note.finding_id)
        added = added_beside(context, claim)
        called = tuple(iso2 for iso2 in claim.countries if iso2 not in added)
        yield _Calling(_called(nouns[0]), nouns[0].group(), called, place, ids)


def _from_sentences(context: Context) -> Iterator[_Calling]:
    """'Norway, an EMN Observer Country' and 'the EMN Member Country Austria'."""
    for start, end, iso2 in context.names_between(0, len(context.text)):
        if context.is_boilerplate(start):
            continue
        found = _APPOSITION.match(context.text, end)
        if found is not None:
            called: Called = "member" if found["called"].lower() == "member" else "observer"
            noun = f"EMN {found['called'].title()} Country"
            yield _Calling(called, noun, (iso2,), context.evidence(start, found.end()))
            continue
        begin = max(0, start - 30)
        before = re.search(
            r"EMN\s+(Member|Observer)\s+(?:Country|State)\s+\Z", context.text[begin:start]
        )
        if before is not None:
            called = "member" if before[1] == "Member" else "observer"
            place = context.evidence(begin + before.start(), end)
            yield _Calling(called, before.group().strip(), (iso2,), place)


def _may_be_called(context: Context, country: Country, calling: _Calling, dating: Dating) -> bool:
    """Whether the name fits the country on the date; without a date whether it ever did."""
    del context
    called = calling.called
    if called == "both":
        return any(_has_role(country, role, dating) for role in ("member", "observer"))
    if called == "eu":
        day = dating.date or ""
        is_early = bool(day) and day < NORWAY_AMONG_STATES
        return _is_in_eu(country, dating) or (is_early and country.iso2 == "NO")
    return _has_role(country, called, dating)


def _has_role(country: Country, role: str, dating: Dating) -> bool:
    day = dating.date
    if country.emn_role == "former_member":
        return role == "member" and (day is None or day <= UK_OUT or not dating.is_printed)
    if country.iso2 == "DK":
        return role == "observer" and day is not None and dating.is_printed and day < "2016"
    if country.emn_role not in ("member", "observer"):
        return False
    if day is None or not dating.is_printed:
        return country.emn_role == role
    if country.emn_role == "member" and role == "observer":
        return not country.is_emn_member(day)  # Croatia before it joined
    return country.is_emn_member(day) if role == "member" else country.is_emn_observer(day)


def _is_in_eu(country: Country, dating: Dating) -> bool:
    if not country.eu_since:
        return False
    day = dating.date
    if day is None or not dating.is_printed:
        return True
    until = UK_OUT if country.eu_until else ""
    return country.eu_since[: len(day)] <= day and (not until or day <= until)


def _fail(context: Context, calling: _Calling, wrong: list[Iso2], dating: Dating) -> Check:
    roles = {context.vocabulary.countries[iso2].emn_role for iso2 in wrong}
    is_stranger = roles <= {""}
    code = {"member": "role.member", "eu": "role.member", "observer": "role.observer"}.get(
        calling.called, "role.network"
    )
    day = f" of {dating.date}" if dating.is_printed else ""
    what = {
        "member": "no EMN Member Country",
        "eu": "no EU Member State",
        "observer": "no EMN Observer Country",
        "both": "neither Member nor Observer",
    }[calling.called]
    return Check(
        code=code,
        status="not_checkable" if is_stranger and calling.called == "both" else "fail",
        severity="hint" if is_stranger and calling.called == "both" else "error",
        message=(
            f"{name_codes(context, wrong)} stands under '{calling.noun}' and is {what} "
            f"in the network's composition{day}."
        ),
        expected=f"{calling.noun} only",
        found=name_codes(context, wrong),
        finding_ids=calling.finding_ids,
        evidence=(calling.place,),
    )


def _check_position(context: Context, one: CountryList) -> Iterator[Check]:
    """'AT, BE, UA, CY, … SK, and GE': an observer among the members though others stand apart."""
    items = [item for item in one.items if not item.is_repeat]
    roles = [context.vocabulary.countries[item.iso2].emn_role for item in items]
    head = len(roles)
    while head and roles[head - 1] == "observer":
        head -= 1
    if head == len(roles) or not head:
        return
    gap = context.text[items[head - 1].end : items[head].start]
    strewn = [
        item for item, role in zip(items[:head], roles[:head], strict=True) if role == "observer"
    ]
    if not strewn or re.search(r"\b(?:and|plus)\b|&|\+|;|as well as", gap) is None:
        return
    if is_interleaved(context, one.countries) or roles[:head].count("member") < 2:
        return
    last = items[-1]
    yield Check(
        code="role.position",
        status="fail",
        severity="warning",
        message=(
            f"{name_codes(context, [item.iso2 for item in strewn])} stands among the members, "
            "while the observers of the list come last."
        ),
        expected="observers at the end",
        found=name_codes(context, [item.iso2 for item in strewn]),
        evidence=(
            context.evidence(strewn[0].start, strewn[0].end),
            context.evidence(items[head].start, last.end),
        ),
    )
