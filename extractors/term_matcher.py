"""A phrase matcher for thousands of terms of which a text holds a few."""

import re
from collections.abc import Callable, Iterable
from typing import Literal

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

_FIRST_WORD = re.compile(r"[^\W\d_]+(?= |\Z)")


class TermMatcher:
    """Takes a term up when a text first holds the word that the term begins with.

    To tokenize all terms beforehand costs a short command a tenth of its time. A term that was not
    taken up could not have matched, so the matches are those of a matcher that holds all.
    """

    def __init__(
        self,
        nlp: Language,
        attribute: Literal["ORTH", "LOWER"],
        terms: Iterable[tuple[str, str]],
        tokenize: Callable[[str], Doc] | None = None,
    ) -> None:
        """``terms``: pairs of phrase and label."""
        self._attribute = attribute
        self._tokenize = tokenize or nlp.make_doc
        self._matcher = PhraseMatcher(nlp.vocab, attr=attribute)
        self._waiting: dict[int, list[tuple[str, str]]] = {}
        for phrase, label in terms:
            found = _FIRST_WORD.match(phrase)
            first = found.group() if found else self._tokenize(phrase)[0].text
            key = nlp.vocab.strings.add(first.lower() if attribute == "LOWER" else first)
            self._waiting.setdefault(key, []).append((phrase, label))

    def __call__(self, doc: Doc) -> list[tuple[int, int, int]]:
        """``(label, start, end)`` of every match, in tokens; overlapping ones too."""
        words = doc.to_array([self._attribute]).tolist()
        for key in sorted(self._waiting.keys() & words):
            for phrase, label in self._waiting.pop(key):
                self._matcher.add(label, [self._tokenize(phrase)])
        matches: list[tuple[int, int, int]] = self._matcher(doc)
        return matches
