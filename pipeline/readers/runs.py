"""Runs around references that their format knows: what belongs to the marker, what to the text."""

import re
from dataclasses import replace

from pipeline.readers.raw import Run

_SEPARATOR = re.compile(r"[\s,;·]*\Z")
_NAMED = re.compile(r"\b(?:foot|end)?notes?(?:\snos?\.)?\s+\Z", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:[-_=*~–—][ \t\xa0]*){3,}\s*\Z")
_OPENING = {"[": "]", "(": ")", "{": "}"}


def close_markers(runs: list[Run]) -> list[Run]:
    """Brackets around a reference belong to its marker, and commas between references do.

    "See note 3" names a note in words: its number is text, wherever it leads.
    """
    if not any(run.note_key for run in runs):
        return runs
    closed = list(runs)
    for index, run in enumerate(closed):
        if run.note_key is None:
            continue
        if index and not run.is_raised and _NAMED.search(closed[index - 1].text):
            closed[index] = replace(run, note_key=None)
            continue
        if 0 < index < len(closed) - 1:
            before, after = closed[index - 1], closed[index + 1]
            opening = before.text[-1:]
            is_text = before.note_key is None and after.note_key is None
            if is_text and opening and after.text[:1] == _OPENING.get(opening):
                closed[index - 1] = replace(before, text=before.text[:-1])
                closed[index] = replace(run, text=f"{opening}{run.text}{after.text[:1]}")
                closed[index + 1] = replace(after, text=after.text[1:])
    for index in range(1, len(closed) - 1):
        run = closed[index]
        is_between = (
            closed[index - 1].note_key is not None and closed[index + 1].note_key is not None
        )
        if is_between and run.text and run.note_key is None and _SEPARATOR.match(run.text):
            closed[index] = replace(run, text="")
    return [run for run in closed if run.text or run.note_key is not None]


def is_rule(text: str) -> bool:
    """Whether a paragraph is only a line drawn with signs: ``_______``, ``* * *``."""
    return _RULE.match(text) is not None


def strip_end(runs: list[Run]) -> list[Run]:
    """``runs`` without white space at their end."""
    kept = list(runs)
    while kept and not kept[-1].text.strip() and kept[-1].note_key is None:
        kept.pop()
    if kept:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return kept


def cut_start(runs: list[Run], count: int) -> list[Run]:
    """``runs`` without their first ``count`` characters."""
    kept: list[Run] = []
    for run in runs:
        if count >= len(run.text) and run.note_key is None:
            count -= len(run.text)
            continue
        kept.append(replace(run, text=run.text[count:]) if count else run)
        count = 0
    return kept
