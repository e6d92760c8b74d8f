"""The issue of a document that counts 'responding countries' and does not say which they are."""

import re
from collections.abc import Iterator

from extractors.context import Context, Findings
from extractors.contributors import find_contributors
from extractors.list_judging import is_about_network
from schemas.document import Issue
from schemas.extraction import DocumentKind

_KINDS: frozenset[DocumentKind] = frozenset({"inform", "press_release"})
MIN_COUNTRIES = 3
"""Shorter lists are named in passing."""
_CONTRIBUTORS = re.compile(
    r"\b(?:responding|reporting|contributing|participating|replying|surveyed|respondents?"
    r"|contributors?)\b",
    re.IGNORECASE,
)


def find_contributor_issues(
    context: Context, found: Findings, kind: DocumentKind
) -> Iterator[Issue]:
    """``contributors.missing``, at most once, at the first claim that counts contributors.

    Only for informs and press releases, and only where no list of contributors was found, so that
    neither the size nor the members of the base could be checked.
    """
    if kind not in _KINDS:
        return
    open_bases = [
        (claim.base, claim.evidence)
        for claim in found.claims
        if claim.base is not None
        and claim.base.countries is None
        and _CONTRIBUTORS.search(claim.base.surface)
    ]
    if not open_bases or find_contributors(context, found.notes) is not None:
        return
    if all(_may_be_told(context, base.value) for base, _ in open_bases):
        return
    base, evidence = open_bases[0]
    yield Issue(
        code="contributors.missing",
        message=f"{len(open_bases)} claim(s) speak of contributors ('{base.surface}'), "
        "and no list says which countries they are; look for it in the publication itself.",
        evidence=evidence,
    )


def _may_be_told(context: Context, size: int | None) -> bool:
    """Whether a list may be that of the contributors, though no words say so.

    One of their number, or else the longest one, if it holds the countries of all the others.
    """
    lists = [
        set(one.countries)
        for one in context.lists
        if one.kind != "exception"
        and one.place != "running"
        and len(one.countries) >= MIN_COUNTRIES
        and not context.is_boilerplate(one.start)
        and is_about_network(context.vocabulary, one.countries)
    ]
    if size is not None:
        return any(len(one) == size for one in lists)
    longest = max(lists, key=len, default=set())
    return len(lists) > 1 and all(one <= longest for one in lists)
