"""Offices of other sizes and with other walls, made from the shipped one."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ON_MONDAY = ("KTHT", "TNMT", "TCKH", "TP", "LDTBXH", "NNPTNT")
ON_TUESDAY = ("YT", "NV", "GDDT", "VHTT", "DT", "TTR")


def office(folder: Path, desks: int = 6, walls: str | None = None) -> Path:
    """A config.toml with so many desks, each for a department of Monday and one of Tuesday; `walls` replaces those."""
    text = (ROOT / "config.toml").read_text(encoding="utf-8").replace("samples/", f"{ROOT.as_posix()}/samples/")
    head, rest = re.split(r"(?=^\[\[desks\]\])", text, maxsplit=1, flags=re.MULTILINE)
    machines = rest[rest.index("[[kiosks]]") :]
    if walls is not None:
        before, after = machines.split("[[walls]]", 1)
        machines = before + walls + after[after.index("[[printers]]") :]
    made = "\n".join(_desk(number) for number in range(1, desks + 1))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.toml"
    path.write_text(f"{head}{made}\n{machines}", encoding="utf-8")
    return path


def wall(code: str, *desks: str, **keys: object) -> str:
    """A [[walls]] table."""
    listed = ", ".join(f'"{desk}"' for desk in desks)
    lines = [f'code = "{code}"', f'name = "Màn hình {code}"', f"desks = [{listed}]"]
    lines += [f"{name} = {_written(value)}" for name, value in keys.items()]
    return "[[walls]]\n" + "\n".join(lines) + "\n\n"


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _desk(number: int) -> str:
    departments = f'"{ON_MONDAY[(number - 1) % 6]}", "{ON_TUESDAY[(number - 1) % 6]}"'
    return f'[[desks]]\ncode = "{number}"\nname = "Quầy {number}"\nplace = "tầng 1"\ndepartments = [{departments}]\n'
