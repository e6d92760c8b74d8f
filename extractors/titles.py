"""What kind of document it is, what it is called, and which publication it is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.context import Context
from extractors.lower_case import compile_lower, lower
from extractors.product_titles import (
    COVER_BLOCKS,
    FINITE,
    FRAME,
    MIN_TITLE_CHARS,
    PRODUCT,
    QUOTES,
    find_named_in_headline,
    find_named_in_lead,
    find_summed_up,
    is_of_subject,
    trim,
)
from extractors.vocabulary import read_table
from schemas.document import Block
from schemas.extraction import DocumentKind

Span = tuple[int, int]

LEAD_PARAGRAPHS = 4
OWN_LABEL_CHARS = 30
"""A shorter label ('Ad-Hoc Query 2021.44') is no title."""
MIN_LEAD_CHARS = 30
"""Shorter paragraphs above the lead are labels and dates of a web page."""
ITSELF_CHARS = 20_000
MAX_TITLE_CHARS = 400
MIN_HEADLINE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Titles:
    """Spans are ``(start, end)`` in the text."""

    kind: DocumentKind
    kind_span: Span | None
    title: Span | None
    product_title: Span | None
    subject: Span | None


_TYPE = r"(?:(?:document\s|publication\s)?(?:type|category|format)\s*:\s*)?"
_TAIL = (
    r"(?:\s*(?:[|:–—,/·•(-]\s*)?(?:#|no\.?\s|nr\.?\s|issue\s|vol(?:ume|\.)?\s)?(?:\d{1,2}\s+)?(?:[^\W\d_]{3,10}\s+)?"
    r"(?:\d{4}|\d{1,3})(?:[./-]\d{1,4})*[.)]?){0,2}"
)
_NOT_TITLE = compile_lower(
    r"[\W\d_]*(?:(?:https?://|www\.)\S+|(?:joint\s+)?emn(?:[-–\s]oecd)?|european\s+migration\s+network(?:\s*\(emn\))?"
    r"|(?:\w+\s+){1,2}(?:inform|flash)|european\s+commission|(?:co-?)?funded\s+by\s+the\s+european\s+union.*|oecd|home|news|publications?|menu|en|english"
    r"|(?:emn|european\s+migration\s+network|national\s+contact\s+point)\b.{0,40}\s[|:–—-]\s*(?:latest\s+)?(?:news|home|publications?|press)"
    r"|(?:emn|european\s+migration\s+network)(?:\s+ncp)?\s+(?:the\s+)?[^\W\d_]+(?:\s+(?:republic|macedonia))?"
    r"|skip\s+to\s+(?:main\s+)?content|table\s+of\s+contents|contents|news\s+article|migration\s+and\s+home\s+affairs"
    r"|directorate-general\s+for\s+.{3,60})[\W\d_]*\Z",
)
_BODY = r"(?:Ministry|Department|Directorate|Agency|Office|Secretariat|Government)"
_LETTERHEAD = re.compile(
    rf"[\s*#]*(?:(?:The\s)?(?:[A-Z][\w-]+\s){{0,2}}{_BODY}\s(?:of|for|on)\s"
    r"(?:(?:the|and|of|for)\s|[A-Z][\w’'-]*,?(?:\s|(?=[\W\d_]*\Z)))+"
    rf"|(?=[^a-z]*\Z)[\w\s]*{_BODY.upper()}\s.*|(?i:(?:press|media)\s+office))[\W\d_]*\Z"
)
"""'MINISTRY OF CULTURE', 'Federal Office for Migration', 'Press office': who sends the text."""
_PREFIX = re.compile(
    rf"\s*(?:new\s+)?{FRAME}(?:umbrella\s+)?(?:inform|study|flash|synthesis\s+report|press\s+release)\s*[:–—|-]\s+",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    rf"\s*[:–—|(-]\s*{FRAME}(?:inform|study|flash|synthesis\s+report)\)?\s*\Z", re.IGNORECASE
)
_TITLE_LABEL = re.compile(
    r"[\s*•–-]*(?:full\s+|inform\s+)?(?:title|titel|titre|título|titolo|tytuł|názov|název|naslov|cím)\s*:\s*",
    re.IGNORECASE,
)
_SUBJECT_LABEL = re.compile(
    r"[\s*•–-]*(?:subject|thema|sujet|objet|asunto|tema|oggetto|temat|téma|onderwerp|about)\s*:\s*",
    re.IGNORECASE,
)
_OPENS_DETAILS = re.compile(r"\s*the\s[^:]{4,60}:\s*\Z", re.IGNORECASE)
"""'The inform:', above the lines that describe the publication of a press release."""
_RELEASE = re.compile(
    rf"\b(?:new|latest|recent)\s+(?:joint\s+)?(?:emn(?:[-–\s]oecd)?|european\s+migration\s+network)\b"
    rf"|\bnew\s+(?:joint\s+)?{PRODUCT}\b|\b(?:emn|european\s+migration\s+network(?:\s+\(emn\))?)(?:\s+\w+){{0,3}}?\s+(?:publish|releas|launch|present)\w*"
    rf"|\b{PRODUCT}\s+(?:explores|examines|highlights|shows|reveals|sheds|published|out\s+now)",
    re.IGNORECASE,
)
_OUT = re.compile(
    rf"\b{PRODUCT}\b[^.]{{0,160}}\b(?:is\s+(?:now\s+)?(?:available|out|online)|(?:was|has\s+been|were)\s+"
    r"(?:published|released|launched))\b"
    rf"|\b(?:published|released|launched)\s+(?:a|an|its|the|their)\s+(?:[\w-]+\s+){{0,4}}{PRODUCT}\b"
    rf"|\b(?:a|an|the|its|their)\s+(?:new|latest)\s+(?:joint\s+)?(?:emn\s+|emn-oecd\s+)?{PRODUCT}\b",
    re.IGNORECASE,
)


_MEDIA = re.compile(
    r"[\s*•–-]*(?:for )?(?:the )?(?:media|press)\b|notes? to editors", re.IGNORECASE
)


@cache
def _labels() -> tuple[tuple[DocumentKind, re.Pattern[str]], ...]:
    return tuple(
        (
            row["kind"],  # type: ignore[misc]
            compile_lower(rf"[\s*•|]*{_TYPE}{FRAME}(?:{row['pattern']}){_TAIL}[\s|.:]*\Z"),
        )
        for row in read_table("product_labels")
    )


def find_titles(context: Context, *, has_place: bool) -> Titles:
    """``has_place``: the document has a dateline, as press releases have."""
    body = [block for block in context.document.blocks if block.role != "note"]
    cover = body[:COVER_BLOCKS]
    title = _title(context, cover)
    labelled = _labelled_title(context, body)
    named = labelled or find_named_in_lead(context, body)
    kind, kind_span = _kind(
        context,
        cover,
        title,
        is_release=has_place or labelled is not None,
        is_about_other=named is not None,
    )
    product: Span | None = None
    if kind == "press_release":
        product = named or find_named_in_headline(context.text, title)
    elif kind in ("inform", "flash", "study") and title is not None:
        product = find_summed_up(context, body) if kind == "flash" else None
        if product is None:
            product = _without_label(context.text, title)
            is_labelled = product[0] > title[0]
            if is_labelled and _is_line(context, product, named):
                product = named
    subject = next(iter(_behind_label(context, body, _SUBJECT_LABEL)), None)
    return Titles(kind, kind_span, title, product, subject)


def _is_line(context: Context, product: Span, named: Span | None) -> bool:
    """Whether a headline behind 'EMN Inform:' is a line of its own and not the title."""
    if FINITE.search(context.text, *product) is not None:
        return True
    is_small = context.text[product[0]].islower()
    return is_small and named is not None and is_of_subject(context.text, named)


def _words(context: Context, block: Block) -> str:
    return context.text[block.start_char : block.end_char]


def _label_kind(words: str) -> DocumentKind | None:
    if len(words) > 90:
        return None
    lowered = lower(words)
    return next((kind for kind, pattern in _labels() if pattern.match(lowered)), None)


def _title(context: Context, cover: list[Block]) -> Span | None:
    """The first heading of the cover that is no label, else the first line that is none."""
    lines = [
        block
        for block in cover
        if block.role in ("heading", "paragraph")
        and MIN_TITLE_CHARS <= len(_words(context, block).strip()) <= MAX_TITLE_CHARS
        and _label_kind(_words(context, block)) is None
        and _NOT_TITLE.match(lower(_words(context, block))) is None
        and not _is_date_line(_words(context, block))
        and _LETTERHEAD.match(_words(context, block)) is None
    ]
    headings = [block for block in lines if block.role == "heading"]
    if not headings:
        headings = [block for block in cover if block.role == "heading" and _is_own(context, block)]
        lines = sorted([*lines, *headings], key=lambda block: block.start_char)
    if not lines:
        return None
    top = min((block.level or 1 for block in headings), default=0)
    first = next((block for block in headings if (block.level or 1) == top), lines[0])
    if first is not lines[0] and not context.is_boilerplate(lines[0].start_char):
        is_short = len(_words(context, lines[0])) < 160 and not _words(context, lines[0]).endswith(
            "."
        )
        if is_short and (
            _is_section(_words(context, first)) or _is_kicked_off(context, lines[0], first)
        ):
            first = lines[0]
    last = lines.index(first)
    while last + 1 < len(lines) and _goes_on(context, lines[last], lines[last + 1]):
        last += 1
    return trim(context.text, first.start_char, lines[last].end_char, " \t\n*_#")


def _is_kicked_off(context: Context, line: Block, heading: Block) -> bool:
    """Whether a line of plain text above a guessed heading is the headline, and that below it.

    A question or an announcement has no look of a heading: 'Who pays? New EMN inform on fees'.
    """
    if context.document.source.media_type != "text/plain":
        return False
    words = _words(context, line)
    is_news = "?" in words or "!" in words or _is_news(context, (line.start_char, line.end_char))
    gap = context.text[line.end_char : heading.start_char]
    return is_news and not gap.strip() and len(words.split()) >= MIN_HEADLINE_WORDS


def _is_own(context: Context, block: Block) -> bool:
    """Whether a label is a title as well: 'EMN Annual Report on Migration and Asylum 2023'."""
    words = _words(context, block)
    return _label_kind(words) == "other" and len(words) >= OWN_LABEL_CHARS


_OPEN_END = re.compile(r"(?:[:,–—-]|\b(?:and|or|of|the|in|for|to|on|with|from|by|at|an?))\s*\Z")


def _goes_on(context: Context, line: Block, following: Block) -> bool:
    """Whether a title that a page breaks into lines goes on in the following one."""
    if _words(context, line).rstrip().endswith(":"):
        return True
    if (line.role, following.role) != ("heading", "heading") or line.level != following.level:
        return False
    is_open = _OPEN_END.search(_words(context, line)) is not None
    return is_open or _words(context, following)[:1].islower()


_SECTION = re.compile(
    r"[\d.\s]*(?:key\s+(?:points|findings|notes)|introduction|summary|contents|the\s+inform|background|details|what\s+is\s+(?:it|this)|why\s+|at\s+a\s+glance|in\s+(?:brief|short)|main\s+findings|context|overview\s*\Z)\b",
    re.IGNORECASE,
)


def _is_section(words: str) -> bool:
    return _SECTION.match(words) is not None


def _is_date_line(words: str) -> bool:
    letters = re.sub(r"[\W\d_]+", " ", words).split()
    return (len(letters) <= 3 and any(char.isdigit() for char in words)) or words.rstrip().endswith(
        ","
    )


def _kind(
    context: Context,
    cover: list[Block],
    title: Span | None,
    *,
    is_release: bool,
    is_about_other: bool,
) -> tuple[DocumentKind, Span | None]:
    for block in cover:
        kind = _label_kind(_words(context, block))
        if _OPENS_DETAILS.match(_words(context, block)) is not None:
            continue
        if kind is not None and not (
            kind != "press_release" and is_release and _is_news(context, title)
        ):
            return kind, (block.start_char, block.end_char)
    if title is not None:
        words = context.text[slice(*title)]
        for pattern in (_PREFIX, _SUFFIX):
            found = pattern.search(words) if pattern is _SUFFIX else pattern.match(words)
            is_announced = found is not None and found.group().lstrip().lower().startswith("new")
            if found is not None and not is_release and not is_announced:
                kind = _label_kind(found.group().strip(" :–—|-()"))
                if kind is not None:
                    return kind, (title[0] + found.start(), title[0] + found.end())
    if is_release or _is_news(context, title):
        return "press_release", None
    own = _calls_itself(context)
    has_sections = any(_is_section(_words(context, block)) for block in cover)
    if is_about_other and own is None:
        return "press_release", None
    if _announces(context, cover) and not (own and has_sections):
        return "press_release", None
    if own is None and _speaks_to_press(context):
        return "press_release", None
    return own or "other", None


def _speaks_to_press(context: Context) -> bool:
    """Whether a date alone and a contact for the media stand around the text."""
    if context.dateline.date is None:
        return False
    return any(
        one.kind == "contact" and _MEDIA.match(_words(context, one.block)) is not None
        for one in context.standing
    )


def _calls_itself(context: Context) -> DocumentKind | None:
    """'This inform …': what the text calls itself."""
    text = context.text[:ITSELF_CHARS].lower()
    kinds: tuple[DocumentKind, ...] = ("inform", "flash", "study")
    return next(
        (kind for kind in kinds if re.search(rf"\bthis (?:emn |emn-oecd |joint )?{kind}\b", text)),
        None,
    )


def _announces(context: Context, cover: list[Block]) -> bool:
    """Whether a paragraph at the beginning says that a publication is out."""
    lead = [
        block
        for block in cover
        if block.role == "paragraph" and block.end_char - block.start_char >= MIN_LEAD_CHARS
    ][:LEAD_PARAGRAPHS]
    return any(_OUT.search(_words(context, block)) is not None for block in lead)


def _is_news(context: Context, title: Span | None) -> bool:
    """Whether the headline announces a publication."""
    return title is not None and _RELEASE.search(context.text, *title) is not None


def _behind_label(context: Context, body: list[Block], label: re.Pattern[str]) -> Iterator[Span]:
    for number, block in enumerate(body):
        found = label.match(context.text, block.start_char, block.end_char)
        if found is None:
            continue
        start, end = found.end(), block.end_char
        if start == end and number + 1 < len(body):
            start, end = body[number + 1].start_char, body[number + 1].end_char
        span = trim(context.text, start, end, QUOTES if label is _TITLE_LABEL else " \t*_")
        if span[0] < span[1]:
            yield span


def _labelled_title(context: Context, body: list[Block]) -> Span | None:
    """Behind 'Title:' in the block that describes the inform."""
    return next(iter(_behind_label(context, body, _TITLE_LABEL)), None)


def _without_label(text: str, title: Span) -> Span:
    """The title without 'EMN Inform:' in front or ': EMN Inform' behind."""
    start, end = title
    prefix = _PREFIX.match(text, start, end)
    if prefix is not None:
        start = prefix.end()
    suffix = _SUFFIX.search(text[start:end])
    if suffix is not None and suffix.start() > 0:
        end = start + suffix.start()
    return trim(text, start, end, QUOTES)
