"""How far the contributing set may be relied on before it accuses anybody."""

import re

from extractors.checkers.contract import is_of_network, is_printed
from extractors.context import Context
from extractors.contributors import ContributingSet, find_contributors
from extractors.numbers import NUMBER
from schemas.extraction import Claim, Extraction, Iso2

_SELECTION = re.compile(
    rf"{NUMBER}\s+(?:out\s+)?of\s+(?:the\s+|these\s+|all\s+)?(?:{NUMBER}\s+)?"
    r"(?:EMN\s+)?(?:participating|contributing|responding|reporting)\b",
    re.IGNORECASE,
)


def find_joined(context: Context, contributors: ContributingSet) -> frozenset[Iso2]:
    """Countries that a sentence names beside the list: '24 Member Countries¹ and Norway'."""
    one = contributors.country_list
    offsets = [one.start] + [
        reference.offset - 1
        for reference in context.document.note_references
        if reference.note_id is not None and reference.note_id == contributors.note_id
    ]
    found: set[Iso2] = set()
    for offset in offsets:
        sentence = context.sentence_at(offset)
        if sentence is not None:
            names = context.names_between(sentence.start, sentence.end)
            found.update(iso2 for _, _, iso2 in names)
    return frozenset(found)


def _selects(claim: Claim, found: ContributingSet) -> bool:
    """'Nineteen of the 25 responding countries¹': note 1 lists the nineteen."""
    if not is_printed(claim) or claim.base is None or claim.base.value is None:
        return False
    is_same = set(claim.countries or ()) == set(found.countries)
    return is_same and claim.base.value > len(set(found.countries))


def trusted_contributors(context: Context, extraction: Extraction) -> ContributingSet | None:
    """The contributing set, unless the document itself shows that the list is something else.

    'Nine of the participating countries (AT, …)' names nine and not the participants; and a set
    that most lists of the document disagree with was not theirs.
    """
    found = find_contributors(context, list(extraction.notes))
    if found is None:
        return None
    one = found.country_list
    sentence = context.sentence_at(one.start)
    begin = sentence.start if sentence is not None else context.block_at(one.start).start_char
    if _SELECTION.search(context.text, begin, one.start):
        return None
    if any(_selects(claim, found) for claim in extraction.claims):
        return None
    checked = outside = 0
    for claim in extraction.claims:
        if not is_printed(claim) or claim.countries is None:
            continue
        checked += 1
        ours = [iso2 for iso2 in claim.countries if is_of_network(context, iso2)]
        outside += any(iso2 not in found.countries for iso2 in ours)
    if checked >= 3 and outside * 2 > checked:
        return None
    return found
