"""Raw blocks as lines that people can read and compare.

``heading 1: Words``; a reference that the format knows is ``⟨2⟩``, raised characters are ``^2^``, a
link is ``words→target``; a note is ``note 2: text``, a cell ``cell 1.2.1: text`` (table, row,
column; ``cell*`` in a header), a list item ``item 1 (b): text``.
"""

import re

from pipeline.readers.raw import RawBlock, RawDocument, Run

_SPACE = re.compile(r"\s+")


def show_blocks(raw: RawDocument) -> list[str]:
    """One line for each block."""
    return [f"{_show_role(block)}: {_show_runs(block.runs)}" for block in raw.blocks]


def show_raw(raw: RawDocument) -> list[str]:
    """The blocks, and before them what is said of the whole."""
    issues = [f"issue {issue.code}: {issue.message}" for issue in raw.issues]
    return [f"title: {raw.title}", f"language: {raw.language}", *issues, *show_blocks(raw)]


def _show_role(block: RawBlock) -> str:
    if block.note_key is not None or block.role == "note":
        return f"note {block.note_label}"
    if block.role == "table_cell":
        return f"cell{'*' if block.is_header else ''} {block.table}.{block.row}.{block.column}"
    if block.role == "list_item":
        label = "" if block.list_label is None else f" ({block.list_label})"
        return f"item {block.level}{label}"
    return block.role if block.level is None else f"{block.role} {block.level}"


def _show_runs(runs: list[Run]) -> str:
    shown = ""
    for run in runs:
        text = _SPACE.sub(" ", run.text.replace("\n", " ⏎ "))
        if run.note_key is not None:
            text = f"⟨{text}⟩"
        elif run.is_raised and text.strip():
            text = f"^{text}^"
        if run.url is not None and text.strip():
            text = f"{text}→{run.url}"
        shown += text
    return _SPACE.sub(" ", shown).strip()
