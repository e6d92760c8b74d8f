"""Read DOCX: Word's paragraphs, lists, tables and text boxes, with its own footnotes and endnotes.

The XML itself is read: libraries that open Word files drop inserted text, content controls, text
boxes and notes. Comments, headers and footers are no text of the document.
"""

from pipeline.readers.docx.archive import Element, Package, open_package
from pipeline.readers.docx.composing import Composer
from pipeline.readers.docx.names import find, get_value
from pipeline.readers.docx.notes import WordNotes, read_notes
from pipeline.readers.docx.numbering import read_lists
from pipeline.readers.docx.styles import read_styles
from pipeline.readers.labels import parse_labels
from pipeline.readers.limits import Limits
from pipeline.readers.raw import RawBlock, RawDocument
from pipeline.readers.runs import cut_start
from schemas.document import Issue
from schemas.errors import ReadError

_DC = "{http://purl.org/dc/elements/1.1/}"
_NOT_PRINTED = "\ufffd"


def read_docx(data: bytes, file_name: str, limits: Limits) -> RawDocument:
    """The text of a DOCX file as its author sees it with all changes accepted.

    Notes come last, in the order of their first references, each block with the key of its note.
    Hidden text is left out with an issue. Raises ``format.damaged``, ``format.encrypted``,
    ``format.hostile``, ``format.unsupported`` and ``text.none``.
    """
    package = open_package(data, file_name, limits)
    root = package.parse(package.main)
    body = find(root, "body")
    if body is None:
        raise ReadError(
            "format.damaged",
            file_name,
            "its main part holds no document",
            "Open it in Word and save it anew.",
        )
    styles = read_styles(package.parse_linked("styles"))
    settings = package.parse_linked("settings")
    notes = read_notes(package, body, settings)
    composer = Composer(package, styles, read_lists(package.parse_linked("numbering")), notes)
    composer.read_story(body)
    _read_cited(composer, notes)
    title, language = _read_properties(package)
    language = language or styles.language or get_value(find(settings, "themeFontLang"))
    return RawDocument(
        composer.blocks,
        title,
        language,
        is_partial=composer.has_unread_part or bool(_list_lost(notes)),
        issues=_build_issues(composer, notes),
    )


def _read_cited(composer: Composer, notes: WordNotes) -> None:
    """Add the blocks of the notes; a note that is cited in a note comes after it."""
    for note in notes.in_order:  # grows while notes are read
        element = notes.elements.get(note.key)
        if element is None:
            continue  # the reference stays without a note, which linking reports
        start = len(composer.blocks)
        composer.read_story(element, note)
        if len(composer.blocks) > start:
            _lift_mark(composer.blocks[start], note.label)


def _lift_mark(block: RawBlock, label: str) -> None:
    """Cut a mark that the author typed at the beginning of a note: it is no text of it."""
    text = block.text
    first = next((run for run in block.runs if run.text.strip()), None)
    begin = len(text) - len(text.lstrip())
    is_mark = first is not None and (
        (first.is_raised and first.note_key is None and label in parse_labels(first.text))
        or (not label.isalnum() and text[begin:].startswith(label))
    )
    if is_mark and label:
        begin = text.index(label) + len(label)
        begin += len(text[begin:]) - len(text[begin:].lstrip(" \t.):]"))
    block.runs = cut_start(block.runs, begin)


def _read_properties(package: Package) -> tuple[str | None, str | None]:
    """Title and language that the file's properties declare."""
    root: Element | None = package.parse_linked("core-properties")
    values = [
        (root.findtext(_DC + name) or "").strip() if root is not None else ""
        for name in ("title", "language")
    ]
    return values[0] or None, values[1] or None


def _list_lost(notes: WordNotes) -> list[str]:
    """Labels of the notes that are cited and that no part of the file holds."""
    return [note.label for note in notes.in_order if note.key not in notes.elements]


def _build_issues(composer: Composer, notes: WordNotes) -> list[Issue]:
    issues: list[Issue] = []
    hidden = [text for text in composer.hidden if any(char.isalnum() for char in text)]
    if hidden:
        issues.append(
            Issue(
                code="text.hidden",
                message=f"Hidden text was left out (places: {len(hidden)}); the first begins "
                f"{hidden[0].strip()[:60]!r}. Show hidden text in Word and decide what it is.",
            )
        )
    if composer.has_unread_part:
        issues.append(
            Issue(
                code="part.unread",
                message="A file that is embedded in the text was not read. Open the document in "
                "Word and save it anew, which takes it in.",
            )
        )
    lost = _list_lost(notes)
    if lost:
        issues.append(
            Issue(
                code="part.unread",
                message=f"Notes that the text cites are not in the file (number: {len(lost)}, "
                f"beginning with {lost[0]!r}). Open the document in Word and look, or fetch it "
                "again.",
            )
        )
    if notes.restarts_by_page and notes.cited:
        issues.append(
            Issue(
                code="note.numbered_by_page",
                message="Notes are numbered anew on each page, and only Word knows where pages "
                "end; labels follow the page breaks that it last stored.",
            )
        )
    if any(_NOT_PRINTED in block.text for block in composer.blocks):
        issues.append(
            Issue(
                code="text.unknown_symbol",
                message="Some characters of a symbol font are not known; each stands as U+FFFD. "
                "Look at them in Word.",
            )
        )
    return issues
