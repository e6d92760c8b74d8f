"""Scores against truth from round to round: what an upgrade or a correction changed."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from pydantic import Field, ValidationError

from pipeline.comparison.truth_files import TruthFile, read_truths
from pipeline.evaluate import evaluate
from pipeline.store import iter_document_ids, write_text
from pipeline.versions import get_versions
from pipeline.watch.state import FOLDER
from schemas.base import Record

SCORES_NAME = "scores.json"


class Scores(Record):
    """Metrics over every document that a person has confirmed, and those before them."""

    key: str
    documents: int
    metrics: dict[str, float]
    before: dict[str, float] = Field(default_factory=dict)

    def iter_rows(self) -> Iterator[tuple[str, float, float | None]]:
        """Name, value now, value before (None if there was none)."""
        for name, value in self.metrics.items():
            yield name, value, self.before.get(name)


def find_confirmed(output: Path, truth: Path) -> list[str]:
    """Documents of ``output`` that a truth names; no other has to be opened to score."""
    named: set[str] = set()
    for one in read_truths(truth):
        if isinstance(one, TruthFile):
            named |= {one.stem, one.truth.document_id or one.stem, *one.truth.applies_to}
    return [document_id for document_id in iter_document_ids(output) if document_id in named]


def score(output: Path, truth: Path) -> Scores | None:
    """The scores now beside the last ones; None if nothing has a truth.

    Nothing is computed where versions, documents and truth are as they were.
    """
    confirmed = find_confirmed(output, truth)
    if not confirmed:
        return None
    key = _build_key(confirmed, truth)
    last = _load(output)
    if last is not None and last.key == key:
        return last.model_copy(update={"before": last.metrics})
    table = evaluate(output, truth, confirmed).score_table
    scores = Scores(
        key=key,
        documents=len(confirmed),
        metrics=dict(sorted(table.metrics().items())),
        before=last.metrics if last else {},
    )
    write_text(output / FOLDER / SCORES_NAME, scores.to_json())
    return scores


def _load(output: Path) -> Scores | None:
    try:
        return Scores.model_validate_json((output / FOLDER / SCORES_NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def _build_key(confirmed: list[str], truth: Path) -> str:
    parts = [*confirmed, *(f"{name}={value}" for name, value in sorted(get_versions().items()))]
    parts += [sha256(path.read_bytes()).hexdigest() for path in sorted(truth.glob("*.json"))]
    return sha256("\n".join(parts).encode()).hexdigest()
