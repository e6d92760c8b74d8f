"""What a page repeats of its neighbours: running heads, footers, page numbers. None of it is text.

A line at the upper or lower edge is furniture if another page prints the same line at the same
height. Numbers in it must be the same or go up with the pages: the note ``3 EE, FI`` on one page
and ``7 EE, FI`` on the next are two notes.
"""

import re
from collections import Counter

from pipeline.readers.pdf.lines import LABEL_GAP, Line
from pipeline.readers.pdf.pages import PageLines
from schemas.document import BBox, Issue

EDGE = 0.13
"""Of the page's height, from the upper and from the lower edge."""
MAX_EDGE_LINES = 8
_SAME_HEIGHT = 4.0
_HEAD_EDGE = 0.1
"""Of the page's height; a head that nothing repeats stands above."""
_HEAD_SIZE = 0.93
_HEAD_DISTANCE = 1.0
"""Of the text's size, free between the head and what follows."""
_HEAD_CHARS = 90
_OTHER_SIZE = 1.5
"""Times the size; type so much larger is set apart by its size."""
_MEET = 2.5
"""Points; what comes so near to something else touches it."""
_MIN_WALLS = 3
"""Of a table of two columns."""
_NUMBER = re.compile(r"\d{1,5}")
_PAGE_NUMBER = re.compile(
    r"(?:page|seite|p\.)?[\s\-–—|]*(?P<number>\d{1,4}|[ivxl]{1,7})"
    r"(?:\s*(?:/|of|von|\|)\s*(?P<total>\d{1,4}))?[\s\-–—|]*\Z",
    re.IGNORECASE,
)


def drop_furniture(pages: list[PageLines]) -> None:
    """Take the furniture out of every page's lines."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        # A page counts once, however often a word stands at one height of it.
        counts.update({key for line in _list_edge_lines(page) for key in _list_keys(page, line)})
    needed = 2 if len(pages) < 8 else 3
    for page in pages:
        found = [
            line
            for line in _list_edge_lines(page)
            if _is_repeated(page, line, counts, needed) or _is_page_number(page, line, len(pages))
        ]
        found = [line for line in found if not _is_label_of_note(page, line, found)]
        dropped = _keep_heads(page, found, _keep_apart(page, found))
        if dropped:
            page.lines = [line for line in page.lines if id(line) not in dropped]


def drop_lone_heads(pages: list[PageLines], body_size: float) -> None:
    """Take running heads off pages that no other page repeats, as in a file of one page.

    They stand at the upper edge, higher than the text of any page, in smaller type, far above
    everything else, and say nothing that a text would need: no date, no number, no sentence. An
    issue names each.
    """
    ceiling = min(
        (line.top for page in pages for line in page.lines if line.size >= _HEAD_SIZE * body_size),
        default=0.0,
    )
    for page in pages:
        rows = sorted(page.lines, key=lambda line: line.baseline)
        head = [line for line in rows if line.baseline - rows[0].baseline <= 0.5 * line.size]
        rest = rows[len(head) :]
        if not rest or not all(_is_lone_head(page, line, body_size) for line in head):
            continue
        floor = max(line.bottom for line in head)
        distance = min(line.top for line in rest) - floor
        if distance < _HEAD_DISTANCE * body_size or floor > ceiling:
            continue
        dropped = {id(line) for line in head}
        page.lines = [line for line in page.lines if id(line) not in dropped]
        words = " | ".join(line.text for line in head)
        page.issues.append(
            Issue(
                code="page.head_left_out",
                message=f"Page {page.number} begins with {words!r} in small type, far above its "
                "text; it was taken for a running head and left out.",
            )
        )


def _is_lone_head(page: PageLines, line: Line, body_size: float) -> bool:
    return (
        line.bottom < _HEAD_EDGE * page.height
        and line.size < _HEAD_SIZE * body_size
        and not line.starts_raised
        and len(line.text) <= _HEAD_CHARS
        and not any(char.isdigit() for char in line.text)
        and not line.ends_sentence
    )


def _keep_apart(page: PageLines, found: list[Line]) -> set[int]:
    """Those of the lines found that no line of text touches, as ids.

    The head of a table that goes on over pages is repeated too, but its rows follow at once; and
    two pages may happen to begin with the same words. So a line next to text is text.
    """
    dropped = {id(line) for line in found}
    changed = True
    while changed:
        touching = {
            id(line)
            for line in found
            if id(line) in dropped
            and any(id(other) not in dropped and _touches(line, other) for other in page.lines)
        }
        dropped -= touching
        changed = bool(touching)
    return dropped


def _keep_heads(page: PageLines, found: list[Line], dropped: set[int]) -> set[int]:
    """Those of the ids whose lines do not belong to the head of a table that goes on over pages.

    Where one name of a column stands on text, the others belong to it, though their cells are
    empty below; and walls that go down to the text show a head whose rows keep a distance.
    """
    lines = [line for line in found if id(line) in dropped and line.top < page.height / 2]
    touching = [line for line in found if id(line) not in dropped]
    kept = {
        id(line)
        for line in lines
        if not any(char.isdigit() for char in line.text)
        and any(abs(other.baseline - line.baseline) <= 0.2 * line.size for other in touching)
    }
    rest = [line for line in lines if id(line) not in kept]
    if rest and len(rest) < len(page.lines):
        walls = _list_walls(page.read_rules())
        below = [line for line in page.lines if id(line) not in dropped]
        kept |= {id(line) for line in rest if walls and _is_walled(line, walls, below)}
    return dropped - kept


def _list_walls(rules: list[BBox]) -> list[BBox]:
    """Vertical rules, pieces that meet end to end taken as one."""
    walls: list[BBox] = []
    upright = (rule for rule in rules if rule[3] - rule[1] > rule[2] - rule[0])
    for rule in sorted(upright, key=lambda one: (round(one[0]), one[1])):
        last = walls[-1] if walls else None
        if last is not None and abs(last[0] - rule[0]) < _MEET and rule[1] <= last[3] + _MEET:
            walls[-1] = (last[0], last[1], last[2], max(last[3], rule[3]))
        else:
            walls.append(rule)
    return walls


def _is_walled(line: Line, walls: list[BBox], below: list[Line]) -> bool:
    """Whether walls stand on both sides of the line and go down beside a line of text below it."""
    middle = (line.top + line.bottom) / 2
    beside = [wall for wall in walls if wall[1] <= middle and wall[3] > line.bottom + line.size]
    left = [wall for wall in beside if wall[2] <= line.x0 + _MEET]
    right = [wall for wall in beside if wall[0] >= line.x1 - _MEET]
    if not left or not right or len(left) + len(right) < _MIN_WALLS:
        return False
    floor = min(left[0][3], right[-1][3])
    return any(
        line.bottom < other.bottom <= floor + _MEET
        and left[0][0] <= other.x0
        and other.x1 <= right[-1][2]
        for other in below
    )


def _touches(line: Line, other: Line) -> bool:
    """Whether the two stand below one another as lines of one text do."""
    if other.x0 > line.x1 or other.x1 < line.x0:
        return False
    distance = abs(other.baseline - line.baseline)
    smaller, larger = sorted((line.size, other.size))
    if larger > _OTHER_SIZE * smaller:
        # A title is no next line of the small type above it, however near its size makes it look.
        space = max(line.top, other.top) - min(line.bottom, other.bottom)
        return 0.3 * line.size < distance and space < 0.3 * smaller
    return 0.3 * line.size < distance < 1.5 * larger


def _list_edge_lines(page: PageLines) -> list[Line]:
    """Outermost lines near both edges, without lines that begin with a raised label."""
    ordered = sorted(page.lines, key=lambda line: line.baseline)
    upper = [line for line in ordered[:MAX_EDGE_LINES] if line.bottom < EDGE * page.height]
    lower = [line for line in ordered[-MAX_EDGE_LINES:] if line.top > (1 - EDGE) * page.height]
    return [line for line in [*upper, *lower] if not line.starts_raised]


def _list_keys(page: PageLines, line: Line) -> list[tuple[str, int]]:
    """What the line must share with those of other pages: words, numbers, height."""
    text = line.text.casefold()
    numbers = list(_NUMBER.finditer(text))
    texts = {text}
    if numbers:
        texts.add(_NUMBER.sub(lambda found: f"<{int(found[0]) - page.number}>", text))
        for found in (numbers[0], numbers[-1]):
            offset = int(found[0]) - page.number
            texts.add(f"{text[: found.start()]}<{offset}>{text[found.end() :]}")
    bands = {int((line.baseline + shift) // (2 * _SAME_HEIGHT)) for shift in (0.0, _SAME_HEIGHT)}
    return [
        (f"{shift}:{one}", band)
        for one in sorted(texts)
        for shift, band in enumerate(sorted(bands))
    ]


def _is_repeated(
    page: PageLines, line: Line, counts: Counter[tuple[str, int]], needed: int
) -> bool:
    return any(counts[key] >= needed for key in _list_keys(page, line))


def _is_label_of_note(page: PageLines, line: Line, found: list[Line]) -> bool:
    """Whether a number at the foot of the page hangs in front of a text that is no furniture."""
    if not line.text.isdigit() or line.top < page.height / 2:
        return False
    known = {id(one) for one in found}
    return any(
        id(other) not in known
        and abs(other.baseline - line.baseline) < 0.2 * line.size
        and 0 < other.x0 - line.x1 <= LABEL_GAP * line.size
        for other in page.lines
    )


def _is_page_number(page: PageLines, line: Line, page_count: int) -> bool:
    """A number on its own at the very edge that can be this page's."""
    found = _PAGE_NUMBER.match(line.text.strip())
    if found is None:
        return False
    if found["total"] is not None:
        return True
    if not found["number"].isdigit():
        return len(found["number"]) == len(line.text.strip()) and page_count > 1
    return int(found["number"]) == page.number
