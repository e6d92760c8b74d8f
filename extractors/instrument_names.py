"""Names of instruments that stand in no table, found by their shape.

A name is a run of capitalised words that ends in a head ('Blue Harbour Partnership'), with the
capitalised complement behind it ('… on Return Cooperation'). A heading in which every word has a
capital names nothing by that.
"""

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS

from extractors.context import Context
from extractors.instrument_parties import find_bounds, find_counterparts, find_parties
from extractors.instrument_terms import Head, load_heads
from extractors.instrument_vocabulary import compile_cues
from extractors.lower_case import lower
from extractors.vocabulary import read_table

MAX_NAME_CHARS = 140
_WORD = re.compile(r"\S+")
_BEFORE_THE = (" of ", " for ", " on ", " in ", " to ")
_ABBREVIATED = re.compile(r"\([A-Z]{2,8}\)")
_NUMBERED = re.compile(r"\d{1,2}-[Pp]oint")
_CONJUNCTIONS = (" and ", " or ", " & ")
_JOINERS = frozenset(["of", "and", "for", "on", "the", "&", "de", "des", "du", "di", "in", "to"])
_OPENERS = STOP_WORDS | {
    "following", "titled", "including", "article", "according", "building", "unlike", "signed",
    "see", "based", "given", "whilst", "examples", "regarding", "concerning", "besides",
    "similarly", "another", "existing", "no",
}  # fmt: skip
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d"
_MONTH_AND_DAY = re.compile(_MONTH)
_COMPLEMENT = re.compile(
    r"\s(?:on|for|against|to|regarding|concerning|in|of)\s(?:the\s|an?\s)?"
    rf"(?!{_MONTH})(?=[A-ZÀ-Þ])"
)
_BETWEEN = re.compile(r"\sbetween\s(?:the\s)?(?=[A-ZÀ-Þ])")
_TOWN = re.compile(
    r"(?!Africa|Europe|Asia|America|Migration|Mobility)[A-ZÀ-Þ]\w+(?!\s[A-ZÀ-Þ])(?=[\s.,;)]|\Z)"
)
"""Where a text was adopted: '… on Border Protection in Prague'."""
_SUBJECT = re.compile(r"\s(?:on|regarding|concerning)\s(?:the\s)?")
_LINK = re.compile(
    r"(?:\s(?:and|of|the|on|for|in|to|&|with|its|de|or|by|,|for an?|on an?))*\s(?=[A-ZÀ-Þ0-9(])"
)
_CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w’'./+-]*")
_NEXT_CAPITAL = re.compile(r"\s([A-ZÀ-Þ][a-zß-ÿ]{2,})")
_PLAIN = re.compile(
    r"\b(?:Joint|New|Bilateral|Common|Political|Ministerial|First|Second|Mutual|Regular|Strategic)\b"
)
"""Words that make no name, even where states are the counterparts: 'a Joint Statement with'."""
_DASHED = re.compile(r"[A-Za-z]\s?[–—-]\s?[A-ZÀ-Þ]")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SMALL_WORD = re.compile(r"(?<!\w)[a-zß-ÿ]{4,}")


class Name(NamedTuple):
    """A name at ``text[start:end]`` with the instrument that its words imply."""

    start: int
    end: int
    head: Head
    head_end: int
    instrument_id: str


@cache
def _exclusion_words() -> dict[tuple[str, str], list[str]]:
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in read_table("instrument_exclusions"):
        words[row["head"].lower(), row["use"]].append(row["word"])
    return dict(words)


@cache
def _exclusions(head: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Vetoes and ordinary words of a head, those of all heads included; for lower case."""
    words = _exclusion_words()
    veto, ordinary = (
        compile_cues("|".join(words["*", use] + words.get((head, use), [])), "anywhere")
        for use in ("veto", "ordinary")
    )
    return veto, ordinary


@cache
def _topics() -> dict[str, tuple[tuple[str, str], ...]]:
    """Cue words and what they imply, by family of heads."""
    families: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in read_table("instrument_topics"):
        families[row["family"]].append((row["cues"], row["instrument_id"]))
    return {family: tuple(rows) for family, rows in families.items()}


def load_topic_ids() -> set[str]:
    """Every instrument that a topic implies."""
    return {instrument_id for rows in _topics().values() for _, instrument_id in rows}


def find_topic(family: str, words: str) -> str | None:
    """The instrument that the first topic of ``family`` in ``words`` implies."""
    lowered = lower(words)
    for cues, instrument_id in _topics().get(family, ()):
        if compile_cues(cues, "anywhere").search(lowered):
            return instrument_id
    return None


def find_names(context: Context, heads: list[tuple[int, int, Head]]) -> list[Name]:
    """Names around the ``heads``, in text order; they may overlap."""
    if not heads:
        return []
    small_words = frozenset(_SMALL_WORD.findall(context.text))
    names: list[Name] = []
    for start, end, head in heads:
        bounds = find_bounds(context, start, end)
        if bounds is None:
            continue
        name = _read_name(context, (start, end), head, bounds, small_words)
        if name is not None:
            names.append(name)
    titles = [_is_in_title(context, name) for name in names]
    proven = {
        context.text[name.start : name.end]
        for name, is_title in zip(names, titles, strict=True)
        if not is_title
    }
    return [
        name
        for name, is_title in zip(names, titles, strict=True)
        if not is_title or context.text[name.start : name.end] in proven
    ]


def _blank(pattern: re.Pattern[str], words: str) -> str:
    """``words`` without what the pattern, which is for lower case, finds in them."""
    for found in reversed(list(pattern.finditer(lower(words)))):
        words = f"{words[: found.start()]} {words[found.end() :]}"
    return words


def _read_name(
    context: Context,
    place: tuple[int, int],
    head: Head,
    bounds: tuple[int, int],
    small_words: frozenset[str],
) -> Name | None:
    text = context.text
    start, end = place
    is_capital = text[start].isupper()
    begin = _walk_left(context, start, bounds[0])
    if not is_capital and (begin == start or not _is_proper(text, begin, start)):
        return None
    stop = (
        _walk_right(context, end, bounds[1], starts_with_head=begin == start) if is_capital else end
    )
    if begin == start and stop == end:
        return None
    if begin == start:
        stop = _take_subject(text, stop, bounds[1], head.family)
    if _goes_on(context, begin, stop):
        return None
    words = text[begin:stop]
    veto, ordinary = _exclusions(head.word.lower())
    if veto.search(lower(f"{text[begin:start]} {text[end:stop]}")):
        return None
    topic = find_topic(head.family, words)
    pair = len(find_parties(context, begin, stop, is_name=True)) > 1
    is_distinct = _is_distinct(_blank(ordinary, text[begin:start]), small_words) or _is_titled(
        text[end:stop], head
    )
    if _LONG_WORD.search(_PLAIN.sub(" ", text[begin:start])) is not None:
        is_distinct = is_distinct or bool(find_counterparts(context, stop, bounds[1]))
    match head.needs:
        case "pair" if not pair:
            return None
        case "topic" if topic is None:
            return None
        case "distinct" if topic is None and not pair and not is_distinct:
            return None
        case "any" if not (is_distinct or pair or stop > end):
            return None
    instrument_id = topic or head.instrument_id
    if instrument_id == "multilateral_declaration" and pair:
        instrument_id = "joint_declaration"
    return Name(begin, stop, head, end, instrument_id)


def _goes_on(context: Context, begin: int, stop: int) -> bool:
    """Whether a capitalised word follows, so that the head is not the last: '… Partnership Day'."""
    following = _NEXT_CAPITAL.match(context.text, stop)
    if following is None or context.block_at(begin).role == "heading":
        return False
    return not find_parties(context, following.start(1), following.end(1), is_name=True)


def _walk_left(context: Context, start: int, low: int) -> int:
    """Where the capitalised words in front of ``start`` begin."""
    text = context.text
    low = max(low, start - MAX_NAME_CHARS)
    words = list(_WORD.finditer(text, low, start))
    if not words or words[-1].end() + 1 < start or words[-1].end() == start:
        return start
    begin = start
    for number, word in enumerate(reversed(words)):
        core = word.group().lstrip("\"'“‘(")
        if _ABBREVIATED.fullmatch(word.group()) and not number:
            continue
        if _ends_phrase(word.group()) or (number and _closes_other_name(text, word.end(), core)):
            break
        if core[:1].isupper() or _NUMBERED.match(core):
            begin = word.end() - len(core)
        elif not _is_joiner(context, low, word.start(), core):
            break
        if core != word.group():
            break
    return _strip_openers(context, begin, start)


def _ends_phrase(printed: str) -> bool:
    """Whether no name goes on behind the word: a stop, a bracket, a possessive."""
    return printed[-1] in ",;:.!?”)" or printed.endswith(("'s", "’s", "s'", "s’"))


def _closes_other_name(text: str, end: int, core: str) -> bool:
    """Whether it is the head of a name before: 'Prague Process and the Budapest Process'."""
    return core.lower() in load_heads() and text.startswith(_CONJUNCTIONS, end)


def _is_joiner(context: Context, low: int, start: int, core: str) -> bool:
    """Whether the small word at ``start`` may stand inside a name."""
    if core == "the":
        return context.text.endswith(_BEFORE_THE, low, start)
    if core in ("and", "&"):
        return not _ends_with_country(context, low, start)
    return core in _JOINERS


def _strip_openers(context: Context, begin: int, start: int) -> int:
    """Leave out 'The', 'Under', 'In Brussels and the': what opens the sentence, not the name."""
    text = context.text
    while begin < start:
        following = text.find(" ", begin, start) + 1
        if not following:
            return begin
        word = text[begin : following - 1]
        is_owner = (
            word in context.vocabulary.demonyms
            and following < start
            and len(find_parties(context, begin, start, is_name=True)) == 1
        )
        if word.lower() not in _OPENERS and not is_owner:
            return begin
        begin = following
    return start


def _ends_with_country(context: Context, low: int, end: int) -> bool:
    """Whether the words before ``end`` end with a country's name: 'with India and …'."""
    parties = find_parties(context, max(low, end - 40), end, is_name=True)
    return bool(parties) and parties[-1].end == end - 1 and not parties[-1].is_demonym


def _walk_right(context: Context, end: int, high: int, *, starts_with_head: bool) -> int:
    """Where the capitalised complement ends ('on Return Cooperation'), or ``end``."""
    text = context.text
    opening = _COMPLEMENT.match(text, end, high)
    if opening is None and starts_with_head:
        opening = _BETWEEN.match(text, end, high)
    if opening is None:
        return end
    if opening.group().startswith(" of ") and _is_place(context, opening.end(), high):
        return end
    at, stop = opening.end(), end
    high = min(high, end + MAX_NAME_CHARS)
    while at < high:
        word = _CAPITALISED.match(text, at, high)
        if word is None or word.group().endswith(("'s", "’s")):
            break
        stop = at = word.end()
        link = _LINK.match(text, at, high)
        if (
            link is None
            or _MONTH_AND_DAY.match(text, link.end())
            or (
                " with" in link.group()
                and (not starts_with_head or _is_place(context, link.end(), high))
            )
            or (link.group() == " in " and _TOWN.match(text, link.end(), high))
        ):
            break
        at = link.end()
    return stop - (text[stop - 1] in ".'’")


def _is_place(context: Context, start: int, high: int) -> bool:
    """Whether a country's name stands at ``start``: 'the Programme of Finland'."""
    parties = find_parties(context, start, min(high, start + 40), is_name=True)
    return bool(parties) and parties[0].start == start


def _take_subject(text: str, stop: int, high: int, family: str) -> int:
    """Past the subject in small letters: 'Treaty between A and B on readmission'."""
    on = _SUBJECT.match(text, stop, high)
    if on is None:
        return stop
    start = on.end() - 1
    lowered = lower(text[start:high])
    for cues, _ in _topics().get(family, ()):
        found = compile_cues(cues, "anywhere").match(lowered, 1)
        if found is not None:
            return start + found.end()
    return stop


def _is_proper(text: str, begin: int, start: int) -> bool:
    """Whether a lower-case head follows a name: two capitals and more, or one with a bracket."""
    words = text[begin:start].split()
    if len(words) > 1 and _DASHED.search(text, begin, start):
        return False  # 'United Kingdom–Rwanda treaty' says whose it is
    capitals = [word for word in words if word[0].isupper()]
    return len(capitals) > 1 or (len(capitals) == 1 and words[-1].startswith("("))


def _is_distinct(modifiers: str, small_words: frozenset[str]) -> bool:
    """Whether a capitalised word is left that the document never writes small."""
    return any(
        word[0].isupper() and word.lower() not in small_words
        for word in _LONG_WORD.findall(modifiers)
    )


def _is_titled(complement: str, head: Head) -> bool:
    """Whether a capitalised complement makes it a title: 'Statement on Visa Reciprocity'.

    A treaty is called after its place too: 'Treaty of Le Touquet'.
    """
    words = _LONG_WORD.findall(complement)
    if head.word in ("Treaty", "Declaration", "Accords") and complement.startswith(" of "):
        return bool(words)
    if complement.startswith(" for ") and head.family not in ("partnership", "scheme", "fund"):
        return len([word for word in words if word[0].isupper()]) > 1
    return (
        complement.startswith((" on ", " against ", " regarding ", " concerning "))
        and sum(word[0].isupper() for word in words) > 1
    )


def _is_in_title(context: Context, name: Name) -> bool:
    """Whether its capitals are those of a heading in Title Case, which prove no name."""
    block = context.block_at(name.start)
    printed = context.text[block.start_char : block.end_char]
    is_alone = printed.strip(" .") == context.text[name.start : name.end]
    if block.role != "heading" and not is_alone:
        return False
    return all(word[0].isupper() for word in _LONG_WORD.findall(printed))
