"""Small DOCX files made by hand, so that a test states exactly the XML that it is about.

>>> data = build_docx(p("Seventeen", ref(2), " of these"), footnotes={2: note("AT, BE.")})
>>> data[:2]
b'PK'
"""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>
</w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>
<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>
<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="OurHeading"><w:name w:val="Our heading"/>
<w:basedOn w:val="Heading2"/></w:style>
<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/>
<w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="Normal"/>
</w:style>
<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/>
<w:basedOn w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/>
<w:basedOn w:val="Normal"/></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>
<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hidden"><w:name w:val="Hidden"/>
<w:rPr><w:vanish/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>
<w:numFmt w:val="bullet"/><w:lvlText w:val="–"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>
<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl><w:lvl w:ilvl="2">
<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">
<w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""
"""List 1 has bullets, 2 has numbers and letters, 3 is 2 begun anew."""


def t(text: str) -> str:
    """The text of a run."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str, properties: str = "") -> str:
    """A run; ``properties`` are elements of ``w:rPr``."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{inside}{t(text)}</w:r>"


def sup(text: str) -> str:
    """A run that an author raised by hand."""
    return r(text, '<w:vertAlign w:val="superscript"/>')


def ref(note_id: int, kind: str = "footnote", mark: str | None = None) -> str:
    """A reference to a note; ``mark`` is a sign of the author's own."""
    follows = "" if mark is None else ' w:customMarkFollows="1"'
    typed = t(mark) if mark else ""
    return (
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        f'<w:{kind}Reference{follows} w:id="{note_id}"/>{typed}</w:r>'
    )


def p(
    *parts: str, style: str = "", properties: str = "", numbered: tuple[int, int] = (0, 0)
) -> str:
    """A paragraph of runs and plain strings; ``numbered`` is a list and a level."""
    inside = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered[0]:
        inside += (
            f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
        )
    inside += properties
    runs = "".join(part if part.startswith("<") else r(part) for part in parts)
    return f"<w:p><w:pPr>{inside}</w:pPr>{runs}</w:p>"


def ins(*runs: str) -> str:
    """Runs whose insertion is tracked."""
    return f'<w:ins w:id="90" w:author="A">{"".join(runs)}</w:ins>'


def deleted(text: str) -> str:
    """Text whose deletion is tracked."""
    inside = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:del w:id="91" w:author="A">{inside}</w:del>'


def field(instruction: str, *result: str) -> str:
    """A field of three characters with its result."""
    shown = "".join(part if part.startswith("<") else r(part) for part in result)
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(*paragraphs: str) -> str:
    """A run with a text box, as Word writes it: once as a shape, once more for older programs."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic>"
        f"<a:graphicData><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData>"
        "</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def cell(*content: str, properties: str = "") -> str:
    """A table cell; plain strings are paragraphs."""
    inside = "".join(part if part.startswith("<w:p") else p(part) for part in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A table row; plain strings are cells."""
    inside = "".join(one if one.startswith("<w:tc") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def note(*paragraphs: str, with_label: bool = True) -> str:
    """The inside of a note; plain strings are paragraphs."""
    label = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    texts = [one if one.startswith("<w:p>") else p(f" {one}") for one in paragraphs]
    if with_label:
        texts[0] = texts[0].replace("</w:pPr>", f"</w:pPr>{label}", 1)
    return "".join(texts)


def build_docx(
    *body: str,
    footnotes: dict[int, str] | None = None,
    endnotes: dict[int, str] | None = None,
    settings: str = "",
    section: str = "",
    styles: str = STYLES,
    numbering: str = NUMBERING,
    title: str = "",
    language: str = "",
    links: dict[str, str] | None = None,
    parts: dict[str, bytes] | None = None,
) -> bytes:
    """A DOCX file. ``links`` are targets of hyperlinks by id, ``parts`` are added or replaced."""
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    files: dict[str, bytes] = {
        "[Content_Types].xml": _build_types(),
        "_rels/.rels": _build_links(
            {
                "1": ("officeDocument", "word/document.xml"),
                "2": ("core-properties", "docProps/core.xml"),
            }
        ),
        "word/document.xml": _wrap(
            "document", f"<w:body>{''.join(body)}<w:sectPr>{section}</w:sectPr></w:body>"
        ),
        "word/styles.xml": _wrap("styles", styles),
        "word/numbering.xml": _wrap("numbering", numbering),
        "word/settings.xml": _wrap("settings", settings),
        "docProps/core.xml": (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{core}" {dc}><dc:title>{escape(title)}</dc:title>'
            f"<dc:language>{language}</dc:language></cp:coreProperties>"
        ).encode(),
        "word/footnotes.xml": _build_notes("footnote", footnotes or {}),
        "word/endnotes.xml": _build_notes("endnote", endnotes or {}),
    }
    kinds = ("styles", "numbering", "settings", "footnotes", "endnotes")
    targets = {f"rId{number}": (kind, f"{kind}.xml") for number, kind in enumerate(kinds, 1)}
    files["word/_rels/document.xml.rels"] = _build_links(targets, links or {})
    files |= parts or {}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
    return packed.getvalue()


def _wrap(name: str, inside: str) -> bytes:
    return f"{_HEAD}<w:{name} {_SPACES}>{inside}</w:{name}>".encode()


def _build_notes(kind: str, notes: dict[int, str]) -> bytes:
    lines = "".join(
        f'<w:{kind} w:type="{name}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p></w:{kind}>'
        for number, name in enumerate(("separator", "continuationSeparator"), -1)
    )
    texts = "".join(
        f'<w:{kind} w:id="{number}">{text}</w:{kind}>' for number, text in notes.items()
    )
    return _wrap(f"{kind}s", lines + texts)


def _build_links(
    inside: dict[str, tuple[str, str]], outside: dict[str, str] | None = None
) -> bytes:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    lines = [
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}"/>'
        for name, (kind, target) in inside.items()
    ]
    lines += [
        f'<Relationship Id="{name}" Type="{R}/hyperlink" Target={quoteattr(target)} '
        'TargetMode="External"/>'
        for name, target in (outside or {}).items()
    ]
    return f'{_HEAD}<Relationships xmlns="{package}">{"".join(lines)}</Relationships>'.encode()


def _build_types() -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("settings", "settings"),
            ("footnotes", "footnotes"),
            ("endnotes", "endnotes"),
        )
    )
    return (
        f'{_HEAD}<Types xmlns="{space}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    ).encode()
