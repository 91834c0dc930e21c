"""How is it said what a desk serves of a department, and what the desks and the catalogue no longer agree on?"""

from __future__ import annotations

from collections.abc import Iterable

from config import Config
from locales.catalogue import say
from locales.places import desk_place
from rules.serving_gaps import Gap, GapKind

MOST_NAMED = 4


def desk_serves(language: str, config: Config, desk: str, department: str) -> str:
    """ "Tư pháp - Hộ tịch", or where the desk serves a part of it "Tư pháp - Hộ tịch: Chứng thực, 6 thủ tục"."""
    name, at = config.department(department).text("name", language), config.desk(desk)
    told = list(at.fields.get(department, ()))
    procedures = at.procedures.get(department, ())
    if procedures:
        told.append(say(language, "serving.procedures", n=len(procedures)))
    return f"{name}: {', '.join(told)}" if told else name


def parts_words(language: str, parts: Iterable[str]) -> str:
    """Fields and procedures in a row, the first few by name; what has no procedure comes last, in words."""
    names = sorted(parts, key=lambda name: not name)
    shown = [name or say(language, "serving.without_procedure") for name in names[:MOST_NAMED]]
    if len(names) > MOST_NAMED:
        shown.append(say(language, "serving.more", n=len(names) - MOST_NAMED))
    return "; ".join(shown)


def gap_words(language: str, config: Config, gap: Gap) -> str:
    """What no longer fits, and what is done meanwhile."""
    department = config.department(gap.department).text("name", language)
    names = parts_words(language, gap.names)
    if gap.kind is GapKind.UNNAMED:
        desks = ", ".join(desk_place(language, config, desk) for desk in gap.desks)
        return say(language, "serving.gap.unnamed", n=len(gap.names), department=department, names=names, desks=desks)
    desk = desk_place(language, config, gap.desk or "")
    return say(language, f"serving.gap.{gap.kind}", Desk=desk, department=department, name=names)
