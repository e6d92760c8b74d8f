"""Instruments: years, life cycle and parties that cannot be (C22), countries inside names (C23)."""

from collections.abc import Iterator, Sequence
from functools import cache

from extractors.checkers.contract import name_codes, shorten
from extractors.context import Context
from extractors.vocabulary import read_table
from schemas.extraction import Check, EventKind, Extraction, InstrumentMention

_STAGES: tuple[tuple[EventKind, ...], ...] = (
    ("announced",),
    ("negotiated",),
    ("initialled",),
    ("signed",),
    ("provisional", "in_force"),
    ("suspended", "terminated"),
)
"""The life of a deal; what stands later cannot be dated earlier. Amendments come at any time."""

_Deal = tuple[str, tuple[str, ...]]


@cache
def _since() -> dict[str, int]:
    return {row["party"]: int(row["since"]) for row in read_table("state_since")}


def check_deals(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Each instrument by itself, then the mentions of one deal together, in text order."""
    for mention in extraction.instruments:
        yield from _check_partner(context, mention)
    deals: dict[_Deal, list[InstrumentMention]] = {}
    for mention in extraction.instruments:
        if mention.year is not None and mention.event is not None and mention.parties:
            deals.setdefault(_key(mention), []).append(mention)
    for mentions in deals.values():
        yield from _check_life(mentions)
    yield from _check_names(context, extraction)


def _key(mention: InstrumentMention) -> _Deal:
    """One deal: the same name, or the same kind with the same parties."""
    words = " ".join((mention.name or "").casefold().split())
    return words or mention.instrument_id, tuple(sorted(mention.parties))


def _check_partner(context: Context, mention: InstrumentMention) -> Iterator[Check]:
    if mention.year is None:
        return
    known = [party for party in mention.parties if party in _since()]
    early = [party for party in known if mention.year < _since()[party]]
    if not known:
        return
    names = ", ".join(
        name_codes(context, [party]) if party in context.vocabulary.countries else party
        for party in early
    )
    yield Check(
        code="instrument.partner",
        status="fail" if early else "pass",
        severity="warning",
        message=(
            f"'{shorten(mention.evidence.quote)}' is dated {mention.year}, before {names} "
            f"could be a party ({max(_since()[party] for party in early)})."
            if early
            else f"The parties of '{shorten(mention.evidence.quote)}' existed in {mention.year}."
        ),
        expected=f"{max(_since()[party] for party in (early or known))} or later",
        found=str(mention.year),
        finding_ids=(mention.finding_id,),
        evidence=(mention.evidence,),
    )


def _check_life(mentions: Sequence[InstrumentMention]) -> Iterator[Check]:
    """Events of one deal: none before an earlier stage, and one event in one year."""
    for at, later in enumerate(mentions):
        for earlier in mentions[:at]:
            problem = _find_conflict(earlier, later)
            if problem is None:
                continue
            code, words = problem
            yield Check(
                code=code,
                status="fail",
                severity="warning",
                message=(
                    f"'{shorten(earlier.evidence.quote)}' ({_words(earlier)}) and "
                    f"'{shorten(later.evidence.quote)}' ({_words(later)}): {words}."
                ),
                expected=_words(earlier),
                found=_words(later),
                finding_ids=(earlier.finding_id, later.finding_id),
                evidence=(earlier.evidence, later.evidence),
            )


def _find_conflict(one: InstrumentMention, other: InstrumentMention) -> tuple[str, str] | None:
    if one.event == other.event:
        if one.year == other.year or one.name is None:
            return None
        return "instrument.year", "one event in two years"
    first, second = _stage(one.event), _stage(other.event)
    if first is None or second is None or first == second or not one.year or not other.year:
        return None
    if (first < second) == (one.year <= other.year) or one.year == other.year:
        return None
    return "instrument.life", "the later stage is dated earlier"


def _stage(event: EventKind | None) -> int | None:
    return next((at for at, events in enumerate(_STAGES) if event in events), None)


def _words(mention: InstrumentMention) -> str:
    return f"{(mention.event or '').replace('_', ' ')} {mention.year}"


def _check_names(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Our own work: an actor that only stands inside the name of an instrument."""
    places = sorted(
        (mention.evidence.start_char, mention.evidence.end_char)
        for mention in extraction.instruments
        if mention.mention == "named"
    )
    at = 0
    for country in sorted(extraction.countries, key=lambda found: found.evidence.start_char):
        start, end = country.evidence.start_char, country.evidence.end_char
        while at < len(places) and places[at][1] <= start:
            at += 1
        if at == len(places) or start < places[at][0] or end > places[at][1]:
            continue
        if country.role not in ("actor", "member", "observer"):
            continue
        yield Check(
            code="instrument.country",
            status="fail",
            severity="hint",
            message=(
                f"{name_codes(context, [country.iso2])} was taken for an actor inside the name "
                "of an instrument."
            ),
            expected="no country in the name",
            found=country.evidence.quote,
            finding_ids=(country.finding_id,),
            evidence=(country.evidence, context.evidence(*places[at])),
        )
