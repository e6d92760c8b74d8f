"""The one place where whatever a parser library raises becomes an error with a code of ours."""

from schemas.errors import EmnError, ReadError

_MOST_CAUSES = 20
_MEMORY_SIGNS = ("memoryerror", "out of memory", "cannot allocate", "memory allocation failed")


def to_read_error(error: BaseException, file_name: str) -> ReadError:
    """What ``error``, raised while ``file_name`` was read, means for whoever gave the file.

    Libraries wrap one another's errors, so causes are looked through for what lies at the bottom.

    >>> to_read_error(ValueError("odd"), "a.pdf").code, to_read_error(MemoryError(), "a.pdf").code
    ('reader.crashed', 'limit.memory')
    """
    chain = _collect_causes(error)
    for one in chain:
        if isinstance(one, ReadError):
            return one
    if any(_is_memory(one) for one in chain):
        return ReadError(
            "limit.memory",
            file_name,
            "reading it needs more memory than the limit (memory_bytes) allows",
            "Split the file or raise the limit.",
        )
    if any(isinstance(one, RecursionError) or "RecursionError" in str(one)[:500] for one in chain):
        return ReadError(
            "format.hostile",
            file_name,
            "its parts are nested deeper than any program writes them",
            "Such a file is an accident or an attack; save it anew from its program.",
        )
    if isinstance(error, EmnError):
        return ReadError(
            "document.invalid", file_name, f"what was read breaks our own rules ({error})", _REPORT
        )
    shown = " ".join(str(error).split())[:200]
    return ReadError(
        "reader.crashed",
        file_name,
        f"the reader stopped ({type(error).__name__}: {shown})",
        _REPORT,
    )


_REPORT = "Report it with the file; opening and saving the file anew may help meanwhile."


def _collect_causes(error: BaseException) -> list[BaseException]:
    chain = [error]
    while len(chain) < _MOST_CAUSES:
        cause = chain[-1].__cause__ or chain[-1].__context__
        if cause is None or any(cause is one for one in chain):
            break
        chain.append(cause)
    return chain


def _is_memory(error: BaseException) -> bool:
    if isinstance(error, MemoryError):
        return True
    text = f"{error!r}"[:2000].lower()
    return any(sign in text for sign in _MEMORY_SIGNS)
