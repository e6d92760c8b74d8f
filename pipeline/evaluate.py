"""An output folder against a folder of truth: every document that a person has curated."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.compare import compare
from pipeline.comparison.scores import build_score_table
from pipeline.comparison.truth_files import TruthFile, find_truth, read_truths
from pipeline.store import iter_document_ids, load_document, load_extraction
from schemas.comparison import Comparison, ScoreTable
from schemas.errors import EmnError


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was compared, and what could not be."""

    comparisons: tuple[Comparison, ...]
    """One per document that has a truth, in the order of ids."""
    problems: tuple[str, ...]
    """Sentences: truth files and records that are not what they should be."""

    @property
    def score_table(self) -> ScoreTable:
        """Over all comparisons; with none, everything has its declared value."""
        return build_score_table(self.comparisons)

    @property
    def difference_count(self) -> int:
        """Over all comparisons."""
        return sum(len(one.differences) for one in self.comparisons)


def evaluate(output: Path, truth: Path, document_ids: Iterable[str] | None = None) -> Evaluation:
    """Compare each document of ``output`` (or those named) that has a truth with it.

    A truth file or a record that cannot be read is a problem of its own and stops no other.
    """
    truths: list[TruthFile] = []
    problems: list[str] = []
    for one in read_truths(truth):
        if isinstance(one, TruthFile):
            truths.append(one)
        else:
            problems.append(str(one))
    ids = iter_document_ids(output) if document_ids is None else sorted(set(document_ids))
    comparisons = tuple(_compare_each(ids, output, truths, problems))
    return Evaluation(comparisons, tuple(problems))


def _compare_each(
    document_ids: Iterable[str], output: Path, truths: list[TruthFile], problems: list[str]
) -> Iterator[Comparison]:
    for document_id in document_ids:
        try:
            document = load_document(output, document_id)
            truth = find_truth(truths, document_id, document.source)
            if truth is not None:
                yield compare(load_extraction(output, document_id, document), truth, document)
        except EmnError as error:
            problems.append(str(error))
