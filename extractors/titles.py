"""What kind of document it is, what it is called, and which publication it is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.context import Context
from extractors.lower_case import compile_lower, lower
from extractors.vocabulary import read_table
from schemas.document import Block
from schemas.extraction import DocumentKind

Span = tuple[int, int]

COVER_BLOCKS = 12
LEAD_PARAGRAPHS = 4
OWN_LABEL_CHARS = 30
"""A shorter label ('Ad-Hoc Query 2021.44') is no title."""
MIN_LEAD_CHARS = 30
"""Shorter paragraphs above the lead are labels and dates of a web page."""
ITSELF_CHARS = 20_000
MIN_TITLE_CHARS, MAX_TITLE_CHARS = 8, 400


@dataclass(frozen=True, slots=True)
class Titles:
    """Spans are ``(start, end)`` in the text."""

    kind: DocumentKind
    kind_span: Span | None
    title: Span | None
    product_title: Span | None
    subject: Span | None


_FRAME = (
    r"(?:(?:the|a|new|joint|joint\s+emn[-–\s]?oecd|(?:joint\s+)?emn(?:\s?[-–/&]\s?(?:oecd|\w{3,6}))?"
    r"|european\s+migration\s+network(?:\s*\(emn\))?)\s+){0,3}"
)
_TYPE = r"(?:(?:document\s|publication\s)?(?:type|category|format)\s*:\s*)?"
_TAIL = (
    r"(?:\s*(?:[|:–—,/·•-]\s*)?(?:#|no\.?\s|nr\.?\s|issue\s|vol(?:ume|\.)?\s)?(?:\d{1,2}\s+)?(?:[^\W\d_]{3,10}\s+)?"
    r"(?:\d{4}|\d{1,3})(?:[./-]\d{1,2})*\.?){0,2}"
)
_NOT_TITLE = compile_lower(
    r"[\W\d_]*(?:(?:https?://|www\.)\S+|(?:joint\s+)?emn(?:[-–\s]oecd)?|european\s+migration\s+network(?:\s*\(emn\))?"
    r"|(?:\w+\s+){1,2}(?:inform|flash)|european\s+commission|(?:co-?)?funded\s+by\s+the\s+european\s+union.*|oecd|home|news|publications?|menu|en|english"
    r"|(?:emn|european\s+migration\s+network|national\s+contact\s+point)\b.{0,40}\s[|:–—-]\s*(?:latest\s+)?(?:news|home|publications?|press)"
    r"|skip\s+to\s+(?:main\s+)?content|table\s+of\s+contents|contents|news\s+article|migration\s+and\s+home\s+affairs"
    r"|directorate-general\s+for\s+.{3,60})[\W\d_]*\Z",
)
_QUOTES = "\"'“”‘’«»„‚‹›*_ \t"
_PRODUCT = r"(?:inform|study|flash|report|publication|paper|brief|overview)"
_PREFIX = re.compile(
    rf"\s*(?:new\s+)?{_FRAME}(?:umbrella\s+)?(?:inform|study|flash|synthesis\s+report|press\s+release)\s*[:–—|-]\s+",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    rf"\s*[:–—|(-]\s*{_FRAME}(?:inform|study|flash|synthesis\s+report)\)?\s*\Z", re.IGNORECASE
)
_TITLE_LABEL = re.compile(
    r"[\s*•–-]*(?:full\s+|inform\s+)?(?:title|titel|titre|título|titolo|tytuł|názov|název|naslov|cím)\s*:\s*",
    re.IGNORECASE,
)
_SUBJECT_LABEL = re.compile(
    r"[\s*•–-]*(?:subject|thema|sujet|objet|asunto|tema|oggetto|temat|téma|onderwerp|about)\s*:\s*",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"(?:“(?P<a>[^“”\n]{8,200})”|‘(?P<b>[^‘\n]{8,200}?)’(?!\w)|\"(?P<c>[^\"\n]{8,200})\""
    r"|«\s?(?P<d>[^«»\n]{8,200}?)\s?»|„(?P<e>[^„“”\n]{8,200})[“”]|(?<!\w)'(?P<f>[^'\n]{8,200})'(?!\w))"
)
_TITLED = re.compile(
    r"\b(?:en)?titled,?\s+(?P<title>[A-ZÀ-Ý0-9][^\n.;]{8,200}?)"
    r"(?=,\s+(?:the|this|it|which|published|was)\b|\.\s|\.\Z|\s+(?:was|has|is)\s+(?:been\s+)?(?:published|released|launched))",
    re.IGNORECASE,
)
_DESCRIBES = (
    r"looks?|examines?|compares?|explores?|shows?|finds?|maps?|describes?|analyses|covers?|provides?"
    r"|gives?|presents?|asks?|highlights?|reveals?|takes|sums|was|is|has|can"
)
_BARE_TITLE = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]his|[Nn]ew|[Jj]oint|EMN|OECD|[Ll]atest)\s+(?:[\w-]+\s+){{0,3}}?"
    rf"(?:[Ii]nform|[Ss]tudy|[Ff]lash|[Rr]eport|[Pp]ublication),?\s+"
    r"(?P<title>(?!EMN|European|Member|National|The\s(?:study|inform|report|EMN))[A-ZÀ-Þ][^\n.;()]{12,200}?)"
    r"(?=,\s+(?:published|prepared|released|launched|written|produced|issued|presented|which|a\s|an\s|the\s)"
    rf"|,?\s+(?:{_DESCRIBES})\s|\.\s|(?<=\?)\s(?:It|The|This|They|In|An?)\s|\.?\s*\Z)"
)
"""'the inform Opening doors: accounts for newcomers, published today': a title without quotes."""
_SUMS_UP = re.compile(
    r"\b(?:[Tt]his|[Tt]he)\s(?:EMN\s)?[Ff]lash\s(?:sums\sup|summari[sz]es|condenses|accompanies"
    r"|is\sa\ssummary\sof|is\sbased\son)\s"
)
_FINITE = re.compile(
    r"(?<!what)(?<!how)(?<!who)(?<!where)(?<!why)(?<!which)\s(?:is|are|was|were|has|have|had|do|does|did"
    r"|can|cannot|may|must|will|should|takes?|faces?|remains?|lacks?|needs?|finds?|says?|varies|vary|differs?"
    r"|works?|lets?|gives?|grows?|rises?|falls?|uses?|rely|relies|makes?|shows?|reveals?|struggles?|wants?|trains?"
    r"|gets?|keeps?|goes|go|becomes?|allows?|offers?|receives?)\s",
    re.IGNORECASE,
)
_OPENS_DETAILS = re.compile(r"\s*the\s[^:]{4,60}:\s*\Z", re.IGNORECASE)
"""'The inform:', above the lines that describe the publication of a press release."""
_RELEASE = re.compile(
    rf"\b(?:new|latest|recent)\s+(?:joint\s+)?(?:emn(?:[-–\s]oecd)?|european\s+migration\s+network)\b"
    rf"|\bnew\s+(?:joint\s+)?{_PRODUCT}\b|\b(?:emn|european\s+migration\s+network(?:\s+\(emn\))?)(?:\s+\w+){{0,3}}?\s+(?:publish|releas|launch|present)\w*"
    rf"|\b{_PRODUCT}\s+(?:explores|examines|highlights|shows|reveals|sheds|published|out\s+now)",
    re.IGNORECASE,
)
_OUT = re.compile(
    rf"\b{_PRODUCT}\b[^.]{{0,160}}\b(?:is\s+(?:now\s+)?(?:available|out|online)|(?:was|has\s+been|were)\s+"
    r"(?:published|released|launched))\b"
    rf"|\b(?:published|released|launched)\s+(?:a|an|its|the|their)\s+(?:[\w-]+\s+){{0,4}}{_PRODUCT}\b",
    re.IGNORECASE,
)
_HEADLINE = re.compile(
    rf"\s*(?:new\s+)?{_FRAME}{_PRODUCT}(?:\s+(?:is\s+)?(?:now\s+)?(?:out|published|available|online|released))?\s*[:–—]\s+",
    re.IGNORECASE,
)


@cache
def _labels() -> tuple[tuple[DocumentKind, re.Pattern[str]], ...]:
    return tuple(
        (
            row["kind"],  # type: ignore[misc]
            compile_lower(rf"[\s*•|]*{_TYPE}{_FRAME}(?:{row['pattern']}){_TAIL}[\s|.:]*\Z"),
        )
        for row in read_table("product_labels")
    )


def find_titles(context: Context, *, has_place: bool) -> Titles:
    """``has_place``: the document has a dateline, as press releases have."""
    body = [block for block in context.document.blocks if block.role != "note"]
    cover = body[:COVER_BLOCKS]
    title = _title(context, cover)
    labelled = _labelled_title(context, body)
    named = labelled or _named_in_lead(context, body)
    kind, kind_span = _kind(
        context,
        cover,
        title,
        is_release=has_place or labelled is not None,
        is_about_other=named is not None,
    )
    product: Span | None = None
    if kind == "press_release":
        product = named or _named_in_headline(context.text, title)
    elif kind in ("inform", "flash", "study") and title is not None:
        product = _summed_up(context, body) if kind == "flash" else None
        if product is None:
            product = _without_label(context.text, title)
            is_labelled = product[0] > title[0]
            if is_labelled and _FINITE.search(context.text, *product):
                product = named
    subject = next(iter(_behind_label(context, body, _SUBJECT_LABEL)), None)
    return Titles(kind, kind_span, title, product, subject)


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
        first = lines[0] if is_short and _is_section(_words(context, first)) else first
    last = lines.index(first)
    while last + 1 < len(lines) and _goes_on(context, lines[last], lines[last + 1]):
        last += 1
    return _trim(context.text, first.start_char, lines[last].end_char, " \t\n*_#")


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
    return own or "other", None


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
        span = _trim(context.text, start, end, _QUOTES if label is _TITLE_LABEL else " \t*_")
        if span[0] < span[1]:
            yield span


def _labelled_title(context: Context, body: list[Block]) -> Span | None:
    """Behind 'Title:' in the block that describes the inform."""
    return next(iter(_behind_label(context, body, _TITLE_LABEL)), None)


def _named_in_lead(context: Context, body: list[Block]) -> Span | None:
    """'Titled …, the inform', or what stands in quotation marks beside 'inform' or 'study'."""
    text = context.text
    for block in [one for one in body[:COVER_BLOCKS] if one.role != "table_cell"]:
        product = re.search(rf"\b{_PRODUCT}\b", _words(context, block), re.IGNORECASE)
        if product is None:
            continue
        for found in _QUOTED.finditer(text, block.start_char, block.end_char):
            span = found.span(found.lastgroup or 0)
            lead = text[max(block.start_char, found.start() - 90) : found.start()]
            after = text[found.end() : found.end() + 60]
            named = re.search(
                rf"\b(?:{_PRODUCT}|titled|entitled|called)\b[^.]{{0,60}}\Z", lead, re.IGNORECASE
            )
            if text[span[0]].isupper() and (
                named or re.match(rf",?\s*(?:the|this)?\s*(?:\w+\s){{0,3}}{_PRODUCT}", after)
            ):
                return _trim(text, *span, " ,.")
        for pattern in (_TITLED, _BARE_TITLE):
            titled = pattern.search(text, block.start_char, block.end_char)
            if titled is not None:
                return _trim(text, *titled.span("title"), _QUOTES + ",")
    return None


def _summed_up(context: Context, body: list[Block]) -> Span | None:
    """'This flash sums up the EMN inform Opening doors: who pays?': what a flash is about."""
    for block in body[:COVER_BLOCKS]:
        verb = _SUMS_UP.search(context.text, block.start_char, block.end_char)
        titled = verb and _BARE_TITLE.match(context.text, verb.end(), block.end_char)
        if titled:
            return _trim(context.text, *titled.span("title"), _QUOTES + ",")
    return None


def _named_in_headline(text: str, title: Span | None) -> Span | None:
    """'New inform out: Access to autonomous housing'; a sentence behind the colon is no title."""
    found = _HEADLINE.match(text, *title) if title is not None else None
    if title is None or found is None or title[1] - found.end() < MIN_TITLE_CHARS:
        return None
    rest = _trim(text, found.end(), title[1], _QUOTES)
    return rest if text[rest[0]].isupper() and not _FINITE.search(text, *rest) else None


def _without_label(text: str, title: Span) -> Span:
    """The title without 'EMN Inform:' in front or ': EMN Inform' behind."""
    start, end = title
    prefix = _PREFIX.match(text, start, end)
    if prefix is not None:
        start = prefix.end()
    suffix = _SUFFIX.search(text[start:end])
    if suffix is not None and suffix.start() > 0:
        end = start + suffix.start()
    return _trim(text, start, end, _QUOTES)


def _trim(text: str, start: int, end: int, edges: str) -> Span:
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    return start, end
