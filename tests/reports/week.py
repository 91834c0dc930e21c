"""A week of the office as it was lived: 13 to 17 March 2017, with what the Office has to report on Friday.

Monday: Justice comes 8:25 by a substitute, the absence is reported at 8:20; Finance comes at 7:50; Agriculture
never. Tuesday: somebody comes for Justice in vain. Everything goes through the actions; only the slip's event is
written here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from actions.absence_conflicts import AbsenceWish
from actions.absence_views import AbsenceView, Reason, list_absences
from actions.absences import assign_substitute, report_absence
from actions.day import begin_day
from actions.events import record
from actions.hall import Hall
from rules.refusals import Refusal
from tests.actions.at_work import Seat, add_person, move_to, take, touch
from tests.conftest import SetClock

MONDAY = datetime(2017, 3, 13)
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)
FRIDAY = MONDAY + timedelta(days=4)


def at(day: datetime, clock: str) -> datetime:
    return datetime.combine(day.date(), time.fromisoformat(clock))


@dataclass
class Week:
    """Who works in it, and how time goes on."""

    hall: Hall
    clock: SetClock
    seats: dict[str, Seat]

    def goes_on_to(self, moment: datetime) -> None:
        move_to(self.clock, self.hall, moment)

    def begins(self, day: datetime) -> None:
        """The clock's first act of a day, a little after midnight."""
        self.goes_on_to(day + timedelta(minutes=1))
        self.hall.write(begin_day)

    def notes(self, kind: str, department: str | None = None, **facts: Any) -> None:
        self.hall.write(lambda db, here: record(db, here, kind, actor="account:1", department=department, **facts))

    def away(
        self, absent: str, since: datetime, until: datetime, instead: str | None = None, **told: Any
    ) -> AbsenceWish:
        """What the Office's page sends; a substitute is always accepted with a note."""
        zone = self.hall.config.site.zone
        return AbsenceWish(
            officer=self.officer(absent),
            since=since.replace(tzinfo=zone),
            until=until.replace(tzinfo=zone),
            reason=told.pop("reason", Reason.FORCE_MAJEURE),
            substitute=None if instead is None else self.officer(instead),
            accepted_note="đồng ý",
            **told,
        )

    def officer(self, name: str) -> int:
        officer = self.seats[name].account.officer_id
        assert officer is not None
        return officer

    def does(self, action: Callable[..., AbsenceView | Refusal], **wish: Any) -> AbsenceView:
        """The Office presses what must work."""
        answer = self.hall.write(action, actor="account:1", **wish)
        assert isinstance(answer, AbsenceView), answer
        return answer


def people(hall: Hall) -> dict[str, Seat]:
    """Department → its officer at the desk of the hall; that of VHTT stands in for Justice, at their common desk 4."""
    desks = {"KTHT": "1", "TNMT": "2", "TCKH": "3", "TP": "4", "LDTBXH": "5", "NNPTNT": "6", "YT": "1", "GDDT": "3"}
    seats = {code: Seat(hall, desk, add_person(hall, f"o-{code}", code)) for code, desk in desks.items()}
    seats["VHTT"] = Seat(hall, "4", add_person(hall, "o-vhtt", "VHTT"))
    return seats


def live(hall: Hall, clock: SetClock) -> Week:
    """Until Wednesday, 8:00; what begins on Wednesday is still running."""
    week = Week(hall, clock, people(hall))
    _monday(week)
    _tuesday(week)
    week.begins(WEDNESDAY)
    week.goes_on_to(at(WEDNESDAY, "07:29:40"))
    week.seats["KTHT"].does("open")
    week.goes_on_to(at(WEDNESDAY, "08:00"))
    return week


def _monday(week: Week) -> None:
    hall, seats = week.hall, week.seats
    week.begins(MONDAY)
    week.goes_on_to(at(MONDAY, "07:20"))
    for code in ("KTHT", "TNMT", "LDTBXH"):
        seats[code].does("open")
    take(hall, "KTHT")
    take(hall, "TP")
    _steps(
        week,
        MONDAY,
        ("07:27:30", lambda: seats["KTHT"].serves_one()),
        ("07:50", lambda: seats["TCKH"].does("open")),
        ("08:20", lambda: _justice_is_away(week)),
        ("08:24", lambda: seats["VHTT"].does("open")),
        ("08:25", lambda: _justice_gets_a_substitute(week)),
        ("08:31:07", lambda: take(hall, "TCKH")),
        ("08:40:00", lambda: take(hall, "TCKH")),
        ("08:46:07", lambda: seats["TCKH"].serves_one()),
        ("08:55:01", lambda: seats["TCKH"].calls_next()),
        ("10:00", lambda: seats["TNMT"].does("close")),
        ("10:30", lambda: seats["TNMT"].does("open")),
        ("11:30", lambda: [seats[code].does("close") for code in ("KTHT", "TNMT")]),
        ("13:30", lambda: [seats[code].does("open") for code in ("KTHT", "TNMT")]),
        ("14:00", lambda: touch(hall, "YT")),
        ("14:01", lambda: week.notes("slip_printed", "YT")),
        ("14:30", lambda: seats["TNMT"].does("break")),
        ("14:50:20", lambda: seats["TNMT"].does("back")),
        ("16:59:59", lambda: seats["VHTT"].does("close")),
    )


def _tuesday(week: Week) -> None:
    hall, seats = week.hall, week.seats
    week.begins(TUESDAY)
    _steps(
        week,
        TUESDAY,
        ("07:25", lambda: seats["YT"].does("open")),
        ("07:45", lambda: seats["GDDT"].does("open")),
        ("08:00", lambda: touch(hall, "TP")),
        ("08:05", lambda: touch(hall, "TP")),
        ("08:06", lambda: touch(hall, "YT")),
        ("09:00", lambda: _health_goes_to_a_course(week)),
        ("11:00", lambda: seats["GDDT"].does("break")),
        ("12:00", lambda: [seats[code].does("close") for code in ("YT", "GDDT")]),
    )


def _steps(week: Week, day: datetime, *steps: tuple[str, Callable[[], object]]) -> None:
    for clock, does in steps:
        week.goes_on_to(at(day, clock))
        does()


def _justice_is_away(week: Week) -> None:
    week.does(report_absence, wish=week.away("TP", at(MONDAY, "07:30"), at(MONDAY, "17:00")))


def _justice_gets_a_substitute(week: Week) -> None:
    (reported,) = week.hall.read(list_absences, since=MONDAY.date(), until=MONDAY.date())
    instead = {"substitute": week.officer("VHTT"), "accepted_note": "biết việc"}
    week.does(assign_substitute, absence=reported.id, **instead)


def _health_goes_to_a_course(week: Week) -> None:
    away = week.away("YT", at(TUESDAY, "13:30"), at(TUESDAY, "17:00"), reason=Reason.TRAINING)
    week.does(report_absence, wish=away)
