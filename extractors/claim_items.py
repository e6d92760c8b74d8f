"""Countries that a list below a count gives one an item: 'Three countries do so: – Austria …'."""

import re

from extractors.context import Context
from extractors.counting import COUNT_NOUN
from extractors.numbers import MAX_COUNTRIES
from schemas.extraction import Iso2

_FOLLOWING = re.compile(rf"\bfollowing\s+{COUNT_NOUN}", re.IGNORECASE)
_LEAD = re.compile(r"(?:in\s+)?(?:the\s+)?", re.IGNORECASE)
_CODE = re.compile(r"([A-Z]{2})(?=\s*(?:[:,;.(–—-]|\Z))")


def find_items(
    context: Context, end: int, block: int, size: int | None
) -> tuple[tuple[Iso2, ...], int, int] | None:
    """The countries of the items below block ``block``, and from where to where they stand.

    Only if the sentence that ends at ``end`` ends its block with a colon and every item begins with
    another country, so many as are counted (``size``; None: two or more); anything else is no such
    list.
    """
    blocks = context.document.blocks
    if context.text[end - 1 : end] != ":" or blocks[block].end_char - end > 1:
        return None
    found: list[tuple[int, int, Iso2]] = []
    for item in blocks[block + 1 : block + 2 + (size or MAX_COUNTRIES)]:
        if item.role != "list_item":
            break
        country = _first_country(context, item.start_char, item.end_char)
        if country is None:
            return None
        found.append(country)
    if len(found) != (size or max(2, len(found))):
        return None
    if len({iso2 for _, _, iso2 in found}) != len(found):
        return None
    return tuple(iso2 for _, _, iso2 in found), found[0][0], found[-1][1]


def announces_items(text: str, start: int, end: int) -> bool:
    """'The following countries issue cards:', with the countries below."""
    return text[end - 1] == ":" and _FOLLOWING.search(text, start, end) is not None


def _first_country(context: Context, start: int, end: int) -> tuple[int, int, Iso2] | None:
    lead = _LEAD.match(context.text, start, end)
    begin = lead.end() if lead is not None else start
    code = _CODE.match(context.text, begin, end)
    if code is not None and code[1] in context.vocabulary.codes:
        return code.start(), code.end(), context.vocabulary.codes[code[1]]
    for name in context.names_between(begin, end)[:1]:
        is_whole = name[0] == begin and context.text[begin : name[1]] not in (
            context.vocabulary.demonyms
        )
        return name if is_whole else None
    return None
