"""What part a country plays where it is named: the rules of ``CountryMention.role``.

In this order; the first that holds decides:

1. ``boilerplate``: inside standing text, whatever else it says there.
2. ``exception``: taken out of a group or a list ('except Denmark', 'all but EL').
3. ``member``, ``observer``: an item of a list of the network's countries (codes anywhere; names in
   a note, a bracket, behind a colon, in a cell), by the country's standing on the document's date.
   A country that stood in neither then (CH; UK after 2020) is ``other``.
4. ``partner`` or, for a member, ``actor``: one of the joined parties of an instrument without a
   name ('the Spain–Morocco labour agreement').
5. ``origin``: people are from there (``extractors.country_origins``). A demonym before a noun for
   persons, or a plural ('Syrians'); a name behind such a noun and 'from' or 'of', behind 'fleeing',
   'return to'.
6. ``other``: an event is told of it ('war in', 'invasion of').
7. ``partner``: behind 'agreement with', 'cooperation with', 'partner countries such as'; of
   'between X and Y' the one that is no EMN Member Country.
8. ``example``: an OECD country outside the EU and the network, in a document or paragraph that
   speaks of OECD countries, or as the owner of something ('Australia's …').
9. ``actor``: a country of the network in prose; any other that is the subject of a verb or the
   adjective of an institution.
10. ``other``.

An enumeration ('Indonesia, the Philippines, and Vietnam') is judged as one: by what stands before
its first name and behind its last.
"""

import re
from bisect import bisect_right
from functools import cache
from itertools import pairwise

from extractors.context import Context
from extractors.country_codes import Place
from extractors.country_origins import (
    are_called,
    are_persons_from,
    has_persons,
    has_trade,
    read_from,
    stands_alone,
)
from extractors.groups import resolve_group
from extractors.lists import CountryList
from extractors.lower_case import compile_lower, lower
from extractors.numbers import NUMBER
from extractors.vocabulary import read_table
from schemas.extraction import CountryRole, Iso2

LEAD_CHARS = 120
_JOINT = re.compile(
    r"\s*(?:\([^()]{0,40}\)\s*)?(?:,|;|/|&|[-–]|\band\b|\bor\b|\bas well as\b)\s*(?:and\s+|or\s+)?"
    r"(?:(?<=\band)\s?,\s+(?:[a-z]+ly|(?:more|most)\s+recently|since\s+\d{4}|also),\s+)?"
    r"(?:the\s+|in\s+|from\s+|with\s+)?",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\s+(?:(?:also|recently|currently|then|later|thus|alone|still)\s+)?(?:has|have|had|is|was|are|were|does|did|do"
    r"|will|can|may|plans?|[a-z]{3,}ed|[a-z]{2,}(?:es|ts|ds|ns|rs|ys|ws|ms|ks|ps|gs))\b"
)
_NOT_SUBJECT = re.compile(
    r"(?:\b(?:in|of|from|to|with|against|between|for|on|by|via|through)\s+(?:the\s+)?)\Z",
    re.IGNORECASE,
)
_PLURAL_VERB = re.compile(
    r"\s(?!(?:and|as|at|but|by|for|from|if|in|into|nationals|of|on|or|than|to|under|via|which|who"
    r"|with)\b)[a-z]{3,}\s"
)
"""What follows several subjects: 'Cuba and Iraq refuse charter flights'."""
_EXAMPLE = re.compile(r"\bexamples?\b", re.IGNORECASE)
_IS_ORIGIN = re.compile(
    r"\s(?:(?:is|are|was|were|remain(?:s|ed)?)\s(?:[\w-]+\s){0,4}?"
    r"|(?:top|lead|head)(?:s|ped|ed)?\s(?:the\s)?(?:list|ranking|table)s?\sof\s(?:[\w-]+\s){0,3}?)"
    r"(?:countr(?:y|ies) of (?:origin|citizenship|nationality|birth)|nationalit(?:y|ies)"
    r"|citizenships)\b"
)
_TIED = re.compile(
    r"(?:\s\([^()]*\))?(?:,?\s(?:which\s)?(?:(?:was|were)\s)?(?:concluded|signed|agreed|reached"
    r"|initialled|negotiated)(?:\sin\s(?:\w{3,9}\s)?\d{4})?)?"
    r"(?:,?\s(?:e\.g\.,?|for example,?|for instance,?|including|such as|notably))?(?:\sthose)?"
    r"\s(with|between)\s(?:the\s|both\s)?"
    r"(?:(?:EU|European\sUnion|Benelux)(?:\scountries)?\s(?:and|&)\s(?:the\s)?)?"
)
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_AGENT = re.compile(
    r"\b(?:led|co-led|headed|chaired|co-chaired|run|coordinated|co-ordinated|hosted|initiated|organised)"
    r"\s(?:jointly\s)?by\s(?:the\s|both\s)?\Z",
    re.IGNORECASE,
)
"""'a project led by Denmark and Iceland': who does it, in the passive."""
_INSTITUTION = re.compile(
    r"\s+(?:[A-Za-z-]+\s+){0,2}?(?:government|authorit\w+|ministr\w+|agenc\w+|courts?|parliament|embass\w+|office\w*"
    r"|service\w*|army|navy|coast\s?guard|forces|side|president|judges?|officials?|council|legislation|law|act|presidency|police|system|ncp"
    r"|national contact point|board|commission\w*)\b",
    re.IGNORECASE,
)
_OPENS_LIST = re.compile(
    r"(?:for example|for instance|e\.g\.|such as|including|among(?:st)? (?:them|others)|inter alia"
    r"|mainly|notably|in particular|see|only),?",
    re.IGNORECASE,
)
"""All that stands in front of a note's list of names: 'For example Cyprus, Ireland and Malta.'"""
_OPENS_CLAUSE = re.compile(r"[A-Z][^.;:()]{1,60},\s(?:the\s|both\s)?\Z|:\s(?:the\s|both\s)?\Z")
"""'Outside the EU, Brazil and South Korea oblige …'"""
_ELLIPTIC = re.compile(r"\s(?:one|another|two|three|a\sthird)\swith\b")
"""'Malta signed a text with Oman, Italy one with Tunisia'"""
_IS_PARTNER = re.compile(
    r"\s(?:is|are|was|were|remain(?:s|ed)?)\s(?:[\w-]+\s){0,4}?partners?(?:\scountr(?:y|ies))?\b"
)
_LEFT_OUT = re.compile(
    r"\b(?:(?:all|every|everywhere|everyone|each|none|no)(?:\s\w+){0,4}\sbut|except(?:\s(?:for|in))?|bar"
    rf"|apart\sfrom|other\sthan)\s{NUMBER}(?:\s(?:\w+\s){{0,3}}(?:countr(?:y|ies)|states?))?\s*[(:]?\s*\Z",
    re.IGNORECASE,
)
"""'All but three countries (EE, LV, SK)': the list behind names who is left out."""
_OPENS_WITH_IN = re.compile(r"\s*(?:In|For|Within)\s+(?:the\s+)?\Z")


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    joint = (
        r"\s*(?:\(\s*)?(?:(?:the|both|e\.g\.)\s+|countries\s+(?:such as|like|including)\s+"
        r"(?:the\s+)?)?\Z"
    )
    return tuple(
        (row["role"], compile_lower(rf"(?<!\w)(?:{row['pattern']}){joint}"))
        for row in read_table("role_cues")
    )


class RoleReader:
    """Reads the roles of the mentions of one document."""

    def __init__(
        self,
        context: Context,
        places: list[Place],
        date: str | None,
        deals: list[tuple[int, int]],
        ends: list[int],
    ) -> None:
        """``date``: ISO date or year and month of the document; None if it is not known.

        ``deals``: where instruments stand that have no name of their own, in text order.
        ``ends``: where the mentions of all instruments end, ascending.
        """
        self._deals = deals
        self._ends = ends
        self._context = context
        self._places = places
        self._date = date
        self._standings: dict[Iso2, CountryRole] = {}
        self._left_out: dict[int, bool] = {}
        """Whether the list that begins at an offset names who is left out."""
        self._firsts, self._lasts = self._enumerations()
        oecd = resolve_group("non_eu_oecd", date or "2025") or ()
        countries = context.vocabulary.countries
        self._oecd = frozenset(iso2 for iso2 in oecd if countries[iso2].emn_role != "observer")
        self._speaks_of_oecd = re.search(r"\bOECD\b", context.text) is not None

    def read(self, index: int, *, is_excepted: bool) -> CountryRole:
        """The role of ``places[index]`` outside standing text.

        ``is_excepted``: a group is named without it.
        """
        place = self._places[index]
        one = place.country_list
        if is_excepted or (one and place.item and "exception" in (one.kind, place.item.group)):
            return "exception"
        if one is not None and place.item is not None and self._is_left_out(one):
            return "exception"
        if place.form == "code":
            return self._standing(place)
        if one is not None and self._is_list_of_network(one, index):
            standing = self._standing(place)
            is_example = standing == "other" and self._speaks_of_oecd and place.iso2 in self._oecd
            return "example" if is_example else standing
        return self._in_prose(index)

    def _is_left_out(self, one: CountryList) -> bool:
        """Whether a count says before the list that these are the countries that do not."""
        known = self._left_out.get(one.start)
        if known is None:
            start = max(self._context.block_at(one.start).start_char, one.start - LEAD_CHARS)
            known = _LEFT_OUT.search(self._context.text, start, one.start) is not None
            self._left_out[one.start] = known
        return known

    def _standing(self, place: Place) -> CountryRole:
        """Of its country in the network when the document was written; asked once per country."""
        known = self._standings.get(place.iso2)
        if known is None:
            known = self._standings[place.iso2] = self._find_standing(place.iso2)
        return known

    def _find_standing(self, iso2: Iso2) -> CountryRole:
        country = self._context.vocabulary.countries[iso2]
        date = self._date
        if country.is_emn_member(date) if date else country.emn_role == "member":
            return "member"
        if country.is_emn_observer(date) if date else country.emn_role == "observer":
            return "observer"
        return "other"

    def _is_list_of_network(self, one: CountryList, index: int) -> bool:
        """Whether a list of names says which of the network's countries do something."""
        if one.place == "running" and (one.stated_span is None or self._is_of_both(one)):
            return False
        countries = self._context.vocabulary.countries
        if any(not countries[iso2].emn_role for iso2 in one.countries):
            return one.bracket >= 0 and self._explains_group(one)
        if one.place == "note" and one.stated_count is None and one.bracket < 0:
            block = self._context.document.blocks[one.block]
            lead = self._context.text[block.start_char : one.start].rstrip()
            if lead and not lead.endswith((":", "–", "—")) and not _OPENS_LIST.fullmatch(lead):
                return False
        lead = self._lead(self._places[self._firsts[index]])
        return not are_persons_from(lead)

    def _is_of_both(self, one: CountryList) -> bool:
        """'Both Estonia and Latvia train …': two subjects, and no list that was counted."""
        return one.stated_span is not None and (
            self._context.text[slice(*one.stated_span)].strip().lower() == "both"
        )

    def _explains_group(self, one: CountryList) -> bool:
        """'the Nordic countries (Denmark, …)': the bracket says who is in the group."""
        spans = self._context.doc.spans["groups"]
        lead = self._context.text[max(0, one.bracket - 1) : one.bracket]
        end = one.bracket - len(lead) if lead.isspace() else one.bracket
        is_open = {"third_countries", "partner_countries", "origin_countries", "transit_countries"}
        return any(span.end_char == end and span.label_ not in is_open for span in spans)

    def _enumerations(self) -> tuple[list[int], list[int]]:
        """For each mention the index of the first and of the last of its enumeration."""
        text = self._context.text
        firsts = list(range(len(self._places)))
        for index, (before, place) in enumerate(pairwise(self._places), 1):
            if before.form != place.form and "code" not in (before.form, place.form):
                continue
            gap = text[before.end : place.start]
            if gap != ", " and (len(gap) >= 60 or _JOINT.fullmatch(gap) is None):
                continue
            is_second = firsts[index - 1] == index - 1
            if not self._opens_clause(gap, place, is_second=is_second):
                firsts[index] = firsts[index - 1]
        lasts = list(range(len(self._places)))
        for index in range(len(self._places) - 2, -1, -1):
            if firsts[index + 1] == firsts[index]:
                lasts[index] = lasts[index + 1]
        return firsts, lasts

    def _opens_clause(self, gap: str, place: Place, *, is_second: bool) -> bool:
        """'…, and Italy concluded', '…, Norway opened': a new subject, not one item more.

        ``is_second``: only one country stands in front, so that the comma is of no series.
        """
        if _ELLIPTIC.match(self._context.text, place.end) is not None:
            return True
        if _SUBJECT.match(self._context.text, place.end) is None:
            return False
        if re.fullmatch(r"\s*[,;]\s*(?:the\s+)?", gap) is not None:
            return True
        country = self._context.vocabulary.countries[place.iso2]
        return re.match(r"\s*[,;]\s*(?:and|or)\b", gap) is not None and (
            is_second or country.emn_role in ("member", "observer")
        )

    def _lead(self, place: Place) -> str:
        sentence = self._context.sentence_at(place.start)
        begin = sentence.start if sentence else place.start
        return self._context.text[max(begin, place.start - LEAD_CHARS) : place.start]

    def _in_prose(self, index: int) -> CountryRole:
        place = self._places[index]
        country = self._context.vocabulary.countries[place.iso2]
        is_member = self._standing(place) == "member"
        if self._is_of_deal(place):
            return "actor" if is_member else "partner"
        lead = self._lead(self._places[self._firsts[index]])
        come = self._who_come(index, lead, is_member=is_member)
        if come is not None:
            return come
        counterpart = self._is_counterpart(self._places[self._firsts[index]].start)
        if counterpart:
            if counterpart == "between":
                return self._between(index)
            return "partner"
        lowered = lower(lead)
        for role, pattern in _cues():
            if pattern.search(lowered) is None:
                continue
            if role == "origin_abroad" and is_member:
                continue
            if role in ("origin", "origin_abroad", "other"):
                return "other" if role == "other" else "origin"
            if role == "between":
                return self._between(index)
            if role == "partner" and (
                not is_member or lead.rstrip().endswith((" with", " with the"))
            ):
                return "partner"
            if role == "example" and not country.emn_role:
                return "example" if place.iso2 in self._oecd else "other"
        return self._example_or_actor(index, lead)

    def _who_come(self, index: int, lead: str, *, is_member: bool) -> CountryRole | None:
        """``origin`` if people are from there, ``actor`` if officials are; None if neither."""
        place = self._places[index]
        text = self._context.text
        if place.form == "demonym":
            last = self._places[self._lasts[index]]
            after = text[last.end : last.end + LEAD_CHARS]
            if has_persons(after) or self._is_people(text[place.start : place.end]):
                return "origin"
            is_alone = text[place.end - 3 : place.end] == "ese" and stands_alone(after)
            is_trade = is_alone or has_trade(after) or are_called(lead, after)
            return "origin" if is_trade and not is_member else None
        if is_member:
            return "origin" if are_persons_from(lead) else None
        last = self._places[self._lasts[index]]
        if _IS_ORIGIN.match(text, last.end) is not None:
            return "origin"
        if _IS_PARTNER.match(text, last.end) is not None:
            return "partner"
        who = read_from(lead)
        if who == "official":
            return "actor"
        if who == "anyone" or (not who and are_persons_from(lead)):
            return "origin"
        behind = text[place.end : place.end + LEAD_CHARS]
        return "origin" if has_persons(behind) else None

    def _between(self, index: int) -> CountryRole:
        """Of 'between X and Y' the member acts; where none is, the observer, or an EU state."""
        together = self._places[self._firsts[index] : self._lasts[index] + 1]
        standings = {self._standing(place) for place in together}
        own = self._standing(self._places[index])
        for active in ("member", "observer"):
            if active in standings:
                return "actor" if own == active else "partner"
        country = self._context.vocabulary.countries[self._places[index].iso2]
        return "actor" if country.emn_role else "partner"

    def _is_counterpart(self, start: int) -> str:
        """``with`` or ``between`` behind an instrument: 'a roadmap with Ethiopia'; else empty."""
        at = bisect_right(self._ends, start) - 1
        if at < 0 or start - self._ends[at] > LEAD_CHARS:
            return ""
        found = _TIED.fullmatch(self._context.text, self._ends[at], start)
        return found[1] if found else ""

    def _is_of_deal(self, place: Place) -> bool:
        """'the Spain–Morocco labour agreement': what parties a text in small letters has."""
        at = bisect_right(self._deals, (place.start, 1 << 60)) - 1
        return at >= 0 and place.start < self._deals[at][1]

    def _example_or_actor(self, index: int, lead: str) -> CountryRole:
        place, text = self._places[index], self._context.text
        country = self._context.vocabulary.countries[place.iso2]
        is_owner = _POSSESSIVE.match(text, place.end) is not None
        is_outsider_owning = is_owner and not country.emn_role
        if place.iso2 in self._oecd and (
            self._speaks_of_oecd or is_outsider_owning or self._is_among_examples(place)
        ):
            return "example"
        if country.emn_role in ("member", "observer", "eu_not_emn", "former_member"):
            return "actor"
        if place.form == "demonym":
            return "actor" if _INSTITUTION.match(text, place.end) else "other"
        last = self._places[self._lasts[index]]
        if _OPENS_WITH_IN.fullmatch(lead) is not None:
            return "actor"
        if _AGENT.search(lead) is not None:
            return "actor"
        together = self._places[self._firsts[index] : self._lasts[index] + 1]
        is_beside_member = not lead.strip() and "member" in map(self._standing, together)
        is_subject = _NOT_SUBJECT.search(lead) is None and (
            _SUBJECT.match(text, last.end) is not None
        )
        opens = len(together) > 1 and (
            lead.strip() in ("", "The") or _OPENS_CLAUSE.search(lead) is not None
        )
        is_plural = opens and _PLURAL_VERB.match(text, last.end) is not None
        return "actor" if is_subject or is_plural or is_beside_member else "other"

    def _is_among_examples(self, place: Place) -> bool:
        """Whether the paragraph calls what it tells an example."""
        block = self._context.block_at(place.start)
        end = min(block.end_char, block.start_char + 2000)
        return _EXAMPLE.search(self._context.text, block.start_char, end) is not None

    def _is_people(self, word: str) -> bool:
        """'Syrians': a plural that names persons."""
        singular = word.removesuffix("s")
        return word.endswith("s") and singular in self._context.vocabulary.demonyms
