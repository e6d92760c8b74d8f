"""Damaged and hostile HTML pages and texts."""

from collections.abc import Iterator

from tests.robustness.cases import Case

SENTENCE = "Six Member States report this.¹"
NOTE = "¹ AT, BE, CZ, DE, FR, SE."


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(
        "utf-8", "surrogatepass"
    )


def iter_pages(seed: bytes) -> Iterator[Case]:
    """Names and bytes; ``seed`` is a whole page of a sample."""
    good = f"<p>{SENTENCE}</p><p>{NOTE}</p>"
    for share in (5, 50, 95):
        yield f"truncated_{share}.html", seed[: len(seed) * share // 100]
    yield (
        "frameset_only.html",
        (b"<html><frameset cols='50%,50%'><frame src='a.html'></frameset></html>"),
    )
    yield "all_hidden.html", page(f"<div style='display:none'>{good}</div>")
    yield "meta_refresh_only.html", page("", "<meta http-equiv='refresh' content='0;url=/a'>")
    yield (
        "challenge.html",
        page(
            "<h1>Just a moment...</h1><p>Checking your browser before accessing the site.</p>"
            "<noscript>Please enable JavaScript and cookies to continue</noscript>",
            "<title>Just a moment...</title><script src='/challenge-platform/x.js'></script>",
        ),
    )
    yield "script_only.html", page("<div id=root></div><script>render('Six')</script>")
    yield "comments_only.html", b"<!doctype html><!-- Six Member States -->"
    yield "nested_100000.html", page("<div>" * 100_000 + good)
    yield "nested_300.html", page("<div>" * 300 + good + "</div>" * 300)
    yield "inline_nested_100000.html", page("<b>" * 100_000 + SENTENCE)
    yield "attributes_200000.html", page("<p " + "a=1 " * 200_000 + f">{SENTENCE}</p>")
    yield "tags_1200000.html", page("<br>" * 1_200_000 + good)
    yield (
        "surrogates.html",
        page("<p>Six &#xD800;&#xDC00; &#xDFFF; &#x110000; &#0; Member States</p>"),
    )
    yield "surrogate_bytes.html", page("<p>Six \ud800 Member States \udfff report.</p>")
    yield "nul.html", page(good.replace("States", "Sta\0tes"))
    yield "unclosed.html", f"<p>{SENTENCE}<table><tr><td><ul><li>{NOTE}<b><i></p></td>".encode()
    yield (
        "cells_spanning.html",
        page(f"<table><tr><td colspan=999999999 rowspan=999999999>{SENTENCE}</td></tr></table>"),
    )
    yield "table_nested.html", page("<table><tr><td>" * 60 + SENTENCE)
    yield (
        "ids_repeated.html",
        page("<p>Six<sup><a href='#n'>1</a></sup> report.</p>" + f"<p id=n>{NOTE}</p>" * 50),
    )
    yield (
        "links_loop.html",
        page("<p>Six<a id=a href='#b'>1</a> report.</p><p><a id=b href='#a'>1</a> AT, BE</p>"),
    )
    yield (
        "doctype_entity.html",
        (
            b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
            b"<html><body><p>Six &x; report.</p>"
        ),
    )
    yield "declares_utf7.html", page(good, "<meta charset=utf-7>")
    yield "declares_utf16_is_not.html", page(good, "<meta charset=utf-16>")
    yield "declares_latin1_is_utf8.html", page(good, "<meta charset=iso-8859-1>")
    yield "mixed_encodings.html", page(good) + "<p>Köln, Österreich</p>".encode("cp1252")
    yield "utf16_odd.html", page(good).decode().encode("utf-16")[:-1]
    yield "utf32.html", page(good).decode().encode("utf-32")
    yield "bom_twice.html", b"\xef\xbb\xbf\xef\xbb\xbf" + page(good)
    yield "base64_image.html", page(f"<img src='data:image/png;base64,{'A' * 2_000_000}'>{good}")
    yield "one_line_2mb.html", page("<p>" + "AT, BE, CZ and DE report. " * 80_000 + "</p>")
    yield "comment_open.html", page(f"{good}<!-- {'x' * 100_000}")
    yield "script_open.html", page(f"{good}<script> {'x' * 100_000}")
    yield "markers_20000.html", page("<p>" + "Six<sup>1</sup> report. " * 20_000 + f"</p><p>{NOTE}")


def iter_texts(seed: str) -> Iterator[Case]:
    """Names and bytes; ``seed`` is a whole text with raised markers and notes."""
    raw = seed.encode()
    for share in (5, 50, 95):
        yield f"truncated_{share}.txt", raw[: len(raw) * share // 100]
    yield "cut_in_character.txt", raw[: raw.index("²".encode()) + 1]
    yield "empty.txt", b""
    yield "bom_only.txt", b"\xef\xbb\xbf"
    yield "white_only.txt", b" \n\t\n" * 1000
    yield "nul_only.txt", bytes(1000)
    yield "controls_only.txt", bytes(range(1, 9)) * 1000
    yield "escape_only.txt", b"\x1b" * 1000
    yield "format_characters_only.txt", "\u200b\u2060\ufeff\u00ad\u200e".encode() * 200
    yield "combining_only.txt", "\u0301".encode() * 5000
    yield "noncharacters_only.txt", "\uffff\ufffe\U0010ffff".encode() * 500
    yield "punctuation_only.txt", b"... --- *** !!!\n" * 100
    yield "markers_200000.txt", "¹".encode() * 200_000
    yield "markers_spaced.txt", "Six¹ ".encode() * 40_000
    yield "codes_100000.txt", b"AT, BE, " * 100_000
    yield "codes_and_note.txt", ("Six¹ report.\n\n¹ " + "AT, BE, " * 20_000).encode()
    yield "line_3mb.txt", b"The Member States report on this. " * 90_000
    yield "lines_500000.txt", b"a\n" * 500_000
    yield "word_1mb.txt", b"A" * 1_000_000
    yield "digits_1mb.txt", b"1" * 1_000_000
    yield "rtl.txt", f"\u202e{SENTENCE}\u202c \u200fستة دول\u200e\n\n\u202b{NOTE}".encode()
    yield "emoji.txt", f"😀👨‍👩‍👧 𝐒𝐢𝐱 {SENTENCE} 🇦🇹🇧🇪\n\n{NOTE} 😀".encode()
    yield "combining.txt", f"Öster{'̈' * 500}reich. {SENTENCE}\n\n{NOTE}".encode()
    yield "decomposed.txt", f"Co\u0302te d'Ivoire, Tu\u0308rkiye. {SENTENCE}\n\n{NOTE}".encode()
    yield "nul_inside.txt", raw[:200] + b"\0" + raw[200:]
    yield "nul_every_other.txt", seed.encode("utf-16-le", "ignore")
    yield "utf16_cut.txt", seed.encode("utf-16")[:-1]
    yield "utf16_lone_surrogate.txt", "Six ".encode("utf-16") + b"\x00\xd8a\x00"
    yield "utf8_surrogate.txt", "Six \ud800 report".encode("utf-8", "surrogatepass")
    yield "mixed_encodings.txt", raw + "\nKöln and Österreich".encode("cp1252")
    yield "bom_inside.txt", raw[:500] + b"\xef\xbb\xbf" + raw[500:]
    yield "line_ends_mixed.txt", raw.replace(b"\n", b"\r", 10).replace(b"\n", b"\r\n", 10)
    yield "brackets.md", b"[^" * 100_000
    yield "stars.md", b"*" * 200_000
    yield "quotes_nested.md", b">" * 20_000 + b" Six"
    yield "lists_nested.md", b"".join(b" " * (2 * n) + b"- Six\n" for n in range(1000))
    yield "table_wide.md", b"|" * 50_000 + b"\n" + b"|-" * 50_000
    yield "fence_open.md", b"# Title\n\n```\n" + raw
    yield "html_inside.md", b"# T\n\n" + b"<div>" * 20_000
    yield "note_of_itself.md", b"Six[^1] report.\n\n[^1]: AT, BE[^1]\n"
    yield (
        "notes_5000.md",
        "".join(f"Six[^{n}] report.\n\n[^{n}]: AT, BE\n\n" for n in range(5000)).encode(),
    )
