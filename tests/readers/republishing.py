"""One document, written again as the HTML and DOCX files in which sites and authors keep it."""

from collections.abc import Callable
from html import escape

from schemas.document import Block, Document
from tests.readers.docx import builder

Piece = str | tuple[str, str]
"""Words, or the label and the id of a note that is cited after them."""


def split_block(document: Document, block: Block) -> list[Piece]:
    """The words of a block with its references between them."""
    pieces: list[Piece] = []
    start = block.start_char
    for reference in document.note_references:
        if block.start_char < reference.offset <= block.end_char:
            pieces += [
                document.text[start : reference.offset],
                (reference.label, reference.note_id or ""),
            ]
            start = reference.offset
    return [*pieces, document.text[start : block.end_char]]


_REFERENCES: dict[str, Callable[[str, str], str]] = {
    "pandoc": lambda label, key: (
        f'<a href="#fn{key}" class="footnote-ref" id="fnref{key}" role="doc-noteref">'
        f"<sup>{label}</sup></a>"
    ),
    "word": lambda label, key: (
        f'<a style=\'mso-footnote-id:ft{key}\' href="#_ft{key}" name="_ftnref{key}" title=""><span '
        f"class=MsoFootnoteReference><span style='mso-special-character:footnote'><span "
        f"class=MsoFootnoteReference>[{label}]</span></span></span></a>"
    ),
    "wordpress": lambda label, key: (
        f'<sup data-fn="uu{key}" class="fn"><a href="#uu{key}" id="uu{key}-link">{label}</a></sup>'
    ),
    "drupal": lambda label, key: (
        f'<a class="see-footnote" id="footnoteref{key}_ab" title="AT, BE" '
        f'href="#footnote{key}_ab">{label}</a>'
    ),
    "wiki": lambda label, key: (
        f'<sup id="cite_ref-{key}" class="reference"><a href="#cite_note-{key}">[{label}]</a></sup>'
    ),
    "plain": lambda label, _: f"<sup>{label}</sup>",
    "breaks": lambda label, _: f"<sup>{label}</sup>",
    "list": lambda label, _: f"<sup>[{label}]</sup>",
    "span": lambda label, _: f'<span style="vertical-align: super; font-size: 70%">{label}</span>',
}
HTML_STYLES = tuple(_REFERENCES)


Write = Callable[[str, str, str], str]
_BACK = "Jump to footnote reference"
_NOTES: dict[str, tuple[str, Write, str]] = {
    "pandoc": (
        '<section class="footnotes" role="doc-endnotes"><hr><ol>',
        lambda _, key, text: (
            f'<li id="fn{key}"><p>{text}<a href="#fnref{key}" class="footnote-back" '
            'role="doc-backlink">↩︎</a></p></li>'
        ),
        "</ol></section>",
    ),
    "word": (
        "<div style='mso-element:footnote-list'><br clear=all><hr width=33%>",
        lambda label, key, text: (
            f"<div style='mso-element:footnote' id=ft{key}><p class=MsoFootnoteText><a "
            f'href="#_ftnref{key}" name="_ft{key}" title=""><span class=MsoFootnoteReference>'
            f"[{label}]</span></a> {text}</p></div>"
        ),
        "</div>",
    ),
    "wordpress": (
        '<ol class="wp-block-footnotes">',
        lambda _, key, text: (
            f'<li id="uu{key}">{text} <a href="#uu{key}-link" aria-label="{_BACK}">↩︎</a></li>'
        ),
        "</ol>",
    ),
    "drupal": (
        '<ul class="footnotes">',
        lambda label, key, text: (
            f'<li class="footnote" id="footnote{key}_ab"><a class="footnote-label" '
            f'href="#footnoteref{key}_ab">{label}.</a> {text}</li>'
        ),
        "</ul>",
    ),
    "wiki": (
        '<ol class="references">',
        lambda _, key, text: (
            f'<li id="cite_note-{key}"><span class="mw-cite-backlink"><b><a href="#cite_ref-{key}">'
            f'^</a></b></span> <span class="reference-text">{text}</span></li>'
        ),
        "</ol>",
    ),
    "list": ("<ol>", lambda _label, _key, text: f"<li>{text}</li>", "</ol>"),
    "breaks": ("<p>", lambda label, _, text: f"<sup>{label}</sup> {text}<br>\n", "</p>"),
    "plain": ("", lambda label, _, text: f"<p><sup>{label}</sup>{text}</p>", ""),
    "span": ("", lambda label, _, text: f"<p><sup>{label}</sup> {text}</p>", ""),
}


def write_html(document: Document, style: str, frame: str = "<!DOCTYPE html><body>{}") -> str:
    """The document as HTML with markers and notes in one of ``HTML_STYLES``."""
    reference = _REFERENCES[style]
    body = ""
    for block in document.blocks:
        if block.note_id is not None:
            continue
        text = "".join(
            escape(piece) if isinstance(piece, str) else reference(*piece)
            for piece in split_block(document, block)
        )
        tag = {"heading": f"h{block.level or 1}", "list_item": "li"}.get(block.role, "p")
        body += f"<ul><li>{text}</li></ul>" if tag == "li" else f"<{tag}>{text}</{tag}>"
    notes = [(note.label, note.note_id, escape(note.evidence.quote)) for note in document.notes]
    before, write, after = _NOTES[style]
    return frame.replace("{}", body + before + "".join(write(*note) for note in notes) + after)


def write_docx(document: Document, *, is_typed: bool = False) -> bytes:
    """The document as DOCX with Word's own notes, or with markers and notes typed by hand."""
    body: list[str] = []
    for block in document.blocks:
        if block.note_id is not None:
            continue
        runs = [
            piece
            if isinstance(piece, str)
            else (builder.sup(piece[0]) if is_typed else builder.ref(int(piece[1][1:])))
            for piece in split_block(document, block)
        ]
        runs = [run for run in runs if run]
        if block.role == "heading":
            body.append(builder.p(*runs, style=f"Heading{block.level or 1}"))
        elif block.role == "list_item":
            body.append(builder.p(*runs, numbered=(1, 0)))
        else:
            body.append(builder.p(*runs))
    if is_typed:
        body += [
            builder.p(builder.sup(note.label), f" {note.evidence.quote}") for note in document.notes
        ]
        return builder.build_docx(*body)
    notes = {int(note.note_id[1:]): builder.note(note.evidence.quote) for note in document.notes}
    return builder.build_docx(*body, footnotes=notes)
