"""Matching without regard to case, at the price of matching with it.

Under ``re.IGNORECASE`` an alternation of words tries every word at every place, since no first
letter rules one out: three to five times the time, and twice the time to compile. So patterns are
compiled for lower case and search the text in lower case, whose offsets are those of the text.
"""

import re
from collections.abc import Iterable

LAST_CHARS = 24
"""Where the last word of a text is looked for; no word of the tables is longer."""
_TOKEN = re.compile(r"\\.|\(\?P|[^\W\d_]+", re.DOTALL)


def lower(text: str) -> str:
    """``text`` in lower case, code point by code point, so that all offsets stay.

    >>> lower("In İzmir"), len("İ".lower())
    ('in İzmir', 2)
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def compile_lower(pattern: str) -> re.Pattern[str]:
    r"""``pattern`` for text that ``lower`` made; escapes and group syntax keep their letters.

    >>> compile_lower(r"(?P<who>EMN|[A-Z]+)\S*\Z").pattern
    '(?P<who>emn|[a-z]+)\\S*\\Z'
    """
    return re.compile(_TOKEN.sub(_lower_token, pattern))


class EndPattern:
    """An expression for the end of a text, searched only where the last word can be its last.

    Most texts end otherwise, and a search tries every place of the text before it gives up.
    """

    def __init__(self, pattern: re.Pattern[str], last_words: Iterable[str]) -> None:
        """``last_words``: in lower case; the expression ends with one of them and white space."""
        self._pattern = pattern
        self._last_words = tuple(last_words)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        r"""What ``re.Pattern.search`` finds.

        >>> by = EndPattern(re.compile(r"(?:by|for)\s+\Z"), ("by", "for"))
        >>> by.search("in two by "), by.search("in two ")
        (<re.Match object; span=(7, 10), match='by '>, None)
        """
        end = len(text) if end is None else end
        last = text[max(start, end - LAST_CHARS) : end].rstrip()
        if last and not last.lower().endswith(self._last_words):
            return None
        return self._pattern.search(text, start, end)


def _lower_token(found: re.Match[str]) -> str:
    token = found.group()
    return token if token[0] in "\\(" else token.lower()
