"""What does the wall tell about today besides the queue: the office's hours in words, and the roster?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from actions.here import Here
from actions.known import known
from display.opening import Opening, opening
from display.weekly import Line, lines
from rules.duty import DutyTable, NextDuty, day_refusal, duty_on, duty_weekdays, next_duty
from rules.refusals import Refusal
from rules.workdays import weekday_worked


@dataclass(frozen=True, slots=True)
class Today:
    """`works_as`: the weekday whose roster holds, None on a closed day; `reason`: why nobody is on duty today.

    `next`: the first duty to come of any department.
    """

    local_now: datetime
    opening: Opening
    works_as: int | None
    roster: tuple[Line, ...]
    reason: Refusal | None
    next: NextDuty | None


def today(session: Session, here: Here) -> Today:
    """The day of the whole office, by the same table that decides about tickets."""
    table = known(session, here).duty
    codes = [department.code for department in here.config.departments]
    sittings = {sitting for code in codes for sitting in duty_on(code, here.today, table)}
    return Today(
        local_now=here.local_now,
        opening=opening(here.local_now, sittings),
        works_as=weekday_worked(here.today, table.special_days.get(here.today)),
        roster=lines((code, tuple(map(int, duty_weekdays(code, here.today, table)))) for code in codes),
        reason=None if sittings else day_refusal(codes[0], here.today, table),
        next=_first_duty(codes, here.local_now, table),
    )


def _first_duty(codes: list[str], now: datetime, table: DutyTable) -> NextDuty | None:
    coming = (duty for code in codes if (duty := next_duty(code, now, table)) is not None)
    return min(coming, key=lambda duty: (duty.day, duty.sittings[0].opens), default=None)
