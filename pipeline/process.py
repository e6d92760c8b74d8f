"""The chain read → extract → check → write: for one raw file, and for a batch on worker processes.

What becomes of a file is data. Nothing that happens to one file reaches another.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from pipeline.ingest import RawFile
from pipeline.workers import Loss, map_isolated
from schemas.errors import EmnError, ReadError
from schemas.extraction import Extraction
from schemas.run import Outcome

SECONDS_PER_FILE = 300.0
"""Far beyond what any file within the readers' limits needs; what is still busy then hangs."""

PRELOAD = ("pipeline.read", "pipeline.extract", "pipeline.check")


def process_batch(
    raw_files: Iterable[RawFile],
    output: Path,
    processes: int,
    on_outcome: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """The outcome of each file, in the order in which the files were given.

    ``on_outcome`` is called for each as soon as it is done, in any order.
    """
    batch = list(raw_files)
    places = {raw: number for number, raw in enumerate(batch)}
    outcomes: list[tuple[int, Outcome]] = []
    work = partial(_process_numbered, output=output)
    for answer in map_isolated(
        work, enumerate(batch), min(processes, len(batch)), SECONDS_PER_FILE, PRELOAD
    ):
        if isinstance(answer, Loss):
            number, raw = answer.item
            answer = (number, _lost(raw, answer))  # noqa: PLW2901 - the same answer, typed
        outcomes.append(answer)
        on_outcome(answer[1])
    return [outcome for _, outcome in sorted(outcomes, key=lambda pair: pair[0])]


def process_file(raw: RawFile, output: Path) -> Outcome:
    """Read, extract, check and write one file; whatever goes wrong becomes its failure."""
    try:
        return Outcome(
            file_name=raw.path.name,
            document_id=raw.document_id,
            status="written",
            counts=_process(raw, output),
        )
    except ReadError as error:
        return fail(raw, error.code, str(error))
    except EmnError as error:
        return fail(raw, "extractor.crashed", f"{raw.path.name}: {error}")
    except MemoryError:
        return fail(
            raw,
            "limit.memory",
            f"{raw.path.name}: the memory did not suffice. Split the file or use fewer processes.",
        )
    except OSError as error:
        return fail(
            raw,
            "output.unwritable",
            f"{raw.path.name}: its records cannot be written to {output} ({error.strerror}). "
            "Check the folder's permissions and its free space.",
        )
    except Exception as error:  # noqa: BLE001 - the one place where a bug costs one file, not the run
        return fail(
            raw,
            "extractor.crashed",
            f"{raw.path.name}: a bug in this program ({type(error).__name__}: {error}). "
            "Report it with the file; `emn --debug extract` shows where.",
        )


def extract_file(raw: RawFile) -> "tuple[Document, Extraction]":
    """Read, extract and check, without writing; raises ``ReadError``."""
    from pipeline.check import check
    from pipeline.extract import extract
    from pipeline.read import read

    if raw.error is not None:
        raise raw.error
    document = read(raw.path, raw.url)
    return document, check(document, extract(document))
