"""What follows a claim's own clause in its sentence and is none of it.

A source ('according to …'), countries by way of example ('among them AT and SE'), a sentence of its
own behind a colon, and a second part without a number whose subject is another one ('…, and the
police elsewhere').
"""

import re

from extractors.claim_patterns import PREPOSITION, verb_pattern
from extractors.claim_phrases import Span

FINITE = r"(?:is|are|was|were|has|have|had|will|can|could|must|may|do|does|did|should|would)"
_SOURCE = re.compile(
    r"\s*[,–—]\s*(?:according\s+to|as\s+(?:shown|reported|noted|stated|indicated|mentioned)\s"
    r"|(?:the|this|an?)\s+[\w -]{2,40}\s(?:shows|finds|found|says|said|notes|reveals)\s*\Z)",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"\s*[,–—]\s*(?:(?:among\s+(?:them|these|others)|amongst\s+them|including)[\s,:]+(?:the\s+)?(?=[A-Z])"
    r"|among(?:st)?\s+them\s+(?:the|an?)\s)"
)
HAS_VERB = re.compile(rf"\s+(?:[a-z]+\s)?{FINITE}\s")
"""Right behind the phrase: what it says is said, and an enumeration may follow."""
_ANOTHER = re.compile(
    rf",?\s+(?:and|but|or)\s+(?:[^,;:()]{{0,80}}\s)?elsewhere(?!\w)"
    rf"|,\s+(?:and|but)\s+(?:(?:only|even|just|also|so)\s)?"
    rf"(?:the|an?|it|they|this|there|these|some|many|most|its|their)\s"
    rf"(?:(?!that\b|which\b|who\b|where\b)[\w’'-]+\s){{0,8}}?{FINITE}\s"
    rf"|,\s+(?:and|but)\s+(?-i:[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){{0,2}}\s(?:[a-z]+ly\s)?"
    rf"(?:{FINITE}|[a-z]{{2,}}(?<![sui])s|[a-z]{{2,}}ed)\s)"
    rf"|,\s+(?:and|but)\s+the\sones?\s(?:in|from|of)\s"
    rf"|,\s+(?:and|but)\s+(?:(?:only|even)\s)?the\s(?:(?!that\b|which\b|who\b|where\b|of\b)[\w’'-]+\s){{1,5}}?"
    rf"[a-z]{{2,}}(?:(?<![sui])s|ed)\s(?:an?|the|its|their|no|all|every|this|that)\s"
    rf"|,?\s+(?:and|but)\s+\d[\d .,]*\s[a-z]+s\s(?:\w+\s)?{FINITE}\s",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_ELSEWHERE = re.compile(
    rf",?\s+(?:and|but)\s+{FINITE}\s(?:[a-z]+\s){{1,4}}(?:in|by|for)\s+(?:the\s+)?"
    rf"(?!{_MONTH}\b)(?=[A-Z][a-z]+)"
)
"""', is piloted in two and was discontinued in Austria': another place has its own verb."""
_AND_THE = re.compile(
    rf"(?:\s*\([^()]{{0,240}}\))?\s+(?:and|but)\s+(?=(?:the|its|their|these|this|it|they|there)\s"
    rf"(?:(?!that\b|which\b|who\b|where\b)[\w’'-]+\s){{0,5}}?{FINITE}\s)",
    re.IGNORECASE,
)
"""'… is done in five countries and the numbers are small': nothing is added to the countries."""
_RELATIVE = re.compile(r",\s(?:which|who|where)\s")
_LEFT_OVER = re.compile(r",\s(?:and|but)\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?\Z")
"""', and Denmark', of which a relative clause says more: it opens another sentence."""
_COLON = re.compile(r"\s*:\s+")
_SUBJECT = re.compile(r"[^,;:()]{2,60}?(?=\s)")
_NO_VERB_BEHIND = re.compile(
    r"(?<!\w)(?:and|or|of|the|an?|for|in|on|to|by|with|from|at|their|its|no)\Z", re.IGNORECASE
)
_IS_FINITE = re.compile(rf"\s+{FINITE}\s", re.IGNORECASE)
_SAYS = re.compile(
    rf"(?:(?!that\b|which\b|who\b|whose\b|where\b|if\b|when\b)[\w’'-]+,?\s+(?:\([^()]{{1,60}}\),?\s+)?){{1,24}}?{FINITE}\s",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:it|they|there)\s+[a-z]{2,}", re.IGNORECASE)
MAX_SUBJECT_WORDS = 8


def find_tail(text: str, start: int, end: int, phrase: Span) -> int:
    """Where the clause ``text[start:end]`` of ``phrase`` ends, in front of any such tail."""
    behind = text[phrase[1] : end]
    has_comma = "," in behind or "–" in behind or "—" in behind
    is_place = PREPOSITION.search(text, max(start, phrase[0] - 8), phrase[0]) is not None
    another = _AND_THE.match(text, phrase[1], end) if is_place else None
    if another is not None and _may_cut(text, start, another.start(), phrase):
        return another.start()
    patterns = [_ANOTHER, _ELSEWHERE] if is_place else [_ANOTHER]
    for pattern in [_SOURCE, *patterns] if has_comma else patterns:
        for found in pattern.finditer(text, phrase[1], end):
            if _may_cut(text, start, found.start(), phrase):
                end = found.start()
                break
    among = _AMONG.search(text, phrase[1], end) if has_comma else None
    if (
        among is not None
        and (
            HAS_VERB.match(text, phrase[1])
            or not re.search(r",\s+(?!and\b)[a-z]", text[among.end() : end])
        )
        and _may_cut(text, start, among.start(), phrase)
    ):
        end = among.start()
    if has_comma and _RELATIVE.match(text, end):
        left_over = _LEFT_OVER.search(text, phrase[1], end)
        end = left_over.start() if left_over is not None else end
    colon = _COLON.search(text, phrase[1], end) if ":" in behind else None
    if colon is not None and _may_cut(text, start, colon.start(), phrase):
        return colon.start() if is_sentence(text, colon.end(), end) else end
    return end


def _may_cut(text: str, start: int, at: int, phrase: Span) -> bool:
    """Whether what is left says something: a predicate stands behind the phrase or before it."""
    between = text[phrase[1] : at]
    if between.count("(") != between.count(")"):
        return False
    words = between.split()
    is_said = len(words) >= 2 or (len(words) == 1 and words[0].islower())
    return is_said or len(text[start : phrase[0]].split()) >= 3


def is_sentence(text: str, start: int, end: int) -> bool:
    """Whether a subject and its verb follow, and no list of things."""
    if _PRONOUN.match(text, start, end) or _SAYS.match(text, start, end):
        return True
    for word in range(MAX_SUBJECT_WORDS):
        subject = re.compile(rf"(?:[\w’'-]+\s+){{{word}}}[\w’'-]+").match(text, start, end)
        if subject is None:
            return False
        at = subject.end()
        if _IS_FINITE.match(text, at, end):
            return True
        verb = verb_pattern().match(text, at, end)
        if verb is not None and verb.end() < end and not _NO_VERB_BEHIND.search(subject.group()):
            return True
    return False
