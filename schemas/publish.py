"""The records as JSON Schema 2020-12, for other programs; kept in ``schemas/json/``."""

import json

from pydantic.json_schema import JsonSchemaMode

from schemas.base import Record
from schemas.comparison import Comparison
from schemas.diff import DiffRecord
from schemas.document import Document
from schemas.extraction import Extraction
from schemas.reconciliation import Reconciliation
from schemas.review import Decision
from schemas.run import RunRecord
from schemas.truth import Truth
from schemas.watch import RoundRecord, WatchStatus

DIALECT = "https://json-schema.org/draft/2020-12/schema"

PUBLISHED: dict[str, tuple[type[Record], JsonSchemaMode]] = {
    "extraction": (Extraction, "serialization"),
    "document": (Document, "serialization"),
    "truth": (Truth, "validation"),
    "comparison": (Comparison, "serialization"),
    "diff": (DiffRecord, "serialization"),
    "decision": (Decision, "serialization"),
    "reconciliation": (Reconciliation, "serialization"),
    "run": (RunRecord, "serialization"),
    "round": (RoundRecord, "serialization"),
    "status": (WatchStatus, "serialization"),
}
"""Truth is written by people, who leave out what has a default; the others are written by us."""


def build_json_schema(name: str) -> str:
    """The schema of a record as JSON text; raises ``KeyError`` for a name not in ``PUBLISHED``."""
    record, mode = PUBLISHED[name]
    schema = {"$schema": DIALECT, **record.model_json_schema(mode=mode)}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
