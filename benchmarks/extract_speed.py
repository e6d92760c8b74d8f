"""Characters per second of extraction beside spaCy's bare tokenizer, on the same text in one run.

``python benchmarks/extract_speed.py [COPIES]``. The bar is 40 % of the tokenizer, and time linear
in the text. A tokenizer that has met every word before only looks them up; one that meets them for
the first time has to split and describe them. Both readings are printed; the bar is held against
the harder, the tokenizer that knows the text.
"""

import sys
from collections.abc import Callable
from time import process_time

import spacy
from timing import PRESS_RELEASE, PROJECT

from pipeline.check import check
from pipeline.extract import extract
from pipeline.read import read, read_bytes
from schemas.document import Document

ROUNDS = 5
BAR = 0.40


def main() -> int:
    """The exit code: 1 if the bar is missed."""
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    one = read(PRESS_RELEASE)
    long = read_bytes(PRESS_RELEASE.read_bytes() * copies, "long.txt")
    samples = sorted((PROJECT / "raw" / "samples").rglob("*.txt"))
    texts = {
        "press release": [one],
        f"{copies} of them in one": [long],
        f"{len(samples)} samples": [read(path) for path in samples],
    }
    extract(one)  # builds what is built once per process
    shares = [_compare(name, documents) for name, documents in texts.items()]
    print(f"bar {BAR:.0%} of a warm tokenizer: {'kept' if min(shares) >= BAR else 'MISSED'}")
    return 0 if min(shares) >= BAR else 1


def _compare(name: str, documents: list[Document]) -> float:
    """Print the speeds for some documents; the share of the warm tokenizer.

    Each round gets copies: of the very same document, the analysis would be there already.
    """
    chars = sum(len(document.text) for document in documents)
    fresh = chars / min(_time_fresh(documents) for _ in range(ROUNDS))
    tokenize = spacy.blank("en").tokenizer
    warm = chars / _time(lambda: [tokenize(document.text) for document in documents])
    alone = chars / _time(lambda: [extract(document.model_copy()) for document in documents])
    both = chars / _time(lambda: [_do_both(document.model_copy()) for document in documents])
    print(f"{name}: tokenizer {warm:,.0f} characters per second warm, {fresh:,.0f} fresh")
    for what, speed in (("extract", alone), ("extract and check", both)):
        share = f"{speed / warm:5.1%} of warm, {speed / fresh:5.1%} of fresh"
        print(f"  {what:17} {speed:9,.0f} = {share}")
    return alone / warm


def _do_both(document: Document) -> None:
    check(document, extract(document))


def _time_fresh(documents: list[Document]) -> float:
    """Seconds of a tokenizer that has met no word of the documents."""
    tokenize = spacy.blank("en").tokenizer
    start = process_time()
    for document in documents:
        tokenize(document.text)
    return process_time() - start


def _time(call: Callable[[], object]) -> float:
    """Seconds of processor time, best of some rounds after one that is not counted."""
    call()
    seconds = []
    for _ in range(ROUNDS):
        start = process_time()
        call()
        seconds.append(process_time() - start)
    return min(seconds)


if __name__ == "__main__":
    sys.exit(main())
