"""A sample inform, written for these tests, and the producers that print it as PDF.

The words are made up; no country ever gave these answers. ``[^2]`` is a reference to note 2.
"""

import html
import io
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import typst
import weasyprint
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    PageTemplate,
    Paragraph,
    Table,
)

_REFERENCE = re.compile(r"\[\^([^\]]+)\]")


@dataclass
class Sample:
    """Elements in reading order, and the notes they refer to."""

    elements: list[tuple]
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> list[str]:
        """The text of every block that is no note, markers left out."""
        found: list[str] = []
        for kind, *content in self.elements:
            if kind == "table":
                found += [cell for row in content[0] for cell in row]
            elif kind in ("list", "box"):
                found += content[0]
            else:
                found.append(content[0])
        return [_REFERENCE.sub("", text) for text in found]

    @property
    def markers(self) -> list[str]:
        """Labels in the order in which they stand in the text."""
        every = [
            text
            for kind, *content in self.elements
            for part in (content[0] if isinstance(content[0], list) else content)
            for text in (part if isinstance(part, list) else [part])
        ]
        return [label for text in every for label in _REFERENCE.findall(text)]


FILLER = (
    "National authorities described how reception is organised, who pays for it and how the "
    "quality of the places is watched. Most of them work with municipalities, which know the "
    "local housing market and the services around it. Where the number of arrivals changes "
    "quickly, flexible arrangements matter more than the size of the permanent network, and the "
    "staff needs training. Internationalisation of administration and responsibilities was "
    "mentioned as an effect of the efficient coordination between offices, and third-country "
    "nationals were informed about it."
)
INFORM = Sample(
    elements=[
        ("h1", "Sample inform: Flexible reception of applicants"),
        ("h2", "Key points to note"),
        (
            "list",
            [
                "Seventeen[^2] of the responding countries plan reception places in advance.",
                "In 2022[^3] another 12[^4] Member States opened temporary sites.",
            ],
        ),
        ("h2", "1. Introduction"),
        (
            "p",
            "This sample inform was prepared on the basis of contributions from 23 EMN Member and "
            "Observer Countries.[^1] " + FILLER,
        ),
        ("p", FILLER + " Six countries[^5] reported no changes since 2019."),
        (
            "box",
            [
                "Box 1: An example from Austria",
                "The agency keeps a reserve of 400 places, which can be opened within a week.",
                "Costs are shared with the provinces.[^6]",
            ],
        ),
        ("h2", "2. Practices in third-country cooperation[^7]"),
        ("p", FILLER),
        ("p", "Five countries[^8] do so only partly. " + FILLER),
        ("caption", "Table 1: Answers by country"),
        (
            "table",
            [
                ["Country", "Plan", "Places"],
                ["AT", "Yes", "400"],
                ["BE", "No", "17[^9]"],
                ["CZ", "Partly", "120"],
            ],
        ),
        ("h2", "3. Conclusions"),
        ("p", FILLER + " None of the countries ended its programme."),
        ("p", "The next collection is planned for 2026. " + FILLER),
    ],
    notes={
        "1": "AT, BE, CY, CZ, DE, EE, ES, FI, FR, HU, IE, LT, LU, LV, MT, NL, PL, PT, SE, SI, SK, "
        "and GE, UA.",
        "2": "AT, BE, CY, CZ, DE, ES, FR, HU, IE, LT, MT, NL, SE, SI, SK, and GE, UA.",
        "3": "Figures for 2022 are provisional.",
        "4": "BE, CZ, DE, EE, ES, FI, FR, HU, IE, LT, LU, LV.",
        "5": "EE, FI, LU, LV, PL, PT.",
        "6": "Provinces pay according to their population; the agency pays for transport, for "
        "interpretation and for the care of persons with special needs, and it reports on these "
        "costs to the parliament once a year, in a form that has not changed since 2012.",
        "7": "As defined in the annex.",
        "8": "CY, DE, IE, MT, SK.",
        "9": "Including places in hotels.",
    },
)
# Notes are numbered in the order in which they are cited, as every producer does by itself.
_ORDER = {label: str(number) for number, label in enumerate(dict.fromkeys(INFORM.markers), 1)}


def renumber(sample: Sample) -> Sample:
    """The same sample with its notes numbered in the order of their references."""

    def change(content: object) -> object:
        if isinstance(content, str):
            return _REFERENCE.sub(lambda found: f"[^{_ORDER[found[1]]}]", content)
        if isinstance(content, list):
            return [change(part) for part in content]
        return content

    return Sample(
        [tuple(change(part) if index else part for index, part in enumerate(element))
         for element in sample.elements],
        {_ORDER[label]: note for label, note in sample.notes.items()},
    )  # fmt: skip


INFORM = renumber(INFORM)
INFORM.notes = dict(sorted(INFORM.notes.items(), key=lambda item: int(item[0])))

CSS = """
@page { size: A4; margin: 22mm 18mm 24mm;
  @top-left { content: "Sample inform"; font: 8pt "Liberation Sans" }
  @bottom-right { content: counter(page); font: 8pt "Liberation Sans" }
  @footnote { border-top: 0.5pt solid #444; padding-top: 3pt } }
body { font: 10pt/1.3 "Liberation Serif"; text-align: justify; hyphens: auto; columns: COLUMNS;
  column-gap: 8mm }
h1 { font-size: 18pt; column-span: all } h2 { font-size: 13pt; hyphens: none; text-align: left }
.fn { float: footnote; font-size: 8pt; text-align: left; hyphens: none }
.fn::footnote-marker { content: counter(footnote) " "; font-size: 5.5pt; vertical-align: super }
.box { border: 1pt solid #226; background: #eef2fb; margin: 6pt 0; padding: 4pt 8pt }
.box p:first-child { font-weight: bold }
table { border-collapse: collapse; width: 100%; font-size: 9pt }
td, th { border: 0.5pt solid #666; padding: 2pt 4pt; text-align: left }
"""


def print_weasyprint(sample: Sample, columns: int = 1, css: str = "") -> bytes:
    """Justified, hyphenated, notes at the foot of the page."""
    seen: set[str] = set()

    def inline(text: str) -> str:
        def put(found: re.Match[str]) -> str:
            label = found[1]
            if label in seen:
                return f"<sup>{label}</sup>"
            seen.add(label)
            return f'<span class="fn">{html.escape(sample.notes[label])}</span>'

        return _REFERENCE.sub(put, html.escape(text))

    parts: list[str] = []
    for kind, content, *_ in sample.elements:
        if kind == "list":
            parts.append("<ul>" + "".join(f"<li>{inline(one)}</li>" for one in content) + "</ul>")
        elif kind == "box":
            inner = "".join(f"<p>{inline(one)}</p>" for one in content)
            parts.append(f'<div class="box">{inner}</div>')
        elif kind == "table":
            rows = [
                "".join(f"<{tag}>{inline(cell)}</{tag}>" for cell in row)
                for tag, row in zip(["th"] + ["td"] * len(content), content, strict=False)
            ]
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            tag = "p" if kind == "caption" else kind
            parts.append(f"<{tag}>{inline(content)}</{tag}>")
    style = CSS.replace("COLUMNS", str(columns)) + css
    page = f'<html lang="en"><style>{style}</style>{"".join(parts)}</html>'
    return weasyprint.HTML(string=page).write_pdf() or b""


def print_typst(sample: Sample, columns: int = 1, head: str = "") -> bytes:
    """Notes at the foot of the column, superscripts by the font's own glyphs."""
    seen: set[str] = set()

    def inline(text: str) -> str:
        def put(found: re.Match[str]) -> str:
            label = found[1]
            if label in seen:
                return f"#footnote(<n{label}>)"
            seen.add(label)
            return f"#footnote[{sample.notes[label]}]<n{label}>"

        return _REFERENCE.sub(put, re.sub(r"^(\d+)\.", r"\1\\.", text))

    parts = [
        (
            f'#set page(paper: "a4", columns: {columns}, numbering: "1", '
            "header: [#text(8pt)[Sample inform]])"
        ),
        '#set text(size: 10pt, lang: "en", hyphenate: true)',
        "#set par(justify: true)",
        head,
    ]
    for kind, content, *_ in sample.elements:
        if kind == "list":
            parts += [f"- {inline(one)}" for one in content]
        elif kind == "box":
            inner = "\n\n".join(inline(one) for one in content)
            parts.append(
                f"#block(stroke: 0.7pt, fill: luma(240), inset: 7pt, width: 100%)[{inner}]"
            )
        elif kind == "table":
            cells = ", ".join(f"[{inline(cell)}]" for row in content for cell in row)
            parts.append(f"#table(columns: {len(content[0])}, {cells})")
        elif kind in ("h1", "h2"):
            parts.append("=" * int(kind[1]) + " " + inline(content))
        else:
            parts.append(inline(content))
        parts.append("")
    return typeset("\n".join(parts))


def typeset(source: str) -> bytes:
    """Typst markup as PDF."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.typ"
        path.write_text(source, encoding="utf-8")
        return typst.compile(path)


def print_reportlab(sample: Sample, columns: int = 1) -> bytes:
    """Superscripts by hand, notes at the end under a heading, furniture drawn on the canvas."""
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12.5, spaceAfter=7)
    small = ParagraphStyle("small", parent=body, fontSize=8, leading=10, spaceAfter=3)
    styles = {
        "h1": ParagraphStyle("h1", parent=body, fontName="Helvetica-Bold", fontSize=18, leading=22),
        "h2": ParagraphStyle(
            "h2", parent=body, fontName="Helvetica-Bold", fontSize=12.5, leading=16
        ),
    }

    def inline(text: str) -> str:
        return _REFERENCE.sub(r"<super>\1</super>", html.escape(text))

    story: list[Flowable] = []
    for kind, content, *_ in sample.elements:
        if kind == "list":
            items = [Paragraph(inline(one), body) for one in content]
            story.append(ListFlowable(items, bulletType="bullet", start="•"))
        elif kind == "box":
            boxed = [Paragraph(inline(one), body) for one in content]
            story.append(Table([[boxed]], style=[("BOX", (0, 0), (-1, -1), 0.7, "black")]))
        elif kind == "table":
            rows = [[Paragraph(inline(cell), body) for cell in row] for row in content]
            story.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
        else:
            story.append(Paragraph(inline(content), styles.get(kind, body)))
    story.append(Paragraph("Endnotes", styles["h2"]))
    story += [
        Paragraph(f"<super>{label}</super> {html.escape(note)}", small)
        for label, note in sample.notes.items()
    ]
    out = io.BytesIO()
    width, height = A4
    gap = 22
    column_width = (width - 100 - gap * (columns - 1)) / columns
    frames = [
        Frame(50 + index * (column_width + gap), 60, column_width, height - 120, 0, 0, 0, 0)
        for index in range(columns)
    ]

    def draw_furniture(canvas: object, document: object) -> None:
        canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
        canvas.drawString(50, height - 35, "Sample inform")  # type: ignore[attr-defined]
        number = document.page  # type: ignore[attr-defined]
        canvas.drawCentredString(width / 2, 30, f"Page {number}")  # type: ignore[attr-defined]

    template = PageTemplate(frames=frames, onPage=draw_furniture)
    BaseDocTemplate(out, pagesize=A4, pageTemplates=[template], invariant=1).build(story)
    return out.getvalue()
