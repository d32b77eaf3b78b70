"""Habits of style.md that a program can check and ruff does not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.repository import LAYERS, ROOT, modules

_MAX_LINES = 320
# One file by design: whoever verifies a pack reads this and nothing else.
_LONGER = {Path("infrastructure/exports/verify_pack.py"): 500}
_SAY_NOTHING = ("Manager", "Data", "Info", "Helper")
_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
}


def test_a_module_fits_in_the_head() -> None:
    lengths = {path: len(_source(path).splitlines()) for path in modules(*LAYERS)}
    assert {
        str(path): lines for path, lines in lengths.items() if lines > _LONGER.get(path, _MAX_LINES)
    } == {}


def test_a_class_is_named_for_what_it_is() -> None:
    named = [
        f"{path}: {node.name}"
        for path in modules(*LAYERS, "tests")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef)
    ]
    assert [name for name in named if name.endswith(_SAY_NOTHING)] == []


def test_the_domain_computes_exactly_and_never_asks_the_time() -> None:
    assert [f"{path}:{found}" for path in modules("domain") for found in inexact(_tree(path))] == []


def inexact(tree: ast.AST) -> Iterator[str]:
    """What rounds or asks the time, each as "line: what"."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float()):
                yield f"{node.lineno}: a float literal"
            case ast.Call(func=ast.Name(id="float" | "round" as name)):
                yield f"{node.lineno}: {name}()"
            case ast.Attribute(value=ast.Name(id=owner), attr=attr) if (owner, attr) in _CLOCKS:
                yield f"{node.lineno}: {owner}.{attr}"
            case ast.Attribute(value=ast.Attribute(attr=owner), attr=attr) if (owner, attr) in _CLOCKS:
                yield f"{node.lineno}: {owner}.{attr}"


@pytest.mark.parametrize(
    "source", ["0.5", "float(1)", "round(x)", "datetime.now(UTC)", "datetime.date.today()"]
)
def test_what_is_inexact_would_be_found(source: str) -> None:
    assert list(inexact(ast.parse(source)))


def _source(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def _tree(path: Path) -> ast.Module:
    return ast.parse(_source(path))
