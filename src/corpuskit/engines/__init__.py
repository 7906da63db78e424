"""Ways to run one function over many things. The law they all keep:

list(engine.map(f, xs)) == [f(x) for x in xs]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Engine(Protocol):
    """An ordered map. Exceptions of `f` reach the caller at their place in the order."""

    def map(self, f: Callable[[A], B], xs: Iterable[A]) -> Iterator[B]:
        """`f` of each of `xs`, in their order; no more than a window of work is in flight."""
        ...
