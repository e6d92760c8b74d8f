"""What is done to a print on purpose is recovered or reported; the score is printed.

Each mutation harms one marker or note of the sample inform. Where a marker is harmed, reportlab
prints it, since the others print no note without its marker; else Typst does.
Recovered: all links are as in the unharmed sample. Reported: an issue, or a check that fails and
did not before. Silent: neither.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from producers import INFORM, Sample, print_reportlab, print_typst
from test_mutations import EXPECTED, glue, links_of

from pipeline.check import check
from pipeline.extract import extract
from pipeline.read import read_bytes

Producer = Callable[..., bytes]


@dataclass(frozen=True)
class Mutation:
    """A harmed sample and what was done to it."""

    kind: str
    label: str
    sample: Sample
    produce: Producer


def change(sample: Sample, replace: Callable[[str], str]) -> Sample:
    """The same sample with every text passed through ``replace``."""

    def walk(content: object) -> object:
        if isinstance(content, str):
            return replace(content)
        return [walk(part) for part in content] if isinstance(content, list) else content

    return Sample(
        [(kind, *(walk(part) for part in parts)) for kind, *parts in sample.elements],
        dict(sample.notes),
    )


def list_mutations() -> Iterator[Mutation]:
    """Every mutation of every note that it can be done to."""
    for label in dict.fromkeys(INFORM.markers):
        note = INFORM.notes[label]
        yield Mutation("marker printed as a digit", label, glue(INFORM, label), print_reportlab)
        yield Mutation(
            "marker in brackets",
            label,
            change(INFORM, lambda text, label=label: text.replace(f"[^{label}]", f" [{label}]")),
            print_reportlab,
        )
        codes = re.findall(r"\b[A-Z]{2}\b", note)
        if len(codes) > 2:
            short = change(INFORM, str)
            short.notes[label] = note.replace(f"{codes[1]}, ", "", 1)
            yield Mutation("code dropped", label, short, print_typst)
            twice = change(INFORM, str)
            twice.notes[label] = note.replace(f"{codes[0]}, ", f"{codes[0]}, {codes[0]}, ", 1)
            yield Mutation("code printed twice", label, twice, print_typst)
        long = change(INFORM, str)
        long.notes[label] = note + " This part of the note is long." * 60
        yield Mutation("note over pages", label, long, print_typst)


def count_failures(data: bytes) -> tuple[list[tuple[str, str | None]], int]:
    """The links, and how many issues and failing checks there are."""
    document = read_bytes(data, "sample.pdf")
    extraction = check(document, extract(document))
    failing = sum(one.status == "fail" for one in extraction.checks)
    return links_of(document), failing + len(document.issues)


def judge(mutation: Mutation, usual: int) -> str:
    """``recovered``, ``reported`` or ``silent``."""
    links, failures = count_failures(mutation.produce(mutation.sample, 1))
    notes = mutation.sample.notes
    expected = [(label, notes[label]) for label, _ in EXPECTED]
    is_content = mutation.kind.startswith("code")
    if failures > usual:
        return "reported"
    return "recovered" if links == expected and not is_content else "silent"


@pytest.fixture(scope="module")
def usual_failures() -> dict[Producer, int]:
    return {one: count_failures(one(INFORM, 1))[1] for one in (print_reportlab, print_typst)}


def test_no_mutation_is_silent(
    usual_failures: dict[Producer, int], capsys: pytest.CaptureFixture[str]
) -> None:
    scores: dict[str, Counter[str]] = {}
    silent: list[str] = []
    for mutation in list_mutations():
        verdict = judge(mutation, usual_failures[mutation.produce])
        scores.setdefault(mutation.kind, Counter())[verdict] += 1
        if verdict == "silent":
            silent.append(f"{mutation.kind} {mutation.label}")
    with capsys.disabled():
        print(f"\n{'mutation':28}{'recovered':>10}{'reported':>10}{'silent':>8}")
        for kind, score in scores.items():
            print(
                f"{kind:28}{score['recovered']:10}{score['reported']:10}{score['silent']:8}",
            )
    assert not silent
