"""Work on one file shared among processes that are forked for it, where there are cores."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

from pipeline.isolation import can_fork, explain_exit
from pipeline.readers.failures import to_read_error
from pipeline.readers.limits import Limits
from schemas.errors import ReadError

Item = TypeVar("Item")
Result = TypeVar("Result")


def count_cores() -> int:
    """Cores that this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_shared(
    function: Callable[[Item], Result], items: Sequence[Item], file_name: str, limits: Limits
) -> Iterator[Result]:
    """``function`` of each item, in their order, on up to ``limits.processes`` processes.

    This process is one of them; the others are forked from it and inherit its limits, each for
    itself. Where forking is not safe, or there is nothing to share, this process does it all,
    one item for each that is asked for. Results must be picklable. Raises what ``function`` raises
    here, and a ``ReadError`` for what went wrong elsewhere; a child does not outlive the call.
    """
    processes = min(limits.processes, len(items))
    if processes < 2 or not can_fork():
        yield from map(function, items)
        return
    shares = [items[first::processes] for first in range(processes)]
    children = [_start(function, share, file_name) for share in shares[1:]]
    try:
        done = [[function(item) for item in shares[0]]]
        done += [_collect(*child, file_name, limits) for child in children]
    finally:
        for process, pipe in children:
            pipe.close()
            process.kill()
            process.join()
            process.close()
    for place in range(len(items)):
        yield done[place % processes][place // processes]


def _start(
    function: Callable[[Item], Result], share: Sequence[Item], file_name: str
) -> tuple[BaseProcess, "Connection[None, list[Result] | ReadError]"]:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(function, share, file_name, theirs), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _work(
    function: Callable[[Item], Result],
    share: Sequence[Item],
    file_name: str,
    pipe: "Connection[list[Result] | ReadError, None]",
) -> None:
    """Body of a child: does its share, answers, leaves."""
    answer: list[Result] | ReadError
    try:
        answer = [function(item) for item in share]
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent gets one typed error
        answer = to_read_error(error, file_name)
    with suppress(BrokenPipeError):  # the parent failed meanwhile, and says why
        pipe.send(answer)
    pipe.close()


def _collect(
    process: BaseProcess,
    pipe: "Connection[None, list[Result] | ReadError]",
    file_name: str,
    limits: Limits,
) -> list[Result]:
    try:
        answer = pipe.recv()
    except EOFError:
        process.join()
        raise explain_exit(process.exitcode, file_name, limits) from None
    if isinstance(answer, ReadError):
        raise answer
    return answer
