"""Characters per second of extraction beside spaCy's bare tokenizer, on the same text in one run.

``python benchmarks/extract_speed.py [COPIES]``. The bar is 40 % of the tokenizer, and time linear
in the text.
"""

import sys
from time import process_time

import spacy
from timing import PRESS_RELEASE

from pipeline.check import check
from pipeline.extract import extract
from pipeline.read import read, read_bytes
from schemas.document import Document

ROUNDS = 5
BAR = 0.40


def main() -> int:
    """The exit code: 1 if a bar is missed."""
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    one = read(PRESS_RELEASE)
    long = read_bytes(PRESS_RELEASE.read_bytes() * copies, "long.txt")
    tokenize = spacy.blank("en").tokenizer
    extract(one), tokenize(one.text)  # builds what is built once per process
    tokenizer = _measure(lambda: tokenize(one.text), len(one.text))
    print(f"spaCy's tokenizer        {tokenizer:12,.0f} characters per second")
    for name, document in (("press release", one), (f"{copies} of them in one", long)):
        speeds = {
            "extract": _measure(lambda document=document: extract(document), len(document.text)),
            "extract and check": _measure(lambda document=document: _do_both(document),
                                          len(document.text)),
        }  # fmt: skip
        for what, speed in speeds.items():
            share = speed / tokenizer
            print(f"{what:17} {speed:12,.0f} = {share:5.1%} of the tokenizer, {name}")
    share = _measure(lambda: extract(one), len(one.text)) / tokenizer
    print(f"bar {BAR:.0%}: {'kept' if share >= BAR else 'MISSED'}")
    return 0 if share >= BAR else 1


def _do_both(document: Document) -> None:
    check(document, extract(document))


def _measure(call: object, chars: int) -> float:
    """Characters per second of processor time, best of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = process_time()
        call()  # type: ignore[operator]
        seconds.append(process_time() - start)
    return chars / min(seconds)


if __name__ == "__main__":
    sys.exit(main())
