"""What a checker is, and the words that all of them use."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from extractors.context import Context
from extractors.counting import COUNT_NOUN
from extractors.lists import CountryList
from extractors.numbers import NUMBER_PATTERN
from schemas.document import Evidence, NoteReference
from schemas.extraction import Check, Claim, Extraction, Footnote, Iso2

Checker = Callable[[Context, Extraction], Iterable[Check]]
"""Reads the findings of one document; yields passes and fails, in text order per rule."""

_CLOSE = re.compile(r"[)\]]")
_CODE = re.compile(r"(?<![\w-])[A-Z]{2}(?![\w-])")

_NARROWS = re.compile(
    r"\s*,?\s+(?:(?:with|without|that|which|who|whose|where|in|of|under|from|at|on|among|concerned"
    r"|affected|covered|examined|listed|mentioned|able|willing)\b|(?!during\b)\w{2,}ing\b)",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"\s*,?\s+(?:that|which|who)\s+(?:have\s+|had\s+)?(?:responded|replied|answered|contributed"
    r"|participated|reported|took\s+part|provided)\b(?!\s+(?:having|such|an?)\b)",
    re.IGNORECASE,
)

_COMMA = re.compile(r"(?<!namely)(?<!i\.e\.)(?<!e\.g\.)(?<!including)(?<!such as),\s*(?:and\s+)?\Z")
_STATISTICS = re.compile(
    r"%|\bper\s?cent\b|\bEurostat\b|\bFrontex\b|\bstatistics\b|\b(?:largest|highest|lowest|biggest|top)\b"
    r"|\bmain\s+(?:destination|receiving|host|countries)\b",
    re.IGNORECASE,
)

ADDS_CHARS, INCLUDES_CHARS = 40, 80
_ADDS = re.compile(
    rf"(?:{COUNT_NOUN}\s*,?\s*(?:and|plus|[+&])|(?<!\w)(?:as\s+well\s+as|together\s+with"
    r"|along\s+with|in\s+addition\s+to|besides"
    r"|(?:as|so)\s+(?:does|do|did|has|have|had|is|are|was|were|will|can)))"
    r"\s+(?:(?:also|in|by)\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
"""In front of the name of a country that comes on top of a number."""
_TOO = re.compile(r"\s+(?:\w+\s+){0,4}?(?:too|also|as\s+well|likewise)(?!\w)", re.IGNORECASE)
_INCLUDES = re.compile(
    r"\b(?:includ\w+|such\s+as|among|notably|namely|especially|in\s+particular|e\.g\.|i\.e\.)",
    re.IGNORECASE,
)
"""What makes names examples of what is counted already."""

AFFIRMED_ROLES = frozenset({"listed", "member", "observer", "other"})
"""Groups of a list that all do what the claim says; others stand under labels of their own."""


def name_codes(context: Context, iso2s: Iterable[Iso2]) -> str:
    """Countries as the field writes them: 'EE, EL, UK'; 'none' for an empty set."""
    codes = [context.vocabulary.countries[iso2].eu_code for iso2 in iso2s]
    return ", ".join(codes) if codes else "none"


def name_claim(claim: Claim) -> str:
    """A claim in a sentence of ours: its words for the number, else the start of its clause."""
    words = claim.quantity.surface or claim.statement
    return f"'{shorten(words)}'"


def shorten(words: str, limit: int = 60) -> str:
    """At most ``limit`` characters of ``words`` on one line, cut at a space."""
    line = " ".join(words.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"


def count_noun(number: int, noun: str, plural: str | None = None) -> str:
    """'1 country', '2 countries'."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def find_repeated(iso2s: Sequence[Iso2]) -> tuple[Iso2, ...]:
    """Countries that stand more than once, in the order of their second mention."""
    seen: set[Iso2] = set()
    repeated: list[Iso2] = []
    for iso2 in iso2s:
        if iso2 in seen and iso2 not in repeated:
            repeated.append(iso2)
        seen.add(iso2)
    return tuple(repeated)


def notes_by_id(extraction: Extraction) -> dict[str, Footnote]:
    """The notes of the document by ``note_id``."""
    return {note.note_id: note for note in extraction.notes}


def note_of(claim: Claim, notes: dict[str, Footnote]) -> Footnote | None:
    """The note that the claim's countries come from, or None."""
    origin = claim.countries_from
    return notes.get(origin.note_id or "") if origin is not None else None


def is_printed(claim: Claim) -> bool:
    """Whether the document itself prints the countries of the claim, as a closed list."""
    return (
        claim.countries is not None
        and claim.countries_from is not None
        and claim.countries_from.derived is None
        and claim.list_kind == "exact"
    )


def base_countries(claim: Claim) -> tuple[Iso2, ...] | None:
    """The members of the claim's base, if they are as many as the base counts; else None."""
    base = claim.base
    if base is None or base.countries is None:
        return None
    if base.value is not None and base.value != len(set(base.countries)):
        return None
    return base.countries


def list_place(claim: Claim, note: Footnote | None) -> Evidence | None:
    """Where the countries of the claim are printed."""
    if note is not None:
        return note.list_evidence or note.evidence
    return claim.countries_from.inline if claim.countries_from is not None else None


def places_of(claim: Claim, note: Footnote | None) -> tuple[Evidence, ...]:
    """The claim and the print of its countries: the two places of most checks."""
    place = list_place(claim, note)
    return (claim.evidence,) if place is None else (claim.evidence, place)


def ids_of(claim: Claim, note: Footnote | None) -> tuple[str, ...]:
    """The findings that a check of a claim against its list concerns."""
    return (claim.finding_id,) if note is None else (claim.finding_id, note.finding_id)


def is_of_network(context: Context, iso2: Iso2) -> bool:
    """Whether the country is, or once was, a member or an observer of the network."""
    return context.vocabulary.countries[iso2].emn_role not in ("", "eu_not_emn")


def is_network_list(context: Context, one: CountryList) -> bool:
    """Whether more than half of the list are countries of the network."""
    ours = sum(is_of_network(context, iso2) for iso2 in one.countries)
    return ours * 2 > len(one.countries)


def is_narrowed(claim: Claim) -> bool:
    """Whether words behind the base make it smaller: 'all countries with a scheme (AT, BE)'.

    Such a base has a size that nobody printed, unless the number stands in front of it. 'That
    responded' narrows nothing.
    """
    base = claim.base
    if base is None or NUMBER_PATTERN.search(base.surface):
        return False
    at = claim.statement.find(claim.quantity.surface) + len(claim.quantity.surface)
    at = claim.statement.find(base.surface, at)
    at = claim.statement.find(base.surface) if at < 0 else at
    behind = claim.statement[at + len(base.surface) :] if at >= 0 else ""
    return _NARROWS.match(behind) is not None and _ANSWERED.match(behind) is None


def is_appended(context: Context, start: int) -> bool:
    """Whether a list stands behind a bare comma: '23 Member Countries, NO and GE' adds them."""
    return _COMMA.search(context.text, max(0, start - 20), start) is not None


def added_beside(context: Context, claim: Claim) -> frozenset[Iso2]:
    """Countries of the claim's list that its sentence adds to its number, if these are all more.

    'Sixteen have one, as has Norway' with a list of seventeen; not '…, including Norway'.
    """
    sentence = context.sentence_at(claim.evidence.start_char)
    if sentence is None or claim.quantity.value is None or claim.quantity.parts:
        return frozenset()
    listed = set(claim.countries or ())
    added = find_added(context, sentence.start, sentence.end) & listed
    return added if len(listed) == claim.quantity.value + len(added) else frozenset()


def find_added(context: Context, start: int, end: int) -> frozenset[Iso2]:
    """Countries that ``text[start:end]`` names on top of a number.

    '24 Member Countries and Norway', '…, as has Norway', '…; Norway too'.
    """
    text = context.text
    return frozenset(
        iso2
        for first, last, iso2 in context.names_between(start, end)
        if not _INCLUDES.search(text, max(start, first - INCLUDES_CHARS), first)
        and (
            _ADDS.search(text, max(start, first - ADDS_CHARS), first) or _TOO.match(text, last, end)
        )
    )


def is_statistical(context: Context, offset: int) -> bool:
    """Whether the sentence ranks or reports shares: its countries need not have contributed."""
    sentence = context.sentence_at(offset)
    if sentence is None:
        return False
    return _STATISTICS.search(context.text, sentence.start, sentence.end) is not None


def lists_between(context: Context, start: int, end: int) -> tuple[CountryList, ...]:
    """The lists that begin in ``[start, end)``, in text order."""
    lists = context.lists
    first = bisect_left(lists, start, key=lambda one: one.start)
    return lists[first : bisect_left(lists, end, key=lambda one: one.start)]


def fills_bracket(context: Context, one: CountryList) -> bool:
    """Whether the bracket around a list holds no country that the list left out.

    'Five countries (CZ, FR, IT and, since 2022, BE)': what follows is no plain item of the list.
    """
    if one.bracket < 0:
        return True
    block = context.document.blocks[one.block]
    close = _CLOSE.search(context.text, one.end, block.end_char)
    end = close.start() if close is not None else one.end
    return not has_more_countries(context, one.end, end, one.countries)


def has_more_countries(context: Context, start: int, end: int, known: Iterable[Iso2]) -> bool:
    """Whether ``text[start:end]`` holds a code or name of a country that is not among ``known``."""
    codes = (context.vocabulary.codes.get(code) for code in _CODE.findall(context.text[start:end]))
    names = (iso2 for _, _, iso2 in context.names_between(start, end))
    seen = set(known)
    return any(iso2 is not None and iso2 not in seen for iso2 in (*codes, *names))


def references_between(context: Context, start: int, end: int) -> list[NoteReference]:
    """The markers at ``[start, end)``, in text order."""
    references = context.document.note_references
    first = bisect_left(references, start, key=lambda one: one.offset)
    last = bisect_left(references, end, key=lambda one: one.offset)
    return list(references[first:last])


def note_finding_ids(extraction: Extraction, one: CountryList) -> tuple[str, ...]:
    """The finding of the note that a list stands in; empty for a list of the body."""
    return tuple(note.finding_id for note in extraction.notes if note.note_id == one.note_id)
