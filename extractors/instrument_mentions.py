"""Where instruments are mentioned, and which: the places that ``instruments.py`` adds facts to."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from extractors.context import Context
from extractors.instrument_abbreviations import (
    abbreviates,
    find_introduced,
    is_explained_otherwise,
    singular,
)
from extractors.instrument_contexts import Site, is_licensed
from extractors.instrument_joining import (
    SIGNED,
    Mention,
    find_ellipses,
    is_below,
    join_brackets,
    join_contents,
    join_deal,
)
from extractors.instrument_names import Name, find_names, find_topic
from extractors.instrument_parties import find_bounds, find_pair, find_parties
from extractors.instrument_terms import Term, find_terms
from extractors.instrument_vocabulary import load_instruments

_BARE_HEADS = frozenset(["agreement", "treaty", "accord", "convention", "deal", "arrangement"])
_COMPLEMENT = re.compile(r"\s(?:on|regarding|concerning|covering|for|in the field of)\s")
_TO_COMPLEMENT = re.compile(
    r"(?:\s\([^()]*\)|,?\s(?:with|between|and|as well as|the|of|in|by|its|their|both|which|that|"
    r"two|three|four|five|six|seven|eight|nine|ten|several|some|other|was|were|has|have|been|"
    r"signed|concluded|reached|negotiated|agreed|governments?|authorities|(?:third|partner|"
    r"origin|transit|neighbouring)\scountr(?:y|ies)|countr(?:y|ies)|\d{1,4}|[A-ZÀ-Þ][^\s,]*))*"
)
"""Between a text and what it is about: 'with Kenya (2024)', 'signed in 2019 between A and B'."""
_BILATERAL = re.compile(r"(?<![\w-])[Bb]ilateral\s\Z")
_PROGRAMME = re.compile(r"\s(?:scheme|programme|program|project|initiative|pilot)(?!\w)")
_REVERSE = re.compile(r"(?<!\w)([A-Z][A-Za-z]{1,8})\s\((?:the\s)?\Z")
_SHORT_FORM = re.compile(r"\s\([A-Z]{2,8}\)")
_NEXT_CAPITAL = re.compile(r"\s([A-ZÀ-Þ][a-zß-ÿ]{2,})")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_DEFINITE = re.compile(r"(?:(?<!\w)[Tt]he|['’]s|(?:19|20)\d\d)\s\Z")
_OFFICE = re.compile(r" (?:of|for|on) ")
_MARKS = str.maketrans({"-": " ", "–": " ", "&": "and"})
_ORGANISATION = re.compile(
    r"(?:Ministry|Minister|Agency|Department|Institute|Directorate(?:-General)?|Secretariat|"
    r"Secretary|Committee|Faculty|Bank|Organi[sz]ation)\s(?:of|for|on)\s(?:[A-Z]\w+,?\s(?:and\s)?|"
    r"the\s)*\Z"
)


def find_mentions(context: Context) -> list[Mention]:
    """All mentions in text order; none overlap, none stand in the network's standing text."""
    terms, heads = find_terms(context.doc, context.text)
    names = find_names(context, heads)
    short_forms = _find_short_forms(context, terms, names)
    labelled = list(_from_terms(context, terms, short_forms))
    candidates = [
        *labelled,
        *_from_names(context, names, labelled, terms),
        *_from_short_forms(context, short_forms),
    ]
    candidates = [_widen(context, mention) for mention in candidates]
    mentions = list(_take_longest(candidates))
    mentions = join_brackets(context, mentions)
    mentions = join_contents(context, mentions)
    mentions += find_ellipses(context, mentions)
    return sorted(mentions, key=lambda mention: mention.start)


def _without_marks(label: str) -> str:
    """A label in lower case, its hyphens and ampersands as words: what is left is its number."""
    return label.lower().translate(_MARKS)


def _find_short_forms(
    context: Context, terms: list[Term], names: list[Name]
) -> dict[str, tuple[str, bool]]:
    """Abbreviations that the document introduces: instrument id, and whether it is a name's."""
    text = context.text
    short_forms: dict[str, tuple[str, bool]] = {}
    for term in terms:
        label = term.surfaces[0].label
        introduced = find_introduced(text, term.start, term.end)
        if introduced is not None:
            short_forms.setdefault(
                singular(introduced[0]), (label.instrument_id, label.use == "named")
            )
        opening = text[max(0, term.start - 14) : term.start]
        reverse = _REVERSE.search(opening) if opening.endswith(("(", "(the ")) else None
        if reverse is not None and abbreviates(reverse[1], text[term.start : term.end]):
            short_forms.setdefault(singular(reverse[1]), (label.instrument_id, False))
    for name in names:
        inside = re.search(r"\(([A-Z]{2,8})\)", text[name.start : name.end])
        short = inside[1] if inside else None
        if short is None:
            introduced = find_introduced(text, name.start, name.end)
            short = introduced[0] if introduced is not None else None
        if short is not None:
            short_forms.setdefault(singular(short), (name.instrument_id, True))
    return short_forms


def _from_terms(
    context: Context, terms: list[Term], short_forms: dict[str, tuple[str, bool]]
) -> Iterator[Mention]:
    text = context.text
    foreign = _find_foreign(text, terms)
    end = -1
    for term in terms:
        is_tail = term.end <= end and term.surfaces[0].label.text in _BARE_HEADS
        end = max(end, term.end)
        if is_tail or text[term.start : term.end] in foreign:
            continue
        bounds = _bounds(context, term.start, term.end)
        if bounds is None or _is_of_organisation(text, term.start):
            continue
        if text[term.end : term.end + 1] == "-" and text[term.end + 1 : term.end + 2].isalpha():
            continue
        known = short_forms.get(singular(text[term.start : term.end]))
        for surface in term.surfaces:
            label = surface.label
            is_introduced = known is not None and known[0] == label.instrument_id
            site = Site(context, term.start, term.end, bounds, is_introduced)
            if known is not None and not is_introduced:
                break
            if not is_licensed(label.context, site):
                continue
            if label.use == "generic" and _is_cut_out(context, term):
                break
            yield Mention(
                start=term.start,
                end=term.end,
                instrument_id=_refine(context, term, label.instrument_id, bounds),
                is_named=label.use == "named" or (known is not None and known[1]),
                is_plural=_without_marks(surface.text) != _without_marks(label.text),
            )
            break


def _is_of_organisation(text: str, start: int) -> bool:
    """Whether the label belongs to an office: 'Ministry of Development Cooperation'."""
    before = text[max(0, start - 60) : start]
    return _OFFICE.search(before) is not None and _ORGANISATION.search(before) is not None


def _is_cut_out(context: Context, term: Term) -> bool:
    """Whether the label is part of the name of something else: 'Migration Partnership Day'."""
    text = context.text
    words = _LONG_WORD.findall(text[term.start : term.end])
    following = _NEXT_CAPITAL.match(text, term.end)
    if following is None or not words or not words[-1][0].isupper() or words[-1].isupper():
        return False
    if context.block_at(term.start).role == "heading":
        return False
    return not find_parties(context, following.start(1), following.end(1), is_name=True)


def _find_foreign(text: str, terms: list[Term]) -> frozenset[str]:
    """Abbreviations of the vocabulary that this document uses for something else."""
    shorts = {
        text[term.start : term.end] for term in terms if text[term.start : term.start + 2].isupper()
    }
    ends = frozenset(term.end for term in terms)
    return frozenset(
        form
        for short in sorted(shorts)
        if " " not in short and is_explained_otherwise(text, singular(short), ends)
        for form in (short, singular(short))
    )


def _refine(context: Context, term: Term, instrument_id: str, bounds: tuple[int, int]) -> str:
    """The more specific id of a bare head by its subject: 'an agreement with B on readmission'."""
    label = term.surfaces[0].label
    if label.text.lower().removeprefix("bilateral ") not in _BARE_HEADS:
        return instrument_id
    family = "arrangement" if label.text.endswith("arrangement") else "agreement"
    limit = min(bounds[1], term.end + 90)
    pair = find_pair(context, term.start, bounds[0])
    topic = find_topic(family, context.text[pair[-1].end : term.start]) if pair else None
    complement = _COMPLEMENT.search(context.text, term.end, limit)
    if topic is not None or complement is None:
        return topic or instrument_id
    if _TO_COMPLEMENT.fullmatch(context.text, term.end, complement.start()) is None:
        return instrument_id
    words = re.split(r"[.;:(]", context.text[complement.end() : complement.end() + 60])[0]
    return find_topic(family, words) or instrument_id


def _from_names(
    context: Context, names: list[Name], mentions: list[Mention], terms: list[Term]
) -> Iterator[Mention]:
    """Names by shape. A label of the vocabulary inside one says what it is."""
    labels = {(term.start, term.end) for term in terms}
    mentions = sorted(mentions, key=lambda mention: mention.start)
    starts = [mention.start for mention in mentions]
    for name in names:
        if (name.start, name.end) in labels:
            continue
        first, last = bisect_left(starts, name.start), bisect_left(starts, name.end)
        inside = [mention for mention in mentions[first:last] if mention.end <= name.end]
        inside = [
            mention for mention in inside if mention.end - mention.start > len(name.head.word)
        ]
        if any(
            mention.is_named and mention.start > name.start and mention.end >= name.head_end
            for mention in inside
        ):
            continue
        telling = [mention for mention in inside if _tells(mention, name)]
        instrument_id, is_new = name.instrument_id, True
        plain = _SHORT_FORM.sub("", context.text[name.start : name.end]).lower()
        known = load_instruments().surfaces.get(plain)
        if known is not None:
            instrument_id, is_new = known[0].label.instrument_id, False
        if telling:
            best = max(telling, key=lambda mention: mention.end - mention.start)
            instrument_id, is_new = best.instrument_id, not best.is_named
        found = Mention(name.start, name.end, instrument_id, is_named=True, is_new=is_new)
        for deal in inside:
            between = context.text[name.head_end : deal.start]
            joined = join_deal(found._replace(end=name.head_end), deal, between)
            found = found if joined is None else joined._replace(end=name.end)
        yield found


def _tells(mention: Mention, name: Name) -> bool:
    """Whether a label inside a name says what the name is of: it holds the head, or is the deal."""
    if mention.end < name.head_end:
        return not mention.is_named and is_below(mention.instrument_id, ("partnership",))
    return mention.is_named or mention.end == name.head_end


def _from_short_forms(
    context: Context, short_forms: dict[str, tuple[str, bool]]
) -> Iterator[Mention]:
    """Later mentions by an abbreviation that only this document uses."""
    surfaces = load_instruments().surfaces
    own = [short for short in short_forms if short.lower() not in surfaces]
    if not own:
        return
    either = "|".join(re.escape(short) for short in sorted(own, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])({either})(s?)(?![\w-])(?:\s(?:scheme|programme|program))?")
    for found in pattern.finditer(context.text):
        if _bounds(context, found.start(), found.end()) is not None:
            instrument_id, is_named = short_forms[found[1]]
            yield Mention(
                found.start(), found.end(), instrument_id, is_named, is_plural=bool(found[2])
            )


def _bounds(context: Context, start: int, end: int) -> tuple[int, int] | None:
    """The sentence around ``text[start:end]``; None where nothing is a mention."""
    return None if context.is_boilerplate(start) else find_bounds(context, start, end)


def _widen(context: Context, mention: Mention) -> Mention:
    """Take in what belongs to the name in front: 'Spain–Morocco ', 'bilateral '."""
    text = context.text
    bilateral = _BILATERAL.search(text, max(0, mention.start - 12), mention.start)
    starts_bare = text[mention.start : mention.end].lower().startswith(tuple(_BARE_HEADS))
    if bilateral is not None and not mention.is_named and not starts_bare:
        mention = mention._replace(start=bilateral.start())
    noun = _PROGRAMME.match(text, mention.end)
    if noun is not None and mention.is_named and _is_route(text, mention):
        mention = mention._replace(end=noun.end())
    if _is_given_a_name(context, mention):
        mention = mention._replace(is_named=True)
    bounds = _bounds(context, mention.start, mention.end)
    pair = [] if bounds is None else find_pair(context, mention.start, bounds[0])
    if not pair:
        return mention
    words = _LONG_WORD.findall(text[mention.start : mention.end])
    is_capital = bool(words) and all(word[0].isupper() for word in words)
    is_named = mention.is_named or (is_capital and not mention.is_plural)
    return mention._replace(
        start=pair[0].start,
        is_named=is_named,
        is_new=mention.is_new or (is_named and not mention.is_named),
        has_pair=True,
    )


def _is_route(text: str, mention: Mention) -> bool:
    """Whether an abbreviation names a scheme, so that 'programme' behind it belongs to the name."""
    return text[mention.start : mention.end].isupper() and is_below(
        mention.instrument_id, ("scheme", "pathway", "partnership")
    )


def _is_given_a_name(context: Context, mention: Mention) -> bool:
    """Whether a kind is printed as one text's name: 'the Labour Mobility Agreement with India'.

    Its words have capitals that the vocabulary does not ask for, it is one, and it is 'the'.
    """
    text = context.text
    words = _LONG_WORD.findall(text[mention.start : mention.end])
    if mention.is_named or mention.is_plural or len(words) < 2:
        return False
    if context.block_at(mention.start).role == "heading":
        return False
    if not all(word[0].isupper() for word in words) or text[mention.start : mention.end].isupper():
        return False
    if not is_below(mention.instrument_id, (*SIGNED, "partnership", "scheme", "pathway")):
        return False
    return _DEFINITE.search(text, max(0, mention.start - 25), mention.start) is not None


def _take_longest(candidates: list[Mention]) -> Iterator[Mention]:
    """Leftmost, then longest; of two for one place the one with a table's name, then the new."""
    end = -1
    for mention in sorted(
        candidates, key=lambda found: (found.start, -found.end, not found.is_named, found.is_new)
    ):
        if mention.start >= end:
            yield mention
            end = mention.end
