"""A diff as lines for a terminal, and as one self-contained page."""

from collections import Counter
from collections.abc import Iterator
from importlib.resources import files

from pydantic import JsonValue

from schemas.diff import Change, DiffRecord, DocumentDiff, FieldChange

LEGEND = "+ added   ~ changed   - removed   = the same"


def format_diff(record: DiffRecord, *, shows_same: bool = False) -> str:
    """One line per finding, its fields below it; documents without a change only if asked."""
    lines: list[str] = []
    for document in record.documents:
        if document.is_same and not shows_same:
            continue
        lines += [describe_document(document), *_iter_lines(document), ""]
    lines += [describe_totals(record), LEGEND]
    return "\n".join(lines) + "\n"


def render_diff(record: DiffRecord) -> str:
    """One HTML page: no script, no file beside it, nothing loaded; all text is shown as text."""
    from jinja2 import Environment, StrictUndefined

    template = (files("pipeline") / "diff_page.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(
        describe_document=describe_document, describe_field=describe_field, say=_say
    )
    return environment.from_string(template).render(
        record=record, totals=describe_totals(record), legend=LEGEND
    )


def describe_document(document: DocumentDiff) -> str:
    """The document's id, or both where it is a revision or on one side only."""
    before, after = document.before_id, document.after_id
    if before is None:
        return f"+ {after}: only on the second side, {document.lone} findings"
    if after is None:
        return f"- {before}: only on the first side, {document.lone} findings"
    return before if before == after else f"{before} → {after}"


def describe_totals(record: DiffRecord) -> str:
    """How many findings were added, changed, removed and left, and why, in one line."""
    counts = Counter(change.status for one in record.documents for change in one.changes)
    causes = Counter(
        cause for one in record.documents for change in one.changes for cause in change.causes
    )
    same = sum(one.same for one in record.documents)
    total = f"{counts['+']} added, {counts['~']} changed, {counts['-']} removed, {same} the same"
    why = ", ".join(f"{cause} {count}" for cause, count in causes.most_common())
    return f"{total}; causes: {why}" if why else total


def describe_field(one: FieldChange) -> str:
    """``countries: + IT``, ``quantity.value: 17 → 18``."""
    if one.status == "~":
        return f"{one.field}: {_say(one.before)} → {_say(one.after)}"
    return f"{one.field}: {one.status} {_say(one.after if one.status == '+' else one.before)}"


def _iter_lines(document: DocumentDiff) -> Iterator[str]:
    for change in document.changes:
        yield f"  {change.status} {change.subject}  [{', '.join(change.causes)}]"
        yield from (f"      {line}" for line in _describe_fields(change))
    if document.same:
        yield f"  = {document.same} findings"


def _describe_fields(change: Change) -> Iterator[str]:
    """Items of one list that were added or removed stand on one line."""
    lists: dict[tuple[str, str], list[str]] = {}
    for one in change.fields:
        if one.status == "~":
            yield describe_field(one)
        else:
            value = one.after if one.status == "+" else one.before
            lists.setdefault((one.field, one.status), []).append(_say(value))
    for (name, status), items in lists.items():
        yield f"{name}: {status} {', '.join(items)}"


def _say(value: JsonValue) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return ", ".join(_say(item) for item in value) or "nothing"
    return str(value)
