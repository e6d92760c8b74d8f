"""Read HTML: the main content of a page, with its notes, lists and tables.

The steps, each linear in the page: characters (``decoding``), checks (``pipeline.readers.markup``),
what a reader of the page does not see (``content``), notes by their anchors (``notes``), what is
furniture (``content``), blocks (``composing``), labels of notes (``finishing``).
"""

import re
from collections import Counter
from contextlib import suppress

from lxml import etree

from pipeline.readers.challenge import is_challenge
from pipeline.readers.decoding import find_damage
from pipeline.readers.html.composing import Composer
from pipeline.readers.html.content import (
    Page,
    choose_content,
    measure,
    skip_boilerplate,
    skip_unprinted,
)
from pipeline.readers.html.decoding import decode_html
from pipeline.readers.html.finishing import finish
from pipeline.readers.html.notes import NoteLinks, find_note_links
from pipeline.readers.html.related import skip_pickers, skip_related
from pipeline.readers.html.styles import read_styles
from pipeline.readers.html.tooltips import lift_tooltips
from pipeline.readers.html.tree import Element, get_text
from pipeline.readers.html.vocabulary import DATE_NAMES
from pipeline.readers.limits import Limits
from pipeline.readers.markup import screen_html, too_much
from pipeline.readers.mime import find_page, is_mime
from pipeline.readers.raw import RawBlock, RawDocument, Run
from schemas.document import Issue
from schemas.errors import ReadError

_OFFICE = re.compile(r"Office|Word|Pages", re.IGNORECASE)
_BODY = re.compile(r"<body[\s>]", re.IGNORECASE)
_BODY_END = re.compile(r"</(?:body|html)\b", re.IGNORECASE)
_PART = re.compile(r"<(/?(?:div|main|article|section|table|ol|ul))(?![\w-])", re.IGNORECASE)
_CUT_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,1000}\Z")
_HTML_DEPTH = 2_048
"""Where the parser itself gives up."""


def read_html(data: bytes, file_name: str, limits: Limits) -> RawDocument:
    """The main content of an HTML page.

    Navigation, cookie banners, share buttons and page footers are left out without a word; text
    that the page hides is left out with an issue. The page may stand in a web archive (MHTML).
    Raises ``format.hostile``, ``text.undecodable``, ``text.too_long`` and ``text.none``.
    """
    if is_mime(data.lstrip()):
        data = find_page(data.lstrip()) or data
    text, issues = decode_html(data, file_name)
    screen_html(text, file_name, limits)
    root = _parse(text, file_name, limits)
    page = Page(root, read_styles(root))
    page.inline_notes.update(lift_tooltips(root))
    skip_unprinted(page)
    links = find_note_links(page)
    page.notes.update(links.starts)
    measure(page)
    unprinted = set(page.skipped)
    skip_boilerplate(page)
    skip_related(page)
    skip_pickers(page)
    blocks = _compose(page, links, choose_content(page))
    if not blocks:  # a page that names everything like furniture is all text
        page.skipped = unprinted
        blocks = _compose(page, links, [root])
    if not blocks:
        raise _no_text(file_name)
    if not any(True for _ in root.iter("time")):
        blocks += _read_date(root)
    hidden = [words for words in page.hidden_words if any(char.isalnum() for char in words)]
    if hidden:
        issues.append(_report_hidden(hidden))
    issues += find_damage("\n".join(block.text for block in blocks))
    if is_challenge(data):
        issues.append(_report_challenge())
    is_cut = _is_cut(text)
    if is_cut:
        issues.append(_report_cut())
    return RawDocument(
        blocks, _find_title(root), _find_language(root), is_partial=is_cut, issues=issues
    )


def _is_cut(text: str) -> bool:
    """Whether a page breaks off: inside a tag, in a sentence, or inside a part that needs an end.

    HTML lets authors leave out the tags of the body, so its missing end alone proves nothing.
    """
    if _CUT_TAG.search(text, max(0, len(text) - 1_000)):
        return True
    if _BODY.search(text) is None or _BODY_END.search(text) is not None:
        return False
    if not text.rstrip("\0 \t\r\n").endswith(">"):
        return True
    parts = Counter(tag.lower() for tag in _PART.findall(text))
    return any(parts[name] > parts[f"/{name}"] for name in parts if not name.startswith("/"))


def _compose(page: Page, links: NoteLinks, elements: list[Element]) -> list[RawBlock]:
    composer = Composer(page, links, _find_base(page.root))
    for element in elements:
        composer.read(element)
    return finish(composer.drafts, links)


def _parse(text: str, file_name: str, limits: Limits) -> Element:
    if not text.strip("\0 \t\r\n"):
        raise _no_text(file_name)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    root = None
    with suppress(etree.XMLSyntaxError):  # a page of comments only, or nested too deeply
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    for problem in parser.error_log:
        if problem.type_name == "ERR_RESOURCE_LIMIT":
            raise too_much("depth", _HTML_DEPTH, "nested elements", limits.depth, file_name)
    if root is None:
        raise _no_text(file_name)
    _check_tree(root, file_name, limits)
    return root


def _no_text(file_name: str) -> ReadError:
    return ReadError(
        "text.none",
        file_name,
        "the page shows no text",
        "If a browser shows one, save the page from there, after its scripts have run.",
    )


def _check_tree(root: Element, file_name: str, limits: Limits) -> None:
    depth = deepest = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            count += 1
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    if deepest > limits.depth:
        raise too_much("depth", deepest, "nested elements", limits.depth, file_name)
    if count > limits.tags:
        raise too_much("tags", count, "elements", limits.tags, file_name)


def _find_title(root: Element) -> str | None:
    title = root.find(".//head/title")
    if title is None:
        title = root.find(".//title")
    return (get_text(title) or None) if title is not None else None


def _find_language(root: Element) -> str | None:
    for element in (root, root.find("body"), *root.iter("main")):
        if element is not None:
            language = element.get("lang") or element.get("xml:lang")
            if language and language.strip():
                return str(language).strip()
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "content-language":
            return (meta.get("content") or "").split(",")[0].strip() or None
    return None


def _find_base(root: Element) -> str | None:
    """Address that relative links of the page are relative to, if the page says so."""
    base = next((item.get("href") for item in root.iter("base")), None)
    if base is None:
        for link in root.iter("link"):
            if "canonical" in (link.get("rel") or "").lower().split():
                base = link.get("href")
                break
    return base if base and base.startswith(("http://", "https://")) else None


def _read_date(root: Element) -> list[RawBlock]:
    """The day of publication that only the page's head gives, as a line for the metadata.

    Office programs write the day of the export under the same names.
    """
    programs = ("generator", "dcterms.source")
    generators = [meta for meta in root.iter("meta") if _get_name(meta) in programs]
    if any(_OFFICE.search(meta.get("content") or "") for meta in generators):
        return []
    for meta in root.iter("meta"):
        content = (meta.get("content") or "").strip()
        if _get_name(meta) in DATE_NAMES and content:
            return [RawBlock("paragraph", [Run(f"Publication date: {content[:10]}")])]
    return []


def _get_name(meta: Element) -> str:
    name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
    return str(name).strip().lower()


def _report_challenge() -> Issue:
    return Issue(
        code="page.challenge",
        message="The page holds scripts and hardly any text, as pages do that ask a browser to "
        "prove itself; it is hardly the document. Save the page from a browser.",
    )


def _report_cut() -> Issue:
    return Issue(
        code="file.truncated",
        message="The page breaks off before its end, so its last notes may be missing; "
        "fetch it again.",
    )


def _report_hidden(hidden: list[str]) -> Issue:
    example = hidden[0][:60]
    return Issue(
        code="text.hidden",
        message=f"Text that the page hides was left out (places: {len(hidden)}); the first begins "
        f"{example!r}. Look at the page in a browser if something is missing.",
    )
