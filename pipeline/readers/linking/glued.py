"""Candidates of markers that lost their formatting: digits glued to a word, a year or a stop."""

import re

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.labels import parse_labels
from pipeline.readers.linking.model import Marker

_AFTER_WORD = re.compile(
    r"(?:(?<=[^\W\d_][^\W\d_])|(?<=[)\]\"”’»%+]))(?P<label>[1-9]\d{0,2}(?:,[1-9]\d{0,2})*)(?![\w%€$£°]|[.,]\d|-\w)"
)
_AFTER_STOP = re.compile(
    r"(?<=[^\W\d_)\]\"”’»+%][.,;:!?])(?P<label>[1-9]\d{0,2}(?:,[1-9]\d{0,2})*)(?=\s|\Z|[A-Z])"
)
_AFTER_YEAR_STOP = re.compile(
    r"(?<=\b(?:19|20)\d\d[.,;])(?P<label>[1-9]\d{0,2})(?=\s+[A-Z(“\"‘']|\s*\Z)"
)
_NOT_A_WORD = re.compile(r"(?:\b(?:km|cm|mm|CO|EU|PM|NO|SO|G|V|C|H|N|A|B)|\b[A-Z])\Z")


def find_glued(blocks: list[PreparedBlock]) -> list[Marker]:
    """Digits that may be markers only if the document has such notes in such an order."""
    found: list[Marker] = []
    for index, block in enumerate(blocks):
        text = block.text
        for pattern in (_AFTER_WORD, _AFTER_STOP, _AFTER_YEAR_STOP):
            for match in pattern.finditer(text):
                labels = parse_labels(match["label"])
                before = text[max(0, match.start() - 8) : match.start()]
                if not labels or _NOT_A_WORD.search(before):
                    continue
                found.append(Marker(index, match.start(), match.end(), labels, "glued", "weak"))
    return sorted(found, key=lambda marker: marker.place)
