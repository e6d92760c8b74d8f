"""Shapes that mean the same in every format: bullets, item numbers, headings without a style."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.labels import rank
from pipeline.readers.rewriting import Edit
from schemas.document import BlockRole

_SIGN = r"(?:[•◦▪‣●○■□➢►✓·∙–—]|[-+*](?=[ ])|n(?=[ ][A-Z])|o(?=[ ][A-Z]))[ \n]+(?=\S)"
_BULLET = re.compile(_SIGN)
_INNER_BULLET = re.compile(r"\n(?=(?:[•◦▪‣●○■□➢►✓]|n(?=[ ][A-Z]))[ ]+\S)")
_NAMED_LINE = re.compile(
    r"(?:\A|(?<=\n))[A-Z][\w'’/-]{1,20}(?: [\w/&'’-]{1,20}){0,2}:[ \n](?=[^\s/])"
)
_UNFINISHED = re.compile(
    r"(?:[,(–—-]|\b(?:an?|and|as|at|by|for|from|in|of|on|or|that|the|to|with))\Z", re.IGNORECASE
)
"""A line that the next one carries on, whatever that begins with."""
_ITEM_NUMBER = re.compile(
    r"(?P<open>\()?(?P<label>\d{1,3}|[ivxl]{1,5}|[a-z])(?P<close>\)|\.(?!\d))[ \n]+(?=\S)"
)
_SECTION_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,4}\.|[A-Z]\.)\s+(?=[A-Z])")
_CAPTION = re.compile(r"(?:Table|Figure|Chart|Map|Graph)\s\d{1,3}(?:\.\d{1,2})?\s?[.:–—-]\s?\S")
_CODE = re.compile(r"[A-Z]{2}\Z")
_CODES = re.compile(r"\b[A-Z]{2}\b[ ]?[,;/][ ]?(?:and[ ])?[A-Z]{2}\b")
_DATE = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?[ .]+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
    r"\s(?:\d{1,2},\s)?(?:19|20)\d\d\Z|\d[./-]\d{1,2}[./-](?:19|20)\d\d\.?\Z",
    re.IGNORECASE,
)
_NO_HEADING = re.compile(
    r"[.,;!|]\Z|@|https?:|www\.|\.{4}|\s\|\s|\b(?:and|or|of|the)\Z", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[^\W\d][.!?][\"”’')]?\s+[A-Z]")
_NOTES = re.compile(r"(?:foot|end)?notes?:?\Z", re.IGNORECASE)
_PERSON = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir)\b\.?\s|[\w-]{1,20}:\s+\S")
_ANNOUNCES = re.compile(
    r"\b(?:are|is|was|were|do|does|did|includes?|included|including|namely|follows|following|"
    r"reports?|reported|by|to|of|in|for)\s?:\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\W\d_][^:\n]{0,40}:\s(?:https?:|www\.|[\w.+-]{1,40}@)")
"""A line of an address, as stands under a heading at the end: ``Website: www.example.org``."""
_STOP = re.compile(r"[.:;?!…][\"'”’)\]]*\Z")
_HEADING_CHARS = 130
_HEADING_WORDS = 18
_BODY_CHARS = 40
"""A paragraph of at least so many characters that ends in a stop can have a heading."""


@dataclass(slots=True)
class Shaped:
    """What headings are recognised by: the text of a block, its role and its look."""

    role: BlockRole
    text: str
    level: int | None = None
    is_bold: bool = False


def mark_list_items(blocks: list[PreparedBlock]) -> list[PreparedBlock]:
    """The blocks with list items by shape: bullets, and numbers that go on in the next block.

    A lone number begins a section, not a list. The number stays in the text for now: the items of a
    numbered list may turn out to be notes.
    """
    shaped = list(blocks)
    last: tuple[int, str, int] | None = None
    for index, block in enumerate(blocks):
        if block.raw.role != "paragraph" or block.raw.note_key or block.raw.is_note_zone:
            continue
        if _BULLET.match(block.text):
            if not block.text.startswith("*"):
                shaped[index] = _as_list_item(block)
            continue
        found = _ITEM_NUMBER.match(block.text)
        number = rank(found["label"]) if found else None
        if found is None or number is None:
            continue
        form = f"{found['open']}{found['close']}{found['label'].isdigit()}"
        if last == (index - 1, form, number - 1):
            shaped[index - 1] = _as_list_item(blocks[index - 1])
            shaped[index] = _as_list_item(block)
        last = (index, form, number)
    return shaped


def _as_list_item(block: PreparedBlock) -> PreparedBlock:
    return replace(block, raw=replace(block.raw, role="list_item", level=block.raw.level or 1))


def find_bullet_breaks(text: str) -> list[int]:
    """Offsets of the line breaks inside a block behind which an item with a bullet begins.

    Dashes are bullets only where lines with them follow one another after a colon.
    """
    if "\n" not in text:
        return []
    return sorted([*(found.start() for found in _INNER_BULLET.finditer(text)), *_find_dashes(text)])


def _find_dashes(text: str) -> list[int]:
    for sign in "-–—":
        if f"\n{sign} " not in text:
            continue
        breaks = [found.start() for found in re.finditer(rf"\n(?={sign} \S)", text)]
        if len(breaks) > 1 and text[: breaks[0]].rstrip().endswith(":"):
            return breaks
    return []


def find_named_breaks(text: str) -> list[int]:
    """Offsets of the line breaks between lines that each name what they give: ``Title: Return``."""
    if "\n" not in text:
        return []
    starts = [found.start() for found in _NAMED_LINE.finditer(text)]
    breaks = [start - 1 for start in starts if start] if len(starts) > 1 else []
    return [one for one in breaks if not _UNFINISHED.search(text, max(0, one - 10), one)]


def find_sign_edits(text: str, start: int, role: BlockRole) -> Iterator[Edit]:
    """The bullet or number at ``start`` of a list item, which formats print or count themselves."""
    found = _BULLET.match(text, start)
    if found is not None and text[start] == "*" and role == "paragraph":
        return  # it may be the label of a note that nothing cites
    if found is None and role == "list_item":
        found = _ITEM_NUMBER.match(text, start)
    if found is not None:
        yield Edit(start, found.end())


def mark_headings(blocks: list[Shaped]) -> None:
    """Give paragraphs that look like headings or captions that role, in place.

    A heading by shape is short, has no final stop, and stands above a paragraph that has one, a
    list or another heading. Names, addresses, dates and lists of codes are none. The first block of
    a document gets level 1, later ones level 2.
    """
    following: Shaped | None = None
    has_body = False
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.role == "paragraph":
            if _is_caption(block.text):
                block.role = "caption"
            elif _NOTES.match(block.text) or (
                following
                and (
                    _is_heading(block, following)
                    or (index == 0 and has_body and _has_title_shape(block.text))
                )
            ):
                block.role = "heading"
                block.level = 2 if index else 1
        if not _is_dateline(block):
            following = block
        has_body = has_body or _has_body(block)


def _has_body(block: Shaped) -> bool:
    """Whether this is a paragraph of sentences, which a document with a title has."""
    is_long = len(block.text) > _BODY_CHARS
    return block.role == "paragraph" and is_long and _STOP.search(block.text) is not None


def _is_dateline(block: Shaped) -> bool:
    """A date or an unfinished dateline, which may stand between a headline and its text."""
    text = block.text
    if block.role != "paragraph" or len(text) > 60:
        return False
    return text.endswith(",") or _DATE.search(text) is not None


def _is_caption(text: str) -> bool:
    return len(text) < 200 and _CAPTION.match(text) is not None and not text.endswith(".")


def _is_heading(block: Shaped, following: Shaped) -> bool:
    text = block.text
    if not _has_heading_shape(text):
        return False
    words = _SECTION_NUMBER.sub("", text, count=1).split()
    if text.endswith(":"):
        return len(words) <= 3 and not _ANNOUNCES.search(text)
    if following.role in ("heading", "list_item"):
        return len(words) <= 12
    if following.role != "paragraph":
        return block.is_bold
    if (block.is_bold and not following.is_bold) or _ADDRESS.match(following.text):
        return True
    has_number = _SECTION_NUMBER.match(text) is not None
    least = 0 if has_number else max(_BODY_CHARS, len(text))
    return len(following.text) > least and _STOP.search(following.text) is not None


def _has_heading_shape(text: str) -> bool:
    """Whether the words alone may be a heading: few, without a stop, no name, date or list."""
    if len(text) > _HEADING_CHARS or _NO_HEADING.search(text) or _CODES.search(text):
        return False
    if _CODE.match(text):
        return False
    bare = _SECTION_NUMBER.sub("", text, count=1)
    if not 0 < len(bare.split()) <= _HEADING_WORDS or _DATE.search(text):
        return False
    if _SENTENCE_END.search(bare) or _PERSON.match(bare):
        return False
    return bare[0].isupper() or bare[0] in "\"'“‘«¿"


def _has_title_shape(text: str) -> bool:
    """The same for what a document begins with; a line that announces something is no title.

    A title may ask and answer: 'How long is long? Waiting times in family reunification'.
    """
    return not text.endswith(":") and _has_heading_shape(re.sub(r"[?!](?=\s)", ",", text))
