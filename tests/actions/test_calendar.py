"""Roster, exceptions, absences and closed days through the actions, against a slow obvious model of the same.

Each example runs in one transaction that is taken back, so that the next finds the office as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from actions.absence_conflicts import AbsenceWish
from actions.absence_views import AbsenceView, Reason
from actions.absences import report_absence, withdraw_absence
from actions.duty_table import read_duty_table
from actions.hall import Hall
from actions.here import Here
from actions.known import known
from actions.orders import end_exception, end_order, set_exception, set_order
from actions.people import OfficerView, OfficerWish, save_officer
from actions.roster import roster_days
from actions.special_days import end_special_day, set_special_day
from rules.duty import ExceptionKind, Open, next_duty, verdict
from rules.refusals import Refusal
from rules.workdays import DayKind, SpecialDay, Weekday
from tests.actions.at_work import move_to
from tests.conftest import SetClock

FIRST = date(2017, 3, 13)  # a Monday; no holiday within two weeks of it
DAYS = 6
DEPARTMENTS = ("KTHT", "YT")
OFFICERS = {"an": ("KTHT",), "bình": ("KTHT",), "cúc": ("YT",)}
NAMES = ("morning", "afternoon")
HOURS = {"morning": (time(7, 30), time(11, 30)), "afternoon": (time(13, 30), time(17))}
MIDDLE = {"morning": time(9, 30), "afternoon": time(15)}

days = st.integers(0, DAYS - 1).map(lambda n: FIRST + timedelta(n))
named = st.sets(st.sampled_from(NAMES)).map(lambda names: tuple(n for n in NAMES if n in names))
duties = st.dictionaries(st.sampled_from([each.short for each in Weekday]), named, max_size=7)
people = st.sampled_from(sorted(OFFICERS))
nobody_or_one = st.none() | people
which = st.integers(0, 3)

steps = st.lists(
    st.one_of(
        st.tuples(st.just("exception"), st.sampled_from(DEPARTMENTS), days, st.sampled_from(ExceptionKind), named),
        st.tuples(st.just("end exception"), which),
        st.tuples(st.just("order"), st.sampled_from(DEPARTMENTS), days, duties),
        st.tuples(st.just("end order"), which),
        st.tuples(st.just("special"), days, st.sampled_from(["closed", "open", *[w.short for w in Weekday]])),
        st.tuples(st.just("end special"), days),
        st.tuples(
            st.just("absence"), people, days, st.sampled_from(NAMES), st.integers(0, 3), st.sampled_from(NAMES),
            nobody_or_one,
        ),
        st.tuples(st.just("withdraw"), which),
    ),
    max_size=9,
)  # fmt: skip


def absent(who: str, substitute: str | None) -> tuple[Any, ...]:
    """Away on Tuesday, when YT has duty."""
    return ("absence", who, FIRST + timedelta(1), "morning", 0, "afternoon", substitute)


@dataclass
class Absent:
    officer: str
    since: datetime
    until: datetime
    substitute: str | None


@dataclass
class Model:
    """What the Office has said, in lists; every question walks through all of them."""

    config: Any
    exceptions: dict[int, tuple[str, date, ExceptionKind, tuple[str, ...]]] = field(default_factory=dict)
    orders: dict[int, tuple[str, date, dict[str, tuple[str, ...]]]] = field(default_factory=dict)
    special: dict[date, str] = field(default_factory=dict)
    absences: dict[int, Absent] = field(default_factory=dict)

    def duty(self, department: str, day: date) -> list[str]:
        """Names of the sittings on a day."""
        says = self.special.get(day, "open")
        if says == "closed":
            return []
        weekday = day.strftime("%a").lower() if says == "open" else says
        week = {w.short: tuple(s.name for s in each) for w, each in self.config.department(department).duty.items()}
        since = date.min
        for code, valid_from, duty in self.orders.values():
            if code == department and since <= valid_from <= day:
                since, week = valid_from, duty
        there = set(week.get(weekday, ()))
        for code, when, kind, names in self.exceptions.values():
            if (code, when) != (department, day):
                continue
            if kind is ExceptionKind.EXTRA:
                there |= set(names or self._longest(week, there))
            else:
                there -= set(names or NAMES)
        return [name for name in NAMES if name in there]

    def _longest(self, week: dict[str, tuple[str, ...]], there: set[str]) -> tuple[str, ...]:
        """A whole day is the longest of the week: the morning has half an hour more than the afternoon."""
        long = {"morning": 240, "afternoon": 210}
        listed = [tuple(n for n in NAMES if n in there), *week.values()]
        return max(listed, key=lambda names: sum(long[name] for name in names))

    def is_away(self, officer: str, moment: datetime) -> Absent | None:
        for absence in self.absences.values():
            if absence.officer == officer and absence.since <= moment < absence.until:
                return absence
        return None

    def is_open(self, department: str, moment: datetime) -> bool:
        """Is there duty with somebody in charge, or a substitute who is not away as well?"""
        names = self.duty(department, moment.date())
        if not any(HOURS[name][0] <= moment.time() < HOURS[name][1] for name in names):
            return False
        for officer, codes in OFFICERS.items():
            if department not in codes:
                continue
            absence = self.is_away(officer, moment)
            if absence is None:
                return True
            if absence.substitute is not None and self.is_away(absence.substitute, moment) is None:
                return True
        return False

    def forbids(self, wish: Absent) -> bool:
        """May this absence not be recorded?"""
        if wish.until <= wish.since or wish.officer == wish.substitute:
            return True
        for other in self.absences.values():
            if other.until <= wish.since or wish.until <= other.since:
                continue
            if other.officer in (wish.officer, wish.substitute):
                return True
            if wish.substitute is not None and other.substitute == wish.substitute:
                return True
        return False


@dataclass
class Office:
    """The actions, and the model told of the same."""

    session: Session
    here: Here
    ids: dict[str, int]
    model: Model

    def does(self, step: tuple[Any, ...]) -> None:
        getattr(self, "does_" + step[0].replace(" ", "_"))(*step[1:])

    def does_exception(self, department: str, day: date, kind: ExceptionKind, names: tuple[str, ...]) -> None:
        wish: dict[str, Any] = {"department": department, "day": day, "kind": kind, "sittings": names}
        made = set_exception(self.session, self.here, **wish, order="1/QĐ", reason="", actor="account:1")
        assert not isinstance(made, Refusal)
        self.model.exceptions[made.id] = (department, day, kind, names)

    def does_end_exception(self, place: int) -> None:
        key = chosen(self.model.exceptions, place)
        answer = end_exception(self.session, self.here, exception=key, actor="account:1")
        assert (answer is None) is (self.model.exceptions.pop(key, None) is not None)

    def does_order(self, department: str, valid_from: date, duty: dict[str, tuple[str, ...]]) -> None:
        wish: dict[str, Any] = {"department": department, "valid_from": valid_from, "duty": duty}
        made = set_order(self.session, self.here, **wish, document="2/QĐ", actor="account:1")
        assert not isinstance(made, Refusal)
        same = [key for key, (code, since, _) in self.model.orders.items() if (code, since) == (department, valid_from)]
        for key in same:
            del self.model.orders[key]
        self.model.orders[made.id] = (department, valid_from, duty)

    def does_end_order(self, place: int) -> None:
        key = chosen(self.model.orders, place)
        may = key in self.model.orders and self.model.orders[key][1] > FIRST
        answer = end_order(self.session, self.here, order=key, actor="account:1")
        assert (answer is None) is may
        if may:
            del self.model.orders[key]

    def does_special(self, day: date, says: str) -> None:
        if says == "closed":
            special = SpecialDay(day, False, None, DayKind.ORDER, "", "3/TB")
        else:
            works_as = None if says == "open" else Weekday.named(says)
            special = SpecialDay(day, True, works_as, DayKind.MAKEUP if works_as else DayKind.ORDER, "", "3/TB")
        assert not isinstance(set_special_day(self.session, self.here, special=special, actor="account:1"), Refusal)
        self.model.special[day] = says

    def does_end_special(self, day: date) -> None:
        answer = end_special_day(self.session, self.here, day=day, actor="account:1")
        assert (answer is None) is (self.model.special.pop(day, None) is not None)

    def does_absence(self, who: str, day: date, first: str, more: int, last: str, substitute: str | None) -> None:
        since, until = datetime.combine(day, HOURS[first][0]), datetime.combine(day + timedelta(more), HOURS[last][1])
        wish = Absent(who, since, until, substitute)
        zone = self.here.config.site.zone
        asked = AbsenceWish(
            officer=self.ids[who],
            since=since.replace(tzinfo=zone).astimezone(UTC),
            until=until.replace(tzinfo=zone).astimezone(UTC),
            reason=Reason.LEAVE,
            substitute=self.ids[substitute] if substitute is not None else None,
            accepted_note="đã rõ",
        )
        answer = report_absence(self.session, self.here, wish=asked, actor="account:1")
        assert isinstance(answer, Refusal) is self.model.forbids(wish), answer
        if isinstance(answer, AbsenceView):
            assert not answer.is_late
            self.model.absences[answer.id] = wish

    def does_withdraw(self, place: int) -> None:
        key = chosen(self.model.absences, place)
        answer = withdraw_absence(self.session, self.here, absence=key, why="nhầm", actor="account:1")
        assert isinstance(answer, AbsenceView) is (self.model.absences.pop(key, None) is not None)

    def agrees(self) -> None:
        """Roster, staff and the next sitting are what the model says, on every day."""
        table = known(self.session, self.here).duty
        assert table == read_duty_table(self.session, self.here), "what is remembered is what stands in the rows"
        for roster in roster_days(self.session, self.here, since=FIRST, days=DAYS + 8):
            for code in DEPARTMENTS:
                listed = [sitting.name for sitting in roster.on_duty.get(code, ())]
                assert listed == self.model.duty(code, roster.day), (code, roster.day)
        for code in DEPARTMENTS:
            moments = list(middles(DAYS + 8))
            for moment in moments:
                is_open = isinstance(verdict(code, moment, table), Open)
                assert is_open is self.model.is_open(code, moment), (code, moment)
            told = next_duty(code, datetime.combine(FIRST, time(6)), table)
            first = next((moment.date() for moment in moments if self.model.is_open(code, moment)), None)
            assert first is None or (told is not None and told.day == first), (code, told)


class TakenBack(Exception):
    """Ends an example: nothing of it stays."""


@pytest.fixture
def people_of(sqlite_hall: Hall, set_clock: SetClock) -> dict[str, int]:
    """Officers on the list, at six o'clock on Monday: nothing has begun yet."""
    move_to(set_clock, sqlite_hall, datetime.combine(FIRST, time(6)))
    found = {}
    for name, departments in OFFICERS.items():
        saved = sqlite_hall.write(save_officer, wish=OfficerWish(name, departments), actor="account:1")
        assert isinstance(saved, OfficerView)
        found[name] = saved.id
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
@example([absent("cúc", "an"), absent("an", None)])  # a substitute who is away too covers nobody
@example([absent("an", "cúc"), absent("bình", "cúc")])  # nobody stands in for two
def test_the_calendar_is_what_a_slow_obvious_model_says(
    sqlite_hall: Hall, people_of: dict[str, int], taken: list[tuple[Any, ...]]
) -> None:
    def act(session: Session, here: Here) -> None:
        office = Office(session, here, people_of, Model(here.config))
        for step in taken:
            office.does(step)
        office.agrees()
        raise TakenBack

    with pytest.raises(TakenBack):
        sqlite_hall.write(act)


def chosen(kept: dict[int, Any], place: int) -> int:
    """The key at this place, or one that was never given."""
    return sorted(kept)[place] if place < len(kept) else 10_000


def middles(count: int) -> Iterator[datetime]:
    for n in range(count):
        for name in NAMES:
            yield datetime.combine(FIRST + timedelta(n), MIDDLE[name])
