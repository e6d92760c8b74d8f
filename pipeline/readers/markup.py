"""Checks of HTML and XML before a parser sees it, each linear in its length."""

import re

from pipeline.readers.limits import Limits
from schemas.errors import ReadError

_TAG = re.compile(
    r"<[a-zA-Z][^\s/>]*+"
    r"(?:[\s/]++|=|[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+)*+"
)
_ATTRIBUTE = re.compile(
    r"[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+"
)  # the same as inside _TAG; every group is possessive, so nothing is tried twice


def screen_xml(text: str, file_name: str, limits: Limits) -> None:
    """Raise ``format.hostile`` if an XML text has too many elements or attributes.

    Well-formed XML has no ``<`` inside a tag, so only long stretches without one are looked into.
    """
    tags = text.count("<")
    if tags > 2 * limits.tags:
        raise too_much("tags", tags // 2, "elements", limits.tags, file_name)
    for stretch in re.finditer(rf"<[^<]{{{2 * limits.attributes},}}", text):
        tag = _TAG.match(stretch[0])
        if tag:
            _check_attributes(tag[0], file_name, limits)


def screen_html(text: str, file_name: str, limits: Limits) -> None:
    """Raise ``text.too_long`` or ``format.hostile`` if ``text`` passes a limit.

    Nesting is left to the parser, which stops by itself at 2,048 levels: end tags that HTML lets
    authors leave out make a count of tags meaningless.
    """
    if len(text) > limits.text_chars:
        raise ReadError(
            "text.too_long",
            file_name,
            f"the text has {len(text):,} characters, the limit (text_chars) is "
            f"{limits.text_chars:,}",
            "Split the file or raise the limit.",
        )
    tags = text.count("<")
    if tags > 2 * limits.tags:  # an element has two tags
        raise too_much("tags", tags // 2, "elements", limits.tags, file_name)
    shortest = 2 * limits.attributes  # characters that so many attributes need at least
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > shortest:
            _check_attributes(tag[0], file_name, limits)


def _check_attributes(tag: str, file_name: str, limits: Limits) -> None:
    count = sum(1 for _ in _ATTRIBUTE.finditer(tag)) - 1
    if count > limits.attributes:
        raise too_much(
            "attributes", count, "attributes of one element", limits.attributes, file_name
        )


def too_much(limit: str, found: int, noun: str, allowed: int, file_name: str) -> ReadError:
    """The error for a file that holds more of something than a limit allows."""
    return ReadError(
        "format.hostile",
        file_name,
        f"it holds {found:,} {noun}, the limit ({limit}) is {allowed:,}",
        "Such a file is an accident or an attack; save it anew from its program.",
    )
