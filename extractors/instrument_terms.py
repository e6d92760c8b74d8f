"""Printed labels of the vocabulary, found by one spaCy matcher over the tokens."""

from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc

from extractors.instrument_parties import ORGANISATIONS, Party, load_organisations
from extractors.instrument_vocabulary import Surface, load_instruments
from extractors.nlp import build_nlp
from extractors.term_matcher import TermMatcher
from extractors.vocabulary import read_table


class Term(NamedTuple):
    """A printed label at ``text[start:end]``; ``surfaces`` are the labels it may be, best first."""

    start: int
    end: int
    surfaces: tuple[Surface, ...]


class Head(NamedTuple):
    """A row of ``instrument_heads.csv``: a noun that can end the name of an instrument."""

    word: str
    family: str
    instrument_id: str
    needs: str


@cache
def load_heads() -> dict[str, Head]:
    """The heads by their lower case, plurals not among them."""
    return {
        row["head"].lower(): Head(row["head"], row["family"], row["instrument_id"], row["needs"])
        for row in read_table("instrument_heads")
    }


@cache
def _matcher() -> TermMatcher:
    """Keys: label, head, party."""
    texts = [surface.text for forms in load_instruments().surfaces.values() for surface in forms]
    texts += [text.replace("'", "’") for text in texts if "'" in text]
    terms = [(text, "label") for text in texts]
    terms += [(text, "head") for text in load_heads()]
    terms += [(text, "party") for text in load_organisations()]
    return TermMatcher(build_nlp(), "LOWER", terms)


def find_terms(doc: Doc, text: str) -> tuple[list[Term], list[tuple[int, int, Head]]]:
    """All labels and heads in the text of ``doc``, overlapping ones included, in text order.

    A label is returned only if it has the capitals that its use asks for. Organisations that can
    be parties are left on the Doc, for ``find_parties``.
    """
    surfaces, heads = load_instruments().surfaces, load_heads()
    organisations = load_organisations()
    parties: list[Party] = []
    terms: list[Term] = []
    found_heads: list[tuple[int, int, Head]] = []
    label, party = doc.vocab.strings["label"], doc.vocab.strings["party"]
    for key, first, last in _matcher()(doc):
        final = doc[last - 1]
        start, end = doc[first].idx, final.idx + len(final)
        printed = text[start:end].replace("’", "'")
        if key == party:
            if printed in organisations:
                parties.append(Party(start, end, organisations[printed], is_demonym=False))
        elif key == label:
            fitting = tuple(
                surface for surface in surfaces.get(printed.lower(), ()) if surface.fits(printed)
            )
            if fitting:
                terms.append(Term(start, end, fitting))
        elif printed.lower() in heads:
            found_heads.append((start, end, heads[printed.lower()]))
    terms.sort(key=lambda term: (term.start, -term.end))
    doc.user_data[ORGANISATIONS] = sorted(parties)
    found_heads.sort(key=lambda head: (head[0], -head[1]))
    return terms, found_heads
