"""How a claim is meant for its countries: yes, no, planned, partial or unclear."""

import re
from functools import cache

from extractors.claim_phrases import Span
from extractors.claim_relatives import skip_negated_subject
from extractors.lower_case import compile_lower, lower
from extractors.vocabulary import read_table
from schemas.extraction import Polarity

WINDOW_CHARS = 110
"""How far from its phrase the words are looked for that negate or qualify a claim."""
LEAD_CHARS = 240
"""How far in front of it the subject may begin."""

_BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*(?:[(\[][^()\[\]]*[)\]][^()\[\]]*){0,60}[)\]]")
_COMMA_BEHIND_PLACE = re.compile(r"\s*[,–—]\s*")
_APPOSITION = re.compile(r"\s*[,–—]\s*[^,.;:–—()]{2,80}[,–—](?=\s)")
"""'One Member State, Latvia, suspended …'"""
_PLACE = compile_lower(r"(?:\A|[\s(])(?:in|for|within|among)\s+(?:at\s+least\s+|only\s+)?\Z")
_NOT_IN = compile_lower(r"(?:\A|\bbut\s+|,\s+)not\s+(?:in|by|for|among)\s+(?:the\s+)?\Z")
"""'… but not in four', '…, not in DE or FR'"""
_WHETHER = compile_lower(
    r"\b(?:unclear|not\s+(?:yet\s+)?(?:clear|known|decided)|unknown|undecided)\s+"
    r"(?:whether|if|how)\s+(?:\S+\s+){0,2}\Z",
)
"""'It is unclear whether five countries …'"""
_SAYING = (
    *("reported", "indicated", "stated", "noted", "said", "confirmed", "mentioned", "explained"),
    *("replied", "stressed", "report", "answered", "declared", "specified", "clear", "found"),
)
_SUBORDINATE = compile_lower(
    r"\(|,|;|:|w(?<!\w.)(?:ho|hom|hose|hich|here|hen|henever|herever|hether|hilst|hile|hereas)\b"
    r"|b(?<!\w.)ecause\b|i(?<!\w.)f\b|u(?<!\w.)(?:nless|ntil)\b"
    r"|d(?<!\w.)(?:(?<!is .)(?<!are .)ue\s+to|espite)\b"
    rf"|t(?<!\w.){''.join(f'(?<!{word} .)' for word in _SAYING)}hat\b",
)
"""Each begins with its first sign, so that a search goes from one such sign to the next, and looks
back from there to the word's beginning.
"""
_ASIDE = re.compile(r"(?<= not), [^,;:.()]{2,40},(?= )")
"""'does not, by itself, end …'"""
_LEADS = ("never ", "not ", "planned ", "envisaged ")
"""Participles that open a clause: 'Planned by three countries.'"""
_ORDER: tuple[Polarity, ...] = ("unclear", "planned", "no", "partial")


@cache
def _cues() -> tuple[tuple[Polarity, re.Pattern[str], re.Pattern[str] | None], ...]:
    """Per polarity the cues that may stand anywhere near, and those that must be the verb."""
    changes = read_table("change_verbs")
    change = f"(?:{'|'.join(row['base'] for row in changes)})"
    changed = f"(?:{'|'.join(row['participle'] for row in changes)})"
    anywhere: dict[str, list[str]] = {}
    verbs: dict[str, list[str]] = {}
    for row in read_table("polarity_cues"):
        table = verbs if row["place"] == "verb" else anywhere
        cue = row["pattern"].replace("{change}", change).replace("{changed}", changed)
        table.setdefault(row["polarity"], []).append(rf"(?:{cue})")
    return tuple(
        (
            polarity,
            compile_lower(rf"\b(?:{'|'.join(anywhere[polarity])})(?!\w)"),
            compile_lower(
                r"\s*(?:(?:have|has|had|recently|since|also|already|therefore|formally)\s+){0,2}"
                rf"(?:{'|'.join(verbs[polarity])})(?!\w)",
            )
            if polarity in verbs
            else None,
        )
        for polarity in _ORDER
    )


def read_polarity(text: str, clause: Span, phrase: Span, *, names_behind: bool = False) -> Polarity:
    """How the clause is meant for its countries; 'yes' where nothing says otherwise.

    Only the main verb counts: words behind 'who', 'which', 'where', a comma or a bracket belong to
    something else. ``names_behind``: the phrase ends with its names in apposition, so that a comma
    is only theirs ('Two States, Bulgaria and Greece, planned to …').
    """
    start, end = clause
    lead = lower(text[max(start, phrase[0] - LEAD_CHARS) : max(start, phrase[0])])
    before = skip_negated_subject(lead)[-WINDOW_CHARS:]
    is_place = names_behind or _PLACE.search(before) is not None
    after = _behind(text, phrase[1], end, is_place=is_place)
    if text[slice(*phrase)].lower().startswith(("neither ", "not in ", "not by ")):
        return "no"
    if _NOT_IN.search(lead):
        return "no"
    if _WHETHER.search(before):
        return "unclear"
    before = _ASIDE.sub("", before)
    cuts = list(_SUBORDINATE.finditer(before))
    before = before[cuts[-1].end() :] if cuts else before
    for polarity, pattern, verb in _cues():
        is_lead = len(before) > 12 or before.startswith(_LEADS)
        if pattern.search(after) or (is_lead and pattern.search(before)):
            return polarity
        if verb is not None and verb.match(after):
            return polarity
    return "yes"


def _behind(text: str, start: int, end: int, *, is_place: bool) -> str:
    """The words behind a phrase that may be its verb, lower case, without brackets and clauses."""
    bracket = _BRACKETED.match(text, start, end)
    start = bracket.end() if bracket is not None else start
    apposition = None if is_place else _APPOSITION.match(text, start, end)
    start = apposition.end() if apposition is not None else start
    if is_place or text[start - 1 : start].isupper():
        comma = _COMMA_BEHIND_PLACE.match(text, start, end)
        start = comma.end() if comma is not None else start
    window = text[start : max(start, min(end, start + WINDOW_CHARS))].removeprefix(" that")
    window = lower(window)
    cut = _SUBORDINATE.search(window)
    return window[: cut.start()] if cut else window
