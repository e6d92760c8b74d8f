"""Who did what with an instrument, where that is said behind it.

In a relative clause ('the MoU which Austria signed with Ghana in 2024', 'the treaty Spain renewed')
or by an agent behind the counterparts ('signed with Ghana by Austria').
"""

import re
from typing import NamedTuple

from extractors.context import Context
from extractors.instrument_events import DATED, Event, find_next_year, get_event_of_verb
from extractors.instrument_parties import Party, read_party_list

PRONOUN_CHARS = 90
_PRONOUN = re.compile(r",?\s(?:which|that)\s")
_TOPIC = re.compile(
    r"[\"'”’]?(?:\s\([^()]{0,60}\))?(?:\s(?:on|for|regarding|concerning|about)\s[\w\s-]{1,70})?"
)
"""What may stand between an instrument and its relative pronoun: 'on seasonal work'."""
_OWN = re.compile(r"(?:it|they)(?=\s)")
_VERB = re.compile(
    r"\s(?P<lead>(?:(?:had|has|have|is|are|was|were|been|also|first|both|jointly|later|recently|then|"
    r"already|currently|now|never|not|yet)\s){0,4})"
    r"(?P<verb>entered into|agreed on|set up|negotiating|[a-z]{3,12}(?:ed|ck))(?!\w)"
)
_NEVER = re.compile(r"(?<!\w)(?:never|not)(?!\w)")
_WITH = re.compile(r"(?:\s(?:in|on)\s(?:the\s)?(?:[\w.]+\s){0,2}\d{4})?\swith\s")
_AGREED = r"(?:signed|concluded|initialled|negotiated|agreed|reached|adopted|struck|launched)"
_AGENT = re.compile(
    r"(?:\s\([^()]{0,40}\))?"
    rf"(?P<verb>(?:,?\s(?:which|that))?(?:,?\s(?:was|were|has been|have been))?"
    rf"(?:\s(?:first|also))?\s{_AGREED})?"
    r"(?:\s(?:in|on)\s(?:the\s)?(?:[\w.]+\s){0,2}\d{4})?,?\sby\s"
)
_IS_AGREED = re.compile(rf"(?<!\w){_AGREED}(?!\w)")


class Relative(NamedTuple):
    """What a relative clause says of the instrument in front of it."""

    parties: list[Party]
    event: Event
    is_of_owner: bool = False
    """Whether its subject is the one in front: 'Latvia's MoU, which it signed with Oman'."""


def find_relative(context: Context, end: int, limit: int) -> Relative | None:
    """The relative clause behind a mention that ends at ``end``, if it has a party as subject."""
    text = context.text
    pronoun = _PRONOUN.search(text, end, min(limit, end + PRONOUN_CHARS))
    if pronoun is not None and _TOPIC.fullmatch(text, end, pronoun.start()):
        start = pronoun.end()
    elif text[end : end + 1] == " ":
        start = end + 1
    else:
        return None
    own = _OWN.match(text, start, limit)
    subject, at = ([], own.end()) if own else read_party_list(context, start, limit)
    verb = _VERB.match(text, at, limit) if subject or own else None
    kind = None if verb is None else get_event_of_verb(verb["verb"])
    if verb is None or kind is None:
        return None
    tied = _WITH.match(text, verb.end(), limit)
    dated = verb.end() if tied is None else tied.start()
    partners: list[Party] = []
    if tied is not None:
        partners, stop = read_party_list(context, tied.end(), limit)
        dated = stop if find_next_year(text, dated, tied.end()) is None else dated
    year = find_next_year(text, dated, limit)
    event = Event(None if kind == DATED else kind, year)
    if _NEVER.search(verb["lead"]) is not None:
        event = Event(None, None)
    return Relative([*subject, *partners], event, is_of_owner=own is not None)


def find_agent(context: Context, mention_end: int, start: int, limit: int) -> list[Party]:
    """The parties by whom it was agreed, behind its counterparts, which end at ``start``."""
    agent = _AGENT.match(context.text, start, limit)
    if agent is None:
        return []
    if not agent["verb"] and _IS_AGREED.search(context.text, mention_end, start) is None:
        return []
    return read_party_list(context, agent.end(), limit)[0]
