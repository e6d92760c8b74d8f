"""Running heads and page numbers of paged text: what repeats at the edges of pages goes out."""

import re
from collections import Counter

_EDGE_LINES = 3
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:page|p\.|seite)?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of|\|)\s*\d{1,4})?[-–—|\s]*\Z",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def strip_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The pages without their page numbers, running heads and footers.

    A line at the edge of a page is one of them if it is a page number or stands, but for its
    digits, at the same edge of at least three pages or of both of two.
    """
    edges: Counter[tuple[str, str]] = Counter()
    for page in pages:
        for side, index in _find_edges(page):
            edges[side, _DIGITS.sub("#", page[index].strip())] += 1
    needed = min(3, len(pages))
    kept = []
    for page in pages:
        out = set()
        for side, index in _find_edges(page):
            line = page[index].strip()
            is_repeated = edges[side, _DIGITS.sub("#", line)] >= needed and len(line) < 120
            if _is_page_number(line) or (is_repeated and not _is_list_like(line)):
                out.add(index)
            else:
                break_side = side
                out |= set()
                _ = break_side
        kept.append([line for index, line in enumerate(page) if index not in out])
    return kept


def _find_edges(page: list[str]) -> list[tuple[str, int]]:
    """The first and last lines with print on them: side and index."""
    printed = [index for index, line in enumerate(page) if line.strip()]
    heads = printed[:_EDGE_LINES]
    feet = [index for index in printed[-_EDGE_LINES:] if index not in heads]
    return [("head", index) for index in heads] + [("foot", index) for index in feet]


def _is_page_number(line: str) -> bool:
    return _PAGE_NUMBER.match(line) is not None


def _is_list_like(line: str) -> bool:
    """A note of country codes may repeat on every page; it is no running head."""
    return line.count(",") >= 2
