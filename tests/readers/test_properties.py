"""What holds for any text at all."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.read import read_bytes
from schemas.document import Document
from schemas.errors import ReadError
from tests.readers.rendering import LABELS, MARKERS, build_sections, expected_links, render

PARTS = st.sampled_from(
    [
        "Seventeen¹", "six²", "countries.", "AT, BE,", "[1]", "[2]", "(1)", "^1^", "¹ AT, BE.",
        "1. First", "1 AT, BE.", "2 CY", "\n\n", "\n", "\x0c", "*", "**", "_", "\\(",
        "<sup>1</sup>",
        "- item", "• item", "query1", "20153", "125", "Kosovo*", "* Note", "Notes\n\n", "a\tb\tc\n",
        "|a|b|\n", "interna[1]tional", "co-\nop", "[^1]", "[^1]: note", "# Head\n", "é", "²³",
        "12⁵", "\u200b",
        "https://x.eu", "[a](http://b.eu)", "``", "~~", "> ", "    ", "---\n", "\u00ad",
    ]
)  # fmt: skip
ANY_TEXT = st.one_of(
    st.lists(PARTS, max_size=30).map(" ".join),
    st.lists(PARTS, max_size=30).map("".join),
    st.text(max_size=200),
)
NAMES = st.sampled_from(["a.txt", "a.md"])
TEXT = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def read_any(text: str, file_name: str) -> Document | None:
    try:
        return read_bytes(text.encode("utf-8", "surrogatepass"), file_name)
    except ReadError as error:
        if error.code == "reader.crashed":
            raise
        return None


@TEXT
@given(ANY_TEXT, NAMES)
def test_every_quote_slices_out_of_the_text(text: str, name: str) -> None:
    document = read_any(text, name)
    if document is None:
        return
    quoted = [one.evidence for one in (*document.notes, *document.note_references)]
    quoted += [issue.evidence for issue in document.issues if issue.evidence]
    for evidence in quoted:
        assert evidence.quote
        assert document.text[evidence.start_char : evidence.end_char] == evidence.quote


@TEXT
@given(ANY_TEXT, NAMES)
def test_blocks_cover_the_text_without_overlaps(text: str, name: str) -> None:
    document = read_any(text, name)
    if document is None:
        return
    parts = [document.text[block.start_char : block.end_char] for block in document.blocks]
    assert "\n\n".join(parts) == document.text
    assert all(part == part.strip() and part and "\n" not in part for part in parts)


@TEXT
@given(ANY_TEXT, NAMES)
def test_body_blocks_come_first_and_notes_in_their_order(text: str, name: str) -> None:
    document = read_any(text, name)
    if document is None:
        return
    order = [block.note_id for block in document.blocks]
    notes = [note.note_id for note in document.notes]
    body = [one for one in order if one is None]
    assert order[: len(body)] == body
    assert list(dict.fromkeys(one for one in order if one)) == notes
    assert {one.note_id for one in document.note_references} <= {None, *notes}


@TEXT
@given(ANY_TEXT, NAMES)
def test_reading_twice_gives_the_same_bytes(text: str, name: str) -> None:
    first = read_any(text, name)
    second = read_any(text, name)
    assert (first and first.to_json()) == (second and second.to_json())


@TEXT
@given(ANY_TEXT, NAMES)
def test_references_end_where_their_marker_stood(text: str, name: str) -> None:
    document = read_any(text, name)
    for reference in document.note_references if document else ():
        assert reference.evidence.end_char == reference.offset
        assert not any(char.isspace() for char in reference.evidence.quote[-1:])


@TEXT
@given(
    seed=st.integers(0, 10_000),
    marker=st.sampled_from(sorted(MARKERS)),
    label=st.sampled_from(sorted(LABELS)),
    place=st.sampled_from(["end", "section", "page"]),
    restarts=st.booleans(),
    width=st.sampled_from([0, 60, 72, 100]),
)
def test_links_are_recovered_from_any_style(
    seed: int, marker: str, label: str, place: str, *, restarts: bool, width: int
) -> None:
    sections = build_sections(seed, restarts=restarts and place != "end")
    text = render(sections, marker, label, place=place, width=width)
    document = read_bytes(text.encode(), "sample.txt")
    notes = {note.note_id: note.evidence.quote for note in document.notes}
    found = [
        (one.evidence.quote, one.label, notes.get(one.note_id)) for one in document.note_references
    ]
    assert found == expected_links(sections)
