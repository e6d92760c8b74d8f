"""What a claim rests on: the notes that its markers cite and the lists printed beside it."""

import re
from dataclasses import dataclass, field

from extractors.claim_phrases import Phrase
from extractors.context import Context, Sentence
from extractors.list_judging import is_about_network
from extractors.lists import CountryList
from schemas.document import NoteReference

_ADJACENT = re.compile(
    r"\s*(?:[,:(\[–—-]\s*)?(?:(?:namely|i\.e\.|e\.g\.|such as|including|for example|for instance|mainly|in particular|notably"
    r"|among others|inter alia|are|were|is|was)[\s,:]*)*(?:the\s+)?",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(
    r"(?:These|They|Those|This)\s+(?:[\w-]+\s+){0,3}?(?:are|were|is|include|included|comprise)[\s:]*(?:the\s+)?\Z"
    r"|Namely[\s,:]*\Z",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Support:
    """The markers and lists that belong to one quantified phrase, in text order."""

    references: list[NoteReference] = field(default_factory=list)
    lists: list[CountryList] = field(default_factory=list)


@dataclass(slots=True)
class SentenceSupports:
    """How the markers and lists of one sentence are shared out."""

    of_phrase: list[Support]
    free_references: list[NoteReference] = field(default_factory=list)
    free_lists: list[CountryList] = field(default_factory=list)
    follow_up: CountryList | None = None
    """'These include AT, BE': a list that belongs to the sentence before."""


def share_out(
    context: Context,
    sentence: Sentence,
    phrases: list[Phrase],
    references: list[NoteReference],
    lists: list[CountryList],
) -> SentenceSupports:
    """Each marker and list goes to the nearest quantified phrase on its left, or stays free."""
    shared = SentenceSupports([Support() for _ in phrases])
    for reference in references:
        at = _nearest(phrases, reference.offset)
        if at is None:
            shared.free_references.append(reference)
        else:
            shared.of_phrase[at].references.append(reference)
    for one in lists:
        lead = context.text[sentence.start : one.start]
        if shared.follow_up is None and _FOLLOW_UP.fullmatch(lead):
            shared.follow_up = one
            continue
        at = _nearest(phrases, one.start)
        if at is not None and _belongs(context, phrases[at], one):
            shared.of_phrase[at].lists.append(one)
        else:
            shared.free_lists.append(one)
    return shared


def _nearest(phrases: list[Phrase], offset: int) -> int | None:
    """Index of the last phrase whose number stands before ``offset``."""
    before = [number for number, phrase in enumerate(phrases) if phrase.surface[0] < offset]
    return before[-1] if before else None


def _belongs(context: Context, phrase: Phrase, one: CountryList) -> bool:
    """Whether a list to the right of a phrase says which countries the phrase counts."""
    if one.kind == "exception":
        return phrase.kind in ("all", "none")
    if not is_about_network(context.vocabulary, one.countries):
        return False
    between = context.text[phrase.end : one.start]
    if one.start <= phrase.end or _ADJACENT.fullmatch(between):
        if one.place != "running" or one.kind != "exact":
            return True
        listed = len(set(one.countries))
        return (
            phrase.value is None
            or listed == phrase.value
            or re.search(r"[:(\[–—]", between) is not None
        )
    return one.place in ("bracket", "colon")
