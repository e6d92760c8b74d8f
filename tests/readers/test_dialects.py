"""What dialects of Markdown, mails and typed tables add to a text: one construct a case."""

import pytest

from pipeline.readers.limits import DEFAULT_LIMITS
from pipeline.readers.markdown import read_markdown
from pipeline.readers.text import read_text
from tests.readers.block_lines import show_blocks

MARKDOWN: dict[str, tuple[str, list[str]]] = {
    "front matter of two kinds": (
        '+++\ntitle = "Return"\n+++\n\nText.\n',
        ["paragraph: Text."],
    ),
    "attributes in braces": (
        "# Scope {#scope .big}\n\nIn [Malta]{.underline} ![x](y.png){.wide} {AT, BE}\n",
        ["heading 1: Scope", "paragraph: In Malta {AT, BE}"],
    ),
    "fences of colons": (
        '::: {.box title="Box"}\nIn Malta.\n:::\n\n::: warning\nIn Spain.\n:::\n',
        ["paragraph: In Malta.", "paragraph: In Spain."],
    ),
    "raised and lowered characters": (
        "CO~2~ in m^2^ on 1^st^ May, ~5, ~7~ and 2^10",
        ["paragraph: CO2 in m^2^ on 1^st^ May, ~5, ~7~ and 2^10"],
    ),
    "definitions of abbreviations": (
        "The EMN.\n\n*[EMN]: European Migration Network\n",
        ["paragraph: The EMN."],
    ),
    "terms with one definition": (
        "Author\n:   NCP\n\nDate:\n\n: May 2024\n\nTopics\n: Asylum\n: Return\n",
        [
            "paragraph: Author: NCP",
            "paragraph: Date: May 2024",
            "paragraph: Topics ⏎ : Asylum ⏎ : Return",
        ],
    ),
    "tasks": ("- [ ] AT\n- [x] BE\n- [1] CY\n", ["item 1: AT", "item 1: BE", "item 1: [1] CY"]),
    "a list with asterisks has no labels": (
        "Kosovo\\*\n\n* AT\n* BE\n    * CY\n\nText.\n\n* Without prejudice.\n",
        [
            "paragraph: Kosovo*",
            "item 1: AT",
            "item 1: BE",
            "item 2: CY",
            "paragraph: Text.",
            "item 1 (*): Without prejudice.",
        ],
    ),
    "notes without a label take a free one": (
        "Six[^1] of^[AT] or^[BE]\n\n[^1]: CY\n",
        ["paragraph: Six⟨1⟩ of⟨2⟩ or⟨3⟩", "note 1: CY", "note 2: AT", "note 3: BE"],
    ),
    "notes of two pieces of HTML": (
        (
            "<p>Six<a href='#a'>[1]</a></p><p id=a>[1] AT</p>\n\nText.\n\n"
            "<p>Two<a href='#b'>[1]</a></p><p id=b>[1] BE</p>\n"
        ),
        [
            "paragraph: Six⟨[1]⟩",
            "note 1: AT",
            "paragraph: Text.",
            "paragraph: Two⟨[1]⟩",
            "note 1: BE",
        ],
    ),
    "links into the file or beside it lead nowhere": (
        "[Scope](#scope), [file](a.pdf), <ncp@a.eu>",
        ["paragraph: Scope, file, ncp@a.eu→mailto:ncp@a.eu"],
    ),
    "a line of signs": ("AT\n\n\\_\\_\\_\\_\\_\\_\n\nBE", ["paragraph: AT", "paragraph: BE"]),
}


@pytest.mark.parametrize("name", MARKDOWN)
def test_dialects_of_markdown(name: str) -> None:
    text, expected = MARKDOWN[name]
    assert show_blocks(read_markdown(text.encode(), "a.md", DEFAULT_LIMITS)) == expected


def test_two_pieces_of_html_keep_their_notes_apart() -> None:
    text = MARKDOWN["notes of two pieces of HTML"][0]
    blocks = read_markdown(text.encode(), "a.md", DEFAULT_LIMITS).blocks
    assert len({block.note_key for block in blocks if block.note_key}) == 2


CELLS = [
    "cell* 1.1.1: Country",
    "cell* 1.1.2: Fee",
    "cell 1.2.1: AT",
    "cell 1.2.2: 20",
    "cell 1.3.1: North Macedonia",
    "cell 1.3.2: none",
]
TABLES = {
    "grid": (
        "+-----------+------+\n| Country   | Fee  |\n+===========+======+\n| AT        | 20   |\n"
        "+-----------+------+\n| North     | none |\n| Macedonia |      |\n+-----------+------+\n"
    ),
    "ruled off": (
        "Country            Fee\n----------------- ----\nAT                  20\n"
        "North Macedonia   none\n"
    ),
    "framed": (
        "  -----------------------\n  Country    Fee\n  ---------- -------\n  AT         20\n\n"
        "  North      none\n  Macedonia\n  -----------------------\n"
    ),
    "framed without a header": (
        "---------------  ----\nCountry           Fee\nAT                 20\n"
        "North Macedonia  none\n---------------  ----\n"
    ),
    "ruled off and set in": (
        "  Country           Fee\n  ---------------  ----\n  AT                 20\n"
        "  North Macedonia  none\n"
    ),
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("read", [read_markdown, read_text])
def test_drawn_tables(read, name: str) -> None:
    text = f"Who pays.\n\n{TABLES[name]}\nAll.\n"
    assert show_blocks(read(text.encode(), "a", DEFAULT_LIMITS)) == [
        "paragraph: Who pays.",
        *CELLS,
        "paragraph: All.",
    ]


TEXT: dict[str, tuple[str, list[str]]] = {
    "columns to the right": (
        "Country            Fee\nAT                  20\nNorth Macedonia   none\n",
        CELLS,
    ),
    "names and values are no table": (
        "Title:    Return\nSubject:  Asylum\nContact:  NCP\n",
        ["paragraph: Title: Return", "paragraph: Subject: Asylum", "paragraph: Contact: NCP"],
    ),
    "a word across the columns": (
        "Country   Fee\n-------   ---\nNorth Macedonia pays 20.\n",
        ["paragraph: Country Fee", "paragraph: North Macedonia pays 20."],
    ),
    "quoted mail": (
        "We asked.\n\n> Two countries pay\n> since May.\n>> Older.\n\n--\nJane\n",
        [
            "paragraph: We asked.",
            "paragraph: Two countries pay ⏎ since May.",
            "paragraph: Older.",
            "paragraph: Jane",
        ],
    ),
    "a line with a sign is no quotation": (
        "Residence:\n> 5 years in Malta.\n",
        ["paragraph: Residence:", "paragraph: > 5 years in Malta."],
    ),
    "addresses on lines of their own": (
        "Links:\nhttps://a.eu/inform\nwww.b.eu\n",
        ["paragraph: Links:", "paragraph: https://a.eu/inform", "paragraph: www.b.eu"],
    ),
    "numbers of pages without form feeds": (
        "Two pay.\n                        2\nThree pay.\n   - 3 -\nNone pays.\n",
        ["paragraph: Two pay.", "paragraph: Three pay.", "paragraph: None pays."],
    ),
    "items with asterisks": (
        "Countries:\n\n* AT pays.\n* BE pays.\n\nThree pay.\n\n* CY.\n",
        [
            "paragraph: Countries:",
            "item 1: AT pays.",
            "item 1: BE pays.",
            "paragraph: Three pay.",
            "item 1 (*): CY.",
        ],
    ),
    "an address in angle brackets": (
        "Mail <ncp@a.eu> or [site](www.a.eu).",
        ["paragraph: Mail ncp@a.eu→mailto:ncp@a.eu or site→www.a.eu."],
    ),
}


@pytest.mark.parametrize("name", TEXT)
def test_shapes_of_plain_text(name: str) -> None:
    text, expected = TEXT[name]
    assert show_blocks(read_text(text.encode(), "a.txt", DEFAULT_LIMITS)) == expected
