"""spaCy's tokenizer, kept from the stretches on which its cost is quadratic."""

import re
from collections.abc import Callable, Iterable, Iterator

from spacy.tokens import Doc
from spacy.vocab import Vocab

MAX_UNBROKEN_CHARS = 300
"""Longer stretches without white space are no words: ``((((…``, ``AT,BE,CY,…``, encoded data."""

_UNBROKEN = re.compile(rf"(?<!\S)\S{{{MAX_UNBROKEN_CHARS + 1},}}")
_PIECE = re.compile(r"\w+|[^\w\s]")


class BoundedTokenizer:
    """Tokenizes as spaCy does, but cuts long unbroken stretches at every punctuation mark.

    spaCy takes affixes off one by one and searches the rest anew each time: 16,000 brackets cost it
    half a minute.
    """

    def __init__(self, tokenizer: Callable[[str], Doc], vocab: Vocab) -> None:
        self._tokenizer = tokenizer
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The Doc of ``text``; its tokens give the text again, character by character."""
        if max(map(len, text.split()), default=0) <= MAX_UNBROKEN_CHARS:
            return self._tokenizer(text)
        position = 0
        words: list[str] = []
        spaces: list[bool] = []
        for stretch in _UNBROKEN.finditer(text):
            self._add(text[position : stretch.start()], words, spaces)
            pieces = _PIECE.findall(stretch.group())
            words.extend(pieces)
            spaces.extend([False] * len(pieces))
            position = stretch.end()
        self._add(text[position:], words, spaces)
        return Doc(self._vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:  # noqa: ARG002
        """One Doc per text, in order; ``batch_size`` is there because spaCy passes it."""
        for text in texts:
            yield self(text)

    def _add(self, text: str, words: list[str], spaces: list[bool]) -> None:
        for token in self._tokenizer(text):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
