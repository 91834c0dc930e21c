"""What do the screens get told? The values of the actions as JSON, the same in snapshots and in news."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from actions.in_line import InLine
from actions.promises import wait_facts
from actions.views import Board, CallView, DepartmentToday
from locales import languages, slots, waits


def board_json(board: Board, now: datetime) -> dict[str, Any]:
    """The wall shows: {seq, now, day, waiting, on_duty, rows, calls, notices}: newest call, oldest notice first."""
    return {
        "seq": board.seq,
        "now": now.isoformat(),
        "day": board.day.isoformat(),
        "waiting": board.waiting,
        "on_duty": list(board.on_duty),
        "rows": [
            {
                "desk": row.desk,
                "departments": list(row.departments),
                "state": row.state,
                "series": row.series,
                "number": row.number,
                "waiting": row.waiting,
                "back_at": row.back_at.isoformat() if row.back_at else None,
            }
            for row in board.rows
        ],
        "calls": [call_json(call) for call in board.calls],
        "notices": [
            {"id": each.id, "text": each.text, "until": each.until.isoformat() if each.until else None}
            for each in board.notices
        ],
    }


def call_json(call: CallView) -> dict[str, Any]:
    """One call; `id` is its identity for ever, `count` 1 for the first call, 2 for a recall …"""
    return {
        "id": call.id,
        "series": call.series,
        "number": call.number,
        "label": call.label,
        "desk": call.desk,
        "department": call.department,
        "at": call.at.isoformat(),
        "count": call.count,
    }


def line_json(line: Iterable[InLine] | None, at: time) -> dict[str, Any]:
    """What the phones of a department find themselves in: {line [[series, number, ahead, wait]] or null, at}.

    `line` null: they ask instead, for something else is to be said now.
    """
    told = None if line is None else [[each.series, each.number, each.ahead, wait_facts(each.wait)] for each in line]
    return {"line": told, "at": f"{at.hour}:{at:%M}"}


def queue_json(departments: Iterable[DepartmentToday]) -> list[dict[str, Any]]:
    """What a kiosk's home page keeps up to date: [{code, waiting, open, wait, words {language: [seen, heard]}}]."""
    told_in = (*languages(), *slots())
    return [
        {
            "code": each.code,
            "waiting": each.waiting,
            "open": each.is_open,
            "wait": wait_facts(each.wait),
            "words": {language: waits.tile(language, each.waiting, each.wait) for language in told_in},
        }
        for each in departments
    ]
