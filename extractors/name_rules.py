"""When the name or demonym of a country names no country: persons, languages, instruments, towns.

Every rule looks at a few dozen characters around the word inside its own block, so the cost is
linear. The words are in the tables ``country_homographs``, ``languages``, ``language_cues``,
``name_heads``, ``name_fronts`` and ``name_followers``; phrases that are always something else
('New Mexico') are in ``not_countries`` and never come here, since the longest match wins.
"""

import re
from dataclasses import dataclass
from functools import cache

from extractors.person_names import is_spoken_of_as_person
from extractors.vocabulary import load_vocabulary, read_table

WINDOW_CHARS = 80
MAX_FRONT_CHARS = 16


@dataclass(frozen=True)
class _Rules:
    persons: frozenset[str]
    place_cue: frozenset[str]
    defined: frozenset[str]
    cities: frozenset[str]
    followers: frozenset[str]
    languages: frozenset[str]
    language_after: re.Pattern[str]
    language_before: re.Pattern[str]
    language_bare: re.Pattern[str]
    next_language: re.Pattern[str]
    last_language: re.Pattern[str]
    head_next: re.Pattern[str]
    head_near: re.Pattern[str]
    front: re.Pattern[str]


@cache
def _load() -> _Rules:
    def words(rule: str) -> frozenset[str]:
        return frozenset(r["word"] for r in read_table("country_homographs") if r["rule"] == rule)

    def cues(place: str) -> str:
        rows = [row["pattern"] for row in read_table("language_cues") if row["place"] == place]
        return "|".join(f"(?:{pattern})" for pattern in rows)

    languages = sorted((row["word"] for row in read_table("languages")), key=len, reverse=True)
    one = "|".join(languages)
    rows = sorted(read_table("name_heads"), key=lambda row: -len(row["head"]))
    heads = "|".join(row["head"] for row in rows)
    small = "|".join(row["head"].lower() for row in rows if row["small"])
    fronts = "|".join(row["word"] for row in read_table("name_fronts"))
    joint = r"(?:\s*[,/]\s*(?:and\s+|or\s+)?|\s+(?:and|or|&|and/or|as well as)\s+)"
    pair = r"(?:[-–—‑/][A-Z][\w'’]*(?:\s[A-Z][\w'’]*)?)?"
    return _Rules(
        persons=words("person"),
        place_cue=words("place_cue"),
        defined=words("defined"),
        cities=words("city"),
        followers=frozenset(row["word"] for row in read_table("name_followers")),
        languages=frozenset(languages),
        language_after=re.compile(rf"(?:[-‑]|\s+)(?:{cues('after')})", re.IGNORECASE),
        language_before=re.compile(rf"(?<!\w)(?:{cues('before')})\s*\Z", re.IGNORECASE),
        language_bare=re.compile(rf"(?<!\w)(?:{cues('bare')})\s+\Z", re.IGNORECASE),
        next_language=re.compile(rf"{joint}({one})(?!\w)", re.IGNORECASE),
        last_language=re.compile(rf"(?<!\w)({one}){joint}\Z", re.IGNORECASE),
        head_next=re.compile(rf"{pair}\s+(?:{heads}|{small})(?![\w-])"),
        head_near=re.compile(
            rf"{pair}(?:\s+(?=[A-Z])(?!(?:{heads})\b)[A-Z][\w'’-]*){{1,3}}\s+(?:{heads})(?![\w-])"
        ),
        front=re.compile(rf"(?<!\w)(?:{fronts})\s\Z"),
    )


_TITLE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Judge|Baroness|Lord)\b\.?\s+)"
    r"(?:[A-Z][\w'’.-]*\s+){0,2}\Z|\b(?:Commissioner|President|Minister|Chancellor|Senator)\s\Z"
)
_TITLE_WORD = re.compile(
    r"Mr|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Judge|Baroness|Lord|Commiss|Presid|Minister|Chancel|Senator"
)
"""A word of the above; names without any in front are passed over five times as fast."""
_NEXT_WORD = re.compile(r"\s+([A-ZÀ-Ý][a-zà-ÿ'’-]+|[A-ZÀ-Ý]{5,})\b")
_PLACE = re.compile(
    r"(?:\b(?:in|on|from|to|of|with|for|and|or|including|like|as|by|near|la)\s+|[,;:/(]\s*)\Z",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"(?:Court of Justice|CJEU|General Court|European Court|Publications Office|Eurostat)"
    r"[^.;]{0,50}\Z"
)
_AMERICAN_BEFORE = re.compile(r"(?:\b[Ss]tate of|\b(?:Atlanta|Savannah|Augusta),)\s+\Z")
_AMERICAN_AFTER = re.compile(r"\s\((?:the\s)?(?:US|USA|U\.S\.|United States)\)")
"""The other Georgia, which is a state of the United States."""
_DATE = re.compile(r"\s*,\s*(?:\Z|\d|[A-Z][a-z]+ \d)")
_NO_NOUN = re.compile(
    r"\s*(?:\Z|[.,;:!?)\]”\"’'»–—]|\s(?:and|or|at|by|on|for|as|to|with|is|are|was|were|but|if|when"
    r"|than|only|from|through|via|because|while|whilst|during|before|after|within|under|in|well"
    r"|which|who|so|also|has|have|had|can|may|should)\b)"
)
_WORD = re.compile(r"[^\W\d_]{4,}")


def is_country(text: str, start: int, end: int, *, is_demonym: bool) -> bool:
    """Whether the name or demonym at ``text[start:end]`` names a country where it stands.

    >>> is_country("courses in Polish and English", 11, 17, is_demonym=True)
    False
    >>> is_country("the law in Polish camps", 11, 17, is_demonym=True)
    True
    """
    rules = _load()
    word = text[start:end]
    begin, stop = _block_around(text, start, end)
    block = text[begin:stop]
    before = text[max(begin, start - WINDOW_CHARS) : start]
    after = text[end : min(stop, end + WINDOW_CHARS)]
    if is_demonym and word.capitalize() in rules.languages and _is_language(rules, before, after):
        return False
    if _TITLE_WORD.search(before) is not None and _TITLE.search(before) is not None:
        return False
    if word == "Georgia" and (_AMERICAN_BEFORE.search(before) or _AMERICAN_AFTER.match(after)):
        return False
    if _is_in_name(rules, block, before, after, is_demonym=is_demonym):
        return False
    if not is_demonym and (
        rules.front.search(before[-MAX_FRONT_CHARS:]) is not None
        or (
            is_spoken_of_as_person(before, after)
            and (before.endswith(": ") or not is_title_case(block))
        )
    ):
        return False
    if word in rules.persons and (
        _is_first_name(rules, block, after) or _is_surname(rules, block, before)
    ):
        return False
    if word in rules.cities and _INSTITUTION.search(before) is not None:
        return False
    if word in rules.place_cue and _PLACE.search(before) is None:
        return False
    if word in rules.cities and start == begin and _DATE.match(after) is not None:
        return False
    return not (word == "US" and block.isupper() and not before.endswith("THE "))


def needs_definition(word: str) -> bool:
    """Whether this abbreviation counts only where the country's longer name stands as well."""
    return word in _load().defined


def _block_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the block, as far as the rules look."""
    begin = text.rfind("\n\n", max(0, start - 3 * WINDOW_CHARS), start)
    stop = text.find("\n\n", end, end + 3 * WINDOW_CHARS)
    return (
        begin + 2 if begin >= 0 else max(0, start - 3 * WINDOW_CHARS),
        stop if stop >= 0 else min(len(text), end + 3 * WINDOW_CHARS),
    )


def _is_language(rules: _Rules, before: str, after: str) -> bool:
    """'in Polish', 'French courses', 'English, French and Arabic' and the like.

    A list of languages is judged as one: by what stands before its first and behind its last.
    """
    is_sure, is_last = False, True
    while (found := rules.next_language.match(after)) is not None:
        is_sure, is_last = is_sure or found[1].capitalize() in _PURE, False
        after = after[found.end() :]
    if rules.language_after.match(after) is not None:
        return True
    has_noun = _NO_NOUN.match(after) is None or _goes_on_with_demonym(after)
    while (found := rules.last_language.search(before)) is not None:
        is_sure |= found[1].capitalize() in _PURE
        before = before[: found.start()]
    is_cued = rules.language_before.search(before) is not None
    if has_noun:
        return is_cued and not is_last
    return is_sure or is_cued or rules.language_bare.search(before) is not None


def _goes_on_with_demonym(after: str) -> bool:
    """'in French and Belgian camps': what follows is a list of adjectives, not of languages."""
    found = _AND_WORD.match(after)
    if found is None:
        return False
    vocabulary = load_vocabulary()
    if found["word"] in vocabulary.demonyms:
        return True
    both = f"{found['word']} {found['second']}"
    if both in vocabulary.demonyms or both in vocabulary.names:
        return True
    return found["word"] in _PARTS_OF_WORLD and both.endswith("n")


_AND_WORD = re.compile(
    r"\s*(?:,|and\b|or\b)\s*(?:and\s+|or\s+)?(?P<word>[A-Z][a-z]+)(?:\s(?P<second>[A-Z][a-z]+)(?=\s(?!languages?\b)[a-z]))?"
)
_PARTS_OF_WORLD = frozenset({"North", "South", "East", "West", "Central", "Latin"})
"""'French and South American artists'"""
_PURE = frozenset({"English", "Arabic", "Dari", "Farsi", "Kurdish", "Pashto", "Tigrinya", "Urdu"})
"""Languages that no country's demonym shares; one of them in a list settles the others."""


def _is_in_name(rules: _Rules, block: str, before: str, after: str, *, is_demonym: bool) -> bool:
    """'Malta Declaration', 'Italy-Albania Protocol', 'EU-Türkiye Statement'.

    A demonym counts as inside only in a pair ('Italian-Albanian Protocol'): 'the Dutch Action
    Plan' is a plan of the Netherlands. A pair before a small letter is no name but says whose it
    is: 'the Italy-Albania protocol'.
    """
    is_pair = before.endswith(("-", "–", "—", "‑")) or after.startswith(("-", "–", "—", "‑"))
    if is_demonym and not is_pair:
        return False
    named = rules.head_next.match(after)
    if named is not None:
        head = named.group().split()[-1]
        return not is_pair or (head[0].isupper() and head != "MoU")
    if rules.head_near.match(after) is None:
        return False
    return before.endswith(("EU-", "EU–", "EU‑")) or not is_title_case(block)


def _is_first_name(rules: _Rules, block: str, after: str) -> bool:
    found = _NEXT_WORD.match(after)
    if found is None or found[1] in rules.followers or is_title_case(block):
        return False
    vocabulary = load_vocabulary()
    return not (
        found[1] in vocabulary.names
        or found[1] in vocabulary.demonyms
        or (found[1].isupper() and block.isupper())
    )


def _is_surname(rules: _Rules, block: str, before: str) -> bool:
    """'set up by Michael Jordan': a first name in front that opens no sentence and is no office."""
    found = _WORD_IN_FRONT.search(before)
    if found is None or found[1] in rules.followers or is_title_case(block):
        return False
    vocabulary = load_vocabulary()
    return not (
        found[1] in vocabulary.names
        or found[1] in vocabulary.demonyms
        or found[1] in _NO_FIRST_NAMES
        or found[1].endswith(("ern", "ian", "ese", "ish", "day", "ber"))
    )


_WORD_IN_FRONT = re.compile(r"(?:[a-zà-ÿ,;(“\"]\s?)(?<!\w)([A-ZÀ-Ý][a-zà-ÿ]{2,})\s\Z")
_NO_FIRST_NAMES = frozenset(
    [
        *("Action", "Care", "Caritas", "Charity", "Command", "Cross", "Delegation", "Forum"),
        *("Frontex", "Group", "Mission", "North", "South", "East", "West", "Save", "Team"),
        *("World", "January", "March", "April", "June", "July", "August", "Box", "Table"),
        *("Partnership", "Process", "Programme", "Statement", "Agreement", "Scheme", "Strategy"),
        *("Observer", "Member", "Europol", "Interpol", "Greater", "Upper", "Lower", "New", "Old"),
    ]
)
"""Words with a capital in front of a country's name that begin no person's name."""


def is_title_case(block: str) -> bool:
    """Whether nearly every longer word has a capital, as in headings and titles."""
    if block.rstrip().endswith("."):
        return False
    words = _WORD.findall(block)
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.7 * len(words)
