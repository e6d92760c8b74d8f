"""Standing text: what every document of the network repeats and nobody reads for its content.

The section 'The EMN', contact blocks, disclaimers, and the lists of national websites on a back
cover. Told by headings (``boilerplate_headings``) and by sentences (``boilerplate_cues``).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from extractors.lower_case import compile_lower, lower
from extractors.vocabulary import load_vocabulary, read_table
from schemas.document import Block, Document

LONG_CHARS = 220
"""A paragraph of this length inside a standing section must show that it is standing text."""

_WEB = re.compile(
    r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]{1,64}@\S{1,200}"
    r"|(?<![\w.-])(?:[\w-]{1,63}\.){1,6}[A-Za-z]{2,10}(?!\w)/?\S*"
)
_MAY_BE_WEB = re.compile(r"[.@/]\S")
"""Stands in every address; prose, which holds none, is passed over twenty times as fast."""
MAX_SITES_CHARS = 8000
"""A longer block is no list of websites."""
MAX_OPENER_CHARS = 400
"""A longer block is prose, whatever it begins with."""
_GOES_ON = re.compile(r"(?!the\s)(?!(?:at|by|on|via)\s)(?!https?:)[a-zà-ÿ][\w'’-]*[\s,;:)]")
"""A word in small letters behind 'Website:' goes on in prose, and names nobody."""
_SIGNATURE = re.compile(
    r"[^|·•–@.!?\n]{3,60}(?:[|·•–][^|·•–@]{2,60}){0,4}[|·•–,;(]\s*(?:e-?mail\s*:\s*)?[\w.+-]{1,64}@[\w.-]{1,80}\)?"
    r"(?:\s*[|·•–,;][^|·•–@,;]{2,60}){0,3}",
    re.IGNORECASE,
)
"""'EMN NCP Estonia | Marion Kask | marion@example.ee': a line of names and an e-mail address."""
_PHONE = re.compile(r"\+\d[\d\s()/.-]{6,}")
_RUN_IN = re.compile(
    r"[\s•*–-]*((?:about|what is|background on|who is|notes? to)\b[^:.?|–—\n]{2,60}?\??)"
    r"\s*[*]*\s?[:.|–—?]\s",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_][\w-]*")
_EDGES = " \t:*#|•–—-"


@cache
def _headings() -> dict[str, str]:
    return {row["heading"]: row["kind"] for row in read_table("boilerplate_headings")}


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What must stand in a paragraph and the expression that then decides; a cheap test first.

    Both for lower case.
    """
    return tuple(
        (row["needs"], compile_lower(row["pattern"])) for row in read_table("boilerplate_cues")
    )


@cache
def _openers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How the contact part begins on a line with a name or an address; see the table."""
    rows = read_table("contact_openers")
    by_kind = {
        kind: "|".join(row["pattern"] for row in rows if row["kind"] == kind)
        for kind in ("contact", "address")
    }
    return tuple(
        (kind, re.compile(rf"[\s•*–-]*(?:{patterns})(?=\S)", re.IGNORECASE))
        for kind, patterns in by_kind.items()
    )


def _opens_contact(words: str) -> str:
    """``contact`` if the line opens the contact part, ``address`` if it alone is one; else empty.

    >>> _opens_contact("Questions? Ana Doe, ana@example.org"), _opens_contact("Questions? Many.")
    ('contact', '')
    """
    if len(words) > MAX_OPENER_CHARS:
        return ""
    if "@" in words and _SIGNATURE.fullmatch(words):
        return "address"
    has_address = "@" in words or "+" in words or _MAY_BE_WEB.search(words) is not None
    for kind, pattern in _openers() if has_address else _openers()[:1]:
        opener = pattern.match(words)
        if opener is None or _GOES_ON.match(words, opener.end()) is not None:
            continue
        if kind == "contact" or "@" in words:
            return "contact"
        if _WEB.search(words) is not None or _PHONE.search(words) is not None:
            return "address"
    return ""


def _has_cue(words: str) -> bool:
    lowered = lower(words)
    # A plain loop: a generator costs as much again, and every block is asked.
    for needs, cue in _cues():  # noqa: SIM110
        if needs in lowered and cue.search(lowered) is not None:
            return True
    return False


@cache
def _contact_words() -> frozenset[str]:
    """Words of offices and functions, as they are printed behind a person's name."""
    rows = read_table("contact_words")
    return frozenset(row["word"] for row in rows if row["kind"] in ("role", "office"))


@cache
def _site_names() -> frozenset[str]:
    """Names that a list of national websites prints, in lower case."""
    countries = load_vocabulary().countries.values()
    names: set[str] = set()
    for one in countries:
        if one.emn_role:
            names |= {one.short_name.lower(), one.official_name.lower()}
            names |= {alias.lower() for alias in one.aliases}
    return frozenset(names)


class StandingBlock(NamedTuple):
    """A block of standing text and what kind of section it belongs to."""

    block: Block
    kind: str
    """``network``, ``contact``, ``sites`` or ``disclaimer``; ``sites`` also for a lone address."""
    is_site: bool
    """Nothing but names of countries with the addresses of their websites."""


def find_standing_blocks(document: Document) -> Iterator[StandingBlock]:
    """Every block of standing text, in text order.

    A section begins at its heading and ends at the next heading that is none of the table, or at
    a long paragraph without a standing sentence. Notes are never standing text.
    """
    kind, is_first = "", False
    for block in document.blocks:
        if block.role == "note":
            return
        words = document.text[block.start_char : block.end_char]
        opens = _opens_contact(words)
        named = "contact" if opens == "contact" else _kind_of_heading(words)
        if named:
            kind, is_first = "" if named == "content" else named, True
        elif kind and _ends(block, words, kind, is_first=is_first):
            kind = ""
        elif kind:
            is_first = False
        is_site = _is_site(words)
        if kind or is_site or _has_cue(words):
            yield StandingBlock(block, kind or ("sites" if is_site else "network"), is_site)
        elif opens == "address":
            yield StandingBlock(block, "contact", is_site=False)
        elif _runs_in(words):
            yield StandingBlock(block, "network", is_site=False)


def find_boilerplate(document: Document) -> tuple[tuple[int, int], ...]:
    """Stretches ``[start, end)`` of standing text in ``document.text``, sorted, apart."""
    return join_standing_blocks(find_standing_blocks(document))


def join_standing_blocks(standing_blocks: Iterable[StandingBlock]) -> tuple[tuple[int, int], ...]:
    """The stretches that the blocks make together."""
    stretches: list[tuple[int, int]] = []
    for standing in standing_blocks:
        _add(stretches, standing.block)
    return tuple(stretches)


def _kind_of_heading(words: str) -> str:
    """The kind of section that the line opens, or an empty string."""
    if len(words) > 80:
        return ""
    return _headings().get(" ".join(words.strip(_EDGES).lower().split()), "")


def _runs_in(words: str) -> bool:
    """'About the EMN: The network …': a paragraph that has its heading in its own first line."""
    found = _RUN_IN.match(words)
    return found is not None and _kind_of_heading(found[1]) == "network"


def _ends(block: Block, words: str, kind: str, *, is_first: bool) -> bool:
    """Whether the section of ``kind`` is over before this block."""
    if _has_cue(words) or _is_site(words):
        return False
    if block.role == "heading":
        if (
            kind == "contact"
            and sum(word in _contact_words() for word in _WORDS.findall(words)) > 2
        ):
            return False  # 'Policy Officer, Directorate-General …', printed like a heading
        return not (kind == "sites" and words.strip(_EDGES).lower() in _site_names())
    if len(words) < LONG_CHARS:
        return False
    return not (is_first and kind in ("network", "disclaimer"))


def _is_site(words: str) -> bool:
    """'Austria www.emn.at': names of countries with addresses, and nothing else."""
    if len(words) > MAX_SITES_CHARS or _MAY_BE_WEB.search(words) is None:
        return False
    if _WEB.search(words) is None:
        return False
    rest = _WEB.sub("\x00", words)
    names = [name.strip(" \t\n:|,;()–—-").lower() for name in rest.split("\x00")]
    named = [name.removeprefix("the ") for name in names if name]
    return bool(named) and all(name in _site_names() for name in named)


def _add(stretches: list[tuple[int, int]], block: Block) -> None:
    """Take the block up; blocks that follow one another make one stretch."""
    if stretches and block.start_char - stretches[-1][1] <= 2:
        stretches[-1] = (stretches[-1][0], block.end_char)
    else:
        stretches.append((block.start_char, block.end_char))
