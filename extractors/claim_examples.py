"""One country by way of example: 'Several countries, such as Finland, …'.

Two and more make a list and are found as one; a single name or code becomes the open list of a
claim only where a cue word ties it to the counted countries.
"""

import re
from collections.abc import Iterator
from functools import cache

from extractors.alternatives import alternatives
from extractors.claim_gaps import skips_count
from extractors.claim_phrases import Phrase
from extractors.context import Context
from extractors.lower_case import compile_lower, lower
from extractors.vocabulary import read_table
from schemas.extraction import Iso2

EXAMPLE_CHARS = 160
"""How far behind the phrase an example may stand."""
_CODE = re.compile(r"(?<![\w(/-])([A-Z]{2})(?![\w)/-])")
_GOES_ON = re.compile(r"['’]|\s+(?:and|or|&)\s|,\s+(?:and\s+)?[A-Z]|[\w-]")
_ENDS_CLAUSE = re.compile(r"\s*(?:[.;,:)]|\Z)")
_OTHER_COUNTRIES = re.compile(
    r"\b(?:countr(?:y|ies)|states?|partners?|regions?|nationals|citizens|embass(?:y|ies)|abroad"
    r"|neighbours?|agreements?|with|from)\b",
    re.IGNORECASE,
)


@cache
def _cue_before() -> re.Pattern[str]:
    return compile_lower(rf"(?<!\w)(?:{_words('before')})[\s,:]+(?:in\s+)?(?:the\s+)?\Z")


@cache
def _cue_behind() -> re.Pattern[str]:
    return compile_lower(rf",?\s+(?:{_words('after')})(?!\w)")


def _words(place: str) -> str:
    rows = read_table("list_cues")
    cues = [row["cue"] for row in rows if row["kind"] == "open" and row["place"] == place]
    return alternatives(cues)


def find_example(context: Context, phrase: Phrase, end: int) -> tuple[Iso2, int, int] | None:
    """The single country that the sentence up to ``end`` gives as an example of the counted."""
    text = context.text
    end = min(end, phrase.end + EXAMPLE_CHARS)
    for start, stop, iso2 in _single_countries(context, phrase.end, end):
        if _GOES_ON.match(text, stop) or not context.vocabulary.countries[iso2].emn_role:
            continue
        between = lower(text[phrase.end : start])
        cue = _cue_before().search(between)
        said = between if cue is None else between[: cue.start()]
        if not said.strip(" ,–—"):
            if cue is not None or (between == ", " and _cue_behind().match(lower(text[stop:end]))):
                return iso2, start, stop
            continue
        is_tied = cue is not None and said.rstrip().endswith((",", "–", "—"))
        if (
            is_tied
            and _ENDS_CLAUSE.match(text, stop)
            and not _OTHER_COUNTRIES.search(said)
            and not skips_count(text, phrase.end, start, phrase.value, 1)
        ):
            return iso2, start, stop
    return None


def _single_countries(context: Context, start: int, end: int) -> Iterator[tuple[int, int, Iso2]]:
    """Names and codes of ``text[start:end]``, demonyms left out."""
    for name in context.names_between(start, end):
        if context.text[name[0] : name[1]] not in context.vocabulary.demonyms:
            yield name
    for code in _CODE.finditer(context.text, start, end):
        iso2 = context.vocabulary.codes.get(code[1])
        if iso2 is not None:
            yield code.start(), code.end(), iso2
