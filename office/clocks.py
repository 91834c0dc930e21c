"""When will that be? An hour as people write it, and what wrong hours are called."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

from theme.forms import text_of
from theme.hall import hall

# "9:15", "9h15", "9 giờ 15", "9h"
_CLOCK = re.compile(r"(\d{1,2})\s*(?::|h|g|giờ|\.)\s*(\d{2})?", re.IGNORECASE)


def a_clock(_: Any, field: StringField) -> None:
    """A check for forms: what was typed is an hour of the day. The message is a key of the words."""
    if clock_of(field) is None:
        raise StopValidation("office.stop.bad_time")


def clock_of(field: StringField) -> time | None:
    """The hour that was typed, None for anything else."""
    found = _CLOCK.fullmatch(text_of(field))
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))


def today_at(clock: time) -> datetime:
    """That hour of today in the office, aware."""
    return datetime.combine(hall().local_now().date(), clock, hall().config.site.zone)
