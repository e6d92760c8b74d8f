"""The parties in front of an instrument: its owner, who acts, and with whom.

'Australia's scheme', 'Germany and India signed', 'agreed with Kenya on a', 'talks between … on a'.
"""

import re

from extractors.context import Context
from extractors.instrument_parties import Party, find_parties, is_government, read_party_list

WINDOW_CHARS = 160
"""How far around a mention its parties are looked for, within its sentence."""
_WITH_IN_FRONT = re.compile(
    r"(?<!\w)(?:signed|conclud(?:ed|es?|ing)|agree(?:d|s|ing)?|negotiat\w+|initialled|reached|struck|"
    r"[Tt]alks|[Nn]egotiations?|[Dd]iscussions|[Cc]onsultations)"
    r"(?:\s\w+ly|\sin principle|\s(?:in|on)\s(?:\w+\s){0,2}\d{4})?\s(?:with|between)\s+"
)
_ITS_TEXT = re.compile(
    r"(?:\s\([^()]{0,40}\))?(?:,?\s(?:in|on|since)\s(?:\w+\s){0,2}\d{4},?)?"
    r"(?:\s(?:on|upon|for|about|towards?|over|concerning|regarding))?"
    r"(?:\s(?:the\s)?(?:text|terms|content|wording|conclusion|renewal|revision|extension) of)?"
    r"\s(?:(?!(?:and|or|but|nor|not|with|in|on|of|for|to|by|at|from|as|under|before|after|until|within|"
    r"through|than|via|into|that|which|who|is|are|was|were|has|have|had|while|when|if|because|"
    r"despite|without|beyond|during|since)\s)[a-z][a-z-]*\s){0,4}"
)
"""Between the partner and the text: 'in 2023 on the renewal of the', 'a first comprehensive'."""
_PARTICIPLE = re.compile(
    r"\s*(?:(?:After|Before|By|Since|On|Upon|When|While|Besides|In addition to)\s(?:also\s)?"
    r"[a-z]+ing|Having\s(?:already\s|also\s)?[a-z]+)\s"
)
_TO_COMMA = re.compile(r"[^.;:,()]{0,60},\s(?:both\s)?(?:the\s)?")
_VERB_FOLLOWS = re.compile(r"\s[a-z]")
_FRONTED = re.compile(r"\s*(?:[A-Z][a-z]{3,9}ed|Set up)(?:\sin\s\d{4})?\s(?:by|with|between)\s")
_FRONTED_END = re.compile(
    r"(?:\s(?:in|on)\s(?:\w+\s){0,2}\d{4})?,\s(?:the|this|its|their|an?)\s(?:new\s|first\s|joint\s)*"
)
"""'Signed by A and B in 2019, the …'."""
_GOVERNMENT_OF = re.compile(
    r"(?:governments?|authorities|minist\w+|presidents?|kingdom|republic|states?) of (?:the )?\Z",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"(?<!\w)(?:with|between|from|by|to|of|for|in|against|via|through)\s(?:the\s)?\Z"
)
_OPENING_PLACE = re.compile(
    r"(?:\A|[.;]\s)\s*(?:Outside|Within|Inside|Beyond|In|Unlike|Like|Besides|For)\s(?:the\s)?\Z"
)
"""'Outside the EU, ': what opens a sentence with a place is none of its subjects."""
_POSSESSIVE = re.compile(r"['’]s?\s+(?:(?:own|new|first|current|former|recent|\d{4})\s+)*\Z")
_DETERMINED = re.compile(r"\s+(?:(?:new|first|national|bilateral|federal|\d{4})\s+)*\Z")


def find_owner(context: Context, start: int, low: int) -> list[Party]:
    """The country directly before ``start`` to which it belongs: 'Australia's ', 'the Danish '.

    Also the entry of an inventory that it opens: 'Austria: Agreement with Kosovo'.
    """
    text = context.text
    candidates = find_parties(context, max(low, start - 60), start)
    if not candidates:
        return []
    owner = candidates[-1]
    between = text[owner.end : start]
    if (
        len(candidates) > 1
        and text[candidates[-2].end : owner.start] in (" and ", " and the ")
        and _POSSESSIVE.match(between)
        and not owner.is_demonym
    ):
        return candidates[-2:] if _POSSESSIVE.fullmatch(between) else []
    if owner.is_demonym and _DETERMINED.fullmatch(between):
        return [owner]
    is_entry = between == ": " and not text[low : owner.start].strip()
    return [owner] if is_entry or _POSSESSIVE.fullmatch(between) else []


_SUBJECT_VERB = re.compile(
    r"(?:,\s[^,;:]{3,60},)?(?:,?\s(?:which|that|who)|,(?=\s(?:is|are|has|have|had|will|plan)\s))?"
    r"(?:\s(?:also|jointly|has|have|had|is|are|was|were|will|would|plans? to|intends? to|aims? to|"
    r"may|might|can|could|must|should|(?:decid|agre|propos|promis|offer|need|want)ed(?: to)?|"
    r"wants to|announced that (?:it|they)|recently|already|currently|then|first|both|each|not|yet|"
    r"been|in \d{4}|as well))*\s"
    r"(?:(?:launch|renew|amend|extend|suspend|terminat|adopt|establish|creat|open|start|reach|"
    r"introduc|pilot|prepar|consider|draft|discuss|explor|envisag|pursu)(?:e|es|s|ed|ing)?|"
    r"working (?:on|towards)|sign(?:s|ed|ing)?|conclud(?:e|es|ed|ing)|initial(?:l?ed|s)?|"
    r"negotiat(?:e|es|ed|ing)|entered into|agreed(?: on| to)?|struck|announced?|denounced?|"
    r"(?:bound|linked|connected) by|part(?:y|ies) to|ha[sdv]e?|appl(?:y|ies|ied)|"
    r"maintains?|operates?|implements?|proposed|froze|ended|scrapped|ratified|revised|updated|"
    r"withdrew from|in talks|holds?|held|runs?|endorsed|set up|drew up)(?!\w)"
)


def find_subject(context: Context, start: int, low: int) -> list[Party]:
    """The countries that do something with it: 'Germany and India signed an MoU'."""
    low = max(low, start - WINDOW_CHARS)
    parties = find_parties(context, low, start)
    for number in range(len(parties) - 1, -1, -1):
        party = parties[number]
        if party.is_demonym and not is_government(context, party.end):
            continue
        after = party.end
        if party.is_demonym:
            word = re.compile(r"\s\w+").match(context.text, after)
            after = after if word is None else word.end()
        if _SUBJECT_VERB.match(context.text, after, start) is None:
            continue
        subject = [party]
        for other in reversed(parties[:number]):
            between = context.text[other.end : subject[0].start]
            if not re.fullmatch(r",?\s(?:and\s)?(?:the\s)?|\s(?:and|&)\s(?:the\s)?", between):
                break
            subject.insert(0, other)
        subject = _without_clause_before(context, low, subject)
        lead = context.text[max(low, subject[0].start - 40) : subject[0].start]
        if _NO_SUBJECT.search(lead) is None or _GOVERNMENT_OF.search(lead) is not None:
            return subject
    return []


def _without_clause_before(context: Context, low: int, subject: list[Party]) -> list[Party]:
    """The parties without those that end what stands in front: 'Outside the EU, Australia and …'.

    'officers to A or B, and C signed': a comma before 'and' joins three or more, else clauses.
    """
    text = context.text
    if len(subject) == 2 and text[subject[0].end : subject[1].start].startswith(", and "):
        return subject[1:]
    lead = text[max(low, subject[0].start - 40) : subject[0].start]
    is_aside = len(subject) > 1 and text.startswith(", ", subject[0].end)
    if is_aside and _OPENING_PLACE.search(lead) is not None:
        return subject[1:]
    return subject


def find_later_subject(
    context: Context, lead: tuple[int, int], end: int, limit: int
) -> list[Party]:
    """Who acts behind a participle at the head: 'Having signed an MoU with A in 2022, Greece …'.

    ``lead`` is what stands before the mention, ``end`` where its counterparts end.
    """
    if _PARTICIPLE.match(context.text, *lead) is None:
        return []
    comma = _TO_COMMA.match(context.text, end, limit)
    if comma is None:
        return []
    subject, stop = read_party_list(context, comma.end(), limit)
    return subject if _VERB_FOLLOWS.match(context.text, stop, limit) else []


def find_partners_in_front(context: Context, start: int, low: int) -> list[Party]:
    """The parties between a verb and its text: 'talks with Kenya on a', 'signed with B an'."""
    low = max(low, start - WINDOW_CHARS)
    fronted = _FRONTED.match(context.text, low, start)
    if fronted is not None:
        listed, end = read_party_list(context, fronted.end(), start)
        if _FRONTED_END.fullmatch(context.text, end, start) is not None:
            return listed
    for opening in _WITH_IN_FRONT.finditer(context.text, low, start):
        listed, end = read_party_list(context, opening.end(), start)
        if listed and _ITS_TEXT.fullmatch(context.text, end, start) is not None:
            return listed
    return []
