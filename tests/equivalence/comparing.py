"""What one content must give in every format, and a table of where a format gives something else.

Left out is what formats cannot share: the source, pages and boxes, how a marker is printed, levels
of headings (plain text has none), and where in its issues a reader speaks of its format.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.check import check
from pipeline.extract import extract
from pipeline.read import read
from schemas.document import Block, Document
from schemas.extraction import Extraction

FORMATS = ("md", "txt", "html", "docx", "pdf")
PARTS = ("blocks", "notes", "references", "metadata", "countries", "claims", "instruments")
_PLACES = {"page", "bbox", "locations", "finding_id", "note_id", "start_char", "end_char"}
"""Of a record; offsets are compared by the quotes and their order, ids follow from offsets."""


@dataclass(frozen=True)
class Difference:
    """A line that one of two files gives and the other does not."""

    file: str
    part: str
    missing: tuple[str, ...]
    added: tuple[str, ...]


def list_contents(folder: Path) -> dict[str, list[Path]]:
    """Files of each content by the name of its Markdown file, that file first."""
    contents: dict[str, list[Path]] = {}
    for source in sorted(folder.glob("*.md")):
        if source.name.startswith("README"):
            continue
        others = [
            path
            for path in sorted(folder.iterdir())
            if path.suffix[1:] in FORMATS
            and path != source
            and (path.stem == source.stem or path.stem.rpartition("_")[0] == source.stem)
        ]
        contents[source.stem] = [source, *others]
    return contents


def describe(document: Document, extraction: Extraction) -> dict[str, list[str]]:
    """Everything that formats must share, as lines by part.

    Notes are in the order of their words: pages print them where their markers stand, other formats
    where the author put them.
    """
    notes = {note.note_id: note.label for note in document.notes}
    blocks = [
        (block, f"{_name(block)}: {document.text[block.start_char : block.end_char]}")
        for block in document.blocks
    ]
    lines = {
        "blocks": [
            *(line for block, line in blocks if block.role != "note"),
            *sorted(line for block, line in blocks if block.role == "note"),
        ],
        "notes": sorted(f"{note.label}: {note.evidence.quote}" for note in document.notes),
        "references": [
            f"{one.label} -> {notes.get(one.note_id or '')} at {one.evidence.quote!r}"
            for one in document.note_references
        ],
    }
    for part in ("metadata", "countries", "notes", "claims", "instruments", "checks"):
        value = getattr(extraction, part)
        records = value if isinstance(value, tuple) else (value,)
        found = [repr(_strip(record.model_dump(mode="json"))) for record in records]
        if part in ("notes", "countries", "checks"):
            found.sort()
        lines.setdefault(part, []).extend(found)
    return lines


def _name(block: Block) -> str:
    """Role of a block; of a cell its place and whether it names a column."""
    if block.cell is None:
        return block.role
    return f"{block.role} {block.cell.row}.{block.cell.column}{' head' * block.cell.is_header}"


def _strip(value: Any) -> Any:
    """``value`` without what only a place in one format explains."""
    if isinstance(value, dict):
        return {key: _strip(one) for key, one in value.items() if key not in _PLACES}
    return [_strip(one) for one in value] if isinstance(value, list) else value


def read_lines(path: Path) -> dict[str, list[str]]:
    """The lines of one file."""
    document = read(path)
    return describe(document, check(document, extract(document)))


def compare(
    name: str, expected: dict[str, list[str]], found: dict[str, list[str]]
) -> Iterator[Difference]:
    """Parts in which the two differ."""
    for part, lines in expected.items():
        other = found.get(part, [])
        if lines == other:
            continue
        missing, added = Counter(lines) - Counter(other), Counter(other) - Counter(lines)
        if missing or added:
            yield Difference(name, part, tuple(missing.elements()), tuple(added.elements()))
        else:
            yield Difference(name, part, ("(another order)",), ("(another order)",))


def print_table(differences: Iterable[Difference], width: int = 150) -> str:
    """The differences as people read them: one line per line that differs."""
    rows = []
    for one in differences:
        rows.append(f"{one.file} | {one.part}")
        rows += [f"    - {line[:width]}" for line in one.missing]
        rows += [f"    + {line[:width]}" for line in one.added]
    return "\n".join(rows)
