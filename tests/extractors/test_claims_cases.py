"""Claims of one text each; the cases are rows of ``cases/claims*.tsv``."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractors.analysis import analyse
from extractors.claims import find_claims
from extractors.context import Findings
from extractors.footnotes import find_footnotes
from schemas.extraction import Claim
from tests.extractors.documents import build_document

CASES = Path(__file__).parent / "cases"
CONTRIBUTORS = " || [^1]: National contributions from AT, BE, CY, DE, EE, FI, GE."
TABLES = (
    "claims",
    "claims_more",
    "claims_genre",
    "claims_genre_more",
    "claims_derived",
    "claims_odd",
    "claims_coordinated",
    "claims_missed",
    "claims_noted",
    "claims_antecedents",
    "claims_later_clauses",
    "claims_wording",
    "claims_of_things",
    "claims_of_sums",
)
FLOOR_HELD_BACK = 0.9
Fields = dict[str, Any]


@cache
def read_cases(name: str) -> tuple[tuple[str, tuple[Fields, ...]], ...]:
    """The texts of a table, each with its claims."""
    cases: list[tuple[str, list[Fields]]] = []
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = (line for line in lines if not line.startswith("#"))
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["text"]:
                cases.append((row["text"], []))
            if row["statement"]:
                cases[-1][1].append(_expected(row))
    return tuple((text, tuple(claims)) for text, claims in cases)


def _expected(row: dict[str, str]) -> Fields:
    surface, kind, value, *parts = row["quantity"].split("|")
    source = row["from"]
    label = source.removeprefix("note ") if source.startswith("note ") else None
    base = row["base"].split("|") if row["base"] else None
    return {
        "statement": row["statement"],
        "surface": surface,
        "kind": kind,
        "value": int(value) if value else None,
        "parts": parts[0] if parts else "",
        "base": (base[0], int(base[1]) if base[1] else None) if base else None,
        "countries": row["countries"] or None,
        "from": source or None,
        "list_kind": row["list_kind"] or ("exact" if row["countries"] else "none"),
        "polarity": row["polarity"] or "yes",
        "labels": row["labels"] or label or "",
    }


def _found(claim: Claim) -> Fields:
    source = claim.countries_from
    base = claim.base
    return {
        "statement": claim.statement,
        "surface": claim.quantity.surface,
        "kind": claim.quantity.kind,
        "value": claim.quantity.value,
        "parts": "+".join(f"{part.surface}={part.value}" for part in claim.quantity.parts),
        "base": (base.surface, base.value) if base else None,
        "countries": " ".join(claim.countries) if claim.countries is not None else None,
        "from": source and (source.derived or (f"note {source.note_label}" if source.note_label
                                               else "inline")),
        "list_kind": claim.list_kind,
        "polarity": claim.polarity,
        "labels": " ".join(claim.note_labels),
    }  # fmt: skip


def read_claims(text: str) -> list[Claim]:
    """The claims of one line of a case table."""
    context = analyse(build_document(text.replace("{C}", CONTRIBUTORS)))
    found = Findings()
    found.notes.extend(find_footnotes(context, found))
    return list(find_claims(context, found))


@pytest.mark.parametrize(
    ("text", "expected"), [case for table in TABLES for case in read_cases(table)]
)
def test_every_field_of_a_claim_is_read(text: str, expected: tuple[Fields, ...]) -> None:
    assert [_found(claim) for claim in read_claims(text)] == list(expected)


def _held_back() -> Iterator[bool]:
    for text, expected in read_cases("claims_held_back"):
        yield [_found(claim) for claim in read_claims(text)] == list(expected)


def test_texts_that_no_rule_was_tuned_on_score_above_their_floor() -> None:
    outcomes = list(_held_back())
    assert sum(outcomes) / len(outcomes) >= FLOOR_HELD_BACK
