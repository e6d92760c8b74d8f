"""The vocabulary of instruments for other tools (SKOS in Turtle, CSV), and its lint.

The export is a pure function of the tables: the same bytes on every machine.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator

from extractors.instrument_contexts import TESTS, load_contexts
from extractors.instrument_names import load_topic_ids
from extractors.instrument_terms import load_heads
from extractors.instrument_vocabulary import InstrumentVocabulary, Label, load_instruments

SCHEME = "urn:emn:instruments"
TITLE = "Instruments of migration policy"
_PREFIXES = """\
@prefix emn: <urn:emn:instruments:> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
"""
BINDINGS = ("binding", "non_binding", "mixed", "unilateral", "not_applicable")


def lint_vocabulary(vocabulary: InstrumentVocabulary | None = None) -> tuple[str, ...]:
    """What is wrong with the tables, one sentence each; empty if nothing is.

    No label under two concepts without a rule, no cycle, no missing definition, no parent, concept
    or context that does not exist.
    """
    checked = vocabulary or load_instruments()
    return (
        *_lint_concepts(checked),
        *_lint_cycles(checked),
        *_lint_labels(checked),
        *_lint_shared_labels(checked),
        *_lint_rules(checked),
    )


def _lint_concepts(vocabulary: InstrumentVocabulary) -> Iterator[str]:
    for concept in vocabulary.concepts.values():
        if not concept.definition.strip():
            yield f"instruments.csv: {concept.instrument_id} has no definition."
        if not concept.label.strip():
            yield f"instruments.csv: {concept.instrument_id} has no label."
        if concept.parent and concept.parent not in vocabulary.concepts:
            yield (
                f"instruments.csv: {concept.instrument_id} is put under {concept.parent}, "
                "which is no row."
            )
        if not concept.is_category and concept.binding not in BINDINGS:
            yield (
                f"instruments.csv: {concept.instrument_id} has binding {concept.binding!r}; "
                f"expected one of {', '.join(BINDINGS)}."
            )


def _lint_cycles(vocabulary: InstrumentVocabulary) -> Iterator[str]:
    for instrument_id in vocabulary.concepts:
        seen = [instrument_id]
        at = vocabulary.concepts[instrument_id].parent
        while at in vocabulary.concepts and at not in seen:
            seen.append(at)
            at = vocabulary.concepts[at].parent
        if at == instrument_id:
            yield f"instruments.csv: {' → '.join([*seen, at])} is a cycle."


def _lint_labels(vocabulary: InstrumentVocabulary) -> Iterator[str]:
    contexts = load_contexts()
    for label in vocabulary.labels:
        where = f"instrument_labels.csv: {label.text!r}"
        concept = vocabulary.concepts.get(label.instrument_id)
        if concept is None:
            yield f"{where} stands under {label.instrument_id}, which is no row."
        elif concept.is_category:
            yield f"{where} stands under {label.instrument_id}, a category."
        if label.use not in ("generic", "named", "hidden"):
            yield f"{where} has use {label.use!r}; expected generic, named or hidden."
        if label.context and label.context not in contexts:
            yield f"{where} asks for the context {label.context!r}, which has no row."


def _lint_shared_labels(vocabulary: InstrumentVocabulary) -> Iterator[str]:
    """A form of two concepts needs two priorities, and a context on all but the last."""
    for form, surfaces in vocabulary.surfaces.items():
        labels = [surface.label for surface in surfaces]
        if len({label.instrument_id for label in labels}) < 2:
            continue
        ids = " and ".join(label.instrument_id for label in labels)
        if len({label.priority for label in labels}) < len(labels):
            yield f"instrument_labels.csv: {form!r} stands under {ids} without a priority."
        elif any(not label.context for label in labels[:-1]):
            yield f"instrument_labels.csv: {form!r} of {ids} never reaches the later one."


def _lint_rules(vocabulary: InstrumentVocabulary) -> Iterator[str]:
    known = {prefix + test for prefix in ("", "not_", "needs_") for test in TESTS}
    for name, rules in load_contexts().items():
        for rule in rules:
            if rule.test not in known:
                yield f"instrument_contexts.csv: {name} has the unknown test {rule.test!r}."
    ids = {head.instrument_id for head in load_heads().values() if head.instrument_id}
    for instrument_id in sorted(ids | load_topic_ids()):
        if instrument_id not in vocabulary.concepts:
            yield f"instrument_heads.csv, instrument_topics.csv: {instrument_id} is no row."


def export_skos(vocabulary: InstrumentVocabulary | None = None) -> str:
    """The tree as SKOS in Turtle: concepts in the order of the table, labels sorted.

    Categories are the top concepts. Names of single instruments are ``skos:hiddenLabel`` like
    topics: they help to find, but are no other names of the kind.
    """
    exported = vocabulary or load_instruments()
    labels = _labels_by_concept(exported)
    parts = [
        _PREFIXES,
        f"<{SCHEME}> a skos:ConceptScheme ;\n    dct:title {_literal(TITLE)} .\n",
    ]
    for concept in exported.concepts.values():
        lines = [f"emn:{concept.instrument_id} a skos:Concept"]
        lines.append(f"skos:prefLabel {_literal(concept.label)}")
        lines.append(f"skos:definition {_literal(concept.definition)}")
        lines.append(f"skos:inScheme <{SCHEME}>")
        if concept.is_category:
            lines.append(f"skos:topConceptOf <{SCHEME}>")
        else:
            lines.append(f"skos:broader emn:{concept.parent}")
            lines.append(f'skos:note "binding: {concept.binding}"@en')
        for label in labels[concept.instrument_id]:
            kind = "altLabel" if label.use == "generic" else "hiddenLabel"
            lines.append(f"skos:{kind} {_literal(label.text)}")
        parts.append(" ;\n    ".join(lines) + " .\n")
    return "\n".join(parts)


def export_csv(vocabulary: InstrumentVocabulary | None = None) -> str:
    """One line per concept, other labels joined by ``|``."""
    exported = vocabulary or load_instruments()
    labels = _labels_by_concept(exported)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("id", "label", "parent", "binding", "definition", "other_labels"))
    for concept in exported.concepts.values():
        others = "|".join(label.text for label in labels[concept.instrument_id])
        writer.writerow(
            (
                concept.instrument_id,
                concept.label,
                concept.parent,
                concept.binding,
                concept.definition,
                others,
            )
        )
    return text.getvalue()


def _labels_by_concept(vocabulary: InstrumentVocabulary) -> dict[str, list[Label]]:
    """Other labels than the preferred one, each once, sorted."""
    found: dict[str, dict[str, Label]] = defaultdict(dict)
    for label in vocabulary.labels:
        preferred = vocabulary.concepts[label.instrument_id].label
        if label.text.lower() != preferred.lower():
            found[label.instrument_id].setdefault(label.text, label)
    return defaultdict(
        list,
        {
            instrument_id: [texts[text] for text in sorted(texts)]
            for instrument_id, texts in found.items()
        },
    )


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@en'
