"""Render the sample documents in every format: `python tests/samples/build.py FOLDER`.

FOLDER holds one Markdown file per sample; beside each come a .txt, .html, .docx and three PDFs by
three producers (WeasyPrint, Typst, LibreOffice). Where markers and notes do not answer one another,
no program numbers them: they are typed, raised digits and all, as in a text with mistakes.
Needs Debian's pandoc and libreoffice-writer; the rendered files are committed, so nobody needs
these to run the tests.
"""

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import typst
import weasyprint
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NOTE = re.compile(r"^\[\^(\w+)\]:\s+(.*)$", re.MULTILINE)
REFERENCE = re.compile(r"\[\^(\w+)\]")

PRINT_CSS = """
@page { size: A4; margin: 22mm 18mm 24mm;
  @top-left { content: "Sample Inform"; font: 8pt sans-serif; color: #555 }
  @bottom-center { content: counter(page) " / " counter(pages); font: 8pt sans-serif }
  @footnote { border-top: 0.5pt solid #444; padding-top: 3pt } }
body { font: 10pt/1.35 serif; columns: 2; column-gap: 8mm; text-align: justify; hyphens: auto }
h1 { font: bold 18pt sans-serif; column-span: all } h2 { font: bold 13pt sans-serif }
h3 { font: bold 11pt sans-serif } h1, h2, h3 { text-align: left; hyphens: none }
.note { float: footnote; font-size: 8pt; text-align: left; hyphens: none }
blockquote { border: 1pt solid #226; background: #eef2fb; margin: 6pt 0; padding: 4pt 8pt }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt }
td, th { border: 0.5pt solid #666; padding: 2pt 4pt; text-align: left }
"""
TYPST_HEAD = """
#set page(paper: "a4", margin: 2.2cm, columns: %d, header: [#text(8pt)[Sample Inform]],
  numbering: "1 of 1")
#set text(font: "Libertinus Serif", size: 10pt, lang: "en", hyphenate: true)
#set smartquote(enabled: false)
#set document(date: none)
#set par(justify: true)
#show quote.where(block: true): it => block(stroke: 0.7pt + navy, fill: luma(240), inset: 7pt,
  width: 100%%, it.body)
"""
SITE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | Sample NCP</title>
<style>.menu li {{ display: inline }}</style></head><body>
<header><a href="#main">Skip to main content</a><nav class="menu"><ul><li><a href="/">Home</a></li>
<li><a href="/germany">Germany</a></li><li><a href="/publications">Publications</a></li></ul></nav>
</header><div id="cookie-banner" class="cookie-consent"><p>We use cookies. 12 of 27 partners set
them.</p><button>Accept</button></div>
<main id="main"><article>
{body}
</article></main><footer><p>© Sample NCP · <a href="/privacy">Privacy</a></p></footer>
</body></html>
"""


def build(folder: Path) -> None:
    """Write every format of every sample in ``folder``."""
    for source in sorted(folder.glob("*.md")):
        if not source.name.startswith("README"):
            print(source.stem)
            build_sample(source)


def build_sample(source: Path) -> None:
    """Write every format of one sample."""
    text = source.read_text(encoding="utf-8")
    is_typed = not has_paired_notes(text)
    columns = 2 if "inform" in source.stem else 1
    for_html = type_notes(text, "<sup>{}</sup>") if is_typed else text
    for_word = type_notes(text, "^{}^") if is_typed else cite_once(text, "^{}^")
    source.with_suffix(".txt").write_text(render_text(text), encoding="utf-8")
    source.with_suffix(".html").write_text(render_site(for_html), encoding="utf-8")
    page = f"<style>{PRINT_CSS.replace('columns: 2', f'columns: {columns}')}</style>"
    page += render_html(for_html, as_footnotes=True)
    weasyprint.HTML(string=f'<html lang="en">{page}</html>').write_pdf(
        source.with_name(f"{source.stem}_weasyprint.pdf")
    )
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "sample.typ"
        path.write_text(TYPST_HEAD % columns + render_typst(text), encoding="utf-8")
        typst.compile(path, output=source.with_name(f"{source.stem}_typst.pdf"))
        write_word(source, for_word, Path(place))


def write_word(source: Path, text: str, place: Path) -> None:
    """The .docx by Pandoc, and LibreOffice's PDF of it.

    LibreOffice writes other bytes each time, so its PDF stays as it is while the .docx does.
    """
    word = source.with_suffix(".docx")
    printed = source.with_name(f"{source.stem}_libreoffice.pdf")
    before = word.read_bytes() if word.exists() and printed.exists() else None
    written = place / "sample.md"
    written.write_text(text, encoding="utf-8")
    run("pandoc", "-f", "markdown-smart", "-t", "docx", "-o", word, written)
    if word.read_bytes() != before:
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", place, word)
        shutil.move(place / f"{source.stem}.pdf", printed)


def has_paired_notes(source: str) -> bool:
    """Whether each marker has its note and each note a marker."""
    labels = {label for label, _ in NOTE.findall(source)}
    return labels == set(REFERENCE.findall(NOTE.sub("", source)))


def type_notes(source: str, style: str) -> str:
    """Markers and notes as an author types them by hand, in place; ``style`` raises a label."""
    source = NOTE.sub(lambda found: f"{style.format(found[1])} {found[2]}", source)
    return REFERENCE.sub(lambda found: style.format(found[1]), source)


def cite_once(source: str, style: str) -> str:
    """Only the first marker of a note stays one; Pandoc would print the note again at the next."""
    seen: set[str] = set()

    def put(found: re.Match[str]) -> str:
        label = found[1]
        is_note = source[found.end() : found.end() + 1] == ":"
        if is_note or label not in seen:
            seen.add(label)
            return found[0]
        return style.format(label)

    return REFERENCE.sub(put, source)


def run(*command: object) -> None:
    """Run a program, quietly; raise if it fails."""
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def render_text(source: str) -> str:
    """Plain text as an export gives it: superscript markers, notes in place, cells by tabs."""
    body = NOTE.sub(lambda found: f"{found[1].translate(SUPERSCRIPTS)} {found[2]}", source)
    body = REFERENCE.sub(lambda found: found[1].translate(SUPERSCRIPTS), body)
    body = re.sub(r"^\|[-| :]+\|\n", "", body, flags=re.MULTILINE)
    body = re.sub(
        r"^\| (.+) \|$", lambda row: row[1].replace(" | ", "\t"), body, flags=re.MULTILINE
    )
    body = re.sub(r"^#{1,4} +", "", body, flags=re.MULTILINE)
    body = re.sub(r"^> ?", "", body, flags=re.MULTILINE)
    body = re.sub(r"\*\*(.+?)\*\*", r"\1", body)
    body = re.sub(r"(?<!\\)(?<!\w)\*(?!\s)(.+?)(?<!\s)\*", r"\1", body).replace("\\*", "*")
    body = re.sub(r"(?<=[^\n])\n(?=[¹²³⁴-⁹])", "\n\n", body)
    return re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"


def render_html(source: str, *, as_footnotes: bool = False) -> str:
    """HTML with linked markers; for print, with the notes where their markers are."""
    if not as_footnotes:
        return str(MarkdownIt("commonmark").enable("table").use(footnote_plugin).render(source))
    notes = dict(NOTE.findall(source))
    body = MarkdownIt("commonmark").enable("table").render(NOTE.sub("", source))
    seen: set[str] = set()

    def put(found: re.Match[str]) -> str:
        label = found[1]
        if label in seen:
            return f"<sup>{label}</sup>"
        seen.add(label)
        return f'<span class="note">{html.escape(notes[label])}</span>'

    return REFERENCE.sub(put, body)


def render_typst(source: str) -> str:
    """Typst markup with real footnotes; a note cited again refers back to the first."""
    is_typed = not has_paired_notes(source)
    if is_typed:
        source = type_notes(source, "\x03{}\x04")
    notes = {label: escape_typst(note) for label, note in NOTE.findall(source)}
    seen: set[str] = set()
    lines: list[str] = []
    in_table = in_box = False
    for line in NOTE.sub("", source).splitlines():
        is_row = line.startswith("|")
        cells = [escape_typst(cell.strip()) for cell in line.strip("|").split("|")]
        if is_row and not in_table:
            lines.append(f"#table(columns: {len(cells)},")
        if in_table and not is_row:
            lines.append(")")
        in_table = is_row
        if is_row:
            if not set(line) <= set("|-: "):
                lines.append(" ".join(f"[{cell}]," for cell in cells))
            continue
        is_boxed = line.startswith(">")
        line = re.sub(r"^> ?", "", line)  # noqa: PLW2901 - the same line without its mark
        heading = re.match(r"(#+) ", line)
        plain = escape_typst(line[heading.end() :] if heading else line)
        if heading:
            plain = "=" * len(heading[1]) + " " + re.sub(r"^(\d+)\.", r"\1\.", plain)
        else:
            plain = re.sub(r"^\d+\. ", "+ ", plain)
        if is_boxed != in_box:
            lines.append("#quote(block: true)[" if is_boxed else "]")
        in_box = is_boxed
        lines.append(plain)

    def put(found: re.Match[str]) -> str:
        label = found[1]
        if label in seen:
            return f"#footnote(<n{label}>)"
        seen.add(label)
        return f"#footnote[{notes[label]}]<n{label}>"

    body = "\n".join(lines).replace("\x03", "#super[").replace("\x04", "]")
    return body if is_typed else REFERENCE.sub(put, body)


def escape_typst(text: str) -> str:
    """Markdown emphasis as Typst's, everything else that Typst would read as markup escaped."""
    text = re.sub(r"<(https?://[^<>\s]+)>", r"\1", text).replace("\\*", "\x00")
    text = re.sub(r"\*\*(.+?)\*\*", "\x01\\1\x01", text)
    text = re.sub(r"\*(.+?)\*", "\x02\\1\x02", text)
    text = re.sub(r"([#$<>@_=~\\*])", r"\\\1", text)
    return text.replace("\x00", "\\*").replace("\x01", "*").replace("\x02", "_")


def render_site(source: str) -> str:
    """A page as a national contact point publishes it."""
    title = source.splitlines()[0].lstrip("# ")
    return SITE.format(title=html.escape(title), body=render_html(source))


if __name__ == "__main__":
    os.environ["SOURCE_DATE_EPOCH"] = "1735689600"  # the same bytes whenever it is run
    build(Path(sys.argv[1]))
