"""One self-contained HTML page of a comparison: no script, no file beside it, nothing loaded."""

from collections.abc import Sequence
from importlib.resources import files

from schemas.comparison import Comparison, ScoreTable


def render_page(comparisons: Sequence[Comparison], scores: ScoreTable) -> str:
    """Scores per format, then each document's differences with the evidence of both sides."""
    from jinja2 import Environment, StrictUndefined

    template = (files("pipeline.comparison") / "page.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(template).render(comparisons=comparisons, formats=scores.formats)
