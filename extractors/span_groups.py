"""The findings where a spaCy user expects them: span groups on the ``Doc``, DocBin, displaCy.

Nothing here is needed to extract; it carries findings over into spaCy's own world.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.tokens import Doc, DocBin, Span

from extractors.nlp import build_nlp
from schemas.document import Document, Evidence
from schemas.errors import UngroundedEvidenceError
from schemas.extraction import Extraction

FINDING_GROUPS = ("countries", "groups", "notes", "claims", "instruments")
"""Keys of ``doc.spans``; span labels are the iso2, the group id, the note's kind, the claim's
quantity kind and the instrument id; ``span.id_`` is the finding id."""


def build_doc(document: Document, extraction: Extraction) -> Doc:
    """The document's text as a Doc with one span group per kind of finding.

    A span covers whole tokens: where a finding ends inside one, the span is wider. The ids of
    document and raw file are in ``doc.user_data``.
    """
    return _add_findings(build_nlp().make_doc(document.text), document, extraction)


def build_docs(pairs: Iterable[tuple[Document, Extraction]], batch_size: int = 50) -> Iterator[Doc]:
    """The same for many documents, in order, tokenized in batches through ``nlp.pipe``."""
    texts = ((document.text, (document, extraction)) for document, extraction in pairs)
    for doc, (document, extraction) in build_nlp().pipe(
        texts, as_tuples=True, batch_size=batch_size
    ):
        yield _add_findings(doc, document, extraction)


def build_doc_bin(docs: Iterable[Doc]) -> DocBin:
    """The docs with their span groups, for ``to_disk``; ``DocBin.get_docs`` reads them back."""
    return DocBin(docs=docs, store_user_data=True)


def build_displacy(doc: Doc, group: str) -> dict[str, Any]:
    """Input of ``spacy.displacy.render(…, style="ent", manual=True)`` for one span group.

    Spans of one group that overlap are left out after the first, since displaCy prints each
    character once.
    """
    entities: list[dict[str, Any]] = []
    end = 0
    for span in doc.spans[group]:
        if span.start_char >= end:
            end = span.end_char
            entities.append({"start": span.start_char, "end": end, "label": span.label_})
    return {"text": doc.text, "ents": entities, "title": doc.user_data["document_id"]}


def _add_findings(doc: Doc, document: Document, extraction: Extraction) -> Doc:
    found: dict[str, list[tuple[str, str, Evidence]]] = {
        "countries": [(one.finding_id, one.iso2, one.evidence) for one in extraction.countries],
        "groups": [(one.finding_id, one.group_id, one.evidence) for one in extraction.groups],
        "notes": [(one.finding_id, one.kind, one.evidence) for one in extraction.notes],
        "claims": [(one.finding_id, one.quantity.kind, one.evidence) for one in extraction.claims],
        "instruments": [
            (one.finding_id, one.instrument_id, one.evidence) for one in extraction.instruments
        ],
    }
    for name in FINDING_GROUPS:
        spans = (_span(doc, *finding) for finding in found[name])
        doc.spans[name] = sorted(spans, key=lambda span: (span.start, span.end))
    doc.user_data["document_id"] = document.document_id
    doc.user_data["sha256"] = document.source.sha256
    return doc


def _span(doc: Doc, finding_id: str, label: str, evidence: Evidence) -> Span:
    span = doc.char_span(
        evidence.start_char,
        evidence.end_char,
        label=label,
        span_id=finding_id,
        alignment_mode="expand",
    )
    if span is None:
        raise UngroundedEvidenceError(
            evidence.quote, evidence.start_char, evidence.end_char, doc.text
        )
    return span
