"""Clauses: where one claim of a sentence ends and the next begins.

A claim's ``statement`` is its own clause, and its evidence has the same span:

- It begins behind a connective ('However,'), a source ('According to the inform,'), a frame ('The
  inform shows that') and a colon that its subject and verb follow. Words of place, time and
  condition ('In 2024,', 'Of the 22,') belong to it.
- It ends in front of a reason, a relative clause, a source, ', among them AT', ', including AT', a
  sentence behind a colon, and a second part whose subject is another one (', and Spain pays …').
- ', for instance AT', brackets and enumerations behind a colon belong to it.
"""

import re
from itertools import pairwise

from extractors.claim_leads import skip_lead
from extractors.claim_patterns import CLAUSE_OPENERS, PAST, verb_pattern
from extractors.claim_phrases import Span
from extractors.claim_tails import FINITE, HAS_VERB, find_tail, is_sentence

_CONNECTOR = re.compile(
    r"\s*(?:[,;:–—]\s*)?\b(?:while|whilst|whereas|but(?!\s+(?:not|also)\s+[a-z]+ed\b)"
    r"|and|although|though|however|yet|or"
    r"|compared\s+(?:to|with)"
    r"|(?<=,\s)(?:since|because|given\s+that)(?!\s+(?:\d|[a-z]{3,9}\s\d)))\b[\s,]*|\s*[;:–—]\s*|\s*,\s*",
    re.IGNORECASE,
)
_BOUNDARIES = re.compile(rf"[(\[]|[)\]]|{_CONNECTOR.pattern}", re.IGNORECASE)
_STRONG = re.compile(r"while|whilst|whereas|but|although|though|[;]", re.IGNORECASE)
_LEAD_SUBORDINATE = re.compile(
    r"(?:while|whilst|although|though|whereas|even\s+though|because|given\s+that|if|when"
    r"|as(?!\s+(?:yet|of|many|few|much|little|an?|regards|for|to|from|in|well|at|with|part|such)\b))\b",
    re.IGNORECASE,
)
_JOINING = r"(?:while|whilst|whereas|although|though|since|because|given\s+that)"
_CONNECTING = re.compile(rf"[;:–—,\s]*(?:(?:and|but|yet|{_JOINING})\s+)?", re.IGNORECASE)
_CONCESSIVE = re.compile(
    r"while|whilst|(?:even\s+)?though|although|whereas|because|given|as\b", re.IGNORECASE
)
"""What follows these is said by itself, unlike behind 'if' and 'when'."""
_LEAD_CONNECTOR = re.compile(
    rf"(?:[;:–—]\s*(?:and\s+|but\s+)?|,\s*(?:and|but|yet|{_JOINING})\s+)"
    rf"(?:(?:{CLAUSE_OPENERS}|(?:in|by|since|as\s+of)\s+(?:[a-z]{{3,9}}\s+)?\d{{4}}),?\s+)?"
    r"(?:(?:in|for|by|only|at\s+least|another)\s+){0,2}\Z",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(
    r",\s+(?:and|but|while|whilst|whereas|although|though|so)\s+"
    r"(?=(?:it|they|there|this|these|those|such|the|an?)\s)"
)
_OF_WHICH = re.compile(r"\sof\s+(?:which|whom)\Z", re.IGNORECASE)
_EVERYWHERE = re.compile(
    r"(?<=where),\s+(?:(?:and|but|though)\s+)?(?=(?:in|into|on|by|for|with|at|from|to|as)\s)",
    re.IGNORECASE,
)
"""'Leaflets exist in French everywhere, in Arabic in eight countries': one of a pair of places."""
_AT_HEAD = re.compile(
    r"(?:in|at|on|for|as|like|unlike|here|(?:\w+ly\s)?\w+where)[\s,]", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:Table|Figure|Fig\.|Box|Map|Chart|Graph|Annex)\s+[\dIVX]{1,4}[a-z]?\s*[.:–—-]\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*;|\s*(?:,|\s[–—-]\s)\s*"
    r"(?:(?:but|and|often|largely|mainly|mostly|primarily|partly|chiefly|usually|especially|mainly"
    r"|in\s+part|not\s+least|also|again|either|simply)\s+){0,2}"
    r"(?:due\s+to|owing\s+to|thanks\s+to|because|as\s+a\s+(?:result|consequence)"
    r"|as\s+(?:they|it|this|these|those|there|the)\b|given|since|although|though|while|whilst"
    r"|whereas|(?:[\w-]+\s+){0,3}of\s+(?:which|whom)|which|who|whose|whom|where|whereby|when|so\s+that|in\s+order|despite|thus|thereby"
    r"|resulting|leading|making|allowing|reflecting|meaning|citing|if|unless|until)(?!\w)"
    r"|\s*,\s*but\s+(?!do\b|did|does|have|had|has|is|are|was|were|not|only|also|no\b|without)",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s+(?!(?:and|or)\s)", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[][^()\[\]]*(?:[(\[][^()\[\]]*[)\]][^()\[\]]*){0,80}[)\]]")
_VERB_IN_FRONT = re.compile(
    rf"\s(?:and|but|or)\s+(?:also\s+)?(?:(?P<finite>{FINITE})|[a-z]{{3,}}s)\Z"
)
_GOES_ON = re.compile(r"[^,;:.]{3,60},\s+(?:for|from|to|on|in|with|at|by|up)\s")
_QUOTED = re.compile(r"[\"“]")
_CLOSES = re.compile(r"\)")
"""'(12 countries) or through …': a count in a bracket ends its clause."""
_SAID_BY = re.compile(r"[a-z]+(?:ed|en|n|t)\s+(?:by|in|for)\s+(?:[a-z]+\s+)?")
_APPOSITION = re.compile(r"(?:the|an?|its|their|one|another)\s[^,;:]{2,60}\sbeing\s")
_ASIDE = re.compile(
    r"\s(?:and|but)(?:\s[a-z]+)?,\s[^,;:()]{3,50},\s[^,;:()]{0,60}\b(?:in|by|for)\s\Z"
)
"""'… and compulsory, since 2022, in four': the clause begins in front of its aside."""
_PLACE_ONLY = re.compile(r"\s*(?:(?:in|by|for|only)\s+)*", re.IGNORECASE)
_STARTS_WITH_PREPOSITION = re.compile(
    r"(?:by|in|to|for|with|from|at|on|through|between|under|via|of|after|within|before|until)\s",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(r"[a-z]+ed\s")
_NOUN = re.compile(r"(?:the|an?|their|its|other)\s|(?:[\w’'-]+\s){0,3}[\w’'-]+s\s(?:in|by|for)\s")
"""'… in five countries and volunteers and relatives in two'"""
_NAME_GOES_ON = re.compile(r"[A-Z][\w’'-]*(?:,\s|\s(?:and|of|for|on)\s|\s)[A-Z]")
_QUOTES = " \t\n\"“‘'–—•"


MAX_CLAUSE_CHARS = 800
"""To each side of its phrase; a longer stretch without a full stop is no sentence."""


def split_clauses(text: str, start: int, end: int, phrases: list[Span]) -> list[Span]:
    """The clause of each quantified phrase of the sentence ``text[start:end]``, trimmed.

    A boundary lies between two phrases, at the connector nearest to the second one; strong
    connectors ('whilst', ';') win over commas. Phrases without any between them share a clause.
    What another clause says in front of the first phrase, or behind a phrase, is left out.
    """
    start = skip_lead(text, start, phrases[0][0])
    is_subordinate = _is_subordinate(text, start, phrases[0][0])
    bounds = [_cut_lead(text, start, phrases[0], end)]
    bounds.extend(
        _boundary(text, left_end, right_start)
        for (_, left_end), (right_start, _) in pairwise(phrases)
    )
    bounds.append(end)
    highs = [end]
    for bound in reversed(bounds[1:-1]):
        highs.append(bound if bound >= 0 else highs[-1])
    clauses = []
    low = bounds[0]
    for number, (phrase, high) in enumerate(zip(phrases, reversed(highs), strict=True)):
        if number and bounds[number] >= 0:
            low = bounds[number]
        clause = _trim(
            text,
            max(low, phrase[0] - MAX_CLAUSE_CHARS),
            min(high, phrase[1] + MAX_CLAUSE_CHARS),
            is_first=number == 0,
        )
        stop = _cut_tail(text, clause, phrase)
        if is_subordinate and number == 0:
            stop = _cut_main_clause(text, phrase[1], stop)
        clauses.append(_trim(text, clause[0], stop, is_first=True))
    return clauses


def _boundary(text: str, left_end: int, right_start: int) -> int:
    """Offset where the clause of the right phrase begins (at its connector), or -1."""
    best, best_end, best_is_strong = -1, -1, False
    depth = 0
    closed = _CLOSES.match(text, left_end, right_start)
    if closed is not None:
        left_end = best = best_end = closed.end()
    for found in _BOUNDARIES.finditer(text, left_end, right_start):
        word = found.group()
        if word in "([":
            depth += 1
        elif word in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and not _is_in_name(text, left_end, found):
            is_strong = _STRONG.search(word) is not None
            if best_is_strong and not is_strong:
                if ":" in word and is_sentence(text, best_end, found.end()):
                    best, best_end = found.start(), found.end()
            elif is_strong or not (
                _is_of_apposition(text, found, best_end, right_start)
                or _joins_nouns(text, found, (left_end, best, best_end), right_start)
            ):
                best, best_end, best_is_strong = found.start(), found.end(), is_strong
    if text[best:best_end].strip() == ",":
        aside = _ASIDE.search(text, left_end, right_start)
        return aside.start() if aside is not None else best
    return best


def _is_of_apposition(text: str, joint: re.Match[str], last_end: int, stop: int) -> bool:
    """'…, the most common being a fee, reported by four': all behind the comma is one part."""
    if last_end < 0 or joint.group().strip() != ",":
        return False
    is_said_by = _SAID_BY.fullmatch(text, joint.end(), stop) is not None
    return is_said_by and _APPOSITION.match(text, last_end, joint.start()) is not None


def _joins_nouns(text: str, joint: re.Match[str], last: tuple[int, int, int], stop: int) -> bool:
    """'…, by the police or the army in six': the word joins two nouns of one clause.

    ``last``: where the count before ends, and where the last boundary begins and ends.
    """
    word = joint.group().strip().lower()
    if word not in ("and", "or") or last[1] < 0:
        return False
    if word == "or":
        return True
    left, right = text[last[2] : joint.start()], text[joint.end() : stop]
    if _PLACE_ONLY.fullmatch(right) or _STARTS_WITH_PREPOSITION.match(right):
        return False
    if is_sentence(text, joint.end(), stop) or is_sentence(text, last[2], joint.start()):
        return False
    if _STARTS_WITH_PREPOSITION.match(left):
        return _PARTICIPLE.match(right) is None
    return not text[last[0] : last[1]].strip() and _NOUN.match(right) is not None


def _is_in_name(text: str, start: int, found: re.Match[str]) -> bool:
    """'the Declaration on Migration, Environment and Climate Change': no boundary within it."""
    if found.group().strip() not in (",", "and") or not text[found.end()].isupper():
        return False
    word = text[max(start, found.start() - 30) : found.start()].rpartition(" ")[2]
    behind = _NAME_GOES_ON.match(text, found.end())
    return word[:1].isupper() and behind is not None


def _cut_lead(text: str, start: int, phrase: Span, end: int) -> int:
    """Where the clause of the sentence's first phrase begins."""
    phrase_start = phrase[0]
    label = _LABEL.match(text, start, phrase_start)
    if label is not None:
        return label.end()
    connector = _LEAD_CONNECTOR.search(text, max(start, phrase_start - 60), phrase_start)
    if connector is not None and phrase_start - start > len(connector.group()):
        words = _CONNECTING.match(connector.group())
        return connector.start() + (words.end() if words else 0)
    if text.endswith(", ", start, phrase_start) and _OF_WHICH.search(text, *phrase):
        return phrase_start
    everywhere = _EVERYWHERE.search(text, start, phrase_start)
    if everywhere is not None and _AT_HEAD.match(text, start) is None:
        return everywhere.end()
    start = _cut_foregoing(text, start, phrase_start)
    colon = text.rfind(": ", start, phrase_start)
    if colon >= 0 and _opens_clause(text, start, colon, phrase, end):
        return colon + 2
    subordinate = _LEAD_SUBORDINATE.match(text, start, phrase_start)
    if subordinate is not None:
        if _is_subordinate(text, start, phrase_start):
            return subordinate.end()
        comma = text.rfind(", ", start, phrase_start)
        if comma >= 0 and len(text[comma:phrase_start].split()) <= 4:
            return comma + 2
    return start


def _is_subordinate(text: str, start: int, phrase_start: int) -> bool:
    """'Although nine countries …, gaps remain', 'While nine charge fees, they are low'."""
    lead = _LEAD_SUBORDINATE.match(text, start, phrase_start)
    if lead is None:
        return False
    between = text[lead.end() : phrase_start]
    if len(between.split()) <= 1:
        return True
    return _CONCESSIVE.match(lead.group()) is not None and "," not in between


def _cut_main_clause(text: str, start: int, end: int) -> int:
    """Where the subordinate clause ends that opens the sentence: the main one follows its comma."""
    last = end
    for comma in _COMMA.finditer(text, start, end):
        if not _is_balanced(text, start, comma.start()):
            continue
        if is_sentence(text, comma.end(), end):
            return comma.start()
        last = comma.start()
    return last


def _cut_foregoing(text: str, start: int, phrase_start: int) -> int:
    """Where the clause begins if one with a subject and a verb of its own stands in front of it.

    'The fee is low; it is waived in 12 countries', 'The rule is new, and it applies in 12 …'.
    """
    semicolon = text.rfind("; ", start, phrase_start)
    if semicolon >= 0 and _is_balanced(text, start, semicolon):
        return skip_lead(text, semicolon + 2, phrase_start)
    found = next(reversed(list(_NEXT_CLAUSE.finditer(text, start, phrase_start))), None)
    if (
        found is not None
        and _is_balanced(text, start, found.start())
        and _LEAD_SUBORDINATE.match(text, start, phrase_start) is None
        and is_sentence(text, start, found.start() + 1)
        and is_sentence(text, found.end(), phrase_start)
    ):
        return found.end()
    return start


def _is_balanced(text: str, start: int, end: int) -> bool:
    return text.count("(", start, end) == text.count(")", start, end)


def _opens_clause(text: str, start: int, colon: int, phrase: Span, end: int) -> bool:
    """'Outreach is rare: it exists in five …': subject and verb stand between colon and phrase.

    Or the verb stands behind the phrase: 'Practice differs: courts in five countries have …'.
    """
    if not _is_balanced(text, start, colon):
        return False
    return is_sentence(text, colon + 2, phrase[0]) or _acts(text, phrase[1], end)


def _acts(text: str, start: int, end: int) -> bool:
    """Whether a verb follows the phrase that ends at ``start``, or the list or marker behind it."""
    bracket = _BRACKET.match(text, start + 1, end)
    start = bracket.end() if bracket is not None else start
    patterns = (verb_pattern(), HAS_VERB, PAST)
    return any(pattern.match(text, start, end) is not None for pattern in patterns)


def _cut_tail(text: str, clause: Span, phrase: Span) -> int:
    """Where the clause ends: before a reason, a relative clause or a contrast of its own."""
    start, end = clause
    for found in _TAIL.finditer(text, phrase[1], end):
        between = _BRACKET.sub("", text[phrase[1] : found.start()])
        if "(" in between or "[" in between or _interrupts(text, phrase[1], found.start(), end):
            continue
        is_own = found.group().strip() == ";" or len(between.split()) >= 2
        if is_own or len(text[start : phrase[0]].split()) >= 3:
            end = found.start()
        break
    return find_tail(text, start, end, phrase)


def _interrupts(text: str, start: int, at: int, end: int) -> bool:
    """Whether the tail at ``at`` is an aside that parts a verb from what belongs to it.

    '… in six countries and has, since 2021, been free', '… and accounts, where known, for half'.
    """
    if text[at : at + 1] != ",":
        return False
    verb = _VERB_IN_FRONT.search(text, max(start, at - 24), at)
    return verb is not None and (
        verb["finite"] is not None or _GOES_ON.match(text, at + 1, end) is not None
    )


def _trim(text: str, start: int, end: int, *, is_first: bool) -> Span:
    if not is_first:
        connector = _CONNECTOR.match(text, start, end)
        while connector is not None and connector.end() > start:
            start = connector.end()
            connector = _CONNECTOR.match(text, start, end)
    while start < end and text[start] in _QUOTES:
        start += 1
    while end > start and (
        text[end - 1] in " \t\n.;:,–—!?"
        or (text[end - 1] in '"”' and not _QUOTED.search(text, start, end - 1))
    ):
        end -= 1
    return start, end
