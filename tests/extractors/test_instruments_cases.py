"""Mentions of instruments in one sentence each; the cases are rows of ``cases/instruments.tsv``."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from extractors.analysis import analyse
from extractors.context import Findings
from extractors.instruments import find_instruments
from schemas.extraction import InstrumentMention
from tests.extractors.documents import build_document

CASES = Path(__file__).parent / "cases" / "instruments.tsv"
FLOOR_HELD_BACK = 0.95
"""F1 of (place, instrument) on the half that no rule was tuned on; it may only rise."""


class Expected(NamedTuple):
    """One mention that a case wants."""

    quote: str
    instrument_id: str
    facts: dict[str, str]


@cache
def read_cases(half: str) -> tuple[tuple[str, tuple[Expected, ...]], ...]:
    """Sentences of one half of the table with the mentions they want."""
    with CASES.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(
            (line for line in lines if not line.startswith("#")),
            delimiter="\t",
            quoting=csv.QUOTE_NONE,
        )
        return tuple(
            (row["text"], _read_expected(row["expected"])) for row in rows if row["half"] == half
        )


def _read_expected(cell: str) -> tuple[Expected, ...]:
    expected = []
    for item in [] if cell == "-" else cell.split(" | "):
        mention, _, facts = item.rstrip("]").partition("[")
        quote, _, instrument_id = mention.rpartition("=")
        pairs = (fact.partition("=") for fact in facts.split(";") if fact)
        expected.append(Expected(quote, instrument_id, {key: value for key, _, value in pairs}))
    return tuple(expected)


def find(text: str) -> list[InstrumentMention]:
    """The mentions in a document of one line."""
    return list(find_instruments(analyse(build_document(text)), Findings()))


def describe(mention: InstrumentMention, key: str) -> str:
    """One fact of a mention as the table writes it."""
    match key:
        case "named" | "generic":
            return "" if mention.mention == key else mention.mention
        case "new":
            return "" if mention.is_new else "known"
        case "parties":
            return "+".join(mention.parties) or "none"
        case "types":
            return "+".join(mention.instrument_types) or "none"
        case _:
            return str(getattr(mention, key) or "none")


@pytest.mark.parametrize(("text", "expected"), read_cases("dev"))
def test_mentions_of_a_sentence_are_the_stated_ones(
    text: str, expected: tuple[Expected, ...]
) -> None:
    found = find(text)
    assert [(m.evidence.quote, m.instrument_id) for m in found] == [
        (mention.quote, mention.instrument_id) for mention in expected
    ]
    for mention, wanted in zip(found, expected, strict=True):
        assert {key: describe(mention, key) for key in wanted.facts} == wanted.facts


def test_sentences_held_back_from_tuning_are_read_nearly_as_well() -> None:
    correct = wrong = missed = 0
    for text, expected in read_cases("test"):
        found = {(m.evidence.quote, m.instrument_id) for m in find(text)}
        wanted = {(mention.quote, mention.instrument_id) for mention in expected}
        correct += len(found & wanted)
        wrong += len(found - wanted)
        missed += len(wanted - found)
    assert 2 * correct / (2 * correct + wrong + missed) >= FLOOR_HELD_BACK
