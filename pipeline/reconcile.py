"""Reconcile: a press release against the inform that it announces (C16, C24).

Works on finished extractions, so that it costs nothing to run over a whole output folder.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.predicates import Predicate, read_predicate
from extractors.title_words import compare_titles, split_title, title_likeness
from schemas.extraction import Claim, DocumentKind, Extraction, Iso2
from schemas.reconciliation import Agreement, Place, Reconciliation

SAME_TITLE = 0.8
"""From this share of common words on two titles are prints of one."""
SAME_CLAIM = 0.7
"""From this share of common content words on two claims are one claim."""
LIKE_CLAIM = 0.5
"""Between this and ``SAME_CLAIM`` a difference is shown and not held against anybody."""
CLEAR_LEAD = 0.1
"""So much better than the next best must an alignment be."""
MIN_SHARED_WORDS = 3

_PRODUCTS: frozenset[DocumentKind] = frozenset({"inform", "study", "flash", "other"})


@dataclass(frozen=True, slots=True)
class _Pairing:
    left: Claim
    right: Claim
    likeness: float
    is_clear: bool


def find_pairs(extractions: Iterable[Extraction]) -> Iterator[tuple[Extraction, Extraction]]:
    """Each press release with every document that it may announce, in the order given."""
    known = tuple(extractions)
    for left in known:
        if left.metadata.kind != "press_release":
            continue
        for right in known:
            if right is not left and describe_pair(left, right)[0]:
                yield left, right


def describe_pair(left: Extraction, right: Extraction) -> tuple[bool, str]:
    """Whether both are about one product, and why: title, kind and year decide, in this order."""
    if left.document_id == right.document_id:
        return False, "This is one document."
    titles = _product_titles(left), _product_titles(right)
    if not titles[0] or not titles[1]:
        return False, "At least one of the two names no title of a product."
    best = max(title_likeness(one, other) for one in titles[0] for other in titles[1])
    if best < SAME_TITLE:
        return False, f"The titles differ: '{titles[0][0]}' and '{titles[1][0]}'."
    kinds = left.metadata.kind, right.metadata.kind
    if kinds[0] == kinds[1] and kinds[0] != "other":
        return False, f"Both are of one kind ({kinds[0].replace('_', ' ')})."
    years = [one.metadata.published_date for one in (left, right)]
    if years[0] and years[1] and abs(int(years[0][:4]) - int(years[1][:4])) > 1:
        return False, f"They are years apart ({years[0][:4]} and {years[1][:4]})."
    return True, f"Both are about '{titles[0][0]}'."


def _product_titles(extraction: Extraction) -> tuple[str, ...]:
    """The title of the product; of the product's own document its headline too."""
    metadata = extraction.metadata
    titles = [metadata.product_title]
    if metadata.kind in _PRODUCTS:
        titles.append(metadata.title)
    return tuple(title for title in titles if title and len(split_title(title)) >= 2)


def reconcile(left: Extraction, right: Extraction) -> Reconciliation:
    """What both documents say, and where they differ; ``left`` usually is the press release.

    Claims are aligned one to one by their content words; only clear alignments are judged. Two
    documents that are no pair are compared all the same, and ``is_pair`` says so.
    """
    is_pair, reason = describe_pair(left, right)
    agreements: list[Agreement] = []
    if is_pair:
        agreements.extend(_compare_titles(left, right))
    agreements.extend(_compare_contributors(left, right))
    pairings = _align(left.claims, right.claims)
    for pairing in pairings:
        agreements.extend(_compare_claims(left, right, pairing))
    paired_left = {pairing.left.finding_id for pairing in pairings}
    paired_right = {pairing.right.finding_id for pairing in pairings}
    return Reconciliation(
        left_document_id=left.document_id,
        right_document_id=right.document_id,
        is_pair=is_pair,
        reason=reason,
        agreements=tuple(agreements),
        only_left=tuple(
            claim.finding_id for claim in left.claims if claim.finding_id not in paired_left
        ),
        only_right=tuple(
            claim.finding_id for claim in right.claims if claim.finding_id not in paired_right
        ),
    )


def _compare_titles(left: Extraction, right: Extraction) -> Iterator[Agreement]:
    pairs = [
        (title_likeness(one, other), -at, -to, one, other)
        for at, one in enumerate(_product_titles(left))
        for to, other in enumerate(_product_titles(right))
    ]
    *_, one, other = max(pairs)
    difference = compare_titles(one, other)
    yield Agreement(
        code="reconcile.title",
        status="pass" if difference == "none" else "fail",
        severity="hint" if difference == "case" else "warning",
        message=(
            "The title is printed alike in both documents."
            if difference == "none"
            else f"The title is '{one}' in one document and '{other}' in the other."
        ),
        left_value=one,
        right_value=other,
        left=_title_place(left),
        right=_title_place(right),
    )


def _title_place(extraction: Extraction) -> Place:
    places = {item.field: item.evidence for item in extraction.metadata.evidence}
    evidence = places.get("product_title", places.get("title"))
    return Place(document_id=extraction.document_id, evidence=evidence)


def _compare_contributors(left: Extraction, right: Extraction) -> Iterator[Agreement]:
    """The largest set that claims are taken from: the contributors of each document."""
    one, other = _largest_base(left), _largest_base(right)
    if one is None or other is None:
        return
    sets = (
        tuple(one.base.countries or () if one.base else ()),
        tuple(other.base.countries or () if other.base else ()),
    )
    differing = _differing(*sets)
    yield Agreement(
        code="reconcile.contributors",
        status="fail" if differing else "pass",
        severity="warning",
        message=(
            f"The contributors differ in {', '.join(differing)}."
            if differing
            else f"Both documents rest on the same {len(set(sets[0]))} contributors."
        ),
        left_value=", ".join(sets[0]),
        right_value=", ".join(sets[1]),
        left=_claim_place(left, one),
        right=_claim_place(right, other),
    )


def _largest_base(extraction: Extraction) -> Claim | None:
    with_base = [
        claim
        for claim in extraction.claims
        if claim.base is not None and claim.base.countries is not None
    ]
    sizes = [len(set(claim.base.countries or ())) for claim in with_base if claim.base is not None]
    if not sizes or max(sizes) < 4:
        return None
    return with_base[sizes.index(max(sizes))]


def _align(left: Sequence[Claim], right: Sequence[Claim]) -> list[_Pairing]:
    """One-to-one pairs of claims, best likeness first, returned in the order of the left ones."""
    lefts = [read_predicate(claim) for claim in left]
    rights = [read_predicate(claim) for claim in right]
    owners: dict[str, list[int]] = {}
    for at, predicate in enumerate(rights):
        for word in predicate.words:
            owners.setdefault(word, []).append(at)
    scored: list[tuple[float, int, int]] = []
    for at, predicate in enumerate(lefts):
        near = sorted({to for word in predicate.words for to in owners.get(word, ())})
        for to in near:
            likeness = _likeness(predicate, rights[to])
            if likeness >= LIKE_CLAIM:
                scored.append((-likeness, at, to))
    scored.sort()
    pairs: list[tuple[int, _Pairing]] = []
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for score, at, to in scored:
        if at in taken_left or to in taken_right:
            continue
        taken_left.add(at)
        taken_right.add(to)
        rivals = [-other for other, one, another in scored if (one == at) != (another == to)]
        is_clear = -score - max(rivals, default=0.0) >= CLEAR_LEAD
        pairs.append((at, _Pairing(left[at], right[to], -score, is_clear)))
    return [pairing for _, pairing in sorted(pairs, key=lambda pair: pair[0])]


def _likeness(one: Predicate, other: Predicate) -> float:
    """Share of content words in common; 0 for too few of them or for a yes against a no."""
    shared = one.words & other.words
    if len(shared) < MIN_SHARED_WORDS or {one.polarity, other.polarity} == {"yes", "no"}:
        return 0.0
    return len(shared) / len(one.words | other.words)


def _compare_claims(left: Extraction, right: Extraction, pairing: _Pairing) -> Iterator[Agreement]:
    one, other = pairing.left, pairing.right
    places = (_claim_place(left, one), _claim_place(right, other))
    is_sure = pairing.is_clear and pairing.likeness >= SAME_CLAIM
    values = one.quantity.value, other.quantity.value
    if None not in values and one.quantity.kind == other.quantity.kind:
        is_same = values[0] == values[1]
        yield Agreement(
            code="reconcile.number",
            status="pass" if is_same else "fail" if is_sure else "not_checkable",
            message=(
                f"Both documents say {values[0]}: '{one.statement}'."
                if is_same
                else f"'{one.quantity.surface}' in '{one.statement}' against "
                f"'{other.quantity.surface}' in '{other.statement}'."
            ),
            left_value=str(values[0]),
            right_value=str(values[1]),
            left=places[0],
            right=places[1],
        )
    if not (_is_closed(one) and _is_closed(other)):
        return
    differing = _differing(one.countries or (), other.countries or ())
    yield Agreement(
        code="reconcile.countries",
        status="pass" if not differing else "fail" if is_sure else "not_checkable",
        message=(
            f"The lists of '{one.statement}' differ in {', '.join(differing)}."
            if differing
            else f"Both documents list the same countries for '{one.statement}'."
        ),
        left_value=", ".join(one.countries or ()),
        right_value=", ".join(other.countries or ()),
        left=places[0],
        right=places[1],
    )


def _is_closed(claim: Claim) -> bool:
    return (
        claim.countries is not None
        and claim.list_kind == "exact"
        and claim.countries_from is not None
        and claim.countries_from.derived is None
    )


def _claim_place(extraction: Extraction, claim: Claim) -> Place:
    return Place(
        document_id=extraction.document_id,
        finding_id=claim.finding_id,
        evidence=claim.evidence,
    )


def _differing(one: Sequence[Iso2], other: Sequence[Iso2]) -> list[Iso2]:
    """Countries of one list alone, in printed order."""
    return [iso2 for iso2 in dict.fromkeys((*one, *other)) if (iso2 in one) != (iso2 in other)]
