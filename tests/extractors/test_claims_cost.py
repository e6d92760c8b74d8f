"""The cost of lists, notes and claims grows with the text, whatever the text is."""

import time

import pytest

from extractors.analysis import analyse
from extractors.claims import find_claims
from extractors.context import Findings
from extractors.footnotes import find_footnotes
from tests.extractors.documents import build_document

HURTING = {
    "codes": "AT, BE, ",
    "codes without spaces": "AT,BE,",
    "qualified codes": "AT (since 2019), BE, ",
    "talked of": "AT: x; BE: y; ",
    "names with codes": "Oostenrijk (AT), Finland (FI), ",
    "names": "Germany, France and ",
    "commas": ",,,, ",
    "brackets": "((((",
    "closing brackets": "))))",
    "brackets with lists": "nine countries (AT, BE) and ",
    "digits": "17 23 9 ",
    "one number": "1234567890",
    "spaces": "        ",
    "counts": "seven countries ",
    "counts with commas": "seven countries, ",
    "bases": "nine of the ",
    "shares": "most of the ",
    "both": "and two and three and ",
    "whiches": "nine countries, which ",
    "quotes": "'\"’” ",
    "capitals": "Aa Bb Cc ",
    "percents": "45 % of ",
    "only": "only Germany and ",
}
SIZE_CHARS = 20_000
MAX_GROWTH = 3.2
"""Twice the text takes twice the time; the rest is noise of a shared machine."""


ATTEMPTS = 5
"""What does not grow faster shows it in one of them, however busy the machine is."""


def _seconds(text: str) -> float:
    document = build_document(text.replace("||", "| |"))
    started = time.process_time()
    context = analyse(document)
    found = Findings()
    found.notes.extend(find_footnotes(context, found))
    list(find_claims(context, found))
    return time.process_time() - started


@pytest.mark.parametrize("name", HURTING)
@pytest.mark.parametrize("opening", ["", "Some.[^1] || [^1]: "])
def test_twice_the_text_takes_twice_the_time(name: str, opening: str) -> None:
    piece = HURTING[name]
    half = piece * (SIZE_CHARS // 2 // len(piece))
    small = min(_seconds(opening + half) for _ in range(2))
    large = _seconds(opening + half + half)
    for _ in range(ATTEMPTS):
        if large <= max(small, 0.02) * MAX_GROWTH:
            break
        large = min(large, _seconds(opening + half + half))
    assert large <= max(small, 0.02) * MAX_GROWTH
