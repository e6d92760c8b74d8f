"""Damaged and hostile DOCX files: parts left out, broken, repeated, swollen, nested."""

import io
import zipfile
from collections.abc import Iterator, Mapping

from tests.robustness.cases import Case

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "word/document.xml"
SENTENCE = "<w:p><w:r><w:t>Six Member States report this.</w:t></w:r></w:p>"
_TYPES = f"""<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml"
ContentType="application/xml"/><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"""


def link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"/>'


def links(*given: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(given)}</Relationships>'


def document(body: str, root: str = "w:document") -> str:
    return f'<?xml version="1.0"?><{root} xmlns:w="{W}"><w:body>{body}</w:body></{root}>'


def pack(parts: Mapping[str, bytes | str]) -> bytes:
    """An archive of these parts, the same bytes each time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, 8, 6)
    return target.getvalue()


def docx(body: str, **more: bytes | str) -> bytes:
    """A whole DOCX with this body; ``more`` adds or replaces parts, ``__`` for the slash."""
    return pack(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": links(link(1, "officeDocument", MAIN)),
            MAIN: document(body),
            **{name.replace("__", "/"): part for name, part in more.items()},
        }
    )


def unpack(seed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def notes(count: int, repeats: bool = False) -> bytes:
    references = "".join(
        f"<w:p><w:r><w:t>Two Member States</w:t></w:r><w:r><w:footnoteReference w:id='{n}'/></w:r>"
        "<w:r><w:t> report this.</w:t></w:r></w:p>"
        for n in range(1, count + 1)
    )
    bodies = "".join(
        f"<w:footnote w:id='{1 if repeats else n}'><w:p><w:r><w:footnoteRef/></w:r><w:r>"
        "<w:t> AT, BE.</w:t></w:r></w:p></w:footnote>"
        for n in range(1, count + 1)
    )
    return docx(
        references,
        **{
            "word/_rels/document.xml.rels": links(link(1, "footnotes", "footnotes.xml")),
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{bodies}</w:footnotes>',
        },
    )


def break_members(seed: bytes, offset: int) -> bytes:
    """The packed bytes of the main part zeroed from ``offset`` on."""
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        part = archive.getinfo(MAIN)
    start = part.header_offset + 30 + len(MAIN) + offset
    length = max(0, part.compress_size - offset)
    return seed[:start] + bytes(length) + seed[start + length :]


def iter_archives(seed: bytes) -> Iterator[Case]:  # noqa: PLR0915 - a list of cases
    """Names and bytes; ``seed`` is a whole DOCX of a sample."""
    parts = unpack(seed)
    main = parts[MAIN]

    def change(**changed: bytes) -> bytes:
        return pack({**parts, **{name.replace("__", "/"): part for name, part in changed.items()}})

    for share in (1, 30, 80, 99):
        yield f"truncated_{share}.docx", seed[: len(seed) * share // 100]
    yield "member_zeroed.docx", break_members(seed, 0)
    yield "member_half_zeroed.docx", break_members(seed, 500)
    yield "no_main_part.docx", pack({n: p for n, p in parts.items() if n != MAIN})
    yield "no_content_types.docx", pack({n: p for n, p in parts.items() if n[0] != "["})
    yield "no_relationships.docx", pack({n: p for n, p in parts.items() if ".rels" not in n})
    yield "no_styles.docx", pack({n: p for n, p in parts.items() if "styles" not in n})
    yield "no_footnotes_part.docx", pack({n: p for n, p in parts.items() if "footnotes" not in n})
    yield "styles_broken.docx", change(**{"word/styles.xml": b"<w:styles"})
    yield "footnotes_broken.docx", change(**{"word/footnotes.xml": b"<w:footnotes><w:f"})
    yield "numbering_broken.docx", change(**{"word/numbering.xml": b"\x00\x01\x02"})
    yield "main_empty.docx", change(**{MAIN: b""})
    yield "main_cut.docx", change(**{MAIN: main[: len(main) // 2]})
    yield "main_is_html.docx", change(**{MAIN: b"<html><body><p>Two</p></body></html>"})
    yield "main_is_pdf.docx", change(**{MAIN: b"%PDF-1.7\n"})
    yield "main_other_namespace.docx", docx(SENTENCE, **{MAIN: document(SENTENCE).replace(W, "x")})
    yield (
        "main_utf16.docx",
        change(**{MAIN: main.decode().replace("UTF-8", "UTF-16").encode("utf-16")}),
    )
    yield "main_latin1.docx", change(**{MAIN: main.replace(b"e", b"\xe9", 50)})
    yield "main_bom_twice.docx", change(**{MAIN: b"\xef\xbb\xbf\xef\xbb\xbf" + main})
    yield "main_nul.docx", change(**{MAIN: main.replace(b"</w:t>", b"\x00</w:t>", 3)})
    yield "main_lone_surrogate.docx", docx("<w:p><w:r><w:t>Six &#xD800; x</w:t></w:r></w:p>")
    yield "main_control_reference.docx", docx("<w:p><w:r><w:t>Six &#1; x</w:t></w:r></w:p>")
    entity = document("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")
    yield (
        "doctype_external.docx",
        docx(
            "",
            **{
                MAIN: entity.replace(
                    "?>", '?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                )
            },
        ),
    )
    laughs = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghx", strict=True)
    )
    yield (
        "doctype_laughs.docx",
        docx("", **{MAIN: entity.replace("?>", f"?><!DOCTYPE w [{laughs}]>")}),
    )
    yield (
        "doctype_in_styles.docx",
        change(**{"word/styles.xml": b"<!DOCTYPE w [<!ENTITY x 'y'>]><w:styles/>"}),
    )
    yield (
        "doctype_utf16.docx",
        docx(
            "",
            **{
                MAIN: entity.replace(
                    "?>", ' encoding="UTF-16"?><!DOCTYPE w [<!ENTITY x "y">]>'
                ).encode("utf-16")
            },
        ),
    )
    yield "bomb.docx", lambda: docx(SENTENCE, word__media__a=b"0" * 450_000_000)
    yield "bomb_main.docx", lambda: docx(SENTENCE + "<w:p/>" * 3_000_000)
    lying = bytearray(docx(SENTENCE + " " * 1_000_000))
    place = lying.rindex(b"PK\x01\x02")
    lying[place + 24 : place + 28] = (100).to_bytes(4, "little")
    yield "size_lies.docx", bytes(lying)
    yield "parts_6000.docx", lambda: docx(SENTENCE, **{f"word/p{n}.xml": "x" for n in range(6000)})
    yield "macros.docx", docx(SENTENCE, **{"word/vbaProject.bin": b"\xd0\xcf"})
    yield "names_climb.docx", docx(SENTENCE, **{"../../../tmp/emn_climbed": "x"})
    yield (
        "target_climbs.docx",
        docx(
            SENTENCE, **{"_rels/.rels": links(link(1, "officeDocument", "../../../../etc/passwd"))}
        ),
    )
    yield (
        "target_is_itself.docx",
        docx(SENTENCE, **{"_rels/.rels": links(link(1, "officeDocument", "_rels/.rels"))}),
    )
    yield "images_only.docx", docx("<w:p><w:r><w:drawing/></w:r></w:p>" * 20)
    yield "body_empty.docx", docx("")
    yield "no_body.docx", docx("", **{MAIN: f'<w:document xmlns:w="{W}"/>'})
    yield "paragraphs_100000_empty.docx", docx("<w:p/>" * 100_000)
    yield "paragraphs_100000_empty_one_not.docx", docx("<w:p/>" * 100_000 + SENTENCE)
    yield "notes_3000.docx", lambda: notes(3_000)
    box = SENTENCE
    for _ in range(30):
        box = "<w:p><w:r><w:pict><w:txbxContent>" + box + "</w:txbxContent></w:pict></w:r></w:p>"
    yield "boxes_nested_30.docx", docx(box)
    for _ in range(60):
        box = "<w:p><w:r><w:pict><w:txbxContent>" + box + "</w:txbxContent></w:pict></w:r></w:p>"
    yield "boxes_nested_90.docx", docx(box)
    table = SENTENCE
    for _ in range(40):
        table = f"<w:tbl><w:tr><w:tc>{table}<w:p/></w:tc></w:tr></w:tbl>"
    yield "tables_nested_40.docx", docx(table)
    yield "nested_100000.docx", docx("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)
    yield (
        "attributes_20000.docx",
        docx("<w:p " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/>" + SENTENCE),
    )
    huge = "9" * 5_000
    yield (
        "numbers_huge.docx",
        docx(
            f"<w:p><w:pPr><w:outlineLvl w:val='{huge}'/><w:numPr><w:ilvl w:val='{huge}'/>"
            f"<w:numId w:val='-{huge}'/></w:numPr><w:ind w:left='{huge}'/></w:pPr>"
            f"<w:r><w:rPr><w:sz w:val='{huge}'/><w:position w:val='1e999'/></w:rPr>"
            "<w:t>Six Member States report this.</w:t></w:r></w:p>"
            f"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='{huge}'/></w:tcPr>{SENTENCE}"
            "</w:tc></w:tr></w:tbl>"
        ),
    )
    yield (
        "grid_span_large.docx",
        docx(
            "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2000000000'/></w:tcPr>"
            f"{SENTENCE}</w:tc></w:tr></w:tbl>"
        ),
    )
    yield "note_ids_repeated.docx", notes(3, repeats=True)
    yield (
        "note_cites_itself.docx",
        docx(
            "<w:p><w:r><w:t>Two</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p>",
            **{
                "word/_rels/document.xml.rels": links(link(1, "footnotes", "footnotes.xml")),
                "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1"><w:p><w:r>'
                "<w:t>AT, BE.</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p>"
                "</w:footnote></w:footnotes>",
            },
        ),
    )
    styles = "".join(
        f"<w:style w:type='paragraph' w:styleId='S{n}'><w:basedOn w:val='S{(n + 1) % 3}'/>"
        "</w:style>"
        for n in range(3)
    )
    yield (
        "styles_loop.docx",
        docx(
            "<w:p><w:pPr><w:pStyle w:val='S0'/></w:pPr><w:r><w:t>Six report.</w:t></w:r></w:p>",
            **{
                "word/_rels/document.xml.rels": links(link(1, "styles", "styles.xml")),
                "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
            },
        ),
    )
