"""Publications: which raw files are one inform in several revisions, which belong together."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extractors.title_words import split_title
from pipeline.compare import compare, truth_of
from pipeline.reconcile import SAME_TITLE, describe_pair, reconcile
from pipeline.store import load_document, load_extraction
from pipeline.watch.state import FileState
from schemas.errors import EmnError
from schemas.extraction import Extraction, Metadata
from schemas.watch import Pair, Publication

Load = Callable[[str], Extraction | None]


def build_identity(metadata: Metadata, document_id: str) -> str:
    """Kind, language and normalised title; a document without a title is only itself.

    >>> from schemas.extraction import Metadata
    >>> build_identity(Metadata(kind="inform", language="en", title="EMN Inform: An Analysis",
    ...     product_title="‘Pay & Housing’: An analysis"), "x")
    'inform:en:pay and housing an analysis'
    """
    title = metadata.title if metadata.kind == "press_release" else metadata.product_title
    title = title or metadata.title
    name = normalise_title(title) if title else f"#{document_id}"
    return f"{metadata.kind}:{metadata.language or 'und'}:{name}"


def normalise_title(title: str) -> str:
    """Words only, without case, accents or a leading article; ``&`` is ``and``.

    >>> normalise_title("The Éléments – “Pay & Housing” ")
    'elements pay and housing'
    """
    plain = unicodedata.normalize("NFKD", title.casefold().replace("&", " and "))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    if words[:1] in (["the"], ["a"], ["an"]):
        words = words[1:]
    return " ".join(words)


def build_publications(
    new: Iterable[FileState], done: Iterable[FileState], output: Path
) -> list[Publication]:
    """Newly processed documents among all that are ``done`` (oldest first)."""
    by_identity: dict[str | None, list[FileState]] = {}
    by_sha256: dict[str, FileState] = {}
    for file in done:
        by_identity.setdefault(file.identity, []).append(file)
        by_sha256[file.sha256] = file
    publications = []
    for file in new:
        if file.document_id is None or file.identity is None:
            continue
        alike = by_identity.get(file.identity, [])
        names = [one.sha256 for one in alike]
        at = names.index(file.sha256) if file.sha256 in names else 0
        before = alike[at - 1] if at else by_sha256.get(file.replaces or "")
        earlier = before.document_id if before else None
        publications.append(
            Publication(
                identity=file.identity,
                document_id=file.document_id,
                file_name=file.file_name,
                url=file.url if file.url and file.url.startswith("http") else None,
                revision_of=earlier,
                differences=_count_differences(output, earlier, file.document_id),
                open_checks=_count_failing_checks(output, file.document_id),
            )
        )
    return publications


def _count_differences(output: Path, earlier: str | None, later: str) -> int | None:
    """None without an earlier document, or if one of the two is not on the disk any more."""
    if earlier is None:
        return None
    try:
        document = load_document(output, later)
        before = truth_of(load_extraction(output, earlier))
        return len(compare(load_extraction(output, later, document), before, document).differences)
    except EmnError:
        return None


def _count_failing_checks(output: Path, document_id: str) -> int:
    extraction = _build_loader(output)(document_id)
    return sum(check.status == "fail" for check in extraction.checks) if extraction else 0


def build_pairs(new: Iterable[FileState], done: Iterable[FileState], output: Path) -> list[Pair]:
    """Each release with the product it announces, where at least one of the two is new.

    Of several revisions only the latest counts. Titles decide first, so that few records are read.
    """
    latest = {file.identity: file for file in done}
    fresh = {file.sha256 for file in new}
    known = [(file, _title_words(file)) for file in latest.values()]
    releases = [one for one in known if one[0].kind == "press_release"]
    products = [one for one in known if one[0].kind != "press_release"]
    load = _build_loader(output)
    pairs = []
    for release, words in releases:
        for product, others in products:
            if fresh.isdisjoint((release.sha256, product.sha256)) or not _is_near(words, others):
                continue
            pair = _reconcile(release, product, load)
            if pair is not None:
                pairs.append(pair)
    return pairs


def _reconcile(release: FileState, product: FileState, load: Load) -> Pair | None:
    left, right = load(release.document_id or ""), load(product.document_id or "")
    if left is None or right is None or not describe_pair(left, right)[0]:
        return None
    found = reconcile(left, right)
    return Pair(
        release_id=left.document_id,
        product_id=right.document_id,
        differences=tuple(one.message for one in found.failed),
    )


def _build_loader(output: Path) -> Load:
    """Reads each record once; None for one that is not there or damaged: somebody's deletion."""
    known: dict[str, Extraction | None] = {}

    def load(document_id: str) -> Extraction | None:
        if document_id not in known:
            try:
                known[document_id] = load_extraction(output, document_id)
            except EmnError:
                known[document_id] = None
        return known[document_id]

    return load


def _title_words(file: FileState) -> list[frozenset[str]]:
    return [words for words in _iter_title_words(file) if len(words) >= 2]


def _iter_title_words(file: FileState) -> Iterator[frozenset[str]]:
    if file.product_title:
        yield frozenset(split_title(file.product_title))
    if file.title and file.kind != "press_release":
        yield frozenset(split_title(file.title))


def _is_near(one: list[frozenset[str]], other: list[frozenset[str]]) -> bool:
    """Whether two titles share so many words that ``title_likeness`` may find them alike."""
    near = SAME_TITLE * 0.8  # words that stand twice in a title count once here
    return any(len(a & b) >= near * max(len(a), len(b)) for a in one for b in other)
