"""Which benchmarks are there, and what does each measure?"""

from __future__ import annotations

import ast
from pathlib import Path


def listing(root: str) -> str:
    """Vietnamese heading, then the name and first docstring line of every benchmark."""
    scripts = _scripts(root)
    if not scripts:
        return "Chưa có phép đo nào trong benchmarks/.\n"
    lines = [f"  {name:<16} {_purpose(path)}".rstrip() for name, path in scripts.items()]
    return "\n".join(["Các phép đo (python3 run.py bench TÊN):", *lines]) + "\n"


def script(root: str, name: str) -> str | None:
    path = _scripts(root).get(name)
    return str(path) if path else None


def _scripts(root: str) -> dict[str, Path]:
    """Only files that run by themselves: what several benchmarks share lives in the same folder."""
    files = sorted(Path(root, "benchmarks").glob("*.py"))
    return {file.stem: file for file in files if "__main__" in file.read_text(encoding="utf-8")}


def _purpose(path: Path) -> str:
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return words.partition("\n")[0]
