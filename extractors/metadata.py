"""Metadata: what the document says about itself."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.contacts import find_contacts
from extractors.context import Context, Findings
from extractors.contributor_issues import find_contributor_issues
from extractors.datelines import Dateline
from extractors.links import find_links
from extractors.titles import find_titles
from extractors.vocabulary import read_table
from schemas.document import Issue
from schemas.extraction import FieldEvidence, Metadata

LEAD_BLOCKS = 8
"""A partner is named on the cover, in the headline or in the lead."""

_WITH = (
    r"(?:collaboration|cooperation|co-operation|partnership|conjunction) with|jointly with"
    r"|together with"
    r"|joint(?:ly)? (?:EMN[-–\s]?|inform with|publication with)|EMN\s?[-–/&]\s?"
    r"|EMN\)? and(?: the)?\s"
    r"|[-–]EMN\b|prepared (?:by|with)|co-authored (?:by|with)"
)


@cache
def _publisher() -> re.Pattern[str]:
    names = "|".join(re.escape(row["name"]) for row in read_table("network_names"))
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)")


@cache
def _with() -> re.Pattern[str]:
    return re.compile(_WITH)


@cache
def _partners() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each partner with the expression that finds it behind 'in cooperation with' and the like."""
    return tuple(
        (
            row["partner"],
            re.compile(rf"(?:{_WITH})[^.;]{{0,60}}?(?<!\w)(?P<name>{row['pattern']})(?!\w)"),
        )
        for row in read_table("partner_names")
    )


def find_metadata(context: Context, found: Findings) -> Iterator[Metadata | Issue]:
    """The metadata of the document, and issues about its date and its contributors.

    ``date.missing``: nothing says when it was published. ``date.ambiguous``: '05/06/2024' and
    nothing proves the order. ``date.conflict``: two places say different dates; the first counts.
    """
    text = context.text
    language, dateline = context.language, context.dateline
    titles = find_titles(context, has_place=dateline.place is not None)
    evidence: list[FieldEvidence] = []

    def quote(field: str, span: tuple[int, int] | None) -> str | None:
        if span is None or span[0] >= span[1]:
            return None
        evidence.append(FieldEvidence(field=field, evidence=context.evidence(*span)))
        return " ".join(text[slice(*span)].split())

    quote("kind", titles.kind_span)
    title = quote("title", titles.title)
    product_title = quote("product_title", titles.product_title)
    subject = quote("subject", titles.subject)
    place = quote("place", dateline.place)
    date = dateline.date
    if date is not None and date.iso is not None:
        quote("published_date", (date.start, date.end))
    publisher = _publisher().search(text)
    if publisher is not None:
        quote("publisher", publisher.span())
    partners = _find_partners(context)
    for span in partners.values():
        quote("partners", span)
    standing = context.standing
    contacts = list(find_contacts(context, standing))
    for _, span in contacts:
        quote("contacts", span)
    links = find_links(context, standing)
    for _, span in links:
        quote("links", span)
    yield Metadata(
        kind=titles.kind,
        language=language,
        title=title,
        product_title=product_title,
        subject=subject,
        place=place.title() if place and place.isupper() else place,
        published_date=date.iso if date else None,
        publisher="European Migration Network" if publisher else None,
        partners=tuple(partners),
        contacts=tuple(contact for contact, _ in contacts),
        links=tuple(url for url, _ in links),
        evidence=tuple(evidence),
    )
    yield from _date_issues(context, dateline)
    yield from find_contributor_issues(context, found, titles.kind)


def _find_partners(context: Context) -> dict[str, tuple[int, int]]:
    """Organisations that made the document with the network, in the order of the text."""
    partners: dict[str, tuple[int, int]] = {}
    for block in [one for one in context.document.blocks if one.role != "note"][:LEAD_BLOCKS]:
        if context.is_boilerplate(block.start_char):
            continue
        if _with().search(context.text, block.start_char, block.end_char) is None:
            continue
        places: list[tuple[int, int, str]] = []
        for partner, pattern in _partners():
            named = pattern.search(context.text, block.start_char, block.end_char)
            if named is not None:
                places.append((*named.span("name"), partner))
        for start, end, partner in sorted(places):
            partners.setdefault(partner, (start, end))
    return partners


def _date_issues(context: Context, dateline: Dateline) -> Iterator[Issue]:
    date = dateline.date
    if date is None:
        where = context.evidence(*dateline.place) if dateline.place else None
        yield Issue(
            code="date.missing",
            message="No date of publication is printed"
            + (" behind the place of the dateline." if where else " in a dateline or on a cover."),
            evidence=where,
        )
        return
    if date.iso is None:
        yield Issue(
            code="date.ambiguous",
            message=f"'{context.text[date.start : date.end]}' may be "
            f"{' or '.join(date.candidates)}; nothing in the document proves which comes first, "
            "the day or the month.",
            evidence=context.evidence(date.start, date.end),
        )
    for other in dateline.others:
        printed = context.text[other.start : other.end]
        yield Issue(
            code="date.conflict",
            message=f"The document also gives '{printed}' as its date, which differs from "
            f"'{context.text[date.start : date.end]}'.",
            evidence=context.evidence(other.start, other.end),
        )
