"""What do the pages of lists share? Files to keep, made in a native thread, and the departments' names."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Literal, TypeVar

import gevent
from flask import Response, send_file

from theme.hall import hall
from theme.language import language

T = TypeVar("T")
Kind = Literal["xlsx", "csv"]
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def in_thread(work: Callable[[], T]) -> T:
    """What takes seconds; `work` may read the hall, but knows no request."""
    done: T = gevent.get_hub().threadpool.apply(work)
    return done


def send_list(make: Callable[[], bytes], name: str, ending: Kind) -> Response:
    """The file to keep, under `name`."""
    return send_file(
        io.BytesIO(in_thread(make)), mimetype=TYPES[ending], as_attachment=True, download_name=f"{name}.{ending}"
    )


def department_names() -> dict[str, str]:
    """Short names by code; of departments that are no longer configured there is none."""
    return {each.code: each.text("short_name", language()) for each in hall().config.departments}
