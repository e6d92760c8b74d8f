"""Matching without regard to case, at the price of matching with it.

Under ``re.IGNORECASE`` an alternation of words tries every word at every place, since no first
letter rules one out: three to five times the time, and twice the time to compile. So patterns are
compiled for lower case and search the text in lower case, whose offsets are those of the text.
"""

import re

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


def _lower_token(found: re.Match[str]) -> str:
    token = found.group()
    return token if token[0] in "\\(" else token.lower()
