"""Blocks of plain text files, by the shape of their lines."""

import pytest

from schemas.document import Document
from schemas.errors import ReadError
from tests.conftest import ReadText

SENTENCE = "The inform covers the measures that the countries of the network reported."
WRAPPED = (
    "The inform covers the measures that the countries of the network reported in the\n"
    "year before, and it looks at the reasons that they gave for them, as well as at\n"
    "what they plan to do about it."
)


def blocks_of(document: Document) -> list[tuple[str, str]]:
    return [
        (block.role, document.text[block.start_char : block.end_char]) for block in document.blocks
    ]


def test_wrapped_lines_are_one_paragraph(read_text: ReadText) -> None:
    assert blocks_of(read_text(WRAPPED)) == [("paragraph", WRAPPED.replace("\n", " "))]


def test_lines_of_an_unwrapped_file_are_paragraphs(read_text: ReadText) -> None:
    long = SENTENCE * 3
    found = blocks_of(read_text(f"{long}\n{long}\nContact:\nEuropean Commission – EMN\nMr. A B"))
    assert [text for _, text in found] == [
        long,
        long,
        "Contact:",
        "European Commission – EMN",
        "Mr. A B",
    ]


def test_a_list_of_codes_goes_on_after_a_comma(read_text: ReadText) -> None:
    assert blocks_of(read_text("(AT, BE,\nCY, CZ)")) == [("paragraph", "(AT, BE, CY, CZ)")]


@pytest.mark.parametrize("sign", ["-", "*", "•", "–", "◦", "n"])
def test_bullets_begin_items_and_go_out(sign: str, read_text: ReadText) -> None:
    found = blocks_of(read_text(f"{SENTENCE}\n\n{sign} The first\n{sign} The second\n"))
    assert found[1:] == [("list_item", "The first"), ("list_item", "The second")]


@pytest.mark.parametrize("form", ["{}.", "{})", "({})"])
@pytest.mark.parametrize("labels", ["1 2 3", "a b c", "i ii iii"])
def test_numbers_of_items_go_out(form: str, labels: str, read_text: ReadText) -> None:
    lines = [f"{form.format(label)} Item of the list" for label in labels.split()]
    found = blocks_of(read_text(SENTENCE + "\n\n" + "\n".join(lines)))
    assert found[1:] == [("list_item", "Item of the list")] * 3


def test_a_dash_in_a_wrapped_sentence_is_no_bullet(read_text: ReadText) -> None:
    text = "The countries that reported measures in the year before did so\n– as planned – in law."
    assert [role for role, _ in blocks_of(read_text(text))] == ["paragraph"]


@pytest.mark.parametrize(
    "heading",
    ["Key points", "The EMN", "Contact:", "1. Scope", "2.1 Legal basis", "Why it matters?"],
)
def test_a_short_line_above_a_paragraph_is_a_heading(heading: str, read_text: ReadText) -> None:
    found = blocks_of(read_text(f"{SENTENCE}\n\n{heading}\n\n{SENTENCE}"))
    assert found[1] == ("heading", heading)


@pytest.mark.parametrize(
    "line",
    [
        "Brussels,",
        "Brussels, 23 November 2022",
        "November 2024",
        "Mr. Magnus Ovilius",
        "Email: a@b.eu",
        "www.ec.europa.eu/emn",
        "AT, BE, CY",
        "AT",
        "Published | by NCP",
        "They did so.",
        "These countries reported measures of this kind:",
        "and so on",
    ],
)
def test_other_short_lines_are_no_headings(line: str, read_text: ReadText) -> None:
    found = blocks_of(read_text(f"{SENTENCE}\n\n{line}\n\n{SENTENCE}"))
    assert found[1] == ("paragraph", line)


def test_underlined_lines_are_headings(read_text: ReadText) -> None:
    found = blocks_of(read_text(f"EMN Inform\n==========\n\n{SENTENCE}"))
    assert found[0] == ("heading", "EMN Inform")


@pytest.mark.parametrize(
    "table",
    [
        "Country\tYes\tSince\nAT\tx\t2019\nBE\t\t2020",
        "Country | Yes | Since\nAT | x | 2019\nBE | | 2020",
        "| Country | Yes | Since |\n+---------+-----+------+\n| AT | x | 2019 |\n| BE | | 2020 |",
    ],
)
def test_tables_become_cells_with_their_places(table: str, read_text: ReadText) -> None:
    document = read_text(table)
    places = [(block.cell.row, block.cell.column) for block in document.blocks if block.cell]
    assert places == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 3)]


def test_running_heads_and_page_numbers_go_out(read_text: ReadText) -> None:
    pages = [f"EMN Inform 2024\n\n{SENTENCE}\n\n{number}" for number in range(1, 4)]
    found = blocks_of(read_text("\x0c".join(pages)))
    assert found == [("paragraph", SENTENCE)] * 3


def test_notes_that_repeat_on_every_page_stay(read_text: ReadText) -> None:
    pages = [f"{SENTENCE[:-1]}¹ here.\n\n¹ Ibid.\n\n{number}" for number in range(1, 4)]
    document = read_text("\x0c".join(pages))
    assert [note.evidence.quote for note in document.notes] == ["Ibid."] * 3


def test_a_sentence_goes_on_over_the_page(read_text: ReadText) -> None:
    found = blocks_of(read_text("The countries that reported it\n\n2\n\x0cdid so in law."))
    assert found == [("paragraph", "The countries that reported it did so in law.")]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("*Migration Diplomacy*: text", "Migration Diplomacy: text"),
        ("**Bold** and _italic_ words", "Bold and italic words"),
        ("National Contact Points \\(NCPs\\)", "National Contact Points (NCPs)"),
        ("[National Contact Points \\(NCPs\\)](#) in", "National Contact Points (NCPs) in"),
        ("See <https://x.com/EMN> now", "See https://x.com/EMN now"),
        ("Kosovo* and 5 * 3 = 15", "Kosovo* and 5 * 3 = 15"),
        ("file_name_of_it and __init__", "file_name_of_it and init"),
        ("a < b and c > d", "a < b and c > d"),
        (
            "soft\u00adhyphen, zero\u200bwidth and no\u00a0break",
            "softhyphen, zerowidth and no break",
        ),
    ],
)
def test_marks_of_markdown_go_out(printed: str, read: str, read_text: ReadText) -> None:
    assert read_text(f"Text: {printed} so.").text == f"Text: {read} so."


def test_links_keep_their_target_and_words(read_text: ReadText) -> None:
    document = read_text("See [the site](https://x.eu/a) or <https://y.eu>.")
    found = [(link.url, document.text[link.start_char : link.end_char]) for link in document.links]
    assert found == [("https://x.eu/a", "the site"), ("https://y.eu", "https://y.eu")]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("The interna-\ntional law; international.", "The international law; international."),
        ("The well-\nbeing of them.", "The well-being of them."),
        ("EU-\nAfrica, 2017-\n2022 and/\nor", "EU-Africa, 2017-2022 and/or"),
        ("a word -\nand more", "a word - and more"),
    ],
)
def test_hyphens_at_line_ends_go_out_if_proven(
    printed: str, read: str, read_text: ReadText
) -> None:
    assert read_text(printed).text == read


def test_superscripts_are_never_normalised_away(read_text: ReadText) -> None:
    assert read_text("An area of 5 km² and 10⁶ people.").text == "An area of 5 km² and 10⁶ people."


def test_a_wrapped_line_of_a_note_may_begin_with_a_number(read_text: ReadText) -> None:
    text = (
        "Seventeen[4] of the countries that answered apply the measures of that kind, and\n"
        "some[5] of them do so in part.\n\n"
        "[4] A note that runs over more than one line and that mentions the old Article\n"
        "5(1).\n\n"
        "[5] AT, BE.\n"
    )
    notes = [note.evidence.quote for note in read_text(text).notes]
    assert notes == [
        "A note that runs over more than one line and that mentions the old Article 5(1).",
        "AT, BE.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "AT, BE, " * 20_000,
        "1" * 100_000,
        "a¹ " * 5_000,
        "query1 " * 10_000 + "\n\n1 AT, BE",
        "(1) " * 20_000,
        "*a " * 20_000,
        "[a](" * 10_000,
        "<sup>" * 20_000 + "a",
        "a\n" * 20_000,
        "\r" * 50_000 + "a",
        "\x0c" * 20_000 + "a",
        "\n".join(f"{number}. AT" for number in range(5_000)),
    ],
    ids=lambda text: repr(text[:12]),
)
@pytest.mark.parametrize("file_name", ["a.txt", "a.md"])
def test_hostile_texts_come_to_an_end(text: str, file_name: str, read_text: ReadText) -> None:
    assert read_text(text, file_name).text


@pytest.mark.parametrize(
    ("text", "file_name", "code"),
    [
        ("[" * 20_000, "a.txt", "text.none"),
        ("[" * 20_000, "a.md", "format.hostile"),
        ("^" * 50_000, "a.txt", "text.none"),
        ("^" * 50_000, "a.md", "text.none"),
    ],
    ids=["brackets-text", "brackets-markdown", "carets-text", "carets-markdown"],
)
def test_signs_without_a_letter_are_one_typed_error(
    text: str, file_name: str, code: str, read_text: ReadText
) -> None:
    with pytest.raises(ReadError) as caught:
        read_text(text, file_name)
    assert caught.value.code == code
