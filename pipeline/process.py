"""The chain read → extract → check → write: for one raw file, and for a batch on worker processes.

What becomes of a file is data. Nothing that happens to one file reaches another.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from pipeline.ingest import RawFile
from pipeline.isolation import explain_exit, limit_resources
from pipeline.printable import to_line
from pipeline.readers.limits import DEFAULT_LIMITS, Limits
from pipeline.store import document_path, extraction_path
from pipeline.workers import Loss, map_isolated
from schemas.document import Document
from schemas.errors import ContractError, EmnError, ReadError, ReadErrorCode
from schemas.extraction import Extraction
from schemas.run import Counts, Failure, Outcome

SECONDS_PER_FILE = 300.0
"""Far beyond what any file within the readers' limits needs; what is still busy then hangs."""

PRELOAD = ("pipeline.read", "pipeline.extract", "pipeline.check", "pipeline.write")


def process_batch(
    raw_files: Iterable[RawFile],
    output: Path,
    processes: int,
    on_outcome: Callable[[RawFile, Outcome], None] = lambda _raw, _outcome: None,
    seconds_per_file: float = SECONDS_PER_FILE,
) -> list[Outcome]:
    """The outcome of each file, in the order in which the files were given.

    Of few files each is read on several of the ``processes``. ``on_outcome`` is called for each as
    soon as it is done, in any order. A file whose worker dies or is still busy after
    ``seconds_per_file`` fails alone.
    """
    batch = list(raw_files)
    outcomes: list[tuple[int, Outcome]] = []
    if not batch:
        return []
    workers = max(1, min(processes, len(batch)))
    limits = replace(DEFAULT_LIMITS, processes=max(1, processes // workers))
    work = partial(_process_numbered, output=output, limits=limits)
    for answer in map_isolated(work, enumerate(batch), workers, seconds_per_file, PRELOAD):
        if isinstance(answer, Loss):
            number, raw = answer.item
            numbered = (number, _fail_lost(raw, answer, output, seconds_per_file))
        else:
            numbered = answer
        outcomes.append(numbered)
        on_outcome(batch[numbered[0]], numbered[1])
    return [outcome for _, outcome in sorted(outcomes, key=lambda pair: pair[0])]


def process_file(raw: RawFile, output: Path, limits: Limits = DEFAULT_LIMITS) -> Outcome:
    """Read, extract, check and write one file; whatever goes wrong becomes its failure."""
    try:
        return Outcome(
            file_name=raw.file_name,
            document_id=raw.document_id,
            status="written",
            counts=_process(raw, output, limits),
        )
    except Exception as error:  # noqa: BLE001 - the one place where a bug costs one file, not the run
        return fail(raw, error, output)


def extract_file(
    raw: RawFile, limits: Limits = DEFAULT_LIMITS, *, is_isolated: bool = False
) -> tuple[Document, Extraction]:
    """Read, extract and check, without writing; ``is_isolated`` reads in a process of its own.

    Raises ``ReadError``, and ``ContractError`` for a bug of ours.
    """
    from pipeline.check import check
    from pipeline.extract import extract

    document = read_file(raw, limits, is_isolated=is_isolated)
    return document, check(document, extract(document))


def read_file(
    raw: RawFile, limits: Limits = DEFAULT_LIMITS, *, is_isolated: bool = False
) -> Document:
    """The document in a raw file; raises the ``ReadError`` that ingest met, or the reader's own.

    With ``is_isolated`` a format whose library may hang or grow is read in a process of its own.
    """
    if raw.error is not None:
        raise raw.error
    if is_isolated:
        from pipeline.read import read_isolated

        return read_isolated(raw.path, raw.url, limits)
    from pipeline.read import read

    return read(raw.path, raw.url, limits)


def count_findings(extraction: Extraction) -> Counts:
    """How much an extraction holds, by kind."""
    statuses = [check.status for check in extraction.checks]
    return Counts(
        countries=len(extraction.countries),
        notes=len(extraction.notes),
        claims=len(extraction.claims),
        instruments=len(extraction.instruments),
        checks_passed=statuses.count("pass"),
        checks_failed=statuses.count("fail"),
        checks_not_checkable=statuses.count("not_checkable"),
        issues=len(extraction.issues),
    )


def fail(raw: RawFile, error: Exception, output: Path | None = None) -> Outcome:
    """The outcome of a file that ``error`` ended, with exactly one code.

    What an earlier run wrote of the same file is removed from ``output``: it must not pass for the
    result of this one.
    """
    code, message = _explain(raw, error)
    if output is not None and raw.document_id is not None:
        for path in (extraction_path, document_path):
            with suppress(OSError):
                path(output, raw.document_id).unlink()
    return Outcome(
        file_name=raw.file_name,
        document_id=raw.document_id,
        status="failed",
        failure=Failure(code=code, message=to_line(message)),
    )


def _process_numbered(
    numbered: tuple[int, RawFile], output: Path, limits: Limits
) -> tuple[int, Outcome]:
    """Body of a worker: its memory is bounded, and its processor time for each file anew."""
    limit_resources(limits)
    number, raw = numbered
    return number, process_file(raw, output, limits)


def _process(raw: RawFile, output: Path, limits: Limits) -> Counts:
    from pipeline.write import write

    document, extraction = extract_file(raw, limits)
    # The manifest knows a file by its bytes; had they changed since, its entry would be a lie.
    if document.source.sha256 != raw.sha256:
        raise ReadError(
            "file.unreadable",
            raw.file_name,
            "the file changed while the run was going on",
            "Run again when nothing writes to it.",
        )
    if document.document_id != raw.document_id:
        raise ContractError(
            f"the reader calls the document {document.document_id!r}, ingest {raw.document_id!r}"
        )
    write(document, extraction, output)
    return count_findings(extraction)


def _explain(raw: RawFile, error: Exception) -> tuple[ReadErrorCode, str]:
    if isinstance(error, ReadError):
        return error.code, str(error)
    if isinstance(error, MemoryError):
        return "limit.memory", (
            f"{raw.file_name}: the memory did not suffice. Split the file or use fewer processes."
        )
    if isinstance(error, OSError):
        return "output.unwritable", (
            f"{raw.file_name}: its records cannot be written ({error.strerror or error}). "
            "Check the output folder's permissions and its free space."
        )
    what = str(error) if isinstance(error, EmnError) else f"{type(error).__name__}: {error}"
    return "extractor.crashed", (
        f"{raw.file_name}: a bug in this program ({what[:300]}). Report it with the file; "
        "`emn --debug extract FILE` shows where."
    )


def _fail_lost(
    raw: RawFile, loss: Loss[tuple[int, RawFile]], output: Path, seconds: float
) -> Outcome:
    if loss.cause == "crash":
        return fail(raw, explain_exit(loss.exit_code, raw.file_name, DEFAULT_LIMITS), output)
    error = ReadError(
        "limit.time",
        raw.file_name,
        f"its worker was still busy after {seconds:g} seconds and was ended",
        "Split the file, or report it if it is an ordinary one.",
    )
    return fail(raw, error, output)
