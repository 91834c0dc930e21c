"""Rules answer from their arguments alone: no clock, no files, nothing but the standard library."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

MODULES = sorted((Path(__file__).parents[2] / "rules").glob("*.py"))
# What of the standard library could make two calls with equal arguments differ.
IMPURE = {
    "asyncio",
    "io",
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "threading",
    "time",
    "uuid",
}
CLOCK_NAMES = {"now", "today", "utcnow", "monotonic", "perf_counter", "open", "print", "input", "getenv"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_rule_imports_only_rules_and_the_pure_standard_library(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [node.module or ""]
        for name in names:
            top = name.partition(".")[0]
            assert top == "rules" or (top in sys.stdlib_module_names and top not in IMPURE), name


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_rule_asks_no_clock_and_opens_nothing(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            assert name not in CLOCK_NAMES, f"line {node.lineno}"


def test_there_are_rules_to_look_at() -> None:
    assert {path.name for path in MODULES} >= {"duty.py", "states.py", "calling.py", "numbering.py"}
