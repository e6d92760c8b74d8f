"""What dialects of Markdown write beyond the parser's own: brought into a form that it knows.

Pandoc and MultiMarkdown add attributes in braces, fences of colons, tables drawn with dashes and
definitions of abbreviations. Their signs are no text of the document; their words are.
"""

import re
from collections.abc import Iterator

from pipeline.readers.text_tables import (
    Row,
    find_framed,
    is_column_line,
    is_grid_line,
    read_grid,
    read_ruled,
    to_bars,
)

_YAML = re.compile(r"\A---[ \t]*\n((?:[^\n]*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TOML = re.compile(r"\A\+\+\+[ \t]*\n((?:[^\n]*\n){0,200}?)\+\+\+[ \t]*(?:\n|\Z)")
_FIELD = re.compile(
    r"^(title|lang|language)[ \t]*[:=][ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_FENCE = re.compile(r"^[ \t]{0,3}:{3,}[^\n]{0,200}$", re.MULTILINE)
_ABBREVIATION = re.compile(r"^\*\[[^\]\n]{1,60}\]:[^\n]*$", re.MULTILINE)
_ATTRIBUTES = r"\{[ ]*[#.][\w-][^{}\n]{0,300}\}"
_SPAN = re.compile(rf"\[([^\[\]\n]{{0,2000}})\]{_ATTRIBUTES}")
_TRAILING = re.compile(rf"(?<=[)\]\w#][ ]){_ATTRIBUTES}[ ]*$|(?<=\)){_ATTRIBUTES}", re.MULTILINE)
_TASK = re.compile(r"^([ ]{0,12}[-*+][ ]+)\[[ xX]\][ ]+(?=\S)", re.MULTILINE)
_DEFINITION = re.compile(
    r"^(?P<term>[^\W_][^\n]{0,60}?)(?P<stop>[:.?!]?)\n\n?:[ ]{1,3}(?=\S)(?![^\n]*\n{1,2}:[ ])",
    re.MULTILINE,
)
"""A term and its only definition, which are printed on one line."""
_MOST_ROWS = 300


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""Title and language as the file's own head (YAML or TOML) gives them, and the text after it.

    >>> split_front_matter('+++\ntitle = "Return"\n+++\nText')
    ({'title': 'Return'}, 'Text')
    """
    front = _YAML.match(text) or _TOML.match(text)
    if front is None:
        return {}, text
    fields = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front[1])}
    return fields, text[front.end() :]


def simplify(text: str) -> str:
    r"""``text`` without the signs of dialects, its drawn tables as tables between bars.

    >>> simplify("# Scope {#scope .big}\n::: box\nIn [Malta]{.underline}\n:::")
    '# Scope \n\nIn Malta\n'
    """
    if ":::" in text:
        text = _FENCE.sub("", text)
    if "*[" in text:
        text = _ABBREVIATION.sub("", text)
    if "{" in text:
        text = _TRAILING.sub("", _SPAN.sub(r"\1", text))
    if "] " in text:
        text = _TASK.sub(r"\1", text)
    if "\n: " in text:
        text = _DEFINITION.sub(_join_definition, text)
    if "---" in text or "===" in text:
        text = "\n".join(_redraw(text.split("\n")))
    return text


def _join_definition(found: re.Match[str]) -> str:
    return f"{found['term']}{found['stop'] or ':'} "


def _redraw(lines: list[str]) -> Iterator[str]:
    """The lines, with tables that are drawn or ruled off by dashes as tables between bars."""
    position = 0
    while position < len(lines):
        rows, end = _find_table(lines, position)
        if len(rows) < 2:
            yield lines[position]
            position += 1
            continue
        yield ""
        for number, row in enumerate(rows):
            yield to_bars(row)
            if number == 0:
                yield "|" + " --- |" * len(row)
        yield ""
        position = end


def _find_table(lines: list[str], start: int) -> tuple[list[Row], int]:
    """The rows of the table that begins at ``start``, after a blank line, and where it ends."""
    if start and lines[start - 1].strip():
        return [], start
    rows, end = find_framed(lines, start)
    if rows:
        return rows, end
    if is_grid_line(lines[start]):
        end = _find_end(lines, start)
        return read_grid(lines[start:end]), end
    if start + 1 < len(lines) and is_column_line(lines[start + 1]):
        end = _find_end(lines, start)
        return read_ruled(lines[start:end]), end
    return [], start


def _find_end(lines: list[str], start: int) -> int:
    """Behind the last line before the next blank one."""
    end = start
    while end < len(lines) and end - start < _MOST_ROWS and lines[end].strip():
        end += 1
    return end
