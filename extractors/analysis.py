"""From a document to the context that all extractors and checkers share."""

from typing import Any

import numpy as np
from spacy.tokens import Doc

from extractors.boilerplate import find_standing_blocks, join_standing_blocks
from extractors.context import Context, Sentence
from extractors.languages import get_language
from extractors.list_candidates import list_names
from extractors.list_finding import find_lists
from extractors.lower_case import lower
from extractors.nlp import parse
from extractors.sentences import find_sentences
from extractors.vocabulary import load_vocabulary
from schemas.document import Document

_last: list[Context] = []


def analyse(document: Document) -> Context:
    """The context of ``document``; asked twice in a row for one document, it is built once."""
    if _last and _last[0].document is document:
        return _last[0]
    language = get_language(document)
    doc = parse(document.text, language)
    standing = tuple(find_standing_blocks(document))
    sentences = tuple(
        Sentence(start, end, number)
        for number, block in enumerate(document.blocks)
        for start, end in find_sentences(document.text, block.start_char, block.end_char)
    )
    _mark_sentences(doc, sentences)
    vocabulary = load_vocabulary()
    lowered = lower(document.text)
    names = list_names(doc, document.text, vocabulary)
    context = Context(
        document=document,
        doc=doc,
        lowered=lowered,
        vocabulary=vocabulary,
        sentences=sentences,
        names=names,
        lists=find_lists(document, lowered, names, vocabulary),
        standing=standing,
        boilerplate=join_standing_blocks(standing),
        language=language,
    )
    _last[:] = [context]
    return context


def _mark_sentences(doc: Doc, sentences: tuple[Sentence, ...]) -> None:
    """Set the sentence starts on the Doc, so that ``doc.sents`` gives the same sentences.

    All at once: token by token, spaCy looks through the whole Doc each time.
    """
    if not len(doc):
        return
    offsets = doc.to_array(["IDX"])
    starts = np.array([sentence.start for sentence in sentences], dtype=offsets.dtype)
    marks: Any = np.full(len(doc), -1, dtype=np.int64)  # spaCy's own type is not numpy's
    indexes = np.unique(np.searchsorted(offsets, starts))
    marks[indexes[indexes < len(doc)]] = 1
    doc.from_array(["SENT_START"], marks.astype(np.uint64).reshape(-1, 1))
