"""Hyphens at the ends of lines, and those that an export lost: ``interna-`` / ``tional``.

A hyphen is taken out only if the document itself prints the whole word elsewhere; otherwise it
stays, since ``co-`` / ``operation`` and ``re-`` / ``entry`` are words with hyphens.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.linking.model import Doubt
from pipeline.readers.rewriting import Edit

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_AT_LINE_END = re.compile(r"(?<=[^\s–-])(?P<hyphen>[-‐‑–/])\n(?=\S)")
_LOST = re.compile(r"(?<=[^\W\d_])(?P<lost>\[\d{1,3}\])(?=[^\W\d_A-Z])")
_LEFT = re.compile(r"[^\W\d_]{1,60}\Z")
_RIGHT = re.compile(r"[^\W\d_]{1,60}")


class Lexicon:
    """The words of one document in lower case; read only if something asks for them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts
        self._words: frozenset[str] | None = None

    def __contains__(self, word: str) -> bool:
        if self._words is None:
            self._words = frozenset(
                word.lower().replace("‐", "-").replace("‑", "-")
                for text in self._texts
                for word in _WORD.findall(text)
            )
        return word.lower() in self._words


def find_hyphen_edits(block: PreparedBlock, lexicon: Lexicon) -> Iterator[Edit]:
    """Line ends at a hyphen, dash or slash: the line break goes, and the hyphen if it is proven."""
    text = block.text
    if "\n" not in text:
        return
    for found in _AT_LINE_END.finditer(text):
        start, end = found.span()
        left, right = _find_halves(text, start, end)
        is_hyphen = found["hyphen"] in "-‐‑"
        is_joined = is_hyphen and left and right and right[0].islower() and left + right in lexicon
        yield Edit(start if is_joined else start + 1, end)


def find_lost_hyphens(index: int, block: PreparedBlock, lexicon: Lexicon) -> Iterator[Edit | Doubt]:
    """Brackets with a number inside a word: an export put them where a hyphen was.

    The word is healed if the document prints it whole elsewhere; otherwise it stays, with a doubt.
    """
    if "[" not in block.text:
        return
    for found in _LOST.finditer(block.text):
        start, end = found.span("lost")
        left, right = _find_halves(block.text, start, end)
        if left + right in lexicon or f"{left}-{right}" in lexicon:
            yield Edit(start, end, "" if left + right in lexicon else "-")
        else:
            yield Doubt(
                "text.lost_hyphen",
                f"{left}{found['lost']}{right} holds a number where its line may have been broken; "
                "it is no marker and is left as printed. See the original.",
                index,
                start - len(left),
                end + len(right),
            )


def _find_halves(text: str, start: int, end: int) -> tuple[str, str]:
    """The letters before ``start`` and from ``end`` on."""
    left = _LEFT.search(text, max(0, start - 60), start)
    right = _RIGHT.match(text, end, end + 60)
    return left.group() if left else "", right.group() if right else ""
