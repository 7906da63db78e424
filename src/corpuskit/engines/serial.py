"""In this process, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from corpuskit.engines import A, B


class Serial:
    """The engine for a few hundred articles: starting processes would cost more than it saves."""

    def map(self, f: Callable[[A], B], xs: Iterable[A]) -> Iterator[B]:
        """`f` of each of `xs`, when it is asked for."""
        return map(f, xs)
