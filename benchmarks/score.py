"""Scores of everything that has a truth, half by half, beside the table in ``scores.json``.

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
HALVES = {
    "press release": (PROJECT / "raw",),
    "tuned on": (PROJECT / "raw" / "samples" / "dev",),
    "never tuned on": (PROJECT / "tests" / "samples" / "held",),
}
SUFFIXES = {".txt", ".md", ".html", ".docx", ".pdf"}
DIGITS = 4


def main() -> int:
    """The exit code: 1 if anything got worse."""
    scores: dict[str, Any] = {}
    for half, folders in HALVES.items():
        evaluation = _evaluate(folders)
        for problem in evaluation.problems:
            print(problem, file=sys.stderr)
        print(f"\n{half}\n\n{format_evaluation(evaluation)}")
        scores |= _collect(half, evaluation)
    if "--keep" in sys.argv[1:]:
        KEPT.write_text(json.dumps(scores, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"kept in {KEPT.relative_to(PROJECT)}")
        return 0
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    return _print_changes(kept, scores)


def _evaluate(folders: tuple[Path, ...]) -> Evaluation:
    """The files that lie in the folders themselves, run and compared."""
    files = [
        path
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.suffix in SUFFIXES and not path.name.startswith("README")
    ]
    with TemporaryDirectory(prefix="emn-score-") as output:
        run(files, RunOptions(output=Path(output), truth=TRUTH))
        return evaluate(Path(output), TRUTH)


def _collect(half: str, evaluation: Evaluation) -> dict[str, Any]:
    """Metrics by half and format, rounded so that the table changes only when something did."""
    return {
        f"{half}, {scores.media_type or 'all formats'}": {
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
