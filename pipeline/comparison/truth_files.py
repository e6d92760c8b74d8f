"""Truth files: read, found for a document, and linted against the text they speak about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from extractors.vocabulary import load_vocabulary
from pipeline.comparison.places import Resolver
from schemas.base import Record
from schemas.document import Document, Source
from schemas.errors import ReadError
from schemas.truth import Truth, TruthEvidence


@dataclass(frozen=True, slots=True)
class TruthFile:
    """A truth and the stem of the file it came from."""

    stem: str
    truth: Truth

    def is_about(self, document_id: str, source: Source) -> bool:
        """Whether it speaks of this document: by its own id, or as another format of it."""
        names = {self.stem, self.truth.document_id, *self.truth.applies_to}
        return document_id in names or source.file_name in self.truth.applies_to


def read_truth(path: Path) -> TruthFile:
    """The truth in one file; a ``ReadError`` truth.invalid names the file and every wrong field."""
    try:
        content = path.read_bytes()
    except OSError as cause:
        raise _invalid(path, f"it cannot be read ({cause.strerror})") from cause
    try:
        return TruthFile(path.stem, Truth.model_validate_json(content))
    except ValidationError as cause:
        raise _invalid(path, "; ".join(_complaints(cause))) from cause


def read_truths(folder: Path) -> Iterator[TruthFile | ReadError]:
    """Every truth of a folder in the order of names, or the error that it is in its stead."""
    for path in sorted(folder.glob("*.json")):
        try:
            yield read_truth(path)
        except ReadError as error:
            yield error


def find_truth(truths: Iterable[TruthFile], document_id: str, source: Source) -> Truth | None:
    """The truth about a document; the one named after it goes before those that also apply."""
    about = [one for one in truths if one.is_about(document_id, source)]
    about.sort(key=lambda one: document_id not in {one.stem, one.truth.document_id})
    return about[0].truth if about else None


def lint_truth(truth: Truth, document: Document | None = None) -> list[str]:
    """What is wrong with a truth that has the right shape; sentences for the curator.

    Labels resolve to notes, countries are of the vocabulary (as ISO has them), exact counts equal
    their lists; with the document, every quote stands in its text, and only once unless its
    occurrence is given.
    """
    return [
        *_lint_countries(truth),
        *_lint_labels(truth),
        *_lint_counts(truth),
        *(_lint_quotes(truth, document) if document is not None else ()),
    ]


def _lint_countries(truth: Truth) -> Iterator[str]:
    known = load_vocabulary().countries
    lists = [
        *((f"country {one.iso2}", (one.iso2,)) for one in truth.countries or ()),
        *((f"note {one.label}", one.countries or ()) for one in truth.notes or ()),
        *((f"claim '{one.evidence.quote}'", one.countries or ()) for one in truth.claims or ()),
    ]
    for place, countries in lists:
        for iso2 in countries:
            if iso2 not in known:
                yield f"{place}: {iso2} is no ISO code of the vocabulary (GR, GB; not EL, UK)."


def _lint_labels(truth: Truth) -> Iterator[str]:
    if truth.notes is None:
        return
    labels = {note.label for note in truth.notes}
    for mention in truth.countries or ():
        if mention.note_label is not None and mention.note_label not in labels:
            yield f"country {mention.iso2}: there is no note {mention.note_label}."
    for claim in truth.claims or ():
        origin = claim.countries_from.note_label if claim.countries_from else None
        for label in dict.fromkeys((*(claim.note_labels or ()), *((origin,) if origin else ()))):
            if label not in labels:
                yield f"claim '{claim.evidence.quote}': there is no note {label}."


def _lint_counts(truth: Truth) -> Iterator[str]:
    for note in truth.notes or ():
        count, listed = note.stated_count, note.countries
        if count is not None and listed and note.list_kind == "exact" and count != len(listed):
            yield f"note {note.label}: it states {count} and lists {len(listed)}."
    for claim in truth.claims or ():
        quantity, listed = claim.quantity, claim.countries
        if quantity is None or listed is None or quantity.kind != "exact":
            continue
        if quantity.value is not None and quantity.value != len(listed):
            yield (
                f"claim '{claim.evidence.quote}': it says {quantity.value} and has "
                f"{len(listed)} countries."
            )


def _lint_quotes(truth: Truth, document: Document) -> Iterator[str]:
    resolver = Resolver(document, None)
    for evidence, note_label in _iter_evidence(truth, None):
        where = "" if note_label is None else f" in note {note_label}"
        count = sum(1 for _ in resolver.find(evidence.quote, note_label))
        if count < (evidence.occurrence or 1):
            yield f"'{evidence.quote}' stands {count} times{where}, fewer than the truth says."
        elif count > 1 and evidence.occurrence is None and evidence.start_char is None:
            yield f"'{evidence.quote}' stands {count} times{where}: write which one is meant."


def _iter_evidence(
    record: Record, note_label: str | None
) -> Iterator[tuple[TruthEvidence, str | None]]:
    """Every evidence below a record, with the label of the note that it is counted in."""
    scope = getattr(record, "note_label", note_label)
    for name in type(record).model_fields:
        value = getattr(record, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, TruthEvidence):
                yield item, scope
            elif isinstance(item, Record):
                yield from _iter_evidence(item, None)


def _invalid(path: Path, found: str) -> ReadError:
    return ReadError("truth.invalid", path.name, found, "truth/README.md shows the shape.")


def _complaints(error: ValidationError) -> Iterator[str]:
    for detail in error.errors(include_url=False, include_input=False):
        place = ".".join(str(part) for part in detail["loc"]) or "the file"
        yield f"{place}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"
