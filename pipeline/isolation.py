"""One call in a process of its own, with limits on memory, processor time and wall clock.

Parser libraries never return on some small files, and grow without end on others; only a process
that can be killed holds against that.
"""

import math
import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext
from pathlib import Path
from time import monotonic
from typing import TypeVar

from pipeline.readers.failures import to_read_error
from pipeline.readers.limits import Limits
from schemas.errors import ReadError

Result = TypeVar("Result")

_GRACE_SECONDS = 3.0
"""For starting the process and handing back the answer, beyond the limit."""
_TASKS = Path("/proc/self/task")
_SIZES = Path("/proc/self/statm")


def run_isolated(function: Callable[[], Result], file_name: str, limits: Limits) -> Result:
    """The result of ``function``, called in a process of its own under ``limits``.

    Raises one ``ReadError``: the one that ``function`` raised, ``limit.time``, ``limit.memory``,
    or ``reader.crashed`` if it raised anything else or its process died. ``function`` and its
    result must be picklable. Takes about 10 ms beyond the call in a process without threads, and
    the start of a fresh interpreter in others.
    """
    context = _get_context()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(function, theirs, file_name, limits))
    process.start()
    theirs.close()
    deadline = monotonic() + limits.seconds + _GRACE_SECONDS
    try:
        while not ours.poll(0):
            if not wait([ours, process.sentinel], timeout=max(0.0, deadline - monotonic())):
                raise _out_of_time(file_name, limits)
            if not process.is_alive() and not ours.poll(0):
                process.join()
                raise explain_exit(process.exitcode, file_name, limits)
        try:
            answer: Result | ReadError = ours.recv()
        except EOFError:
            process.join()
            raise explain_exit(process.exitcode, file_name, limits) from None
    finally:
        if process.is_alive():
            process.join(timeout=0 if monotonic() > deadline else 1)
        if process.is_alive():
            _kill_group(process.pid)
            process.kill()
        process.join()
        process.close()
        ours.close()
    if isinstance(answer, ReadError):
        raise answer
    return answer


def limit_resources(limits: Limits) -> None:
    """Bind this process to ``limits``: memory from now on, processor time for the next file.

    For workers of a batch: call it first thing in the function that ``map_isolated`` runs, once
    for each file, ``limit_resources(limits)``. The memory that a process may take is counted from
    the first call; the time is renewed with each. A process that passes its time ends by SIGXCPU,
    for which ``explain_exit(loss.exit_code, …)`` has the words; memory ends in ``MemoryError``,
    which ``to_read_error`` turns into ``limit.memory``. Without effect where the system has no
    such limits.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        used_pages = int(_SIZES.read_text().split()[0])
        if soft in {hard, resource.RLIM_INFINITY}:
            allowed = used_pages * resource.getpagesize() + limits.memory_bytes
            if hard != resource.RLIM_INFINITY:
                allowed = min(allowed, hard)
            resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        seconds = math.ceil(usage.ru_utime + usage.ru_stime + limits.seconds) + 1
        if hard != resource.RLIM_INFINITY:
            seconds = min(seconds, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


def explain_exit(exit_code: int | None, file_name: str, limits: Limits) -> ReadError:
    """The error for a process that ended without an answer; negative codes are signals."""
    if exit_code == -signal.SIGXCPU:
        return _out_of_time(file_name, limits)
    if exit_code == -signal.SIGKILL:
        return ReadError(
            "limit.memory",
            file_name,
            "the system ended the process that read it, most likely for want of memory",
            "Use fewer processes, split the file, or lower the limit memory_bytes.",
        )
    ended = f"with code {exit_code}"
    if exit_code is not None and exit_code < 0:
        with suppress(ValueError):
            ended = f"by {signal.Signals(-exit_code).name}"
    return ReadError(
        "reader.crashed",
        file_name,
        f"the process that read it ended {ended}",
        "Report it with the file; opening and saving the file anew may help meanwhile.",
    )


def _out_of_time(file_name: str, limits: Limits) -> ReadError:
    return ReadError(
        "limit.time",
        file_name,
        f"reading it took longer than the limit (seconds) of {limits.seconds:g}",
        "Split the file, or raise the limit if it is an ordinary one.",
    )


def can_fork() -> bool:
    """Whether this process can fork safely: no other thread may hold a lock at that moment."""
    return "fork" in multiprocessing.get_all_start_methods() and _is_single_threaded()


def _get_context() -> ForkContext | ForkServerContext | SpawnContext:
    """Forking is quick; where it is not safe, a fresh interpreter does as well."""
    if can_fork():
        return multiprocessing.get_context("fork")
    if "forkserver" in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("forkserver")
    return multiprocessing.get_context("spawn")


def _is_single_threaded() -> bool:
    """Counts the threads of libraries too, which Python does not know."""
    try:
        return sum(1 for _ in _TASKS.iterdir()) == 1
    except OSError:
        return False


def _answer(
    function: Callable[[], Result],
    pipe: "Connection[Result | ReadError, None]",
    file_name: str,
    limits: Limits,
) -> None:
    """Body of the process: call, answer, leave."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    with suppress(OSError, AttributeError):
        os.setpgid(0, 0)  # with helpers of its own it is stopped as one
    limit_resources(limits)
    answer: Result | ReadError
    try:
        answer = function()
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent gets one typed error
        answer = to_read_error(error, file_name)
    _lift_memory_limit()
    pipe.send(answer)
    pipe.close()


def _kill_group(leader: int | None) -> None:
    """End the processes that a process has started for itself, if it came that far."""
    with suppress(OSError, AttributeError, TypeError):
        if leader is not None and os.getpgid(leader) == leader:
            os.killpg(leader, signal.SIGKILL)


def _lift_memory_limit() -> None:
    """Handing back an answer must not fail for the memory that reading took."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
