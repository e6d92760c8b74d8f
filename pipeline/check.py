"""Check: a second pass that judges the findings of one document by one another."""

from extractors.analysis import analyse
from extractors.checkers import CHECKERS
from schemas.document import Document
from schemas.extraction import Check, Extraction


def check(document: Document, extraction: Extraction) -> Extraction:
    """``extraction`` with its checks filled in, in the order of ``CHECKERS``; nothing else changes.

    Checks that were there before are replaced, so checking twice gives the same record.
    """
    context = analyse(document)
    checks: list[Check] = []
    for checker in CHECKERS:
        checks.extend(checker(context, extraction))
    return extraction.model_copy(update={"checks": tuple(checks)})
