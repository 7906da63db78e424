"""In several processes, never more than a window of work in flight."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from corpuskit.engines import A, B
from corpuskit.errors import MachineError

_work: list[Callable[[Any], Any]] = []  # in a worker, the function it was started with


@dataclass(frozen=True, slots=True)
class Processes:
    """Workers that are spawned, not forked: threads of arrow and a fork do not agree.

    The function is pickled once a worker, not once a task; what it closes over may therefore be large.
    """

    workers: int

    def map(self, f: Callable[[A], B], xs: Iterable[A]) -> Iterator[B]:
        """`f` of each of `xs`, in order; MachineError where a worker dies (out of memory, killed)."""
        spawn = multiprocessing.get_context("spawn")
        flight: deque[Future[B]] = deque()
        others = set(multiprocessing.active_children())
        pool = ProcessPoolExecutor(self.workers, spawn, initializer=_start, initargs=(f,))
        try:
            for x in xs:
                with _interrupts_held():
                    flight.append(pool.submit(_call, x))
                if len(flight) > 2 * self.workers:
                    yield flight.popleft().result()
            while flight:
                yield flight.popleft().result()
        except BrokenProcessPool as broken:
            raise MachineError(
                "a worker process ended before its work was done, perhaps for lack of memory: run again with fewer --workers"
            ) from broken
        except BaseException:
            for worker in set(multiprocessing.active_children()) - others:
                worker.terminate()  # whatever it was doing is not wanted any more
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A worker that is started meanwhile holds interrupts for ever: the driver is interrupted too, and ends it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(f: Callable[[Any], Any]) -> None:
    _work[:] = [f]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the driver is interrupted too, and ends the pool
    gc.freeze()
    # Our values hold no cycles; looking for some in every batch costs a tenth of the time.
    gc.set_threshold(100_000, 20, 20)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        # A killed driver cannot end its workers, and a worker that waits for work never learns of it.
        os._exit(1)


def _call(x: Any) -> Any:
    return _work[0](x)
