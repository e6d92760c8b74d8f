"""Every error that this project raises on purpose.

::

    EmnError
    ├── ContractError                   our own records do not hold together: a bug
    │   └── UngroundedEvidenceError     a quote does not slice out of the text
    ├── ReadError                       a raw file cannot become a document
    │   └── one code of READ_ERROR_CODES each
    ├── PrefectError                    the server that a flow needs does not do its part
    └── UsageError                      the caller asked for something that makes no sense

A ``ReadError`` ends its own document and no other. Its ``code`` comes from one closed list, so that
a run can count causes.
"""

from typing import Literal, get_args

ReadErrorCode = Literal[
    "file.missing",
    "file.not_a_file",
    "file.unreadable",
    "file.empty",
    "file.too_large",
    "format.unsupported",
    "format.damaged",
    "format.encrypted",
    "format.hostile",
    "text.undecodable",
    "text.none",
    "text.too_long",
    "page.too_many",
    "limit.time",
    "limit.memory",
    "reader.crashed",
    "extractor.crashed",
    "output.unwritable",
    "truth.invalid",
    "document.invalid",
]
READ_ERROR_CODES: tuple[str, ...] = get_args(ReadErrorCode)


class EmnError(Exception):
    """Anything that this project raises on purpose; its text is one clear sentence."""


class ContractError(EmnError):
    """A record of ours breaks its own rules. Never the fault of the document."""


class UngroundedEvidenceError(ContractError):
    """A quote that is not at its place in the text; such a record cannot be built or written."""

    def __init__(self, quote: str, start_char: int, end_char: int, text: str) -> None:
        found = text[start_char:end_char]
        super().__init__(
            f"The text at [{start_char}, {end_char}) is {found[:80]!r}, not the quote "
            f"{quote[:80]!r}; the record was not written. Read the document again from its file."
        )


class ReadError(EmnError):
    """A raw file that cannot become a document: what was found, where, and what to do next."""

    def __init__(self, code: ReadErrorCode, file_name: str, found: str, remedy: str) -> None:
        self.code: ReadErrorCode = code
        self.file_name = file_name
        self.found = found
        self.remedy = remedy
        super().__init__(f"{file_name}: {found}. {remedy}")

    def __reduce__(self) -> tuple[type["ReadError"], tuple[str, str, str, str]]:
        """Pickle by the facts, so that the error crosses from a worker process unchanged."""
        return (type(self), (self.code, self.file_name, self.found, self.remedy))


class PrefectError(EmnError):
    """Prefect's server did not start, or stopped answering; never the fault of a document."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"Prefect's server failed the run ({found}). What was written is whole; "
            "`emn run --direct` does the same without Prefect."
        )


class UsageError(EmnError):
    """The command or call does not make sense as given; exit code 2 at the command line."""
