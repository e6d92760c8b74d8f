"""The publication that a press release is about, where its lead or its headline names it."""

import re

from extractors.context import Context
from schemas.document import Block

Span = tuple[int, int]

COVER_BLOCKS = 12
MIN_TITLE_CHARS = 8

FRAME = (
    r"(?:(?:the|a|new|joint|joint\s+emn[-–\s]?oecd|(?:joint\s+)?emn(?:\s?[-–/&]\s?(?:oecd|\w{3,6}))?"
    r"|european\s+migration\s+network(?:\s*\(emn\))?)\s+){0,3}"
)
QUOTES = "\"'“”‘’«»„‚‹›*_ \t"
PRODUCT = r"(?:inform|study|flash|report|publication|paper|brief|overview)"
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
    r"|gives?|presents?|asks?|highlights?|reveals?|takes|sums|was|is|has|can|will|offers?|draws|deals"
    r"|sets\sout|outlines?|reviews?|discusses|summarises|contains?|considers?|investigates?|identifies"
    r"|focuses|addresses|appeared|appears|sheds|surveys|traces|brings"
)
_BARE_TITLE = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]his|[Nn]ew|[Jj]oint|EMN|OECD|[Ll]atest)\s+(?:[\w-]+\s+){{0,3}}?"
    rf"(?:[Ii]nform|[Ss]tudy|[Ff]lash|[Rr]eport|[Pp]ublication),?\s+"
    r"(?P<title>(?!EMN|European|Member|National|The\s(?:study|inform|report|EMN))[A-ZÀ-Þ][^\n.;()]{12,200}?)"
    r"(?=,\s+(?:published|prepared|released|launched|written|produced|issued|presented|(?:(?:to|in|for|on|of)\s)?which|a\s|an\s|the\s)"
    rf"|,?\s+(?:{_DESCRIBES})\s|\.\s|(?<=\?)\s(?:It|The|This|They|In|An?)\s|\.?\s*\Z)"
)
"""'the inform Opening doors: accounts for newcomers, published today': a title without quotes."""
_APPOSED = re.compile(
    r"\b(?:[Ii]nform|[Ss]tudy|[Ff]lash|[Rr]eport|[Pp]ublication)\s(?:of|by|from|with)\s[^.,;:]{3,90},\s"
    r"(?P<title>(?!EMN|European|Member|National)[A-ZÀ-Þ][\w'’-]*\s(?:[a-z]|[\w'’-]+:)[^\n.;()]{8,200}?)"
    rf",\s(?:(?:published|prepared|released|launched|presented|which)|{_DESCRIBES})\s"
)
"""'A joint inform of the EMN and the OECD, Paying the price: fees for permits, describes fees.'"""
_PUBLISHES = r"\b(?:publish|releas|launch|present|issu)(?:ed|e?s)\s"
_FOLLOWED = re.compile(
    rf"(?:\A|(?<=[.!?]\s)|(?<=\n)|{_PUBLISHES})"
    rf"(?P<title>(?P<head>[A-ZÀ-Þ](?:(?!{_PUBLISHES})[^\n.;:()?!]){{3,100}}):\s[^\n.;:()]{{4,160}}?)"
    r"(?:,\s(?:an?|the|its|our|this)|\s(?:is|was)\s(?:an?|the|its|our))\s"
    r"(?:(?:new|joint|latest|first|second|third|most|recent|EMN(?:[-–]OECD)?)\s){0,4}"
    r"(?:inform|study|flash)(?!\w)(?![^.\n]{0,80}\s(?:shows|finds|says|reveals|concludes|suggests|warns)\.)"
)
"""'Paying the price: fees for permits, a joint inform of the EMN and the OECD, …'"""
_CALLED = re.compile(
    r"\b(?:(?:is|are)\scalled|under\sthe\stitle|(?:bears|carries|has|with)\sthe\stitle|[Tt]he\stitle\sis)"
    r"\s:?\s?(?P<title>[A-ZÀ-Þ][^\n.;()]{8,200}?)"
    rf"(?=,\s|\s(?:and|which|is|was|{_DESCRIBES})\s|\.\s|\.?\s*\Z)"
)
_IS_TITLE = re.compile(
    r"(?:\A|(?<=\n)|(?<=[.!?]\s))[“\"‘*]?(?P<title>[A-ZÀ-Þ][^\n.;()]{8,200}?)[”\"’*]?,?\s(?:is|was)\sthe\s(?:title|name)\sof\s"
    r"(?:[\w-]+\s){1,6}(?:inform|study|flash|report|publication)\b"
)
"""'Paying the price is the title of the new EMN inform.'"""
_OWN_SUBJECT = re.compile(
    r"(?:\A|(?<=\n)|(?<=[.!?]\s))(?:The|This|A)\s(?:[\w-]+\s){0,3}inform,?\s[“\"‘'«„]?\Z"
)
_SUMS_UP = re.compile(
    r"\b(?:[Tt]his|[Tt]he)\s(?:EMN\s)?[Ff]lash\s(?:sums\sup|summari[sz]es|condenses|accompanies"
    r"|is\sa\ssummary\sof|is\sbased\son)\s"
)
FINITE = re.compile(
    r"(?<!what)(?<!how)(?<!who)(?<!where)(?<!why)(?<!which)\s(?:is|are|was|were|has|have|had|do|does|did"
    r"|can|cannot|may|must|will|should|takes?|faces?|remains?|lacks?|needs?|finds?|says?|varies|vary|differs?"
    r"|works?|lets?|gives?|grows?|rises?|falls?|uses?|rely|relies|makes?|shows?|reveals?|struggles?|wants?|trains?"
    r"|gets?|keeps?|goes|go|becomes?|allows?|offers?|receives?)\s",
    re.IGNORECASE,
)
_HEADLINE = re.compile(
    rf"\s*(?:new\s+)?{FRAME}{PRODUCT}(?:\s+(?:is\s+)?(?:now\s+)?(?:out|published|available|online|released))?\s*[:–—]\s+",
    re.IGNORECASE,
)


def find_named_in_lead(context: Context, body: list[Block]) -> Span | None:
    """'Titled …, the inform', or what stands in quotation marks beside 'inform' or 'study'."""
    text = context.text
    for block in [one for one in body[:COVER_BLOCKS] if one.role != "table_cell"]:
        product = re.search(
            rf"\b{PRODUCT}\b", context.text[block.start_char : block.end_char], re.IGNORECASE
        )
        if product is None:
            continue
        for found in _QUOTED.finditer(text, block.start_char, block.end_char):
            span = found.span(found.lastgroup or 0)
            lead = text[max(block.start_char, found.start() - 90) : found.start()]
            after = text[found.end() : found.end() + 60]
            named = re.search(
                rf"\b(?:{PRODUCT}|titled|entitled|called)\b[^.]{{0,60}}\Z", lead, re.IGNORECASE
            )
            if text[span[0]].isupper() and (
                named or re.match(rf",?\s*(?:the|this)?\s*(?:\w+\s){{0,3}}{PRODUCT}", after)
            ):
                return trim(text, *span, " ,.")
        for pattern in (_TITLED, _CALLED, _IS_TITLE, _APPOSED, _BARE_TITLE):
            titled = pattern.search(text, block.start_char, block.end_char)
            if titled is not None:
                return trim(text, *titled.span("title"), QUOTES + ",")
        followed = _FOLLOWED.search(text, block.start_char, block.end_char)
        if followed is not None and not FINITE.search(text, *followed.span("head")):
            return trim(text, *followed.span("title"), QUOTES + ",")
    return None


def is_of_subject(text: str, title: Span) -> bool:
    """'The inform Opening doors: …' at the head of a sentence: the document speaks of itself."""
    if _OWN_SUBJECT.search(text, max(0, title[0] - 80), title[0]) is not None:
        return True
    followed = _FOLLOWED.search(text, max(0, title[0] - 14), title[1] + 60)
    return followed is not None and followed.start("title") == title[0]


def find_summed_up(context: Context, body: list[Block]) -> Span | None:
    """'This flash sums up the EMN inform Opening doors: who pays?': what a flash is about."""
    for block in body[:COVER_BLOCKS]:
        verb = _SUMS_UP.search(context.text, block.start_char, block.end_char)
        titled = verb and _BARE_TITLE.match(context.text, verb.end(), block.end_char)
        if titled:
            return trim(context.text, *titled.span("title"), QUOTES + ",")
    return None


def find_named_in_headline(text: str, title: Span | None) -> Span | None:
    """'New inform out: Access to autonomous housing'; a sentence behind the colon is no title."""
    found = _HEADLINE.match(text, *title) if title is not None else None
    if title is None or found is None or title[1] - found.end() < MIN_TITLE_CHARS:
        return None
    rest = trim(text, found.end(), title[1], QUOTES)
    return rest if text[rest[0]].isupper() and not FINITE.search(text, *rest) else None


def trim(text: str, start: int, end: int, edges: str) -> Span:
    """The stretch without the characters of ``edges`` at both ends."""
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    return start, end
