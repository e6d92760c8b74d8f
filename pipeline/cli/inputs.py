"""From the FILE arguments of a command to raw files; ``-`` is what comes on stdin."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from pipeline.cli.output import is_debug, say
from schemas.errors import ReadError, UsageError

if TYPE_CHECKING:
    from pipeline.ingest import RawFile

Answer = TypeVar("Answer")

STDIN = Path("-")
STDIN_NAME = "stdin.txt"


@contextmanager
def open_raw_files(paths: Sequence[Path], stdin_name: str | None) -> "Iterator[list[RawFile]]":
    """The raw files at ``paths``, in the order given; a folder is an error of its own.

    Stdin is kept as a temporary file for the time of the command.
    """
    from pipeline.ingest import RawFile, ingest

    if list(paths).count(STDIN) > 1:
        raise UsageError("'-' stands for stdin and can be read once only.")
    with TemporaryDirectory(prefix="emn-") as folder:
        raw_files: list[RawFile] = []
        for path in dict.fromkeys(paths):
            if path.is_dir():
                raw_files.append(RawFile(path, error=_refuse_folder(path)))
            else:
                place = _keep_stdin(Path(folder), stdin_name) if path == STDIN else path
                raw_files.extend(ingest([place]))
        yield raw_files


def attempt(raw: "RawFile", work: "Callable[[RawFile], Answer]") -> Answer | None:
    """What ``work`` makes of a file, or None after one line that says why it makes nothing.

    With ``--debug`` the error goes up.
    """
    from pipeline.process import fail

    try:
        return work(raw)
    except Exception as error:
        if is_debug():
            raise
        failure = fail(raw, error).failure
        say(f"emn: {failure.message if failure else error}")
        return None


def _refuse_folder(path: Path) -> ReadError:
    return ReadError(
        "file.not_a_file",
        str(path),
        "this is a folder",
        "Name the files in it, or use `emn run` for a whole folder.",
    )


def _keep_stdin(folder: Path, name: str | None) -> Path:
    place = folder / (PurePath(name).name if name else STDIN_NAME)
    with place.open("wb") as file:
        while chunk := sys.stdin.buffer.read(1 << 20):
            file.write(chunk)
    return place
