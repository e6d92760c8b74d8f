"""Counts: the number that is printed against the list that it speaks of (C01, C06, C14)."""

import re
from collections.abc import Iterator

from extractors.checkers.contract import (
    AFFIRMED_ROLES,
    added_beside,
    count_noun,
    fills_bracket,
    find_added,
    has_more_countries,
    ids_of,
    is_appended,
    is_narrowed,
    lists_between,
    name_claim,
    name_codes,
    note_of,
    notes_by_id,
    places_of,
)
from extractors.checkers.trust import trusted_contributors
from extractors.context import Context
from extractors.contributors import ContributingSet, contributor_cue
from schemas.extraction import Check, CheckStatus, Claim, Extraction, Footnote

TOLERANCE = 2
"""'about half' and 'some 20' are judged with this tolerance, in countries."""

_STRICTLY_MORE = re.compile(r"\b(?:more than|over|upwards of)\b", re.IGNORECASE)
_STRICTLY_LESS = re.compile(r"\b(?:fewer than|less than|under)\b", re.IGNORECASE)
_LISTS_NOW = re.compile(r"[(\[:–—-]\s*(?:the\s+)?\Z|\A\s*\Z", re.IGNORECASE)
_EACH = re.compile(r"\beach\b(?!\s+(?:of|and)\b)", re.IGNORECASE)
"""'one country each (DE; EE)'"""
_CONTRIBUTED = re.compile(
    r"\b(?:took\s+part|participated|contribut\w+|responded|replied|answered|responses|replies)\b",
    re.IGNORECASE,
)


def check_counts(context: Context, extraction: Extraction) -> Iterator[Check]:
    """One check for every number that stands beside its list: notes, then claims."""
    notes = notes_by_id(extraction)
    contributors = trusted_contributors(context, extraction)
    for note in extraction.notes:
        if note.stated_count is not None and note.countries:
            yield from _check_note(context, note, contributors)
    for claim in extraction.claims:
        if claim.countries is None or claim.countries_from is None or claim.countries_from.derived:
            continue
        if claim.quantity.value is None or names_itself(claim):
            continue
        if claim.quantity.kind != "proportion":
            yield _check_claim(context, claim, note_of(claim, notes))


def names_itself(claim: Claim) -> bool:
    """'Only Germany': the list is the number, so there is nothing to compare."""
    inline = claim.countries_from.inline if claim.countries_from else None
    return (
        inline is not None and inline.quote in claim.quantity.surface and not claim.quantity.parts
    )


def _check_note(
    context: Context, note: Footnote, contributors: ContributingSet | None
) -> Iterator[Check]:
    listed = len(set(note.countries))
    stated = note.stated_count or 0
    place = note.list_evidence or note.evidence
    status: CheckStatus = "pass" if listed == stated else "fail"
    added = find_added(context, note.evidence.start_char, place.start_char) & set(note.countries)
    if listed == stated + len(added):
        status = "pass"
    if note.list_kind == "open" and listed <= stated:
        status = "pass"
    has_labels = any(group.role not in AFFIRMED_ROLES for group in note.groups)
    if note.is_unfinished or note.list_kind == "exception" or (status == "fail" and has_labels):
        status = "not_checkable"
    is_total = str(stated) in context.text[place.end_char : note.evidence.end_char]
    if is_total and (contributors is None or contributors.note_id != note.note_id):
        code = "total.list"
    else:
        code = "count.note"
    message = (
        f"Note {note.label} states {stated} and lists {count_noun(listed, 'country', 'countries')}"
    )
    message += f" ({name_codes(context, note.countries)})." if status == "fail" else "."
    yield Check(
        code=code,
        status=status,
        message=message,
        expected=str(stated),
        found=str(listed),
        finding_ids=(note.finding_id,),
        evidence=(note.evidence, place),
    )


def _check_claim(context: Context, claim: Claim, note: Footnote | None) -> Check:
    stated = claim.quantity.value or 0
    listed = len(set(claim.countries or ()))
    status = _judge(context, claim, note, stated, listed)
    where = f"note {note.label}" if note is not None else "the list beside it"
    bound = {
        "at_least": " at least",
        "at_most": " at most",
        "approximate": f" about (±{TOLERANCE})",
    }.get(claim.quantity.kind, "")
    message = (
        f"{name_claim(claim)} stands for{bound} {stated}; "
        f"{where} lists {count_noun(listed, 'country', 'countries')}"
    )
    message += f" ({name_codes(context, claim.countries or ())})." if status == "fail" else "."
    code = {"all": "count.all", "none": "count.none"}.get(claim.quantity.kind, "count.list")
    return Check(
        code=code,
        status=status,
        message=message,
        expected=str(stated),
        found=str(listed),
        finding_ids=ids_of(claim, note),
        evidence=places_of(claim, note),
    )


def _judge(
    context: Context, claim: Claim, note: Footnote | None, stated: int, listed: int
) -> CheckStatus:
    """Whether list and number agree; a mismatch counts only if both speak of the same set."""
    if _agrees(claim, stated, listed) and not _mixes_roles(context, claim, note):
        return "pass"
    if claim.list_kind == "open" and listed == stated:
        return "pass"
    if note is not None and not _speaks_of_claim(context, claim, note, stated):
        return "not_checkable"
    if note is not None and added_beside(context, claim):
        return "pass"
    if note is None and not _belongs(context, claim):
        return "not_checkable"
    if _EACH.search(claim.statement):
        return "not_checkable"
    if claim.quantity.kind in ("all", "none") and is_narrowed(claim):
        return "not_checkable"
    return "fail"


def _agrees(claim: Claim, stated: int, listed: int) -> bool:
    if claim.list_kind == "open":
        return listed <= stated or claim.quantity.kind == "at_least"
    match claim.quantity.kind:
        case "at_least":
            is_strict = _STRICTLY_MORE.search(claim.quantity.surface) is not None
            return listed > stated if is_strict else listed >= stated
        case "at_most":
            is_strict = _STRICTLY_LESS.search(claim.quantity.surface) is not None
            return listed < stated if is_strict else listed <= stated
        case "approximate":
            return abs(listed - stated) <= TOLERANCE
        case _:
            return listed == stated


def _mixes_roles(context: Context, claim: Claim, note: Footnote | None) -> bool:
    """Whether a closed list taken for that of one addend holds Members and Observers alike.

    'Nine Member States and Ukraine' with nine codes is a list of the Member States, unless UA is
    one of the nine: then it is the list of the whole, and too short.
    """
    if not claim.quantity.parts or claim.list_kind != "open" or claim.countries is None:
        return False
    if note is not None:
        kind = note.list_kind
    else:
        inline = claim.countries_from.inline if claim.countries_from is not None else None
        start = inline.start_char if inline is not None else 0
        kinds = [one.kind for one in lists_between(context, start, start + 1)]
        kind = kinds[0] if kinds else "open"
    roles = {context.vocabulary.countries[iso2].emn_role for iso2 in claim.countries}
    return kind == "exact" and {"member", "observer"} <= roles


_ADDS_TO = re.compile(
    r"\b(?:also|too|as\s+well|likewise|similar\w*|same|join\w*|addition\w*|further|another|besides"
    r"|do(?:es)?\s+so|counted)\b",
    re.IGNORECASE,
)
"""'… DE. Malta also bans them.': a remark that may add to the list before its full stop."""


def _speaks_of_claim(context: Context, claim: Claim, note: Footnote, stated: int) -> bool:
    """Whether the note's list is plainly the list of the claim that cites it.

    Not so if the list breaks off, excepts, stands under several labels, or if the note's own prose
    is about another set: it states another number that fits its list, or says something else.
    """
    if note.is_unfinished or note.list_kind == "exception":
        return False
    if any(group.role not in AFFIRMED_ROLES for group in note.groups):
        return False
    if note.kind != "mixed":
        return True
    words = context.text[note.evidence.start_char : note.evidence.end_char]
    if _CONTRIBUTED.search(claim.statement) and contributor_cue().search(words):
        return True
    if note.stated_count is not None and note.stated_count != stated:
        return note.stated_count != len(set(note.countries))
    if note.list_evidence is None:
        return False
    lead = context.text[note.evidence.start_char : note.list_evidence.start_char]
    if _LISTS_NOW.search(lead) is None:
        return False
    end = note.list_evidence.end_char
    if not has_more_countries(context, end, note.evidence.end_char, note.countries):
        return True
    remark = context.text[end : note.evidence.end_char]
    return remark.startswith(". ") and _ADDS_TO.search(remark) is None


def _belongs(context: Context, claim: Claim) -> bool:
    """Whether an inline list is surely that of the claim, and all of it."""
    inline = claim.countries_from.inline if claim.countries_from is not None else None
    if inline is None:
        return True
    lists = lists_between(context, inline.start_char, inline.start_char + 1)
    if is_appended(context, inline.start_char) and claim.quantity.surface:
        return False
    return all(fills_bracket(context, one) for one in lists)
