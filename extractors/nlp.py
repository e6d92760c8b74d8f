"""The one spaCy pipeline that all extractors share: a blank English tokenizer and its matchers.

No trained model is used. Markers were lifted out of the text before, so a token never carries one.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from spacy.lang.en import English
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found] # compiled, without types
from spacy.tokens import Doc, Span
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from extractors.groups import load_group_terms
from extractors.name_rules import is_country, needs_definition
from extractors.term_matcher import TermMatcher
from extractors.tokenizing import BoundedTokenizer
from extractors.vocabulary import load_vocabulary, read_table

SPAN_GROUPS = ("country_names", "groups", "ambiguous_names")
MAX_TEXT_CHARS = 20_000_000
"""No parser or NER runs, so spaCy's own limit of 1,000,000 does not guard anything here."""

_NOT_A_COUNTRY = "-"
_ARTICLE = re.compile(r"\A(?:an |na |[Dd]en |il-|l-|i[a-zċġżħ]-)(?=[^\W\d_])")
_CAPITALS = re.compile(r"[A-ZÀ-ÞĀ-ſΑ-ΫЀ-Я]{4,}")
"""Words in capitals; the ranges are generous, which only costs time."""
_INFIXES = (
    r"[;()\[\]|•·]",
    r"(?<=[)\]]),(?=\w)",
    r"(?<=[^\W\d_])[+‑](?=[^\W\d_])",
    r"(?<=[^\W\d_])['’](?=[A-ZÀ-Ý])",
)
"""What parts words beside spaCy's own rules: 'Norway(NO)', 'non‑EU', 'l'Allemagne'."""


@cache
def build_nlp() -> Language:
    """The shared pipeline; built once per process in about 0.1 s.

    Built from its class: ``spacy.blank`` would read and validate a configuration first.
    """
    return English(create_tokenizer=_create_tokenizer, max_length=MAX_TEXT_CHARS)


def _create_tokenizer(nlp: Language) -> BoundedTokenizer:
    """The tokenizer of ``nlp``, as spaCy builds its own, with our affixes.

    Changing the rules of one that exists loads its 1,300 exceptions anew for each change, which is
    most of the start of a short command.
    """
    defaults = nlp.Defaults
    tokenizer = Tokenizer(
        nlp.vocab,
        rules=defaults.tokenizer_exceptions,
        prefix_search=compile_prefix_regex(defaults.prefixes or ()).search,
        suffix_search=compile_suffix_regex([*(defaults.suffixes or ()), r"\*"]).search,
        infix_finditer=compile_infix_regex([*(defaults.infixes or ()), *_INFIXES]).finditer,
        token_match=defaults.token_match,
        url_match=defaults.url_match,
    )
    return BoundedTokenizer(tokenizer, nlp.vocab)


@cache
def _names(language: str) -> tuple[tuple[str, str], ...]:
    """Names of countries, their demonyms, and phrases that only look like them, with labels.

    In another language than English its own names join the English ones; demonyms of English
    ('Dane', 'Pole') are words of other languages and stay out.
    """
    vocabulary = load_vocabulary()
    terms = [*vocabulary.names.items()]
    if language == "en":
        terms += vocabulary.demonyms.items()
    else:
        local = list(_names_in(language))
        taken = {name for name, _ in local}
        terms = [(name, iso2) for name, iso2 in terms if name not in taken and len(name) > 4]
        terms += local
    terms += [(row["phrase"], _NOT_A_COUNTRY) for row in read_table("not_countries")]
    return tuple(terms)


@cache
def _capitals(language: str) -> tuple[tuple[str, str], ...]:
    """The same in capitals, as headings print them."""
    return tuple(
        (term.upper(), label)
        for term, label in _names(language)
        if len(term) > 3 and not term.isupper()
    )


@cache
def _words_in_capitals(language: str) -> frozenset[str]:
    return frozenset(word for term, _ in _capitals(language) for word in _CAPITALS.findall(term))


@cache
def _matcher(language: str) -> TermMatcher:
    """One for the terms of all span groups: each further one would go through the tokens again."""
    terms = [*_names(language), *load_group_terms()]
    return _build_matcher([*terms, *((word, word) for word in _ambiguous_words())])


@cache
def _group_of_label() -> dict[int, str]:
    """The span groups of labels that are none of a country's; no two groups share a label."""
    strings = build_nlp().vocab.strings
    labels = dict.fromkeys((group_id for _, group_id in load_group_terms()), "groups")
    labels |= dict.fromkeys(_ambiguous_words(), "ambiguous_names")
    return {strings.add(label): group for label, group in labels.items()}


def _ambiguous_words() -> Iterable[str]:
    return load_vocabulary().ambiguous_demonyms


@cache
def _capitals_matcher(language: str) -> TermMatcher:
    return _build_matcher(_capitals(language))


def _find_spans(doc: Doc, text: str, language: str) -> dict[str, list[Span]]:
    """The longest terms of each span group, and among the names what only looks like one.

    Names in capitals are looked for where a word of a name stands in capitals.
    """
    matches: dict[str, list[tuple[int, int, int]]] = {name: [] for name in SPAN_GROUPS}
    groups = _group_of_label()
    for match in _matcher(language)(doc):
        matches[groups.get(match[0], "country_names")].append(match)
    if not _words_in_capitals(language).isdisjoint(_CAPITALS.findall(text)):
        matches["country_names"] += _capitals_matcher(language)(doc)
    return {
        name: [Span(doc, start, end, label=label) for label, start, end in _longest(found)]
        for name, found in matches.items()
    }


def _names_in(language: str) -> Iterator[tuple[str, str]]:
    """Names in another language, without an article in front: 'an Fhrainc', 'il-Ġermanja'."""
    for table in ("country_names", "country_names_extra"):
        for row in read_table(table):
            if row["language"] == language:
                yield _ARTICLE.sub("", row["name"]), row["iso2"]


def _build_matcher(terms: Iterable[tuple[str, str]]) -> TermMatcher:
    variants = ((phrase, phrase.replace("'", "’"), label) for phrase, label in terms)
    pairs = {(one, label) for *phrases, label in variants for one in phrases}
    return TermMatcher(build_nlp(), "ORTH", sorted(pairs))


def _longest(matches: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Leftmost, then longest; overlapping shorter matches are dropped. Text order."""
    end = -1
    for match in sorted(matches, key=lambda found: (found[1], -found[2])):
        if match[1] >= end:
            yield match
            end = match[2]


def parse(text: str, language: str | None = None) -> Doc:
    """The text as a Doc with the span groups of ``SPAN_GROUPS``, each in text order.

    Spans of one group never overlap: 'South Sudan' is no 'Sudan'. ``country_names`` holds names and
    demonyms that mean a country where they stand (``extractors.name_rules``), labelled with their
    iso2; ``ambiguous_names`` the demonyms of several countries. ``language`` (BCP 47) adds that
    language's own names; None is English.
    """
    doc = build_nlp().make_doc(text)
    spans = _find_spans(doc, text, language or "en")
    spans["country_names"] = list(_keep_countries(text, spans["country_names"]))
    for name, found in spans.items():
        doc.spans[name] = found
    return doc


def _keep_countries(text: str, spans: list[Span]) -> Iterator[Span]:
    """Names and demonyms that mean a country where they stand; an abbreviation if it is explained.

    Words are cut out of the text: a Span puts its own together token by token.
    """
    demonyms = load_vocabulary().demonyms
    names: list[tuple[Span, str, bool]] = []
    for span in spans:
        start, end, label = span.start_char, span.end_char, span.label_
        word = text[start:end]
        is_demonym = word in demonyms or word.title() in demonyms
        if label != _NOT_A_COUNTRY and is_country(text, start, end, is_demonym=is_demonym):
            names.append((span, label, needs_definition(word)))
    explained = {label for _, label, is_short in names if not is_short}
    for span, label, is_short in names:
        if not is_short or label in explained:
            yield span
