"""The parties of an instrument, from the words around its mention.

Countries come from the document's country names, the rest from ``instrument_parties.csv``. A party
is read only where the print ties it to the instrument: 'between A and B', 'A–B agreement',
'A signed … with B', 'A's scheme'.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extractors.context import Context
from extractors.vocabulary import read_table

ORGANISATIONS = "instrument_organisations"
"""Where ``instrument_terms.find_terms`` leaves the organisations it met, in ``Doc.user_data``."""
REACH_CHARS = 400
"""No word further from a mention than this says anything of it, be the sentence ever so long."""
LIST_CHARS = 400
PAIR_CHARS = 90


class Party(NamedTuple):
    """One party at ``text[start:end]``."""

    start: int
    end: int
    name: str
    """An iso2 code, or a name of ``instrument_parties.csv``."""
    is_demonym: bool


_FILLER = re.compile(
    r"(?:both|the|its|their|other|some|several|certain|selected|many|various|two|three|four|five|"
    r"six|seven|eight|nine|ten|eleven|twelve|\d{1,3}|third|partner|non-EU|neighbouring|origin|"
    r"further|additional|federal|governments?|republic|kingdom|state|authorities|ministry|"
    r"ministries|countries|states|of|such as|like|including|among them|"
    r"amongst them|for example|e\.g\.|namely|notably|"
    r"in particular|border police|police|minist(?:ers?|ry) of(?: (?-i:[a-z]{1,20}))?)[,:(]?\s+",
    re.IGNORECASE,
)
MAX_FILLERS = 8
_SEPARATOR = re.compile(
    r"(?:\s?\([^()]{0,40}\))?(?:\sin\s(?:\w{3,9}\s)?(?:19|20)\d\d(?=,?\s(?:and\s)?with\s))?"
    r"(?:,\s+|\s+)?(?:and|&|as well as|or|respectively|plus)?"
    r"(?:(?<=and),\s(?:[a-z]+ly|(?:more|most) recently|since \d{4}|also),)?\s*(?:with\s+)?"
)
RELATION = re.compile(
    r"(?:\s(?:negotiations?|talks))?(?:\s*\([^()]{0,80}\))?"
    r"(?:\s+(?:on|for|in|regarding|concerning|covering|relating to|in relation to|to)\s"
    r"[^.;:()]{1,80}?)?"
    r"(?:,?\s+(?:which|that))?"
    r"(?:,?\s+(?:was|were|is|are|has|have|had|been|being|already|also|currently|recently|first|"
    r"will|be|it))*"
    r"(?:,?\s+(?:signed|concluded|initialled|agreed|negotiated|renewed|in place|in force|reached|"
    r"established|launched|existing|exists?|under negotiation|amended|suspended|terminated|"
    r"entered into|struck|announced|adopted))?"
    r"(?:,?\s+(?:in|on|since|of)\s(?:\w+\s){0,3}\d{4})?"
    r"(?<!border)(?<!borders)(?<!frontier)(?<!line)(?<!compliance)(?<!together)"
    r",?\s+(?:with|between|by)\s+"
)
IN_BRACKET = re.compile(
    r"(?:\s\(|,\s)(?:e\.g\.,?\s|for example,?\s|for instance,?\s|including\s|such as\s|notably\s)?"
    r"(?:those\s|(?P<one>one|the first)\s)?(?:with|between)\s"
)
_ANOTHER = re.compile(
    r"(?:\s?\([^()]{0,40}\)|\sin\s\d{4})?(?:,?\sand\s|,\s)"
    r"(?:one|another|the (?:other|second))\swith\s"
)
_SIGNED_BETWEEN = re.compile(
    r"[^.;:()]{1,80}?\s(?:was|were|has been|have been)(?:\s\w+ly)?\s(?:signed|concluded|initialled|"
    r"negotiated|agreed|renewed|reached)\s(?:in\s(?:\w+\s)?\d{4}\s)?(?:with|between|by)\s"
)
_OWNS = re.compile(
    r"['’]s?(?!\w)|\s(?:one|another|two|three)\swith\b|\swith\s(?:the\s)?(?=[A-ZÀ-Þ])"
)
_ACTS = re.compile(
    r"\s(?:also\s|and\s|an?\s|on\s(?:[\w-]+\s){1,4}with\s|has\b|have\b|had\b|is\b|was\b|will\b|plans?\b|[a-z]{3,}ed\b)"
)
"""'an MoU with Ghana, and Kenya expressed interest': a country that does something else."""
_OF = re.compile(r"\s+of\s+")
_AFTER_WORDS = re.compile(r"(?:\s\([^()]{0,80}\))?[\"'”’]?")
_DASH = re.compile(r"\s?[-–—/]\s?")
_GOVERNMENT = re.compile(r"\s(?:government|authorities|ministry|side|border|police)", re.IGNORECASE)
_NO_PARTY_BEFORE = (" Member State", " institutions", " law", " level", "-level")
_MODIFIERS = re.compile(
    r"\s(?:(?!(?:and|or|of|on|in|for|with|to|the|an?|by|as|at|from|that|which|has|have|is|are)\s)"
    r"[a-z-]+\s){0,3}"
)
"""Up to three small words between a pair and its noun: 'Denmark–Kosovo prison places treaty'."""
_PAIR_MARK = re.compile(r"\w\s?[-–—/]\s?[A-ZÀ-Þ]")
_NAME_WORD = re.compile(r"[A-ZÀ-Þ][\w’']*")


@cache
def load_organisations() -> dict[str, str]:
    """Parties that are no countries, by their printed names."""
    return {row["surface"]: row["party"] for row in read_table("instrument_parties")}


def find_bounds(context: Context, start: int, end: int) -> tuple[int, int] | None:
    """The sentence around ``text[start:end]`` as far as it matters; None between sentences."""
    sentence = context.sentence_at(start)
    if sentence is None or sentence.end < end:
        return None
    return max(sentence.start, start - REACH_CHARS), min(sentence.end, end + REACH_CHARS)


def find_parties(context: Context, start: int, end: int, *, is_name: bool = False) -> list[Party]:
    """Everything in ``text[start:end]`` that could be a party, in text order, none overlapping.

    With ``is_name`` the words are those of an instrument's name, in which a country is looked up
    by its name alone: the document's country names leave it out there.
    """
    demonyms = context.vocabulary.demonyms
    text = context.text
    found = [
        Party(at, stop, iso2, text[at:stop] in demonyms)
        for at, stop, iso2 in context.names_between(start, end)
        if stop <= end
    ]
    if is_name:
        found += _look_up(context, start, end)
    organisations: list[Party] = context.doc.user_data.get(ORGANISATIONS, [])
    for party in organisations[bisect_left(organisations, (start,)) :]:
        if party.end > end:
            break
        if not text.startswith(_NO_PARTY_BEFORE, party.end):
            found.append(party)
    found.sort(key=lambda party: (party.start, -party.end))
    kept: list[Party] = []
    for party in found:
        if not kept or party.start >= kept[-1].end:
            kept.append(party)
    return kept


def _look_up(context: Context, start: int, end: int) -> Iterator[Party]:
    """Countries by the words alone, the longest name at each word."""
    text = context.text
    names, demonyms = context.vocabulary.names, context.vocabulary.demonyms
    words = [(word.start(), word.end()) for word in _NAME_WORD.finditer(text, start, end)]
    for number, (at, _) in enumerate(words):
        for _, stop in reversed(words[number : number + 4]):
            name = text[at:stop]
            iso2 = names.get(name) or demonyms.get(name)
            if iso2 is not None:
                yield Party(at, stop, iso2, name not in names)
                break


def read_party_list(context: Context, start: int, limit: int) -> tuple[list[Party], int]:
    """The parties listed from ``start`` on ('the Governments of A, B and C'), and where they end.

    An empty list if something else stands there.
    """
    limit = min(limit, start + LIST_CHARS)
    parties = {party.start: party for party in find_parties(context, start, limit)}
    listed: list[Party] = []
    is_apart = is_closed = False
    at = start
    while at < limit:
        party = parties.get(at)
        for _ in range(MAX_FILLERS):
            filler = None if party else _FILLER.match(context.text, at, limit)
            if filler is None:
                break
            at = filler.end()
            party = parties.get(at)
        if party is None or (party.is_demonym and not is_government(context, party.end)):
            break
        if listed and _OWNS.match(context.text, party.end):
            break  # 'agreements with Morocco, Senegal's ministry signed …': another clause
        if is_apart and (is_closed or len(listed) == 1) and _ACTS.match(context.text, party.end):
            break
        listed.append(party)
        at = party.end
        if party.is_demonym:
            at = context.text.find("s", at, limit) + 1 or at
        separator = _SEPARATOR.match(context.text, at, limit)
        if separator is None or not separator.group().strip():
            break
        is_closed = is_closed or separator.group().lstrip().startswith(("and", "or"))
        is_apart = separator.group().lstrip().startswith(", and")
        at = separator.end()
    return listed, (listed[-1].end if listed else start)


def is_government(context: Context, offset: int) -> bool:
    """Whether a word for those who govern follows: 'the Belgian authorities'."""
    return _GOVERNMENT.match(context.text, offset) is not None


def find_counterparts(context: Context, end: int, limit: int) -> list[Party]:
    """The parties that follow a mention ending at ``end``: 'with B', 'between A and B'."""
    quoted = _AFTER_WORDS.match(context.text, end, limit)
    if quoted is not None and quoted.group()[-1:] in "\"'”’" and quoted.end() > end:
        end = quoted.end()
    for pattern in (RELATION, IN_BRACKET, _SIGNED_BETWEEN, _OF):
        relation = pattern.match(context.text, end, limit)
        if relation is not None:
            listed, stop = read_party_list(context, relation.end(), limit)
            if listed and relation.groupdict().get("one"):
                listed += _read_each(context, stop, limit)
            if listed:
                return listed
    return []


def _read_each(context: Context, start: int, limit: int) -> list[Party]:
    """The others of several deals: 'one with India, one with Vietnam and one with Peru'."""
    found: list[Party] = []
    while (other := _ANOTHER.match(context.text, start, limit)) is not None:
        listed, start = read_party_list(context, other.end(), limit)
        if not listed:
            break
        found += listed
    return found


def find_pair(context: Context, start: int, limit: int) -> list[Party]:
    """The joined parties directly before ``start``: 'EU–Türkiye ', 'German-Indian '."""
    text = context.text
    at = start
    low = max(limit, start - PAIR_CHARS)
    if _PAIR_MARK.search(text, low, start) is None:
        return []
    found: list[Party] = []
    candidates = find_parties(context, low, start, is_name=True)
    for party in reversed(candidates):
        between = text[party.end : at]
        if found and _DASH.fullmatch(between) is None:
            break
        if not found and _MODIFIERS.fullmatch(between) is None:
            break
        found.insert(0, party)
        at = party.start
    return found if len(found) > 1 else []


def is_pair_at(context: Context, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` begins with joined parties: 'EU–Türkiye Statement'."""
    inside = find_parties(context, start, end, is_name=True)[:2]
    if len(inside) < 2 or inside[0].start != start:
        return False
    return _DASH.fullmatch(context.text, inside[0].end, inside[1].start) is not None
