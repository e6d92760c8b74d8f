"""What each construct of HTML becomes: one rule a case, with what must not happen beside it."""

import pytest

from pipeline.readers.html import read_html
from pipeline.readers.limits import DEFAULT_LIMITS
from tests.readers.block_lines import show_blocks


def lines(page: str) -> list[str]:
    return show_blocks(read_html(page.encode(), "a.html", DEFAULT_LIMITS))


RULES: dict[str, tuple[str, list[str]]] = {
    "a number beside a marker stays as it is": (
        "<p>In 2022<sup>4</sup> 12<sup>5</sup> Member States",
        ["paragraph: In 2022^4^ 12^5^ Member States"],
    ),
    "lines of the source are no lines of the text": (
        "<p>Seventeen\n  of<br>these</p>",
        ["paragraph: Seventeen of ⏎ these"],
    ),
    "a subscript is not raised": ("<p>CO<sub>2</sub>", ["paragraph: CO2"]),
    "styles raise as well": (
        (
            '<style>.n{vertical-align:super}</style><p>6<span class="n">1</span> 7<span '
            'style="VERTICAL-ALIGN: super">2</span> 8<span style="vertical-align:middle">3</span>'
        ),
        ["paragraph: 6^1^ 7^2^ 83"],
    ),
    "deleted out and inserted in": (
        "<p>In <del>16</del><ins>17</ins> countries, <s>AT</s> BE",
        ["paragraph: In 17 countries, BE"],
    ),
    "entities and odd characters": (
        "<p>AT&nbsp;&amp; BE&#8217;s &quot;plan&quot; &eacute;&#x1F1EA;",
        ['paragraph: AT & BE’s "plan" é\U0001f1ea'],
    ),
    "quotation marks that the browser prints": ("<p>The <q>plan</q>", ["paragraph: The “plan”"]),
    "headings and levels": (
        '<h1>A</h1><h4>B</h4><div role="heading" aria-level="3">C</div>',
        ["heading 1: A", "heading 4: B", "heading 3: C"],
    ),
    "a button in a heading is its text": (
        "<h2><button>Scope</button></h2><p>x <button>Share</button>",
        ["heading 2: Scope", "paragraph: x"],
    ),
    "lists in lists": (
        (
            "<ul><li>A<ul><li>B</ul><li><p>C<p>D</ul><ol start=3><li>E<li value=7>F</ol>"
            "<ol type=a><li>G<li>H</ol>"
        ),
        [
            "item 1: A",
            "item 2: B",
            "item 1: C",
            "item 1: D",
            "item 1 (3): E",
            "item 1 (7): F",
            "item 1 (a): G",
            "item 1 (b): H",
        ],
    ),
    "terms with one definition are lines": (
        (
            "<dl><dt>Publication date</dt><dd>1 May 2024</dd><dt>Author:</dt><dd>NCP</dd>"
            "<dt>Topics<dd>Asylum<dd>Return</dl>"
        ),
        [
            "paragraph: Publication date: 1 May 2024",
            "paragraph: Author: NCP",
            "paragraph: Topics",
            "paragraph: Asylum",
            "paragraph: Return",
        ],
    ),
    "quotes, figures and addresses are blocks": (
        (
            "<blockquote>Said.</blockquote><figure><img alt='no text'>"
            "<figcaption>Fig. 1</figcaption></figure><address>Rue 1<br>Mail</address>"
        ),
        ["paragraph: Said.", "caption: Fig. 1", "paragraph: Rue 1 ⏎ Mail"],
    ),
    "text without any element is a paragraph": ("AT, BE", ["paragraph: AT, BE"]),
    "text between blocks is a paragraph": (
        "<div>One<p>Two</p>Three<div>Four</div></div>",
        ["paragraph: One", "paragraph: Two", "paragraph: Three", "paragraph: Four"],
    ),
    "links keep their target unless it is in the page": (
        (
            '<base href="https://a.eu/b/"><p><a href="c">One</a> <a href="https://d.eu">two</a> '
            '<a href="#e">three</a> <a href="javascript:x()">four</a>'
        ),
        ["paragraph: One→https://a.eu/b/c two→https://d.eu three four"],
    ),
    "scripts and their like": (
        (
            "<p>AT</p><script>p()</script><style>p{}</style><noscript>No</noscript>"
            "<template><p>T</template><svg><text>s</text></svg><textarea>t</textarea>"
        ),
        ["paragraph: AT"],
    ),
    "words for screen readers": (
        '<p>AT <span class="visually-hidden">opens in a new window</span>, BE',
        ["paragraph: AT , BE"],
    ),
    "cells have rows and columns": (
        (
            "<table><caption>Who</caption><thead><tr><th>Country<th>Answer</thead>"
            "<tr><td rowspan=2>AT<td>Yes<sup>1</sup><tr><td><p>No</p><p>later</p></table>"
        ),
        [
            "caption: Who",
            "cell* 1.1.1: Country",
            "cell* 1.1.2: Answer",
            "cell 1.2.1: AT",
            "cell 1.2.2: Yes^1^",
            "cell 1.3.2: No ⏎ later",
        ],
    ),
    "columns that are spanned count": (
        "<table><tr><td colspan=2>A<td>B<tr><td>C<td>D<td>E</table>",
        [
            "cell 1.1.1: A",
            "cell 1.1.3: B",
            "cell 1.2.1: C",
            "cell 1.2.2: D",
            "cell 1.2.3: E",
        ],
    ),
    "a table for layout is none": (
        (
            "<table><tr><td><h2>Left</h2>AT<td><p>BE</table><table><tr><td>Box</table>"
            "<table role=presentation><tr><td>CY<td>CZ</table><table><tr><td>DE<td>EE</table>"
        ),
        [
            "heading 2: Left",
            "paragraph: AT",
            "paragraph: BE",
            "paragraph: Box",
            "paragraph: CY",
            "paragraph: CZ",
            "cell 1.1.1: DE",
            "cell 1.1.2: EE",
        ],
    ),
    "lists and titles of Word": (
        (
            "<p class=MsoTitle>Head<p class=MsoListParagraph>·&nbsp;&nbsp;&nbsp; Three"
            "<p style='mso-list:l0 level2'><span style='mso-list:Ignore'>b)&nbsp;&nbsp; </span>Four"
            "<p class=MsoListParagraph>No sign."
        ),
        ["heading 1: Head", "item 1: Three", "item 2 (b): Four", "paragraph: No sign."],
    ),
    "notes set out in a table": (
        (
            "<p>Six<sup>1</sup> of<sup>2</sup><table><tr><td><sup>1</sup><td>AT<tr><td><sup>2</sup>"
            "<td>BE</table>"
        ),
        ["paragraph: Six^1^ of^2^", "paragraph: ^1^ AT", "paragraph: ^2^ BE"],
    ),
    "a table of numbered rows is a table": (
        "<table><tr><td>1<td>AT<tr><td>2<td>BE</table>",
        ["cell 1.1.1: 1", "cell 1.1.2: AT", "cell 1.2.1: 2", "cell 1.2.2: BE"],
    ),
    "two references and the comma between": (
        '<p>Six<sup><a href="#a">1</a>, <a href="#b">2</a></sup> of<ol><li id=a>AT<li id=b>BE</ol>',
        ["paragraph: Six⟨1⟩⟨2⟩ of", "note 1: AT", "note 2: BE"],
    ),
    "brackets around a reference belong to it": (
        '<p>Six [<a href="#n1">1</a>] of (AT)<p id=n1>[1] BE',
        ["paragraph: Six ⟨[1]⟩ of (AT)", "note 1: BE"],
    ),
    "a note cited twice, the second time after it": (
        (
            '<p>Six<a href="#n1"><sup>1</sup></a><p id=n1><sup>1</sup> AT'
            '<p>Five<a href="#n1"><sup>1</sup></a>'
        ),
        ["paragraph: Six⟨1⟩", "note 1: AT", "paragraph: Five⟨1⟩"],
    ),
    "roman numbers and signs": (
        (
            '<p>Six<sup><a href="#a">iv</a></sup> five<a href="#b">*</a><p id=a><sup>iv</sup> AT'
            "<p id=b>* BE"
        ),
        ["paragraph: Six⟨iv⟩ five⟨*⟩", "note iv: AT", "note *: BE"],
    ),
    "notes in paragraphs with an anchor before each": (
        (
            '<p>Six<a href="#x1">[1]</a> of<a href="#x2">[2]</a></p>'
            '<div><a name="x1"></a><p>[1] AT</p><p>More.</p><a name="x2"></a><p>[2] BE</p></div>'
        ),
        ["paragraph: Six⟨[1]⟩ of⟨[2]⟩", "note 1: AT", "paragraph: More.", "note 2: BE"],
    ),
    "a note that begins with a count keeps it": (
        (
            '<p>One<sup><a href="#a">1</a></sup> two<sup><a href="#b">2</a></sup>'
            "<ol><li id=a>1 country: AT<li id=b>17 countries: BE</ol>"
        ),
        ["paragraph: One⟨1⟩ two⟨2⟩", "note 1: 1 country: AT", "note 2: 17 countries: BE"],
    ),
    "plain labels are cut if all notes have them": (
        (
            '<p>One<sup><a href="#a">1</a></sup> two<sup><a href="#b">2</a></sup>'
            "<p id=a>1 AT, BE<p id=b>2 17 countries"
        ),
        ["paragraph: One⟨1⟩ two⟨2⟩", "note 1: AT, BE", "note 2: 17 countries"],
    ),
    "a marker that screen readers skip": (
        '<p>Six<sup aria-hidden="true">1</sup> of<span aria-hidden="true"> → </span> AT',
        ["paragraph: Six^1^ of AT"],
    ),
    "two line breaks part paragraphs": (
        "<div>Head<br/>line<br><br>\nSix<b>teen</b><br>&nbsp;<br>Next</div>",
        ["paragraph: Head ⏎ line", "paragraph: Sixteen", "paragraph: Next"],
    ),
    "two line breaks in a cell or a heading do not": (
        "<h1>New<br><br>inform</h1><table><tr><td>AT<br><br>BE<td>CY</table>",
        ["heading 1: New ⏎ inform", "cell 1.1.1: AT ⏎ BE", "cell 1.1.2: CY"],
    ),
    "roman numbers in capitals": (
        '<p>Six<sup><a href="#n4">IV</a></sup> of<p id=n4>IV. AT',
        ["paragraph: Six⟨IV⟩ of", "note IV: AT"],
    ),
    "a class raises where it is named so": (
        '<p>Six<span class="superscript">1</span> of <span class="super-saver">2</span>',
        ["paragraph: Six^1^ of 2"],
    ),
    "notes that a style sheet moves to the foot of the page": (
        (
            "<style>.fn { float: footnote }</style><p>Six<span class=fn>AT, BE.</span> of"
            "<span class=fn>CY</span></p>"
        ),
        ["note 1: AT, BE.", "note 2: CY", "paragraph: Six⟨1⟩ of⟨2⟩"],
    ),
    "notes that open when they are pointed at": (
        '<p>Six<sup>4</sup><span role="tooltip" style="display:none">AT, BE.</span> of',
        ["note 4: AT, BE.", "paragraph: Six⟨4⟩ of"],
    ),
    "a list of definitions that holds notes": (
        (
            '<p>Six<a class="footnote-reference" href="#i2" id="i1">1</a> of<dl><dt id="i2">'
            '<a class="fn-backref" href="#i1">1</a></dt><dd>AT, BE</dd></dl>'
        ),
        ["paragraph: Six⟨1⟩ of", "note 1: AT, BE"],
    ),
    "notes of an electronic book": (
        (
            '<p>Six<a epub:type="noteref" href="#n1">1</a> of<aside epub:type="footnote" id="n1">'
            "<p>AT<p>More</aside>"
        ),
        ["paragraph: Six⟨1⟩ of", "note 1: AT", "note 1: More"],
    ),
    "back links at the end of a note": (
        '<p>Six<sup><a id=r1 href="#n1">1</a></sup> of<ol><li id=n1>AT <a href="#r1">1</a></ol>',
        ["paragraph: Six⟨1⟩ of", "note 1: AT"],
    ),
    "a table of contents is no list of references": (
        '<p><a href="#s1">1</a> <a href="#s1">Scope</a><h2 id=s1>1 Scope</h2><p>Text of it.',
        ["paragraph: 1 Scope", "heading 2: 1 Scope", "paragraph: Text of it."],
    ),
    "a table that is referred to is no note": (
        '<p>See Table <a href="#t1">1</a>.<table id=t1><tr><td>AT<td>BE</table>',
        ["paragraph: See Table 1.", "cell 1.1.1: AT", "cell 1.1.2: BE"],
    ),
    "a link whose note is missing still shows a marker": (
        '<p>In 2015<a href="#_ftn3" name="_ftnref3">3</a> and',
        ["paragraph: In 2015^3^ and"],
    ),
    "a date beside other words in the head of an article": (
        '<article><div><span class="badge">News</span><time>1 May 2024</time></div><p>Text.',
        ["paragraph: News", "paragraph: 1 May 2024", "paragraph: Text."],
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_construct_becomes_what_its_rule_says(rule):
    page, expected = RULES[rule]

    assert lines(page) == expected


LONG = "<p>Seventeen countries report that they have changed their rules since then.</p>" * 4
FURNITURE = {
    "nav": "<nav><a href=/>Home</a> AT</nav>",
    "role": '<div role="navigation"><a href=/>Home</a></div>',
    "dialog": '<div role="dialog">12 of 27 partners</div>',
    "cookie": '<div class="cookie-consent"><p>12 of 27 partners set cookies.</p></div>',
    "share": '<div class="addtoany_share">Share</div>',
    "breadcrumb": '<ol class="ecl-breadcrumb__container"><li>Germany</ol>',
    "related": "<aside class=related><h2>Related</h2><p><a href=/x>17 countries</a></aside>",
    "sidebar": '<div id="sidebarRight"><p>Spain, Italy</p></div>',
    "form": "<form><label>Search</label><input></form><select><option>Austria</select>",
    "links": "<aside><ul><li><a href=1>Austria</a><li><a href=2>Malta</a></ul></aside>",
    "links of the topic": '<div class="related-news"><p>22 countries report</p></div>',
    "phrase": "<p><a href=#>Skip to main content</a></p><p>Back to top</p>",
}


@pytest.mark.parametrize("name", FURNITURE)
def test_furniture_in_the_main_content_is_left_out(name):
    page = f"<main><h1>New inform</h1>{FURNITURE[name]}{LONG}</main>"

    assert lines(page) == lines(f"<main><h1>New inform</h1>{LONG}</main>")


KEPT = {
    "a table on shares": '<table class="market-share"><tr><td>AT<td>12</table>',
    "key notes": '<div class="key-notes"><ol><li>Twelve countries act.</ol></div>',
    "a box beside the text": "<aside class=box><h3>Box 1</h3><p>In Malta, 12 centres.</p></aside>",
    "a class that only sounds alike": '<p class="sharedresponsibility">AT and BE share it.</p>',
    "notes in an aside": "<aside id=n1><sup>1</sup> AT, BE</aside><sup><a href=#n1>1</a></sup>",
    "a footer with words": "<footer><p>The EMN was set up in 2008 by the Council.</p></footer>",
    "a sentence with a link": "<ul><li>See <a href=/x>the inform</a> on it.</li></ul>",
}


@pytest.mark.parametrize("name", KEPT)
def test_what_only_looks_like_furniture_is_kept(name):
    page = f"<main><h1>New inform</h1>{LONG}{KEPT[name]}</main>"

    assert len(lines(page)) > len(lines(f"<main><h1>New inform</h1>{LONG}</main>"))


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">ZZ</p>',
        "<p hidden>ZZ</p>",
        '<p style="visibility:hidden">ZZ</p>',
        '<p aria-hidden="true">ZZ</p>',
        '<span style="font-size:0">ZZ</span>',
        "<style>.off { display:none !important } </style><p class='x off'>ZZ</p>",
        "<style>#z{display:none}</style><p id=z>ZZ</p>",
    ],
)
def test_hidden_text_is_left_out_and_reported(hidden):
    raw = read_html(f"<p>AT, BE</p>{hidden}".encode(), "a.html", DEFAULT_LIMITS)

    assert show_blocks(raw) == ["paragraph: AT, BE"]
    assert [issue.code for issue in raw.issues] == ["text.hidden"]


@pytest.mark.parametrize(
    "shown",
    [
        '<p hidden="until-found">AT</p>',
        '<p style="display:block">AT</p>',
        "<style>@media print { p { display: none } } .menu li { display:none }</style><p>AT</p>",
        '<p aria-hidden="false">AT</p>',
        '<main aria-hidden="true"><p>AT</p></main>',
        '<p>AT<span aria-hidden="true"> → </span></p>',
    ],
)
def test_text_that_is_shown_gives_no_issue(shown):
    raw = read_html(shown.encode(), "a.html", DEFAULT_LIMITS)

    assert [block.text.strip() for block in raw.blocks] == ["AT"]
    assert raw.issues == []


PAGES = {
    "main": "<header>Site</header><h1>Out</h1><main><h1>In</h1>%s</main><footer>F</footer>",
    "role": "<h2>Out</h2><div role=main><h1>In</h1>%s</div>",
    "article": "<div>Out</div><article><h1>In</h1>%s</article><div>Out</div>",
    "named": "<div id=top>Out</div><div class=entry-content><h1>In</h1>%s</div>",
    "teasers": "<main><article><h1>In</h1>%s</article><article><h2>Out</h2></article></main>",
}


@pytest.mark.parametrize("name", PAGES)
def test_the_main_content_is_found(name):
    shown = lines(PAGES[name] % LONG)

    assert shown[0] == "heading 1: In"
    assert len(shown) == 5


def test_a_title_above_the_main_content_comes_with_the_date_beside_it():
    page = (
        "<header class=site-header><a href=/>EMN</a></header><div class=page-header><nav>Home</nav>"
        "<div><span class=meta>News</span><span class=meta>1 May 2024</span></div><h1>Inform</h1>"
        f"</div><main>{LONG}</main>"
    )

    assert lines(page)[:3] == ["paragraph: News", "paragraph: 1 May 2024", "heading 1: Inform"]


def test_notes_outside_the_main_content_come_along():
    page = f"<main><p>Six<sup><a href=#n1>1</a></sup></p>{LONG}</main><div id=n1>1. AT, BE</div>"

    assert lines(page)[-1] == "note 1: AT, BE"


def test_a_page_that_is_all_furniture_is_all_text():
    assert lines('<div class="share"><p>Seventeen countries.</p></div>') == [
        "paragraph: Seventeen countries."
    ]


@pytest.mark.parametrize(
    ("head", "title", "language"),
    [
        ("<html lang=EN-gb><title> A\n B </title>", "A B", "EN-gb"),
        ('<html xml:lang="fr"><body>', None, "fr"),
        ('<meta http-equiv="Content-Language" content="de, en">', None, "de"),
        ("", None, None),
    ],
)
def test_title_and_language_are_those_of_the_page(head, title, language):
    raw = read_html(f"{head}<p>AT".encode(), "a.html", DEFAULT_LIMITS)

    assert (raw.title, raw.language) == (title, language)


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ('<meta property="article:published_time" content="2024-11-01T10:00:00+01:00">', True),
        ('<meta name="DCTERMS.issued" content="2024-11-01">', True),
        ('<meta name="created" content="2024-11-01">', False),
        (
            (
                '<meta name="dcterms.source" content="x/openoffice/y">'
                '<meta name="dcterms.issued" content="2024-11-01">'
            ),
            False,
        ),
        ('<meta name="dcterms.issued" content="2024-11-01"><time>1 May</time>', False),
    ],
)
def test_a_date_of_publication_in_the_head_is_shown_if_the_page_has_none(head, shown):
    assert ("paragraph: Publication date: 2024-11-01" in lines(f"{head}<p>AT")) is shown


@pytest.mark.parametrize(
    ("data", "text", "codes"),
    [
        ("\ufeff<p>Länder".encode(), "Länder", []),
        ("<p>Länder".encode("utf-16"), "Länder", []),
        ("<p>Länder".encode("utf-16-le"), "Länder", []),
        ("<p>Länder".encode(), "Länder", []),
        ('<meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2"), "Łódź", []),
        (
            '<meta http-equiv="content-type" content="text/html; charset=cp1253"><p>Ελλάδα'.encode(
                "cp1253"
            ),
            "Ελλάδα",
            [],
        ),
        ('<?xml version="1.0" encoding="iso-8859-1"?><p>“é”'.encode("cp1252"), "“é”", []),
        ('<meta charset="iso-8859-1"><p>Länder'.encode(), "Länder", []),
        ("<p>Länder – 17".encode("cp1252"), "Länder – 17", ["text.encoding_guessed"]),
        ('<html lang="pl"><p>Łódź'.encode("cp1250"), "Łódź", ["text.encoding_guessed"]),
        ('<meta charset="utf-8"><p>Länder'.encode("cp1252"), "Länder", ["text.encoding_guessed"]),
        ('<meta charset="no-such"><p>Länder'.encode(), "Länder", []),
    ],
)
def test_the_encoding_is_found(data, text, codes):
    raw = read_html(data, "a.html", DEFAULT_LIMITS)

    assert [block.text.strip() for block in raw.blocks] == [text]
    assert [issue.code for issue in raw.issues] == codes
