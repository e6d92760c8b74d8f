"""What a relative clause says of persons or things, and not of the countries of a claim.

'Applicants who are not registered are referred to a centre in seven countries' says yes: the 'not'
is that of 'registered'. Only subjects are looked at, whose own verb must follow.
"""

from extractors.claim_patterns import verb_pattern
from extractors.lower_case import compile_lower

_AUXILIARY = (
    r"(?:is|are|was|were|has|have|had|can|could|may|might|must|will|would|shall|should|do|does|did"
    r"|cannot|need)"
)
_NEGATED = (
    rf"(?:{_AUXILIARY}\s+)?(?:(?:not|never|no\s+longer|cannot|not\s+yet)\b|{_AUXILIARY}\s+no\b)"
    r"(?:\s+(?:yet|been|be|longer|any))?"
)
_PRONOUN = compile_lower(r"(?<!,)\s(?P<pronoun>who|which|that|whose|whom)\s+")
_OPENS = compile_lower(rf"(?:{_NEGATED}|(?:have|has|had)\s+(?:no|neither)\b)")
_OWNED = compile_lower(rf"(?:[\w’'-]+\s+){{1,4}}?(?P<negated>{_NEGATED})")
_JOINED = compile_lower(rf"(?:[\w’'-]+\s+){{1,8}}?(?:and|but|or|yet)\s+(?P<negated>{_NEGATED})")
_FINITE = compile_lower(rf"\b(?:{_AUXILIARY}|exists?|appl(?:y|ies)|remains?)\b")
_PARTICIPLE = compile_lower(
    r"(?:[\w’'-]+\s+){1,5}?(?P<negated>(?:not|never)\s+(?:yet\s+)?)[a-z]+(?:ed|en|ing)\s"
)
MAX_SUBJECT_CHARS = 60
"""How long a subject may be in front of its relative clause."""


def _has_verb(lead: str, end: int) -> bool:
    """Whether a verb stands in front of ``end``, so that the pronoun is not that of the subject."""
    patterns = (_FINITE, verb_pattern())
    return any(pattern.search(lead, 0, end) is not None for pattern in patterns)


def skip_negated_subject(lead: str) -> str:
    """``lead``, a clause up to its count in lower case, without what is denied of its subject.

    >>> skip_negated_subject("applicants who are not registered are housed in ")
    'applicants who registered are housed in '
    >>> skip_negated_subject("those who comply are not housed in ")
    'those who comply are not housed in '
    """
    if "no" not in lead and "never" not in lead:
        return lead
    relative = _PRONOUN.search(lead, 0, MAX_SUBJECT_CHARS)
    if relative is None or _has_verb(lead, relative.start()):
        denied = _PARTICIPLE.match(lead)
        if denied is None or _FINITE.search(lead, 0, denied.start("negated")) is not None:
            return lead
        return lead[: denied.start("negated")] + lead[denied.end("negated") :]
    start = relative.end()
    opens = _OPENS.match(lead, start)
    if opens is not None:
        return lead[:start] + lead[opens.end() :].lstrip()
    pattern = _OWNED if relative["pronoun"] in ("whose", "whom") else _JOINED
    inside = pattern.match(lead, start)
    if inside is None or _FINITE.search(lead, start, inside.start("negated")) is not None:
        return lead
    return lead[: inside.start("negated")] + lead[inside.end("negated") :].lstrip()
