"""Encodings of text files, and bytes that are none."""

import codecs

import pytest

from pipeline.read import read_bytes
from pipeline.readers.decoding import decode, is_binary
from pipeline.readers.limits import DEFAULT_LIMITS, Limits
from schemas.errors import ReadError

TEXT = "Länder – „siebzehn“ Member States’ 12⁵ €\n"
WESTERN = "Länder – “seventeen” Member States’ €\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(TEXT.encode(), TEXT, id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), TEXT, id="UTF-8 with mark"),
        pytest.param(TEXT.encode("utf-16"), TEXT, id="UTF-16 with mark"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, id="UTF-16 BE"),
        pytest.param(WESTERN.encode("utf-16-le"), WESTERN, id="UTF-16 LE without mark"),
        pytest.param(WESTERN.encode("utf-16-be"), WESTERN, id="UTF-16 BE without mark"),
        pytest.param(TEXT.encode("utf-32"), TEXT, id="UTF-32"),
    ],
)
def test_text_is_decoded(data: bytes, text: str) -> None:
    assert decode(data, "a.txt", DEFAULT_LIMITS) == (text, [])


def test_a_text_that_is_no_utf_8_is_read_as_windows_has_it_and_says_so() -> None:
    text, issues = decode(WESTERN.encode("cp1252"), "a.txt", DEFAULT_LIMITS)
    assert text == WESTERN
    assert [issue.code for issue in issues] == ["text.encoding_guessed"]


def test_bytes_that_windows_does_not_define_are_left_out() -> None:
    assert decode(b"caf\xe9 \x81ok", "a.txt", DEFAULT_LIMITS)[0] == "café ok"


def test_a_character_cut_at_the_end_costs_only_itself() -> None:
    text, issues = decode("Länder é".encode()[:-1], "a.txt", DEFAULT_LIMITS)
    assert text == "Länder \ufffd"
    assert [issue.code for issue in issues] == ["text.mojibake"]


@pytest.mark.parametrize("text", ["Memberâ€™s", "LÃ¤nder", "10Â\u00a0000", "inng\ufffdtt"])
def test_mojibake_is_reported_and_left_as_it_is(text: str) -> None:
    found, issues = decode(text.encode(), "a.txt", DEFAULT_LIMITS)
    assert found == text
    assert [issue.code for issue in issues] == ["text.mojibake"]


@pytest.mark.parametrize("text", ["São Tomé, Â and Ã", "naïve café", "€ 5 – “so”"])
def test_plain_foreign_letters_are_no_mojibake(text: str) -> None:
    assert decode(text.encode(), "a.txt", DEFAULT_LIMITS)[1] == []


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"\x7fELF\x02\x01\x01\x00" * 20, b"abc\x00def" * 9]
)
def test_binary_data_is_no_text(data: bytes) -> None:
    assert is_binary(data)
    with pytest.raises(ReadError) as caught:
        decode(data, "a.txt", DEFAULT_LIMITS)
    assert caught.value.code == "text.undecodable"


def test_a_text_beyond_the_limit_says_so() -> None:
    with pytest.raises(ReadError) as caught:
        decode(b"x" * 101, "a.txt", Limits(text_chars=100))
    assert caught.value.code == "text.too_long"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_gives_the_same_document(encoding: str) -> None:
    text = "Seventeen¹ of these countries apply it.\r\n\r\n¹ AT, BE.\r\n"
    document = read_bytes(text.encode(encoding), "a.txt")
    assert document.text == "Seventeen of these countries apply it.\n\nAT, BE."
