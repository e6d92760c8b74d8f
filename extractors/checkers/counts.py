"""Counts: the number that is printed against the list that it speaks of (C01, C06, C07, C13, C14)."""

from collections.abc import Iterator

from extractors.checkers.contract import name_codes
from extractors.context import Context
from schemas.document import Evidence
from schemas.extraction import Check, CheckStatus, Claim, Extraction, Footnote

WIDE_GAP = 2
"""'about half' and 'some 20' are judged with this tolerance, in countries."""


def check_counts(context: Context, extraction: Extraction) -> Iterator[Check]:
    """One check for every number that stands beside a list."""
    notes = {note.note_id: note for note in extraction.notes}
    for note in extraction.notes:
        if note.stated_count is not None and note.countries:
            yield _check_note(context, note)
    for claim in extraction.claims:
        note = notes.get(claim.countries_from.note_id or "") if claim.countries_from else None
        if claim.quantity.parts:
            yield from _check_sum(context, claim)
        if claim.countries is None or claim.countries_from is None or claim.countries_from.derived:
            continue
        if _names_itself(claim):
            continue
        if claim.quantity.kind in ("proportion", "approximate") and claim.quantity.value is None:
            yield from _check_share(claim, note)
        elif claim.quantity.value is not None:
            yield _check_claim(context, claim, note)


def _names_itself(claim: Claim) -> bool:
    """'Only Germany': the list is the number, so there is nothing to compare."""
    inline = claim.countries_from.inline if claim.countries_from else None
    return (
        inline is not None and inline.quote in claim.quantity.surface and not claim.quantity.parts
    )


def _places(claim: Claim, note: Footnote | None) -> tuple[Evidence, ...]:
    if note is not None:
        return (claim.evidence, note.list_evidence or note.evidence)
    inline = claim.countries_from.inline if claim.countries_from else None
    return (claim.evidence, inline) if inline is not None else (claim.evidence,)


def _ids(claim: Claim, note: Footnote | None) -> tuple[str, ...]:
    return (claim.finding_id,) if note is None else (claim.finding_id, note.finding_id)


def _check_note(context: Context, note: Footnote) -> Check:
    listed = len(set(note.countries))
    stated = note.stated_count or 0
    status: CheckStatus = "pass" if listed == stated else "fail"
    if note.list_kind == "open" and listed <= stated:
        status = "pass"
    if note.is_unfinished or note.list_kind == "exception":
        status = "not_checkable"
    place = note.list_evidence or note.evidence
    is_total = context.text.find(str(stated), place.end_char, note.evidence.end_char) >= 0
    return Check(
        code="total.list" if is_total else "count.list",
        status=status,
        message=f"Note {note.label} states {stated} and lists {listed} countries.",
        expected=str(stated),
        found=str(listed),
        finding_ids=(note.finding_id,),
        evidence=(note.evidence, place),
    )


def _check_claim(context: Context, claim: Claim, note: Footnote | None) -> Check:
    stated = claim.quantity.value or 0
    listed = len(set(claim.countries or ()))
    where = f"note {note.label}" if note is not None else "the list beside it"
    status = _judge(claim, note, stated, listed)
    message = f"'{claim.quantity.surface}' stands for {stated}; {where} lists {listed} countries"
    message += f" ({name_codes(context, claim.countries or ())})." if status == "fail" else "."
    code = {"all": "count.all", "none": "count.none"}.get(claim.quantity.kind, "count.list")
    return Check(
        code=code,
        status=status,
        message=message,
        expected=str(stated),
        found=str(listed),
        finding_ids=_ids(claim, note),
        evidence=_places(claim, note),
    )


def _judge(claim: Claim, note: Footnote | None, stated: int, listed: int) -> CheckStatus:
    if note is not None:
        if note.is_unfinished or note.list_kind == "exception":
            return "not_checkable"
        if note.kind == "mixed" and note.stated_count is not None and note.stated_count != stated:
            return "not_checkable"
        if any(
            group.role not in ("member", "observer", "listed", "other") for group in note.groups
        ):
            return "pass" if listed == stated else "not_checkable"
    match claim.quantity.kind:
        case "at_least":
            agrees = listed >= stated
        case "at_most":
            agrees = listed <= stated
        case "approximate":
            agrees = abs(listed - stated) <= WIDE_GAP
        case _:
            agrees = listed == stated
    if claim.list_kind == "open":
        agrees = listed <= stated
    return "pass" if agrees else "fail"


def _check_share(claim: Claim, note: Footnote | None) -> Iterator[Check]:
    """'Most' needs more than half of its base; only checked where the base has a size."""
    base = claim.base.value if claim.base is not None else None
    if not base or claim.list_kind != "exact" or (note is not None and note.is_unfinished):
        return
    listed = len(set(claim.countries or ()))
    words = claim.quantity.surface.lower()
    bounds = _share_bounds(words, base)
    if bounds is None:
        return
    low, high = bounds
    yield Check(
        code="count.proportion",
        status="pass" if low <= listed <= high else "fail",
        message=f"'{claim.quantity.surface}' of {base} means {low} to {high}; {listed} are listed.",
        expected=f"{low} to {high}",
        found=str(listed),
        finding_ids=_ids(claim, note),
        evidence=_places(claim, note),
    )


def _share_bounds(words: str, base: int) -> tuple[int, int] | None:
    """How many countries the words allow, both ends included; None for words without a rule."""
    over_half = base // 2 + 1
    if (
        words.startswith(("less than half", "fewer than half", "just under half"))
        or "minority" in words
    ):
        return 1, (base - 1) // 2
    if words in ("half", "half of"):
        return base // 2, (base + 1) // 2
    if words.endswith("half") and not words.startswith(("over", "more", "well", "just over")):
        return max(1, base // 2 - WIDE_GAP), (base + 1) // 2 + WIDE_GAP
    if words.startswith(
        ("most", "over half", "more than half", "well over half", "just over half")
    ):
        return over_half, base
    if "majority" in words or words.startswith(("almost all", "nearly all")):
        return over_half, base
    return None


def _check_sum(context: Context, claim: Claim) -> Iterator[Check]:
    """'23 (21 Members and 2 Observers)': the addends against the sum, and against the list."""
    parts = claim.quantity.parts
    total = sum(part.value for part in parts)
    yield Check(
        code="sum.parts",
        status="pass" if total == claim.quantity.value else "fail",
        message=f"'{claim.quantity.surface}' is {claim.quantity.value}; its parts add up to {total}.",
        expected=str(claim.quantity.value),
        found=str(total),
        finding_ids=(claim.finding_id,),
        evidence=(claim.evidence,),
    )
    if claim.countries is None or claim.list_kind != "exact":
        return
    observers = [part.value for part in parts if "bserver" in part.surface]
    if len(observers) != 1:
        return
    roles = [context.vocabulary.countries[iso2].emn_role for iso2 in dict.fromkeys(claim.countries)]
    found = roles.count("observer")
    yield Check(
        code="sum.roles",
        status="pass" if found == observers[0] else "fail",
        message=f"The claim counts {observers[0]} Observer Countries; its list names {found}.",
        expected=str(observers[0]),
        found=str(found),
        finding_ids=(claim.finding_id,),
        evidence=(claim.evidence,),
    )
