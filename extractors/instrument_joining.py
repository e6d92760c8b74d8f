"""Mentions that belong together: a long form and its abbreviation, a text and its subject."""

import re
from collections.abc import KeysView
from typing import NamedTuple

from extractors.context import Context
from extractors.instrument_abbreviations import find_introduced
from extractors.instrument_parties import find_bounds
from extractors.instrument_vocabulary import load_instruments

_CONTENT = re.compile(r"\s(?:on|establishing|for|launching|creating|to establish)\s(?:an?|the)\s")
_LENT = (" and ", " or ", "/or ", ", ", "/")
_ELLIPSIS = re.compile(
    r"(?<![\w-])(?P<word>[\w-]{4,}(?:\s[\w-]{4,})?)\s?(?:,|(?:,\s)?\s?(?:and|or|and/or)\s|/)\s?\Z"
)
UNSPECIFIC = ("bilateral_agreement", "technical_arrangement")
"""What a bare 'agreement' or 'arrangement' is; what it is of says more."""
SIGNED = ("agreement", "soft_instrument", "declaration")
"""Categories of texts that states sign."""


class Mention(NamedTuple):
    """A mention at ``text[start:end]``, before its parties, year and event are read."""

    start: int
    end: int
    instrument_id: str
    is_named: bool
    is_new: bool = False
    is_plural: bool = False
    types: tuple[str, ...] = ()
    has_pair: bool = False
    """Whether it begins with joined parties: 'EU–Türkiye Statement'."""


def join_brackets(context: Context, mentions: list[Mention]) -> list[Mention]:
    """'memoranda of understanding (MoUs)' is one mention, and so the other way round."""
    text = context.text
    joined: list[Mention] = []
    for mention in mentions:
        if joined:
            last = joined[-1]
            between = text[last.end : mention.start]
            is_same = last.instrument_id == mention.instrument_id
            if is_same and between.strip() == "(" and text[mention.end : mention.end + 1] == ")":
                joined[-1] = last._replace(end=mention.end + 1)
                continue
            if mention.start < last.end:
                continue
        introduced = find_introduced(text, mention.start, mention.end)
        joined.append(mention if introduced is None else mention._replace(end=introduced[1]))
    return joined


def join_contents(context: Context, mentions: list[Mention]) -> list[Mention]:
    """'a joint declaration establishing a mobility partnership' is one deal of two types.

    The subject of a text is no second mention, in front of it ('circular migration MoUs') or
    behind ('an MoU on circular migration').
    """
    joined: list[Mention] = []
    for mention in mentions:
        if joined:
            last = joined[-1]
            between = context.text[last.end : mention.start]
            one = join_deal(last, mention, between) or _join_subject(last, mention, between)
            if one is not None:
                joined[-1] = one
                continue
        joined.append(mention)
    return joined


def join_deal(last: Mention, mention: Mention, between: str) -> Mention | None:
    """A text and the partnership that it sets up: one mention, the partnership's id first."""
    is_form = is_below(last.instrument_id, ("soft_instrument", "declaration"))
    if not (is_form and is_below(mention.instrument_id, ("partnership",))):
        return None
    if _CONTENT.fullmatch(between) is None:
        return None
    return mention._replace(
        start=last.start,
        is_named=mention.is_named or last.is_named,
        is_new=last.is_new,
        is_plural=last.is_plural,
        types=(mention.instrument_id, last.instrument_id),
        has_pair=last.has_pair,
    )


def _join_subject(last: Mention, mention: Mention, between: str) -> Mention | None:
    """A text with its subject: one mention of the text."""
    is_text = is_below(mention.instrument_id, SIGNED)
    is_free = not last.is_named or last.has_pair
    if between == " " and is_free and not mention.is_named and is_text:
        kinds = (last.instrument_id, mention.instrument_id)
        is_deal = is_below(last.instrument_id, ("partnership",))
        is_bare = mention.instrument_id in UNSPECIFIC
        return mention._replace(
            instrument_id=last.instrument_id if is_bare else mention.instrument_id,
            start=last.start,
            types=kinds if is_deal else (),
            is_named=last.is_named,
            has_pair=last.has_pair,
        )
    if between in (" on ", " for ", " on the ") and not mention.is_named:
        is_same = last.instrument_id == mention.instrument_id
        return last if is_same or is_below(last.instrument_id, SIGNED) else None
    return None


def is_below(instrument_id: str, categories: tuple[str, ...]) -> bool:
    """Whether the instrument stands under one of the ``categories``."""
    vocabulary = load_instruments()
    return any(vocabulary.is_below(instrument_id, category) for category in categories)


def find_ellipses(context: Context, mentions: list[Mention]) -> list[Mention]:
    """'readmission and visa facilitation agreements': the first has lent its head to the second."""
    text = context.text
    surfaces = load_instruments().surfaces
    found: list[Mention] = []
    for number, mention in enumerate(mentions):
        low = mentions[number - 1].end if number else 0
        start = mention.start
        head = text[mention.start : mention.end].split(" (")[0].split()[-1]
        for _ in range(3):
            bounds = find_bounds(context, start, start)
            if bounds is None or not text.endswith(_LENT, low, start):
                break
            window = max(low, start - 60, bounds[0])
            modifier = _ELLIPSIS.search(text, window, start)
            if modifier is None:
                break
            hit = _complete(modifier, head, surfaces.keys())
            if hit is None:
                break
            begin, end, phrase = hit
            label = surfaces[phrase][0].label
            if label.instrument_id == mention.instrument_id or label.use == "named":
                break
            found.append(Mention(begin, end, label.instrument_id, is_named=False, is_plural=True))
            start = begin
    return found


def _complete(
    modifier: re.Match[str], head: str, phrases: KeysView[str]
) -> tuple[int, int, str] | None:
    """The longest run of words in front that makes a label together with ``head``."""
    words = modifier["word"]
    for begin in sorted({0, words.find(" ") + 1}):
        phrase = f"{words[begin:]} {head}".lower()
        if phrase in phrases:
            return modifier.start("word") + begin, modifier.end("word"), phrase
    return None
