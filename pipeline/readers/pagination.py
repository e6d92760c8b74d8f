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
        end = len(lines)
        while end and not lines[end - 1].strip():
            end -= 1
        lines = lines[:end]
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

    From the edge inwards a line goes out if it is a page number or stands, but for its digits, at
    the same edge of at least three pages (two of three; the first often has none). Sentences, lists
    of codes and labelled lines stay, since a note may repeat; a number that counts pages is no
    label.
    """
    edges = Counter(
        key
        for number, page in enumerate(pages)
        for is_foot, edge in _find_edges(page)
        for key in {_key(number, page[index], is_foot=is_foot) for index in edge}
    )
    needed = 3 if len(pages) > 3 else 2
    kept = []
    for number, page in enumerate(pages):
        out: set[int] = set()
        for is_foot, edge in _find_edges(page):
            for index in edge:
                is_running = edges[_key(number, page[index], is_foot=is_foot)] >= needed
                if not _PAGE_NUMBER.match(page[index].strip()) and not (
                    is_running and _may_run(page[index])
                ):
                    break
                out.add(index)
        kept.append([line for index, line in enumerate(page) if index not in out])
    return kept


def _find_edges(page: list[str]) -> Iterator[tuple[bool, list[int]]]:
    """Whether it is the foot, and the indexes of its printed lines from the edge inwards."""
    printed = [index for index, line in enumerate(page) if line.strip()]
    yield False, printed[:_EDGE_LINES]
    yield True, printed[: -_EDGE_LINES - 1 : -1]


def _key(number: int, line: str, *, is_foot: bool) -> tuple[bool, str, int | None]:
    """What makes a line the same on other pages: its edge, its words, how it counts the pages."""
    text = line.strip()
    first = _DIGITS.match(text)
    return is_foot, _DIGITS.sub("#", text), int(first[0]) - number if first else None


def _may_run(line: str) -> bool:
    text = line.strip()
    is_label = _LABEL.match(text) is not None and not text[0].isdigit()
    is_sentence = text.endswith((".", "!", "?", ";", ":", ","))
    return len(text) < 120 and text.count(",") < 2 and not is_label and not is_sentence
