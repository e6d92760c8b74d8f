"""Partitions: sets that may not share a country, and that together make their base (C03, C04)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.checkers.contract import (
    base_countries,
    ids_of,
    is_narrowed,
    is_printed,
    list_place,
    name_claim,
    name_codes,
    note_of,
    notes_by_id,
)
from extractors.checkers.trust import trusted_contributors
from extractors.context import Context
from extractors.counting import COUNT_NOUN
from extractors.numbers import NUMBER
from schemas.document import Evidence
from schemas.extraction import Check, Claim, Extraction, Footnote, GroupRole, Iso2

MAX_PARTS = 6
"""Of one whole that a paragraph divides."""
MAX_DISTANCE_CHARS = 600
"""Between a claim and the one that takes up what is left of its base."""

_REST = re.compile(
    r"\b(?:the\s+(?:remaining|others?|remainder|rest)|remaining|remainder)\b", re.IGNORECASE
)
_OTHERS = re.compile(r"\bothers?\b", re.IGNORECASE)
_FURTHER = re.compile(r"\b(?:a further|further|another|an additional|additional)\b", re.IGNORECASE)
_ELLIPTIC = re.compile(
    rf"(?:in\s+)?{NUMBER}(?:\s+(?:others?|{COUNT_NOUN}))?\s+(?:do|did|does|have|has|had|are|is|were|was|can|could"
    r"|will|would)\s+not(?:\s+(?:do\s+so|yet))?(?:\s*\([^()]*\))?",
    re.IGNORECASE,
)
"""'six do not': the claim says no more than that it denies the one before."""
_EXCLUSIVE: tuple[frozenset[GroupRole], ...] = (
    frozenset({"yes", "no"}),
    frozenset({"yes", "no_reply"}),
    frozenset({"no", "no_reply"}),
    frozenset({"yes", "not_applicable"}),
    frozenset({"yes", "no_information"}),
    frozenset({"member", "observer"}),
)


@dataclass(frozen=True, slots=True)
class _Pair:
    parts: tuple[Claim, ...]
    """Two or more, the last of which takes up the others."""
    kind: str
    """``complement``: together the whole base; ``further``: another set; ``others``: either."""
    whole: tuple[Iso2, ...] | None
    """The base of all; the contributors where the claims name none."""


def check_partitions(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Pairs of claims in text order, then the labelled sets of single notes."""
    notes = notes_by_id(extraction)
    contributors = trusted_contributors(context, extraction)
    everybody = contributors.countries if contributors is not None else None
    for pair in _find_pairs(context, extraction.claims, everybody):
        yield _check_pair(context, pair, notes)
    for note in extraction.notes:
        yield from _check_labels(context, note)


def _find_pairs(
    context: Context, claims: Sequence[Claim], everybody: tuple[Iso2, ...] | None
) -> Iterator[_Pair]:
    """'six others' with the claim before it; 'sixteen do, six do not' where these make the base.

    What is left of everybody is nothing, and after a remainder nothing more is left. 'Others' and
    'more' than those of another paragraph may be others than anything.
    """
    for at in range(1, len(claims)):
        right = claims[at]
        if not _has_list(right):
            continue
        left = _partner(claims[:at], right)
        if left is None or (everybody and set(left.countries or ()) >= set(everybody)):
            continue
        is_apart = not _share_block(context, left, right)
        words = _relating_words(right)
        whole = base_countries(left)
        is_full = is_printed(left) and is_printed(right)
        is_full = is_full and _fill_base(left, right, whole or everybody)
        if _FURTHER.search(words) or _word_behind(right) == "more":
            if is_apart or _REST.search(_relating_words(left)):
                continue
            yield _Pair((left, right), "further", whole)
        elif _REST.search(words):
            chain = _find_chain(context, claims[: at + 1], whole or everybody)
            if chain is not None:
                yield _Pair(chain, "complement", whole or everybody)
                continue
            is_chain = at >= 2 and _is_aside(claims[at - 1])
            is_closed = is_printed(left) and is_printed(right) and not is_chain
            yield _Pair((left, right), "complement" if is_closed else "others", whole)
        elif _OTHERS.search(words):
            if is_apart and not is_full:
                continue
            yield _Pair((left, right), "complement" if is_full else "others", whole)
        elif left.polarity != right.polarity and is_full:
            yield _Pair((left, right), "complement", whole or everybody)
        elif _ELLIPTIC.fullmatch(right.statement.strip()) and left.polarity == "yes":
            yield _Pair((left, right), "others", whole)


def _find_chain(
    context: Context, claims: Sequence[Claim], whole: tuple[Iso2, ...] | None
) -> tuple[Claim, ...] | None:
    """'In eleven … (…), in eight … (…) and in the remaining five (…)': the parts of one whole.

    Three or more in one paragraph with printed lists, whose numbers make the size of the whole.
    """
    parts: list[Claim] = []
    total, size = 0, len(set(whole or ()))
    for claim in reversed(claims[-MAX_PARTS:]):
        value = claim.quantity.value
        if not value or not _has_list(claim) or not is_printed(claim) or is_narrowed(claim):
            return None
        if not _share_block(context, claim, claims[-1]):
            return None
        parts.insert(0, claim)
        total += value
        if total >= size:
            return tuple(parts) if total == size and len(parts) > 2 else None
    return None


def _share_block(context: Context, left: Claim, right: Claim) -> bool:
    """Whether both stand in one paragraph, item or cell."""
    return context.block_at(left.evidence.start_char) is context.block_at(right.evidence.start_char)


def _relating_words(claim: Claim) -> str:
    """The number and its noun; of 'two of the remaining countries' the number alone."""
    if claim.base is None:
        return claim.quantity.surface
    behind = claim.statement.partition(claim.quantity.surface)[2] if claim.quantity.surface else ""
    if re.match(r"\s+(?:out\s+)?of\b", behind):
        return claim.quantity.surface
    return f"{claim.quantity.surface} {claim.base.surface}"


def _has_list(claim: Claim) -> bool:
    """Whether the text prints countries of the claim; of an open list some, beside a number.

    'Others (e.g. BE, FI)' says too little to be held against a list.
    """
    origin = claim.countries_from
    if claim.countries is None or origin is None or origin.derived is not None:
        return False
    return claim.list_kind == "exact" or claim.quantity.value is not None


def _word_behind(claim: Claim) -> str:
    """The word after the number: 'three more (IE, LT, LV)'."""
    if not claim.quantity.surface:
        return ""
    words = claim.statement.partition(claim.quantity.surface)[2].split()
    return words[0].strip(",;:()").lower() if words else ""


def _is_aside(claim: Claim) -> bool:
    words = f"{claim.quantity.surface} {claim.base.surface if claim.base else ''}"
    return _OTHERS.search(words) is not None or _FURTHER.search(words) is not None


def _partner(earlier: Sequence[Claim], right: Claim) -> Claim | None:
    """The claim before, if its list is printed, close by, and drawn from the same base."""
    for left in reversed(earlier[-2:]):
        if right.evidence.start_char - left.evidence.end_char > MAX_DISTANCE_CHARS:
            return None
        if not _has_list(left):
            continue
        base, other = left.base, right.base
        if base is not None and other is not None and base.countries != other.countries:
            continue
        return left
    return None


def _fill_base(left: Claim, right: Claim, whole: tuple[Iso2, ...] | None) -> bool:
    """Whether the printed numbers add up to the size of the base: a sign of a full partition."""
    one, other = left.quantity.value, right.quantity.value
    if not one or not other or is_narrowed(left):
        return False
    stated = left.base.value if left.base is not None else None
    size = stated if stated is not None else len(set(whole or ()))
    return one + other == size


def _check_pair(context: Context, pair: _Pair, notes: dict[str, Footnote]) -> Check:
    sets = [part.countries or () for part in pair.parts]
    whole = pair.whole
    is_whole = pair.kind == "complement" and whole is not None
    problems = _find_problems(context, sets, whole if is_whole else None)
    named = [
        f"{name_claim(part)} ({len(set(one))})" for part, one in zip(pair.parts, sets, strict=True)
    ]
    sizes = f"{', '.join(named[:-1])} and {named[-1]}"
    if problems:
        verdict = "do not fit together: " + "; ".join(problems)
    elif is_whole:
        verdict = f"share no country and make up the {len(set(whole or ()))} of their base"
    else:
        verdict = "share no country"
    return Check(
        code="partition.complement" if pair.kind != "further" else "partition.further",
        status="fail" if problems else "pass",
        message=f"{sizes} {verdict}.",
        expected=name_codes(context, whole) if is_whole and whole else "no country in both",
        found="; ".join(problems) or "as expected",
        finding_ids=tuple(
            dict.fromkeys(one for part in pair.parts for one in ids_of(part, note_of(part, notes)))
        ),
        evidence=tuple(place for part in pair.parts for place in _places(part, notes)),
    )


def _places(claim: Claim, notes: dict[str, Footnote]) -> list[Evidence]:
    place = list_place(claim, note_of(claim, notes))
    return [claim.evidence] if place is None else [claim.evidence, place]


def _find_problems(
    context: Context, sets: Sequence[Sequence[Iso2]], whole: Sequence[Iso2] | None
) -> list[str]:
    """In words: what stands in several sets, and in a full partition what is missing or more."""
    counts = Counter(iso2 for one in sets for iso2 in dict.fromkeys(one))
    several = [iso2 for iso2, count in counts.items() if count > 1]
    where = "both" if len(sets) == 2 else "several"
    problems = [f"{name_codes(context, several)} in {where}"] if several else []
    if whole is not None:
        missing = [iso2 for iso2 in dict.fromkeys(whole) if iso2 not in counts]
        extra = [iso2 for iso2 in counts if iso2 not in whole]
        where = "neither" if len(sets) == 2 else "none"
        problems += [f"{name_codes(context, missing)} in {where}"] if missing else []
        problems += [f"{name_codes(context, extra)} outside the base"] if extra else []
    return problems


def _check_labels(context: Context, note: Footnote) -> Iterator[Check]:
    """'Yes: AT, BE. No: BE, CY.': one country under two labels that exclude one another."""
    sets: dict[GroupRole, list[Iso2]] = {}
    for group in note.groups:
        sets.setdefault(group.role, []).extend(group.countries)
    roles = [role for role in sets if any(role in pair for pair in _EXCLUSIVE)]
    if len(roles) < 2 or set(roles) == {"member", "observer"}:
        return
    problems = []
    for at, role in enumerate(roles):
        for other in roles[at + 1 :]:
            both = [iso2 for iso2 in dict.fromkeys(sets[role]) if iso2 in sets[other]]
            if both and frozenset({role, other}) in _EXCLUSIVE:
                names = (role.replace("_", " "), other.replace("_", " "))
                problems.append(f"{name_codes(context, both)} under '{names[0]}' and '{names[1]}'")
    yield Check(
        code="partition.labels",
        status="fail" if problems else "pass",
        message=(
            f"Note {note.label} puts {'; '.join(problems)}."
            if problems
            else f"The {len(roles)} labelled sets of note {note.label} share no country."
        ),
        expected="no country under two labels",
        found="; ".join(problems) or "as expected",
        finding_ids=(note.finding_id,),
        evidence=(note.evidence,),
    )
