"""Scores of everything that has a truth, beside the table kept in ``scores.json``.

``make score`` prints what changed since the table was kept and exits with 1 if anything got worse;
``python benchmarks/score.py --keep`` keeps the scores of now, so that a change shows in its diff.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.cli.score_text import format_evaluation
from pipeline.cli.tables import format_table
from pipeline.evaluate import Evaluation, evaluate
from pipeline.run import RunOptions, run

PROJECT = Path(__file__).parents[1]
KEPT = Path(__file__).with_name("scores.json")
TRUTH = PROJECT / "truth"
SAMPLES = PROJECT / "tests" / "samples"
SUFFIXES = {".txt", ".md", ".html", ".docx", ".pdf"}
DIGITS = 4


def main() -> int:
    """The exit code: 1 if anything got worse."""
    with TemporaryDirectory(prefix="emn-score-") as folder:
        samples = sorted(path for path in SAMPLES.rglob("*") if path.suffix in SUFFIXES)
        run([PROJECT / "raw", *samples], RunOptions(output=Path(folder), truth=TRUTH))
        evaluation = evaluate(Path(folder), TRUTH)
    for problem in evaluation.problems:
        print(problem, file=sys.stderr)
    print(format_evaluation(evaluation))
    scores = _collect(evaluation)
    if "--keep" in sys.argv[1:]:
        KEPT.write_text(json.dumps(scores, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"kept in {KEPT.relative_to(PROJECT)}")
        return 0
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    return _print_changes(kept, scores)


def _collect(evaluation: Evaluation) -> dict[str, Any]:
    """Metrics by format, rounded so that the table changes only when something did."""
    return {
        scores.media_type or "all": {
            "documents": scores.documents,
            **{name: round(value, DIGITS) for name, value in scores.iter_metrics()},
        }
        for scores in evaluation.score_table.formats
    }


def _print_changes(kept: dict[str, Any], scores: dict[str, Any]) -> int:
    rows = []
    has_worsened = False
    for format_name in dict.fromkeys((*kept, *scores)):
        before, now = kept.get(format_name, {}), scores.get(format_name, {})
        for name in dict.fromkeys((*before, *now)):
            old, new = before.get(name), now.get(name)
            if old != new:
                rows.append((format_name, name, _show(old), _show(new)))
                has_worsened |= new is None or (old is not None and new < old)
    if not rows:
        print("as kept in the table")
        return 0
    print(format_table(("format", "metric", "kept", "now"), rows))
    print("something got worse" if has_worsened else "nothing got worse; keep it with --keep")
    return 1 if has_worsened else 0


def _show(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


if __name__ == "__main__":
    sys.exit(main())
