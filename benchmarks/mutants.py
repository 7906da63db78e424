"""Small faults put into the conditions of the checks, one at a time: which of them no test notices.

    python -m benchmarks.mutants [MODULE ...]

A mutant is one condition of a file of `rules/` turned: a comparison into its opposite or over its boundary, one side of
an `and` or `or` left out, a `not` left out, a test that always or never holds. The tests are collected once; for each
mutant a fork takes the changed function in the place of the right one and runs the cases and pages of the codes of that
file, and then the tests that name them, until one fails. A test that starts a process is left out, since no mutant
lives there.
"""

from __future__ import annotations

import ast
import copy
import importlib
import itertools
import os
import pickle
import pkgutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from benchmarks import measure
from corpuskit import rules

CASES = (
    "test_cases.py",
    "test_findings.py",
    "test_rule_edges.py",
)  # each of their tests is about the code that it names
ALL = ("test_subjects.py",)  # about every check
LONGEST = 6.0  # seconds of a test that is still asked
PATIENCE = 120  # seconds that the tests of one mutant may take: one that hangs is noticed too
TURNED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed condition: the file and line, the function that takes it, what stood there and stands there now."""

    module: str
    line: int
    function: str
    was: str
    now: str
    code: CodeType

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.function}: {self.was} → {self.now}"


def mutants(module: ModuleType) -> Iterator[Mutant]:
    """Every mutant of the functions of a module, in the order of the functions."""
    path = Path(str(module.__file__))
    source = path.read_text(encoding="utf-8")
    for function in ast.parse(source).body:
        if not isinstance(function, ast.FunctionDef):
            continue
        for number in range(sum(1 for _ in _changes(function))):
            tree = ast.parse(source)  # anew: each mutant changes it
            mine = next(
                part for part in tree.body if isinstance(part, ast.FunctionDef) and part.name == function.name
            )
            was, now = next(itertools.islice(_changes(mine), number, None))
            told = (path.stem, was.lineno, function.name, ast.unparse(was), ast.unparse(now))
            _Swap(was, now).visit(mine)
            whole = compile(ast.fix_missing_locations(tree), str(path), "exec")
            code = next(
                part
                for part in whole.co_consts
                if isinstance(part, CodeType) and part.co_name == function.name
            )
            yield Mutant(*told, code)


def _changes(function: ast.FunctionDef) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each condition of a function, with what stands in its place in a mutant."""
    for node in ast.walk(function):
        for test in _plain(node):
            yield test, ast.UnaryOp(ast.Not(), copy.deepcopy(test))
        if isinstance(node, ast.expr):
            for instead in _instead(node):
                yield node, instead


def _plain(node: ast.AST) -> Iterator[ast.expr]:
    """The tests of a statement, comprehension, `and` or `or` that no operator makes, and that are not constant: a mutant has their opposite."""
    match node:
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            found = [test]
        case ast.comprehension(ifs=ifs):
            found = ifs
        case ast.BoolOp(values=values):
            found = values
        case _:
            found = []
    told = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Constant, ast.Dict, ast.List, ast.Tuple)
    return (test for test in found if not isinstance(test, told))


def _instead(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            for at, op in enumerate(ops):
                for turned in TURNED[type(op)]:
                    yield ast.Compare(left, [*ops[:at], turned(), *ops[at + 1 :]], others)
        case ast.BoolOp(op=joined, values=values):
            for at in range(len(values)):
                rest = values[:at] + values[at + 1 :]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(joined, rest)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand


class _Swap(ast.NodeTransformer):
    def __init__(self, node: ast.expr, instead: ast.expr) -> None:
        self.node, self.instead = node, instead

    def visit(self, node: ast.AST) -> Any:
        return self.instead if node is self.node else self.generic_visit(node)


class Session:
    """A plugin of pytest that runs the collected tests on each mutant instead of once."""

    def __init__(self, modules: Sequence[ModuleType]) -> None:
        self.modules = modules
        self.tried = 0
        self.survived: list[Mutant] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Each mutant in a fork of its own: the tests of its codes first, then what else comes to its file, the quickest first."""
        texts = {path: path.read_text(encoding="utf-8") for path in {item.path for item in session.items}}
        for module in self.modules:
            names = _names(module)
            own = [item for item in session.items if _about(item, names)]
            others = [item for item in session.items if any(name in texts[item.path] for name in names)]
            rounds = [_Round(module, own), _Round(module, [item for item in others if item not in own])]
            for mutant in mutants(module):
                self.tried += 1
                if all(_survives(mutant, each.tests) for each in rounds):
                    self.survived.append(mutant)
                    print(f"survived: {mutant}", flush=True)
            print(f"{module.__name__}: {self.tried} mutants so far", flush=True)
        return True


class _Round:
    """Some tests of which those are asked that come to a file: which they are is found out once, when it is asked first."""

    def __init__(self, module: ModuleType, items: Sequence[pytest.Item]) -> None:
        self.module, self.items = module, items

    @cached_property
    def tests(self) -> list[pytest.Item]:
        """The tests that come to the functions of the file and pass, the quickest first."""
        return [self.items[at] for at in _in_fork(lambda: _reaching(self.module, self.items)) or ()]


def _survives(mutant: Mutant, tests: Sequence[pytest.Item]) -> bool:
    return _in_fork(lambda: _passes(tests, mutant)) is True


def _about(item: pytest.Item, names: Sequence[str]) -> bool:
    """Whether a test is of every check, or its name tells one of these codes."""
    return item.path.name in ALL or (
        item.path.name in CASES and any(name in item.name.upper() for name in names)
    )


def _reaching(module: ModuleType, items: Sequence[pytest.Item]) -> list[int]:
    found: list[tuple[float, int]] = []
    for at, item in enumerate(items):
        came: list[int] = []

        def watch(frame: FrameType, event: str, _: object, came: list[int] = came) -> None:
            if event == "call" and frame.f_code.co_filename == module.__file__:
                came.append(frame.f_lineno)
                sys.setprofile(None)

        start = time.perf_counter()
        sys.setprofile(watch)
        passed = _passes([item], None)
        sys.setprofile(None)
        if came and passed:
            found.append((time.perf_counter() - start, at))
    return [at for seconds, at in sorted(found) if seconds < LONGEST]


def _names(module: ModuleType) -> list[str]:
    """What a test mentions that is about a file of rules: its codes, and its name in an import."""
    check = getattr(module, "CHECK", None)
    found = {code.code for code in (*module.CODES, *(check.codes if check else ()))}
    return [*sorted(found), f"rules.{module.__name__.rpartition('.')[2]}"]


def _passes(tests: Sequence[pytest.Item], mutant: Mutant | None) -> bool:
    """Whether all of these tests pass, with the mutant in its place if one is given."""
    if mutant is not None:
        _put(mutant)
    return all(
        report.passed or report.skipped
        for test, following in itertools.zip_longest(tests, tests[1:])
        for report in runtestprotocol(test, log=False, nextitem=following)
    )


def _in_fork(work: Callable[[], Any]) -> Any:
    """What the work returns, done in a fork that keeps its changes to itself; None where it dies or hangs."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        os.close(reads)
        signal.alarm(PATIENCE)
        subprocess.Popen = _no_process  # type: ignore[misc,assignment]
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        os.write(writes, pickle.dumps(work()))
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(answer) if answer else None  # noqa: S301  # our own fork wrote it


def _no_process(*command: object, **_: object) -> None:
    raise OSError(f"no mutant lives in another process: {command}")


def _put(mutant: Mutant) -> None:
    function = vars(importlib.import_module(f"corpuskit.rules.{mutant.module}"))[mutant.function]
    if hasattr(function, "cache_clear"):
        function.cache_clear()
        function = function.__wrapped__
    assert isinstance(function, FunctionType)
    function.__code__ = mutant.code


def main(names: Sequence[str]) -> int:
    """Print what survives and how many were tried; 1 where something survives."""
    known = [info.name for info in pkgutil.iter_modules(rules.__path__)]
    modules = [importlib.import_module(f"corpuskit.rules.{name}") for name in names or known]
    mentioned = [name for module in modules for name in _names(module)]
    files = [
        str(path)
        for path in sorted((measure.ROOT / "tests").glob("test_*.py"))
        if path.name in (*CASES, *ALL) or any(name in path.read_text(encoding="utf-8") for name in mentioned)
    ]
    session = Session(modules)
    pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files], plugins=[session])
    print(f"{session.tried} mutants, {len(session.survived)} survived")
    return 1 if session.survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
