"""Rows of a table that nothing but the alignment of their cells shows."""

import re
from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.rows import group_rows, is_tight

MIN_ROWS = 3
MIN_COLUMNS = 2
_HEAD_LINES = 4
_COUNT = re.compile(r"\[?(\d{1,3})[\].)]?\Z")


def find_aligned_rows(lines: list[Line], usual_size: float) -> Iterable[list[list[Line]]]:
    """Runs of rows whose short parts start at the same places.

    Columns of running text look alike but fill their width; a run counts only if its parts leave
    room, and two parts a row only over four rows whose left part is no more than a few words.
    """
    run: list[list[Line]] = []
    starts: list[float] = []
    above: list[list[Line]] = []
    for row in [*group_rows([one for one in lines if not one.is_turned]), []]:
        begins = [line.x0 for line in row]
        fits = (
            len(row) >= 2
            and (not run or row[0].baseline - run[-1][0].baseline < 3.2 * usual_size)
            and (not run or _matches(begins, starts))
        )
        if fits:
            run.append(row)
            starts = begins if len(begins) > len(starts) else starts
            continue
        if row and run and is_tight(run[-1], row) and _matches(begins, starts[1:]):
            run.append(row)
            continue
        if _is_table_run(run, starts):
            yield [*_find_head(above, run, starts), *run]
            above = []
        above = [*above[-_HEAD_LINES:], *run]
        run, starts = ([row], begins) if len(row) >= 2 else ([], [])
        above += [row] if len(row) == 1 else []


def _find_head(
    above: list[list[Line]], run: list[list[Line]], starts: list[float]
) -> list[list[Line]]:
    """Upper lines of the first row's cells, where the cells stand on its lower edge."""
    found: list[list[Line]] = []
    for row in reversed(above):
        below = (found or run)[0]
        if not is_tight(row, below) or not _matches([line.x0 for line in row], starts[1:]):
            break
        found.insert(0, row)
    return found


def _matches(begins: list[float], starts: list[float]) -> bool:
    """Whether the parts of a row start where those of the rows before do."""
    few, many = sorted((begins, starts), key=len)
    return all(any(abs(x - other) <= 2.0 for other in many) for x in few)


def _is_table_run(run: list[list[Line]], starts: list[float]) -> bool:
    if len(run) < (MIN_ROWS if len(starts) > 2 else MIN_ROWS + 1):
        return False
    run = [row for row in run if len(row) > 1]
    if len(run) < MIN_ROWS or (len(starts) == MIN_COLUMNS and _is_counted(run)):
        return False
    fills = [
        (line.x1 - line.x0) / max(1.0, row[index + 1].x0 - line.x0)
        for row in run
        for index, line in enumerate(row[:-1])
    ]
    if median(fills) > (0.75 if len(starts) > 2 else 0.6):
        return False
    lengths = [len(line.text) for row in run for line in row[:-1]]
    return median(lengths) <= 28


def _is_counted(run: list[list[Line]]) -> bool:
    """Whether the first parts count the rows: labels of notes or items that hang before them."""
    labels = [_COUNT.match(row[0].text) for row in run]
    numbers = [int(label[1]) for label in labels if label is not None]
    return len(numbers) == len(run) and all(
        after - before == 1 for before, after in pairwise(numbers)
    )
