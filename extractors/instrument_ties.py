"""Whether states stand behind a text: what licenses a bare 'agreement' or 'deal'."""

import re
from functools import cache

from extractors.context import Context
from extractors.instrument_actors import find_owner, find_partners_in_front, find_subject
from extractors.instrument_parties import IN_BRACKET, RELATION, Party, find_pair, read_party_list
from extractors.instrument_relatives import find_relative
from extractors.vocabulary import read_table

ABROAD_CHARS = 50
"""How soon after 'with' a word for other countries must come."""
ABROAD = re.compile(
    r"(?<!\w)(?:third|partner|origin|transit|sending|source|neighbouring|non-EU|non-OECD|foreign|"
    r"host|priority|selected|specific|other|several|certain|various|these|those)"
    r"(?: (?:third|partner|non-EU|neighbouring|origin|African|Asian|Latin American))*"
    r"(?:-| )(?:countr(?:y|ies)|states)(?!\w)"
    r"|(?<!\w)countr(?:y|ies) of (?:origin|transit|departure|destination|return|first asylum)(?!\w)"
    r"|(?<!\w)countr(?:y|ies) outside the (?:EU|Union)(?!\w)"
    r"|(?<!\w)third-country authorities(?!\w)",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"(?<!\w)(?:third(?:-| )countr(?:y|ies)(?! national)|partner countr(?:y|ies)|"
    r"(?:origin|transit|sending|source|non-EU) (?:countr(?:y|ies)|states)|"
    r"countr(?:y|ies) of (?:origin|transit|departure|return|first asylum)|"
    r"origin and transit countr(?:y|ies)|countr(?:y|ies) outside the (?:EU|Union))(?!\w)",
    re.IGNORECASE,
)


@cache
def _services() -> frozenset[str]:
    """Organisations whose agreements are no instruments between states."""
    return frozenset(
        row["party"] for row in read_table("instrument_parties") if row["is_power"] == "no"
    )


def has_counterpart(context: Context, start: int, end: int, bounds: tuple[int, int]) -> bool:
    """Whether a state, the Union or a group of countries is tied to ``text[start:end]``."""
    for pattern in (RELATION, IN_BRACKET):
        relation = pattern.match(context.text, end, bounds[1])
        if relation is None:
            continue
        listed, _ = read_party_list(context, relation.end(), bounds[1])
        near = min(bounds[1], relation.end() + ABROAD_CHARS)
        if _count_powers(listed) or ABROAD.search(context.text, relation.end(), near):
            return True
    low = bounds[0]
    if len(find_pair(context, start, low)) > 1 or len(find_owner(context, start, low)) > 1:
        return True
    if len(find_subject(context, start, low)) > 1:
        return True
    if _count_powers(find_partners_in_front(context, start, low)):
        return True
    relative = find_relative(context, end, bounds[1])
    return relative is not None and _count_powers(relative.parties) > 1 - relative.is_of_owner


def _count_powers(parties: list[Party]) -> int:
    return sum(party.name not in _services() for party in parties)


def is_about_abroad(context: Context, bounds: tuple[int, int]) -> bool:
    """Whether third countries, partner countries or the like are spoken of in the sentence."""
    return _FOREIGN.search(context.text, *bounds) is not None
