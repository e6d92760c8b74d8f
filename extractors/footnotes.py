"""Footnotes: what each note lists, how its list is to be read, and who cites it."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.context import Context, Findings
from extractors.counting import find_count, find_total
from extractors.identity import IdMaker
from extractors.list_judging import is_about_network
from extractors.lists import CountryList
from extractors.numbers import NUMBER_PATTERN
from extractors.vocabulary import read_table
from schemas.document import Evidence, Note
from schemas.extraction import (
    CountryGroup,
    Footnote,
    GroupRole,
    Iso2,
    ListKind,
    NoteKind,
    Qualifier,
)

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|\.(?=\w)){1,40}")
_SAYS = re.compile(
    r"\b(?:contributions?|replies|responses|answers|information|inputs?|data|countries|states|NCPs)\s+"
    r"(?:was|were|have\s+been|has\s+been|contributed|replied|responded|answered|participated)\s",
    re.IGNORECASE,
)
"""'Contributions were received from': a sentence, though every word of it may frame a list."""
_REFERENCE = re.compile(r"\((?:see|cf\.?)\s[^()]{0,60}\)", re.IGNORECASE)
_REMARK = re.compile(r"[.;]\s+[A-Za-z]|[.;]\Z")
_NAMES_BEHIND = re.compile(r"\s*(?:[.;:,)\]–—(]|\Z)")
_NAMED_ROLE = re.compile(
    r"(?<!\w)(member|observer)s?(?:\s+(?:countr(?:y|ies)|states?))?[\s(,]*\Z", re.IGNORECASE
)
MAX_FRAME_CHARS = 200
"""Longer stretches beside a list of names hold prose without looking."""
MIN_NAMES_AT_START = 3
"""Fewer names that open a sentence are its subject and no list: 'Germany and France signed …'."""


@cache
def _glue() -> frozenset[str]:
    """Words that only frame a list, number words included."""
    return frozenset(row["word"] for row in read_table("list_glue"))


def _has_prose(words: str) -> bool:
    """Whether ``words`` say more than that a list stands beside them."""
    if _SAYS.search(words):
        return True
    bare = NUMBER_PATTERN.sub(" ", _REFERENCE.sub(" ", words))
    return any(word.lower() not in _glue() for word in _WORD.findall(bare))


def find_footnotes(context: Context, _: Findings) -> Iterator[Footnote]:
    """Every note of the document, in the order in which the notes stand."""
    ids = IdMaker("note")
    references: dict[str, list[Evidence]] = {}
    for reference in context.document.note_references:
        if reference.note_id is not None:
            place = context.evidence(reference.evidence.start_char, reference.evidence.end_char)
            references.setdefault(reference.note_id, []).append(place)
    lists: dict[str, list[CountryList]] = {}
    for country_list in context.lists:
        if country_list.note_id is not None:
            lists.setdefault(country_list.note_id, []).append(country_list)
    for note in context.document.notes:
        yield _build_footnote(
            context,
            note,
            lists.get(note.note_id, []),
            tuple(references.get(note.note_id, ())),
            ids.make(note.label, note.evidence.quote),
        )


def _build_footnote(
    context: Context,
    note: Note,
    lists: list[CountryList],
    references: tuple[Evidence, ...],
    finding_id: str,
) -> Footnote:
    start, end = note.evidence.start_char, note.evidence.end_char
    lists = _main_lists(context, lists, start, end)
    if not lists:
        return Footnote(
            finding_id=finding_id,
            note_id=note.note_id,
            label=note.label,
            kind="prose",
            stated_count=None,
            references=references,
            evidence=context.evidence(start, end),
        )
    return Footnote(
        finding_id=finding_id,
        note_id=note.note_id,
        label=note.label,
        kind=_kind(context.text, start, end, lists),
        countries=tuple(iso2 for one in lists for iso2 in one.countries),
        groups=_groups(context, lists),
        qualifiers=tuple(
            Qualifier(
                iso2=item.iso2,
                text=context.text[slice(*item.qualifier)],
                evidence=context.evidence(*item.qualifier),
            )
            for one in lists
            for item in one.items
            if item.qualifier is not None
        ),
        list_kind=_list_kind(lists),
        is_unfinished=lists[-1].is_unfinished,
        stated_count=_stated_count(context, start, end, lists),
        list_evidence=context.evidence(lists[0].start, lists[-1].end),
        references=references,
        evidence=context.evidence(start, end),
    )


def _main_lists(
    context: Context, lists: list[CountryList], start: int, end: int
) -> list[CountryList]:
    """The lists that the note is about; names enumerated in its prose are none.

    A list of names counts only where it fills the note, follows a colon or a count, or stands in
    brackets: 'nurses from Ghana, Kenya and Togo' in a sentence is prose.
    """
    with_codes = [one for one in lists if any(item.form == "code" for item in one.items)]
    if with_codes:
        return _without_remarks(context.text, with_codes)
    return [one for one in lists if _is_enumeration(context, one, start, end)]


def _without_remarks(text: str, lists: list[CountryList]) -> list[CountryList]:
    """The lists without those that a remark behind them repeats: 'AT, BE, FI. Of these, BE …'."""
    kept = lists[:1]
    known = set(lists[0].countries)
    for one in lists[1:]:
        lead = text[kept[-1].end : one.start].rstrip()
        is_remark = _REMARK.match(lead) is not None and not lead.endswith((":", "=", "–", "—", "("))
        is_plain = one.bracket < 0 and all(item.group == "listed" for item in one.items)
        if is_remark and is_plain and known.issuperset(one.countries):
            continue
        kept.append(one)
        known.update(one.countries)
    return kept


def _is_enumeration(context: Context, one: CountryList, start: int, end: int) -> bool:
    text = context.text
    if one.stated_count is not None or one.kind != "exact" or one.bracket >= 0:
        return True
    before = text[max(start, one.start - MAX_FRAME_CHARS) : one.start].rstrip()
    if before.endswith((":", "–", "—")):
        return True
    if not before and _NAMES_BEHIND.match(text, one.end, end):
        return True
    is_short = one.start - start < MAX_FRAME_CHARS and end - one.end < MAX_FRAME_CHARS
    if is_short and not _has_prose(f"{before} {text[one.end : end]}"):
        return True
    if not before and is_about_network(context.vocabulary, one.countries):
        return len(set(one.countries)) >= MIN_NAMES_AT_START
    return False


def _kind(text: str, start: int, end: int, lists: list[CountryList]) -> NoteKind:
    outside, position = [], start
    for one in lists:
        outside.append(text[position : one.start])
        position = one.end
    outside.append(text[position:end])
    return "mixed" if _has_prose(" ".join(outside)) else "country_list"


def _list_kind(lists: list[CountryList]) -> ListKind:
    kinds = {one.kind for one in lists}
    if len(kinds) == 1:
        return kinds.pop()
    return "open" if "open" in kinds else "exact"


def _counted_role(text: str, one: CountryList) -> GroupRole | None:
    """Whether the count in front of a bracket is of members or of observers."""
    if one.stated_span is None or one.stated_span[1] > one.start:
        return None
    words = text[slice(*one.stated_span)].lower()
    if "member" in words and "observer" not in words:
        return "member"
    return "observer" if "observer" in words and "member" not in words else None


def _named_role(context: Context, one: CountryList) -> GroupRole | None:
    """'… and the Observer Countries MD and NO': the words in front of a list name its standing."""
    named = _NAMED_ROLE.search(context.text, max(0, one.start - 40), one.start)
    role: GroupRole = "observer" if named and named[1].lower() == "observer" else "member"
    return role if named and _is_all(context, one, role) else None


def _is_all(context: Context, one: CountryList, role: GroupRole) -> bool:
    countries = context.vocabulary.countries
    return all(countries[iso2].emn_role == role for iso2 in one.countries)


def _roles(context: Context, lists: list[CountryList]) -> list[GroupRole | None]:
    """Of each list; one of members alone is theirs where another is called that of observers."""
    roles = [_counted_role(context.text, one) or _named_role(context, one) for one in lists]
    if "observer" in roles:
        for at, one in enumerate(lists):
            roles[at] = roles[at] or ("member" if _is_all(context, one, "member") else None)
    return roles


def _groups(context: Context, lists: list[CountryList]) -> tuple[CountryGroup, ...]:
    """What the print sets apart, in printed order; one group of plain items is no group."""
    groups: list[tuple[GroupRole, list[Iso2]]] = []
    counted = _roles(context, lists)
    is_split = {"member", "observer"} <= set(counted)
    for one, role in zip(lists, counted, strict=True):
        for item in one.items:
            if item.is_repeat:
                continue
            group = role if is_split and role and item.group == "listed" else item.group
            if not groups or groups[-1][0] != group:
                groups.append((group, []))
            groups[-1][1].append(item.iso2)
    if all(role == "listed" for role, _ in groups):
        return ()
    return tuple(CountryGroup(role=role, countries=tuple(iso2s)) for role, iso2s in groups)


def _stated_count(context: Context, start: int, end: int, lists: list[CountryList]) -> int | None:
    """The number that the note prints with its list; None where it prints several lists."""
    text = context.text
    stated = [one.stated_count for one in lists if one.stated_count is not None]
    if len(lists) == 1 and stated:
        return stated[0]
    roles = [_counted_role(text, one) for one in lists]
    if roles == ["member", "observer"] and len(stated) == len(lists):
        return sum(stated)
    if len(lists) > 1:
        total = find_total(text, lists[-1].end, end)
        return total[2] if total else None
    total = find_total(text, start, end)
    if total is not None:
        return total[2]
    count = find_count(context.lowered, start, lists[0].start)
    return count[2] if count and lists[0].start - count[1] < 40 else None
