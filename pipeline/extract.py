"""Extract: from a document to its findings. The extractors run in the order of ``EXTRACTORS``."""

from extractors.analysis import analyse
from extractors.claims import find_claims
from extractors.context import Extractor, Findings
from extractors.countries import find_countries
from extractors.footnotes import find_footnotes
from extractors.instruments import find_instruments
from extractors.metadata import find_metadata
from schemas.document import Document, Issue
from schemas.errors import ContractError
from schemas.extraction import (
    Claim,
    CountryMention,
    Extraction,
    Footnote,
    GroupMention,
    InstrumentMention,
    Metadata,
)

EXTRACTORS: tuple[Extractor, ...] = (
    find_instruments,
    find_footnotes,
    find_countries,
    find_claims,
    find_metadata,
)


def extract(document: Document) -> Extraction:
    """All findings and issues of ``document``; its checks are left to ``pipeline.check``.

    The same document gives the same record in every run. Issues of the reader come first.
    """
    context = analyse(document)
    found = Findings(issues=list(document.issues))
    for extractor in EXTRACTORS:
        for finding in extractor(context, found):
            match finding:  # the most frequent first
                case CountryMention():
                    found.countries.append(finding)
                case Claim():
                    found.claims.append(finding)
                case Footnote():
                    found.notes.append(finding)
                case InstrumentMention():
                    found.instruments.append(finding)
                case GroupMention():
                    found.groups.append(finding)
                case Issue():
                    found.issues.append(finding)
                case Metadata():
                    found.metadata = finding
    if found.metadata is None:
        raise ContractError(f"{document.document_id}: no metadata was made; this is a bug.")
    return Extraction(
        document_id=document.document_id,
        source=document.source,
        metadata=found.metadata,
        countries=tuple(found.countries),
        groups=tuple(found.groups),
        notes=tuple(found.notes),
        claims=tuple(found.claims),
        instruments=tuple(found.instruments),
        issues=tuple(found.issues),
    )
