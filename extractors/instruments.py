"""Find the policy instruments that a document mentions, with their parties, years and events."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.context import Context, Findings
from extractors.identity import IdMaker
from extractors.instrument_actors import (
    find_later_subject,
    find_owner,
    find_partners_in_front,
    find_subject,
)
from extractors.instrument_events import (
    Event,
    find_event,
    find_next_year,
    find_year,
    has_event,
)
from extractors.instrument_joining import Mention, is_below
from extractors.instrument_mentions import find_mentions
from extractors.instrument_parties import (
    Party,
    find_bounds,
    find_counterparts,
    find_parties,
    is_pair_at,
)
from extractors.instrument_relatives import Relative, find_agent, find_relative
from schemas.extraction import InstrumentMention

_COORDINATION = re.compile(
    r",?\s(?P<and>(?:and|or|as well as|and/or)\s)?(?:an?\s|the\s|its\s|their\s|new\s|also\s)*\Z"
)
_BEHIND = re.compile(
    r"(?:\s(?:on|for|regarding|concerning)\s[\w -]{1,50}?(?=\sand\san?\s))?"
    r"(?:\s?\([^()]{0,40}\))?(?:\s(?:in|of)\s(?:\w{3,9}\s)?\d{4})?"
    r",?\s(?P<and>(?:and|or|as well as|and/or)\s)?(?P<article>an?\s(?:[a-z-]{3,20}\s){0,2})?"
    r"(?:the\s|its\s|their\s|new\s|also\s)*"
)
_NEXT_VERB = re.compile(
    r"\s(?:and|but)\s(?:(?:is|are|was|were|has|have|had|been|also|now|currently|later|then)\s){0,3}"
    r"(?:signed|concluded|negotiat(?:ed|es|e|ing)|initialled|launched|renewed|amended|suspended|"
    r"terminated|announced|working (?:on|towards)|preparing|drafting|discussing|"
    r"plans? to \w+|planning to \w+|intends? to \w+)\s"
    r"(?:an?\s|the\s|its\s|another\s|new\s|similar\s)*\Z"
)
_UNSIGNED = (
    "admission_quota",
    "special_envoy",
    "ambassador_for_migration",
    "liaison_officer",
    "diplomatic_mission",
    "information_campaign",
)
"""What nobody signs."""
_OF_THE_UNION = "eu_readmission_agreement"
_HOSTED = ("scheme", "pathway")
_SHARED = (
    "regional_process",
    "global_compact_migration",
    "global_compact_refugees",
    "eu_policy_framework",
    "multilateral_declaration",
)
"""Instruments of many states; who is said to do something with one is no party to it."""


def find_instruments(context: Context, found: Findings) -> Iterator[InstrumentMention]:  # noqa: ARG001
    """Every mention of an instrument, in text order; mentions never overlap.

    Also puts them on the Doc, as the span group ``instrument_terms``.
    """
    ids = IdMaker("instrument")
    mentions = find_mentions(context)
    context.doc.spans["instrument_terms"] = [
        span
        for mention in mentions
        if (
            span := context.doc.char_span(
                mention.start, mention.end, mention.instrument_id, alignment_mode="expand"
            )
        )
    ]
    around = [_look_around(context, mentions, number) for number in range(len(mentions))]
    events = _read_events(context, mentions, around)
    parties = _read_parties(context, mentions, events, around)
    for mention, event, names in zip(mentions, events, parties, strict=True):
        quote = context.text[mention.start : mention.end]
        instrument_id = mention.instrument_id
        if instrument_id == "readmission_agreement" and "EU" in names:
            instrument_id = "eu_readmission_agreement"
        yield InstrumentMention(
            finding_id=ids.make(instrument_id, quote),
            instrument_id=instrument_id,
            instrument_types=mention.types,
            mention="named" if mention.is_named else "generic",
            name=quote if mention.is_named else None,
            is_new=mention.is_new,
            year=event.year,
            parties=names,
            event=event.kind,
            evidence=context.evidence(mention.start, mention.end),
        )


class _Around(NamedTuple):
    """What stands around a mention."""

    low: int
    """From here to ``high`` may be looked at for it."""
    high: int
    behind: list[Party]
    """Counterparts that follow it."""
    relative: Relative | None


def _look_around(context: Context, mentions: list[Mention], number: int) -> _Around:
    low, high = _limits(context, mentions, number)
    end = mentions[number].end
    return _Around(
        low, high, find_counterparts(context, end, high), find_relative(context, end, high)
    )


def _limits(context: Context, mentions: list[Mention], number: int) -> tuple[int, int]:
    """Its sentence, cut where the mentions before and after it end and begin."""
    mention = mentions[number]
    bounds = find_bounds(context, mention.start, mention.end)
    low, high = bounds or (mention.start, mention.end)
    if number:
        low = max(low, mentions[number - 1].end)
    if number + 1 < len(mentions):
        high = min(high, mentions[number + 1].start)
    return low, high


def _is_joined(context: Context, mentions: list[Mention], number: int) -> bool:
    """Whether the mention before stands beside it: 'a readmission agreement and an MoU'."""
    if number == 0:
        return False
    while number < len(mentions):
        between = context.text[mentions[number - 1].end : mentions[number].start]
        gap = _COORDINATION.fullmatch(between)
        if gap is None or gap["and"]:
            return gap is not None
        number += 1  # a comma alone joins only in a list that an 'and' closes
    return False


def _is_joined_behind(
    context: Context, mentions: list[Mention], number: int, counterparts: list[list[Party]]
) -> bool:
    """Whether it goes on behind the other's parties: 'an MoU with A and an agreement with B'.

    With commas alone too ('an MoU with A (2019), a treaty with B (2021), and …'), if a bare article
    follows and no verb comes in between.
    """
    if number == 0:
        return False
    before = counterparts[number - 1]
    if before and has_event(context.text, mentions[number - 1].end, before[0].start):
        return False
    start = before[-1].end if before else mentions[number - 1].end
    gap = _BEHIND.fullmatch(context.text[start : mentions[number].start])
    if gap is None:
        return False
    return gap["and"] is not None or (bool(before) and gap["article"] is not None)


def _read_events(context: Context, mentions: list[Mention], around: list[_Around]) -> list[Event]:
    """Event and year of each; a verb in front of coordinated ones or behind them is of them all."""
    behind = [one.behind for one in around]
    events: list[Event] = []
    for number, mention in enumerate(mentions):
        low, high, others, relative = around[number]
        told = None if relative is None else relative.event
        event = find_event(context.text, mention.start, mention.end, low, high, relative=told)
        year = find_year(context.text, mention.start, mention.end, low, high)
        if year is None and others and not (mention.is_plural and len(others) > 1):
            year = find_year(context.text, high, others[-1].end, high, high)
        if event.kind is None and (
            _is_joined(context, mentions, number)
            or _is_joined_behind(context, mentions, number, behind)
        ):
            own = find_next_year(context.text, mention.end, high)
            event = Event(events[-1].kind, event.year or own)
        if year is None and mention.is_named:
            inside = re.search(
                r"(?<!\d)(?:19|20)\d\d(?![\d–/-])", context.text[mention.start : mention.end]
            )
            year = int(inside.group()) if inside else None
        if event.kind == "signed" and is_below(mention.instrument_id, _UNSIGNED):
            event = Event(None, None)  # 'the quota was reached in May'
        events.append(Event(event.kind, year or event.year))
    for number in range(len(mentions) - 1, 0, -1):
        before = events[number - 1]
        if before == Event(None, None) and _is_joined(context, mentions, number):
            events[number - 1] = events[number]
    return events


def _read_parties(
    context: Context,
    mentions: list[Mention],
    events: list[Event],
    around: list[_Around],
) -> list[tuple[str, ...]]:
    """Parties of each, printed order; counterparts behind several coordinated ones are of all."""
    counterparts: list[list[Party]] = []
    for mention, (low, high, behind, relative) in zip(mentions, around, strict=True):
        others = (relative and relative.parties) or behind
        end = others[-1].end if others else mention.end
        others = [*others, *find_agent(context, mention.end, end, high)]
        counterparts.append(others or find_partners_in_front(context, mention.start, low))
    for number in range(len(mentions) - 1, 0, -1):
        is_joined = _is_joined(context, mentions, number)
        if (
            not counterparts[number - 1]
            and is_joined
            and not _has_own(context, mentions[number - 1])
        ):
            counterparts[number - 1] = counterparts[number]
    lists: list[tuple[str, ...]] = []
    subjects: list[list[Party]] = []
    for number, mention in enumerate(mentions):
        relative = around[number].relative
        others = counterparts[number]
        listed = [*_inner_parties(context, mention), *others]
        is_behind = _is_joined_behind(context, mentions, number, counterparts)
        is_inherited = is_behind or _has_same_subject(context, mentions, number)
        front = (
            []
            if relative is not None and not relative.is_of_owner
            else _find_front(
                context,
                mention,
                around[number],
                inherited=subjects[-1] if is_inherited and subjects else [],
                is_active=bool(others) or events[number].kind is not None,
                has_partner=bool(others),
            )
        )
        listed = [*front, *listed]
        subjects.append(front)
        names = tuple(dict.fromkeys(party.name for party in listed))
        if names and mention.instrument_id == _OF_THE_UNION and "EU" not in names:
            names = ("EU", *names)
        if not names and _is_joined(context, mentions, number):
            shares = events[number].kind is not None and not _has_own(context, mentions[number - 1])
            names = lists[-1] if shares else ()
        lists.append(names)
    return lists


def _has_same_subject(context: Context, mentions: list[Mention], number: int) -> bool:
    """'France signed an MoU with A and is negotiating a treaty with B': one subject for both."""
    if number == 0:
        return False
    begin, end = mentions[number - 1].end, mentions[number].start
    return _NEXT_VERB.search(context.text[begin:end]) is not None


def _has_own(context: Context, mention: Mention) -> bool:
    """Whether a name holds the pair that it is between; what is listed beside it has others."""
    return mention.is_named and is_pair_at(context, mention.start, mention.end)


def _find_front(
    context: Context,
    mention: Mention,
    around: _Around,
    *,
    inherited: list[Party],
    is_active: bool,
    has_partner: bool,
) -> list[Party]:
    """The parties in front of a mention: its owner, or who acts if something is done with it."""
    if mention.has_pair or (
        is_below(mention.instrument_id, _SHARED) and not (mention.is_new and has_partner)
    ):
        return []
    low = around.low
    front = find_owner(context, mention.start, low) or inherited
    if front:
        return front
    subject = find_subject(context, mention.start, low)
    if not subject and has_partner and is_active:
        end = around.behind[-1].end if around.behind else mention.end
        return find_later_subject(context, (low, mention.start), end, around.high)
    is_of_both = len(subject) > 1 and not mention.is_plural
    return subject if is_active or is_of_both else []


def _inner_parties(context: Context, mention: Mention) -> list[Party]:
    """Parties in the mention's own words; a place that a name is called after is none."""
    words = context.text[mention.start : mention.end]
    if words[1:].islower() and not mention.has_pair:
        return []
    inside = find_parties(context, mention.start, mention.end, is_name=True)
    is_hosted = mention.is_named and is_below(mention.instrument_id, _HOSTED)
    is_pair = mention.has_pair or is_pair_at(context, mention.start, mention.end)
    return inside if is_pair or " between " in words or is_hosted else []
