"""What content systems and their plugins make of notes, tabs and items about other pages."""

import pytest

from pipeline.readers.html import read_html
from pipeline.readers.limits import DEFAULT_LIMITS
from tests.readers.block_lines import show_blocks


def lines(page: str) -> list[str]:
    return show_blocks(read_html(page.encode(), "a.html", DEFAULT_LIMITS))


RULES: dict[str, tuple[str, list[str]]] = {
    "an accordion is read closed": (
        (
            "<h2><button aria-controls=p1>Who?</button></h2><div id=p1 style='display:none'>"
            "<p>Two reply.</p></div><div class='accordion-collapse' aria-hidden=true><p>AT.</div>"
        ),
        ["heading 2: Who?", "paragraph: Two reply.", "paragraph: AT."],
    ),
    "tabs are read that are not in front": (
        (
            "<ul role=tablist><li><a href='#t1' role=tab>A</a></ul><div role=tabpanel id=t1>One."
            "</div><div role=tabpanel hidden>Two.</div><div data-toggle=tab></div>"
        ),
        ["paragraph: One.", "paragraph: Two."],
    ),
    "a menu that a button opens is no text": (
        (
            "<p>AT</p><nav><div class=collapse hidden><p>BE</div></nav><div class=collapse hidden>"
            "<a href=x>Germany</a> <a href=y>Malta</a> or</div>"
        ),
        ["paragraph: AT"],
    ),
    "notes in attributes of their markers": (
        (
            '<p>Six<sup title="AT, BE">1</sup>, two<abbr class=fn title="CY, CZ">2</abbr> and one'
            '<a href="#" data-tooltip="&lt;p&gt;DE&lt;/p&gt;">3</a> act.'
        ),
        [
            "note 1: AT, BE",
            "note 2: CY, CZ",
            "note 3: DE",
            "paragraph: Six⟨1⟩, two⟨2⟩ and one⟨3⟩ act.",
        ],
    ),
    "attributes that say where a note is are none": (
        (
            '<p>Six<sup><a href="#n1" title="AT, BE">1</a></sup> and five<sup title="Jump to '
            'footnote 2">2</sup> or <abbr title="Commission">a</abbr>.<p id=n1><sup>1</sup> AT, BE'
        ),
        ["paragraph: Six⟨1⟩ and five^2^ or a.", "note 1: AT, BE"],
    ),
    "a note that is shown twice counts once": (
        (
            '<p>Six<sup>1</sup><span class="footnote_tooltip">AT, BE.</span> of<table '
            'class="footnotes_table"><tr><th>↑1<td>AT, BE.</table>'
        ),
        ["note 1: AT, BE.", "paragraph: Six⟨1⟩ of"],
    ),
    "a tooltip beside a link to the note is the note again": (
        (
            '<p>Six<a href="#n1"><sup>1</sup></a><span class="footnote-tooltip">AT, BE</span> of'
            "<ol><li id=n1>AT, BE</ol>"
        ),
        ["paragraph: Six⟨1⟩ of", "note 1: AT, BE"],
    ),
    "a table of numbered rows under the heading of notes": (
        "<p>Six [1] of<h2>Endnotes</h2><table><tr><td>1<td>AT<tr><td>2<td>BE</table>",
        ["paragraph: Six [1] of", "heading 2: Endnotes", "paragraph: 1 AT", "paragraph: 2 BE"],
    ),
    "notes at the foot of a table are no cells": (
        (
            "<table><tr><td>AT<td>20<sup>1</sup><tr><td>BE<td>10<tr><td colspan=2><sup>1</sup> For "
            "adults.</table><table><tr><td>AT<td>20<tr><td colspan=2>All figures</table>"
        ),
        [
            "cell 1.1.1: AT",
            "cell 1.1.2: 20^1^",
            "cell 1.2.1: BE",
            "cell 1.2.2: 10",
            "paragraph: ^1^ For adults.",
            "cell 2.1.1: AT",
            "cell 2.1.2: 20",
            "cell 2.2.1: All figures",
        ],
    ),
    "a note that is named in words stays named": (
        '<p>Six<a href="#n1"><sup>1</sup></a>; see note <a href="#n1">1</a>.<p id=n1>1. AT',
        ["paragraph: Six⟨1⟩; see note 1.", "note 1: AT"],
    ),
    "a line of signs is no text": (
        "<p>AT</p><p>-----------</p><p>_ _ _ _</p><table><tr><td>---<td>BE</table>",
        ["paragraph: AT", "cell 1.1.1: ---", "cell 1.1.2: BE"],
    ),
    "characters raised by a length, and text beside the page": (
        (
            "<style>.a{vertical-align:33%}.b{vertical-align:0.5pt}.c{position:absolute;left:-9999px}"
            "</style><p>Six<span class=a>1</span> two<span class=b>2</span> <i class=c>ES</i>AT"
        ),
        ["paragraph: Six^1^ two2 AT"],
    ),
    "running heads of LibreOffice": (
        '<div title="header"><p>Inform</div><p>Austria and Malta</p><div title="footer"><p>1</div>',
        ["paragraph: Austria and Malta"],
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_construct_becomes_what_its_rule_says(rule):
    page, expected = RULES[rule]

    assert lines(page) == expected


LONG = "<p>Seventeen countries report that they have changed their rules since then.</p>" * 4
RELATED = {
    "items": "<h2>Related news</h2><article><h3><a href=x>Malta</a></h3>Malta pays.</article>",
    "topics": "<div><h3>Related topics:</h3></div><ul><li><a href=x>Greece</a><li>Italy</ul>",
    "tags": "<section><h4>Tags</h4><p>Spain, Malta</p></section>",
}


@pytest.mark.parametrize("name", RELATED)
def test_items_about_other_pages_are_left_out(name):
    page = f"<main><h1>Inform</h1>{LONG}%s<h2>Contact</h2><p>NCP</p></main>"

    assert lines(page % RELATED[name]) == lines(page % "")


@pytest.mark.parametrize(
    "above",
    [
        "<div><b>Choose a country:</b><ul><li>Austria<li>Malta<li>Spain<li>Italy</ul></div>",
        '<div class="tags">Malta</div>',
    ],
)
def test_a_picker_above_the_title_is_left_out(above):
    page = f"<div>%s<div><h1>Inform</h1>{LONG}</div></div>"

    assert lines(page % above) == lines(page % "")


def test_a_list_above_the_title_that_says_when_is_kept():
    page = f"<ul><li>News<li>1 May 2024<li>EMN<li>2 min</ul><h1>Inform</h1>{LONG}"

    assert lines(page)[:2] == ["item 1: News", "item 1: 1 May 2024"]


FEET = {
    "named by its id": ('<div id="footer"><p>EMN, Vienna, Austria</p></div>', False),
    "with typed notes": ('<div class="footer"><p><sup>1</sup> AT, BE</p></div>', True),
    "a line of rights": ("<p>© 2025 EMN Germany</p>", False),
    "a sentence on rights": ("<p>Copyright is held in Malta. Two countries differ.</p>" * 3, True),
}


@pytest.mark.parametrize("name", FEET)
def test_the_foot_of_a_page_is_left_out_unless_notes_stand_there(name):
    foot, is_kept = FEET[name]
    page = f"<h1>Inform</h1>{LONG}<p>Six<sup>1</sup> act.</p>"

    assert (len(lines(page + foot)) > len(lines(page))) is is_kept


KEPT = {
    "more than a third of the page": f"<h2>See also</h2>{LONG}",
    "a note": "<p>Six<a href='#n'>[1]</a></p><h2>See also</h2><p id=n>[1] AT, BE</p>",
    "a heading with more words": "<h2>Related news in Malta</h2><p>Malta pays.</p>",
}


@pytest.mark.parametrize("name", KEPT)
def test_what_only_sounds_like_other_pages_is_kept(name):
    page = f"<main><h1>Inform</h1>{LONG}%s</main>"

    assert len(lines(page % KEPT[name])) > len(lines(page % "")) + 1
