"""The one spaCy pipeline that all extractors share: a blank English tokenizer and three matchers.

No trained model is used. Markers were lifted out of the text before, so a token never carries one.
"""

from collections.abc import Iterable, Iterator
from functools import cache

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from extractors.groups import load_group_terms
from extractors.vocabulary import load_vocabulary

SPAN_GROUPS = ("country_names", "groups")
MAX_TEXT_CHARS = 20_000_000
"""No parser or NER runs, so spaCy's own limit of 1,000,000 does not guard anything here."""


@cache
def build_nlp() -> Language:
    """The shared pipeline; built once per process in about 0.1 s."""
    nlp = spacy.blank("en")
    nlp.max_length = MAX_TEXT_CHARS
    return nlp


@cache
def _matchers() -> tuple[tuple[str, PhraseMatcher], ...]:
    """A matcher per span group. Labels: iso2 codes, group ids."""
    vocabulary = load_vocabulary()
    countries = [*vocabulary.names.items(), *vocabulary.demonyms.items()]
    capitals = [
        (name.upper(), iso2)
        for name, iso2 in vocabulary.names.items()
        if len(name) > 4 and not name.isupper()
    ]
    return (
        ("country_names", _build_matcher([*countries, *capitals])),
        ("groups", _build_matcher(load_group_terms())),
    )


def _build_matcher(terms: Iterable[tuple[str, str]]) -> PhraseMatcher:
    nlp = build_nlp()
    matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
    by_label: dict[str, set[str]] = {}
    for phrase, label in terms:
        for variant in {phrase, phrase.replace("'", "’")}:
            by_label.setdefault(label, set()).add(variant)
    for label, phrases in by_label.items():
        matcher.add(label, list(nlp.tokenizer.pipe(sorted(phrases))))
    return matcher


def _longest(matches: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Leftmost, then longest; overlapping shorter matches are dropped. Text order."""
    end = -1
    for match in sorted(matches, key=lambda found: (found[1], -found[2])):
        if match[1] >= end:
            yield match
            end = match[2]


def parse(text: str) -> Doc:
    """The text as a Doc with the span groups of ``SPAN_GROUPS``, each in text order.

    Spans of one group never overlap: 'South Sudan' is no 'Sudan'.
    """
    doc = build_nlp().make_doc(text)
    for name, matcher in _matchers():
        doc.spans[name] = [
            Span(doc, start, end, label=label) for label, start, end in _longest(matcher(doc))
        ]
    return doc
