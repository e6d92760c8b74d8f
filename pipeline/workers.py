"""Worker processes that may crash or hang without taking anything else along.

A pool of the standard library loses every pending call when one worker dies and cannot say which
call it was; nor can it stop a call. Here each worker has one item at a time and a pipe of its own.
"""

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Generic, Literal, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Loss(Generic[Item]):
    """An item whose worker gave no answer."""

    item: Item
    cause: Literal["crash", "time"]
    exit_code: int | None
    """Of the worker; negative is the number of the signal that ended it. None if it hung."""


@dataclass(slots=True)
class _Worker(Generic[Item, Result]):
    process: BaseProcess
    pipe: "Connection[Item | None, Result]"
    item: Item | None = None
    deadline: float = 0.0


def map_isolated(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    processes: int,
    seconds_per_item: float,
    preload: tuple[str, ...] = (),
) -> Iterator[Result | Loss[Item]]:
    """``function`` of each item, in the order in which they are done, on ``processes`` workers.

    A worker that dies or needs longer than ``seconds_per_item`` costs its own item only, which
    comes back as a ``Loss``; a fresh worker takes over. Modules in ``preload`` are imported once
    for all workers where the system can fork. ``function`` and the items must be picklable.
    """
    waiting = iter(items)
    context = _get_context(preload)
    workers: list[_Worker[Item, Result]] = []
    try:
        for item in waiting:
            workers.append(_start(context, function))
            _assign(workers[-1], item, seconds_per_item)
            if len(workers) == processes:
                break
        while workers:
            for worker in _wait_for_any(workers):
                answer = _collect(worker)
                yield answer
                item_or_none = next(waiting, None)
                if item_or_none is None:
                    workers.remove(worker)
                    _stop(worker)
                    continue
                if isinstance(answer, Loss):
                    workers.remove(worker)
                    _stop(worker)
                    worker = _start(context, function)  # noqa: PLW2901 - takes its place
                    workers.append(worker)
                _assign(worker, item_or_none, seconds_per_item)
    finally:
        for worker in workers:
            _stop(worker)


def _get_context(preload: tuple[str, ...]) -> ForkServerContext | SpawnContext:
    """A start method that is safe beside threads; plain forking is not."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def _start(
    context: ForkServerContext | SpawnContext, function: Callable[[Item], Result]
) -> _Worker[Item, Result]:
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(function, theirs))
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _work(function: Callable[[Item], Result], pipe: "Connection[Result, Item | None]") -> None:
    """Body of a worker: answers until it is told to stop or its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    while True:
        try:
            item = pipe.recv()
        except (EOFError, ConnectionResetError):
            return
        if item is None:
            return
        answer = function(item)
        try:
            pipe.send(answer)
        except (BrokenPipeError, ConnectionResetError):  # the parent was ended meanwhile
            return


def _assign(worker: _Worker[Item, Result], item: Item, seconds: float) -> None:
    worker.item, worker.deadline = item, monotonic() + seconds
    with suppress(BrokenPipeError):  # it died before its first item; collecting says so
        worker.pipe.send(item)


def _wait_for_any(workers: list[_Worker[Item, Result]]) -> list[_Worker[Item, Result]]:
    """Workers that answered, died, or are past their deadline; at least one."""
    while True:
        seconds = max(0.0, min(worker.deadline for worker in workers) - monotonic())
        signs = {id(worker): (worker.pipe, worker.process.sentinel) for worker in workers}
        ready = set(wait([sign for pair in signs.values() for sign in pair], timeout=seconds))
        now = monotonic()
        done = [
            worker
            for worker in workers
            if worker.deadline <= now or not ready.isdisjoint(signs[id(worker)])
        ]
        if done:
            return done


def _collect(worker: _Worker[Item, Result]) -> Result | Loss[Item]:
    """What the worker has to say. Whatever it was, it no longer has an item, unless it hangs."""
    item = worker.item
    if item is None:
        raise ValueError("A worker without an item has nothing to collect.")
    try:
        if worker.pipe.poll():
            answer = worker.pipe.recv()
            worker.item = None
            return answer
    except (EOFError, ConnectionResetError):
        worker.process.join()
    if worker.process.is_alive():
        return Loss(item, "time", None)
    return Loss(item, "crash", worker.process.exitcode)


def _stop(worker: _Worker[Item, Result]) -> None:
    """End a worker: idle ones leave by themselves, busy ones are killed."""
    if worker.item is None and worker.process.is_alive():
        with suppress(BrokenPipeError, ConnectionResetError):
            worker.pipe.send(None)
        worker.process.join(timeout=1)
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join()
    worker.pipe.close()
    worker.process.close()
