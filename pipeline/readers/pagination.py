"""Pages of a text export: running heads and page numbers out, sentences over pages joined."""

import re
from collections import Counter
from collections.abc import Iterator

_EDGE_LINES = 3
"""Running heads and footers stand among the first and last so many printed lines."""
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:page|p\.|seite)?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of|\|)\s*\d{1,4})?[-–—|\s]*\Z",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:[\[(]?\^?(?:\d{1,3}|[ivx]{1,4})[\].):^]*|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}[.)]?|[*†‡]{1,4})\s?\S"
)
_DIGITS = re.compile(r"\d+")
_FINISHED = re.compile(r"[.!?…:;][\"'”’)\]]*\Z")


def join_pages(pages: list[list[str]]) -> Iterator[str]:
    """The lines of all pages, blank lines between pages unless a sentence goes on."""
    kept = strip_running_lines(pages) if len(pages) > 1 else pages
    last: list[str] = []
    for number, page in enumerate(kept):
        lines = page
        if number:
            first = next((index for index, line in enumerate(page) if line.strip()), None)
            lines = page[first:] if first is not None else []
            goes_on = bool(lines) and lines[0].strip()[0].islower()
            if not goes_on or not last or _FINISHED.search(last[-1]) or _LABEL.match(last[0]):
                yield ""
        while lines and not lines[-1].strip():
            lines = lines[:-1]
        yield from lines
        last = _last_paragraph(lines) or last


def _last_paragraph(lines: list[str]) -> list[str]:
    """The last lines without a blank one or a note's label between them, stripped."""
    found: list[str] = []
    for line in reversed(lines):
        if not line.strip():
            break
        found.append(line.strip())
        if _LABEL.match(line.strip()):
            break
    return found[::-1]


def strip_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The pages without their page numbers, running heads and footers.

    A line at the edge of a page goes out if it is a page number or stands, but for its digits, at
    the same edge of at least three pages (two of three; the first often has none). Lists of codes
    stay: a note may repeat on every page.
    """
    edges = Counter(
        (side, _without_digits(page[index])) for page in pages for side, index in _find_edges(page)
    )
    needed = 3 if len(pages) > 3 else 2
    kept = []
    for page in pages:
        out = {
            index
            for side, index in _find_edges(page)
            if _PAGE_NUMBER.match(page[index].strip())
            or (edges[side, _without_digits(page[index])] >= needed and _may_run(page[index]))
        }
        kept.append([line for index, line in enumerate(page) if index not in out])
    return kept


def _find_edges(page: list[str]) -> list[tuple[str, int]]:
    """The first and last printed lines: side and index."""
    printed = [index for index, line in enumerate(page) if line.strip()]
    heads = printed[:_EDGE_LINES]
    feet = [index for index in printed[-_EDGE_LINES:] if index not in heads]
    return [("head", index) for index in heads] + [("foot", index) for index in feet]


def _without_digits(line: str) -> str:
    return _DIGITS.sub("#", line.strip())


def _may_run(line: str) -> bool:
    return len(line) < 120 and line.count(",") < 2
