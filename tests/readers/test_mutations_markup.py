"""Defects that editors and converters put into HTML and DOCX: recovered or reported, never silent.

A mutation is recovered if the document is the same as without it; it is reported if an issue, a
failed check or a reference without a note says that something is wrong.
"""

import re
from collections.abc import Callable

import pytest

from pipeline.check import check
from pipeline.extract import extract
from pipeline.read import read_bytes
from schemas.document import Document
from tests.readers.docx import builder
from tests.readers.republishing import split_block, write_html

Outcome = str


def judge(found: Document, original: Document) -> Outcome:
    """``recovered``, ``reported`` or ``silent``."""
    if show(found) == show(original):
        return "recovered"
    extraction = check(found, extract(found))
    issues = {issue.code for issue in extraction.issues} - {"date.missing"}
    fails = [one.code for one in extraction.checks if one.status == "fail"]
    orphans = [one for one in found.note_references if one.note_id is None]
    return "reported" if issues or fails or orphans else "silent"


def show(document: Document) -> tuple[object, ...]:
    """The words and the links, wherever paragraphs begin."""
    return (
        document.text.split(),
        [(one.label, one.note_id, one.evidence.quote) for one in document.note_references],
        [(one.label, one.evidence.quote.split()) for one in document.notes],
    )


def sub(pattern: str, new: str, count: int = 1) -> Callable[[str], str]:
    def mutate(page: str) -> str:
        changed = re.sub(pattern, new, page, count=count, flags=re.DOTALL)
        assert changed != page
        return changed

    return mutate


def swap_labels(page: str) -> str:
    """Note 2 is labelled 3 and the other way round; the markers stay."""
    head, tail = page.rsplit("<p><sup>1</sup>", 1)
    tail = tail.replace("<sup>2</sup>", "<sup>#</sup>").replace("<sup>3</sup>", "<sup>2</sup>")
    return f"{head}<p><sup>1</sup>{tail.replace('<sup>#</sup>', '<sup>3</sup>')}"


SEVENTEEN = "<sup>2</sup> of these"
BOTH = {"recovered", "reported"}
RECOVERED, REPORTED = {"recovered"}, {"reported"}
HIDDEN = '<span style="display:none">Sixteen </span>Seventeen'
HTML: dict[str, tuple[str, Callable[[str], str], set[Outcome]]] = {
    "a marker glued to its word": ("plain", sub(SEVENTEEN, "2 of these"), RECOVERED),
    "all markers glued": ("plain", sub("<sup>([123])</sup> ", r"\1 ", 0), BOTH),
    "a marker in other brackets": ("plain", sub(SEVENTEEN, "[2] of these"), RECOVERED),
    "a marker lost": ("plain", sub(SEVENTEEN, " of these"), REPORTED),
    "a note lost": ("plain", sub("<p><sup>3</sup>EE.*?</p>", ""), REPORTED),
    "a linked note lost": ("pandoc", sub('<li id="fnn3">.*?</li>', ""), REPORTED),
    "the target of a link lost": ("pandoc", sub('id="fnn2"', 'id="other"'), RECOVERED),
    "back links lost": ("pandoc", sub('<a href="#fnref.*?</a>', "", 0), RECOVERED),
    "names of anchors lost": ("word", sub(' name="_ftnref[^"]*"', "", 0), RECOVERED),
    "labels exchanged": ("plain", swap_labels, REPORTED),
    "numbering restarted": ("plain", sub("<p><sup>3</sup>EE", "<p><sup>1</sup>EE"), REPORTED),
    "a code lost": ("plain", sub("ES, FR, HU, IE, LT, MT", "ES, HU, IE, LT, MT"), REPORTED),
    "a code twice": ("plain", sub("EE, FI, LU", "EE, FI, FI, LU"), REPORTED),
    "a note broken in two": ("plain", sub("IE, LT, MT, NL, SE", "IE,</p><p>LT, MT, NL, SE"), BOTH),
    "a number corrected": ("plain", sub("Sev", "<del>Sixteen</del><ins>Sev</ins>"), RECOVERED),
    "a number hidden beside it": ("plain", sub("Seventeen", HIDDEN), RECOVERED),
    "spans inside a word": ("plain", sub("Seventeen", "<i>Seven</i><b>teen</b>"), RECOVERED),
    "soft hyphens": ("plain", sub("Seventeen", "Seven&shy;teen"), RECOVERED),
    "fixed spaces": (
        "plain",
        sub(" of these countries", "&nbsp;of&#160;these countries"),
        RECOVERED,
    ),
    "spaces around a marker": ("plain", sub("<sup>2</sup>", " <sup> 2 </sup>"), RECOVERED),
    "a marker in small type": ("plain", sub("<sup>2", "<sup><small>2</small>"), RECOVERED),
}


@pytest.mark.parametrize("name", HTML)
def test_a_defect_of_a_page_is_never_silent(press_release: Document, name):
    style, mutate, allowed = HTML[name]
    page = mutate(write_html(press_release, style))

    assert judge(read_bytes(page.encode(), "a.html"), press_release) in allowed


def build(original: Document, write: Callable[[str, str], str], **notes: str) -> bytes:
    """The press release as DOCX, each reference written by ``write``, notes replaced by id."""
    body = []
    for block in original.blocks:
        if block.note_id is None:
            parts = [
                piece if isinstance(piece, str) else write(*piece)
                for piece in split_block(original, block)
            ]
            kind = {
                "heading": {"style": f"Heading{block.level}"},
                "list_item": {"numbered": (1, 0)},
            }
            body.append(builder.p(*filter(None, parts), **kind.get(block.role, {})))
    texts = {
        int(one.note_id[1:]): notes.get(one.note_id, builder.note(one.evidence.quote))
        for one in original.notes
    }
    return builder.build_docx(*body, footnotes={key: text for key, text in texts.items() if text})


def own(_label: str, note_id: str) -> str:
    return builder.ref(int(note_id[1:]))


def tracked(label: str, note_id: str) -> str:
    return builder.ins(own(label, note_id))


def renumbered(label: str, note_id: str) -> str:
    """A reference that was deleted before each: the numbers of the rest stay in order."""
    return f'<w:del w:id="5">{builder.ref(99)}</w:del>' + own(label, note_id)


def exchanged(_label: str, note_id: str) -> str:
    return builder.ref({"n2": 3, "n3": 2}.get(note_id, 1))


def glued(label: str, note_id: str) -> str:
    return label if note_id == "n2" else own(label, note_id)


def typed_once(label: str, note_id: str) -> str:
    return builder.sup(label) if note_id == "n3" else own(label, note_id)


DOCX: dict[str, tuple[Callable[[str, str], str], dict[str, str], set[Outcome]]] = {
    "as it is": (own, {}, RECOVERED),
    "references inserted by tracked changes": (tracked, {}, RECOVERED),
    "deleted references before each": (renumbered, {}, RECOVERED),
    "two references exchanged": (exchanged, {}, REPORTED),
    "a marker typed as a digit": (glued, {}, BOTH),
    "a marker typed and raised": (typed_once, {}, BOTH),
    "a note lost": (own, {"n3": ""}, REPORTED),
    "a note emptied": (own, {"n3": builder.note("")}, REPORTED),
    "a code deleted by tracked changes": (
        own,
        {"n3": builder.p("EE, FI, ", builder.deleted("LU, "), "LV, PL, PT.")},
        REPORTED,
    ),
    "a code inserted again": (
        own,
        {
            "n3": builder.p(
                "EE, FI, ", builder.deleted("XX"), builder.ins(builder.r("LU")), ", LV, PL, PT."
            )
        },
        RECOVERED,
    ),
    "a note in two paragraphs": (
        own,
        {"n3": builder.note("EE, FI, LU,", "LV, PL, PT.")},
        RECOVERED,
    ),
    "a code hidden": (
        own,
        {"n3": builder.p("EE, FI, LU, LV, PL, PT", builder.r(", RO", "<w:vanish/>"), ".")},
        RECOVERED,
    ),
}


@pytest.mark.parametrize("name", DOCX)
def test_a_defect_of_a_word_file_is_never_silent(press_release: Document, name):
    write, notes, allowed = DOCX[name]

    found = read_bytes(build(press_release, write, **notes), "a.docx")

    assert judge(found, press_release) in allowed
