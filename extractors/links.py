"""Addresses that a document offers: those of its contact part and those of the publication."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractors.boilerplate import StandingBlock
from extractors.context import Context
from extractors.vocabulary import read_table
from schemas.document import Block

Span = tuple[int, int]
Place = tuple[str, Span]
"""An address and where it, or the words that carry it, stand."""

URL = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]\"“”|]+"
    r"|(?<![@\w./-])(?:[a-z0-9-]{1,63}\.){1,5}(?:eu|com|org|int|net)(?:/[^\s<>()\[\]\"“”|]*)?(?![\w@])",
    re.IGNORECASE,
)
_OFFERED = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"“”|]+")
"""Outside the contact part a bare name of a site is prose: 'data of booking.com'."""
_POINTS = re.compile(
    r"(?:click )?(?:here|this (?:link|page|address)|(?:our|the)? ?web ?site|link|online)\s*",
    re.IGNORECASE,
)
"""Words that carry a link and say nothing themselves; those in front must offer it."""
LEAD_CHARS = 120
MAX_ALONE_CHARS = 20
"""A line with an address and no more than a label of this length is nothing but the address."""
_SENTENCE_END = re.compile(r"[.!?]\s")
_LABEL = re.compile(
    r"[\s•*(<\[–-]*(?:(?![Ss]ources?\b)[^\W\d_]{2,12}(?:\s[^\W\d_]{2,8})?\s*:\s*)?[(<\[]*"
)


@cache
def _offers() -> re.Pattern[str]:
    """Words in front of an address, or that carry a link, by which the reader is sent there."""
    patterns = "|".join(row["pattern"] for row in read_table("link_cues"))
    return re.compile(rf"(?<!\w)(?:{patterns})", re.IGNORECASE)


def find_links(context: Context, standing_blocks: Sequence[StandingBlock]) -> list[Place]:
    """Addresses of the contact part and those offered for reading, in order, each once, as printed.

    Without a scheme if none is printed. Where a word carries the link ('LinkedIn'), its target.
    The list of national websites on a back cover is no contact part. In the body an address counts
    behind words such as 'Download the inform' and where it stands alone; notes are passed over.
    """
    contact_parts = [
        one for one in standing_blocks if one.kind in ("contact", "sites") and not one.is_site
    ]
    carried = _carried(context)
    places = [
        place
        for standing in contact_parts
        for place in _in_contact_part(context, standing.block, carried)
    ]
    places.extend(_offered(context, {one.block.start_char for one in standing_blocks}, carried))
    found: dict[str, Span] = {}
    for url, span in sorted(places, key=lambda place: place[1]):
        found.setdefault(url, span)
    return list(found.items())


def _carried(context: Context) -> dict[int, list[Place]]:
    """Targets of the words that carry a link, by the start of their block."""
    carried: dict[int, list[Place]] = {}
    for link in context.document.links:
        if link.url.startswith(("http://", "https://", "www.")):
            block = context.block_at(link.start_char)
            place = (link.url, (link.start_char, link.end_char))
            carried.setdefault(block.start_char, []).append(place)
    return carried


def _in_contact_part(
    context: Context, block: Block, carried: dict[int, list[Place]]
) -> list[Place]:
    places = [
        _printed(match)
        for match in URL.finditer(context.text, block.start_char, block.end_char)
        if not is_in_email(context.text, match.start(), match.end())
    ]
    return places or carried.get(block.start_char, [])


def _printed(found: re.Match[str]) -> Place:
    url = found.group().rstrip(".,;:!?'’")
    return url, (found.start(), found.start() + len(url))


def _offered(
    context: Context, standing: set[int], carried: dict[int, list[Place]]
) -> Iterator[Place]:
    """What the lines of the body send their reader to; ``standing``: starts of other blocks."""
    text = context.text
    for match in _OFFERED.finditer(context.lowered):
        block = context.block_at(match.start())
        if block.role in ("note", "table_cell") or block.start_char in standing:
            continue
        if _is_offered(text, block, *match.span()):
            span = _printed(match)[1]
            yield text[slice(*span)], span
    for start, places in carried.items():
        if start in standing or context.block_at(start).role in ("note", "table_cell"):
            continue
        for url, span in places:
            words = text[slice(*span)]
            if "//" not in words and (
                (len(words) <= LEAD_CHARS and _offers().match(words))
                or (
                    _POINTS.fullmatch(words) and _is_offered(text, context.block_at(span[0]), *span)
                )
            ):
                yield url, span


def _is_offered(text: str, block: Block, start: int, end: int) -> bool:
    """Whether the address at ``text[start:end]`` stands alone or behind words that offer it."""
    begin = max(block.start_char, start - LEAD_CHARS)
    is_alone = (
        start - block.start_char <= MAX_ALONE_CHARS
        and _LABEL.fullmatch(text, block.start_char, start) is not None
        and not text[end : block.end_char].strip(" \t\n)>].")
    )
    lead = _SENTENCE_END.split(text[begin:start])[-1]
    return is_alone or _offers().search(lead) is not None


def is_in_email(text: str, start: int, end: int) -> bool:
    """Whether the address is the host of an e-mail address."""
    return text[start - 1 : start] == "@" or (
        "@" in text[start:end] and "/" not in text[start:end].split("@", maxsplit=1)[0]
    )
