from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from rules.duty import (
    Absence,
    ClosingPolicy,
    DutyException,
    DutyTable,
    ExceptionKind,
    Load,
    NextDuty,
    Open,
    Quota,
    Stop,
    day_refusal,
    verdict,
)
from rules.workdays import DayKind, Sitting, SpecialDay, Weekday
from tests.rules.office import (
    AFTERNOON,
    BOTH,
    FINANCE,
    JUSTICE,
    MONDAY,
    MORNING,
    MWF,
    SATURDAY,
    SUNDAY,
    TT,
    TUESDAY,
    WEDNESDAY,
    at,
    closed,
    office,
    opened,
)

NEXT_WEDNESDAY = NextDuty(JUSTICE, WEDNESDAY, BOTH)
ALL_DAY = (at(MONDAY, "0:00"), at(TUESDAY, "0:00"))


def absent(*officers: int, since: datetime = ALL_DAY[0], until: datetime = ALL_DAY[1]) -> tuple[Absence, ...]:
    return tuple(Absence(officer, since, until, None, at(MONDAY, "6:00")) for officer in officers)


def cancelled(*sittings: Sitting, day: date = MONDAY) -> DutyException:
    return DutyException(JUSTICE, day, ExceptionKind.CANCELLED, sittings, "12/QĐ-UBND", "tập huấn")


def test_a_moment_with_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        verdict(JUSTICE, datetime(2017, 3, 13, 8, 40, tzinfo=UTC), office())


# 1. Closed day


@pytest.mark.parametrize(
    ("special", "code", "facts"),
    [
        (
            SpecialDay(MONDAY, False, name="Quốc khánh", name_en="National Day"),
            "closed_day.holiday",
            {"holiday": "Quốc khánh", "holiday_en": "National Day"},
        ),
        (
            SpecialDay(MONDAY, False, kind=DayKind.SWAPPED, swapped_to=SATURDAY),
            "closed_day.swapped",
            {"day": Weekday.SAT, "date": SATURDAY},
        ),
        (
            SpecialDay(MONDAY, False, kind=DayKind.SWAPPED, name="Nghỉ"),
            "closed_day.holiday",
            {"holiday": "Nghỉ", "holiday_en": ""},
        ),
        (
            SpecialDay(MONDAY, False, kind=DayKind.ORDER, document="15/TB-UBND"),
            "closed_day.order",
            {"order": "15/TB-UBND"},
        ),
    ],
)
def test_a_closed_day_says_why_and_when_instead(special: SpecialDay, code: str, facts: dict[str, Any]) -> None:
    for clock in ("0:00", "8:40", "12:00", "23:59"):
        refused = closed(JUSTICE, at(MONDAY, clock), office(special_days=[special]))
        assert refused.refusal.code == code
        assert refused.refusal.facts == {"department": JUSTICE, **facts}
        assert refused.next == refused.refusal.next == NEXT_WEDNESDAY


@pytest.mark.parametrize("day", [SATURDAY, SUNDAY])
def test_a_weekend_on_which_nobody_works_is_a_weekend(day: date) -> None:
    refused = closed(JUSTICE, at(day, "8:40"), office())
    assert refused.refusal.code == "closed_day.weekend"
    assert refused.next == NextDuty(JUSTICE, date(2017, 3, 20), BOTH)


def test_a_saturday_on_which_others_work_is_a_day_off_the_roster() -> None:
    table = office({JUSTICE: MWF, FINANCE: {**TT, Weekday.SAT: (MORNING,)}})
    assert closed(JUSTICE, at(SATURDAY, "8:40"), table).refusal.code == "off_roster"
    opened(FINANCE, at(SATURDAY, "8:40"), table)
    extra = DutyException(FINANCE, SUNDAY, ExceptionKind.EXTRA, (MORNING,), "1", "")
    assert closed(JUSTICE, at(SUNDAY, "8:40"), office(exceptions=(extra,))).refusal.code == "off_roster"


def test_a_make_up_day_of_another_group_is_told_as_such() -> None:
    table = office(special_days=[SpecialDay(SATURDAY, True, Weekday.FRI, DayKind.MAKEUP)])
    opened(JUSTICE, at(SATURDAY, "8:40"), table)
    refused = closed(FINANCE, at(SATURDAY, "8:40"), table)
    assert refused.refusal.code == "makeup_off"
    assert refused.refusal.facts == {"department": FINANCE, "as_day": Weekday.FRI}


# 2. Roster


def test_off_the_roster_tells_the_weekdays_of_duty() -> None:
    refused = closed(JUSTICE, at(TUESDAY, "8:40"), office())
    assert refused.refusal.code == "off_roster"
    assert refused.refusal.facts["days"] == (Weekday.MON, Weekday.WED, Weekday.FRI)
    assert refused.next == NEXT_WEDNESDAY


def test_an_unknown_department_is_off_the_roster_for_ever() -> None:
    refused = closed("unknown", at(MONDAY, "8:40"), office())
    assert (refused.refusal.code, refused.next) == ("off_roster", None)


def test_cancelled_duty_tells_reason_and_order() -> None:
    refused = closed(JUSTICE, at(MONDAY, "8:40"), office(exceptions=(cancelled(),)))
    assert refused.refusal.code == "duty_cancelled"
    assert refused.refusal.facts == {"department": JUSTICE, "reason": "tập huấn", "order": "12/QĐ-UBND"}
    assert refused.next == NEXT_WEDNESDAY


def test_a_cancellation_of_what_was_not_planned_is_not_the_reason() -> None:
    table = office(exceptions=(cancelled(day=TUESDAY),))
    assert closed(JUSTICE, at(TUESDAY, "8:40"), table).refusal.code == "off_roster"
    shut = office(special_days=[SpecialDay(MONDAY, False)], exceptions=(cancelled(),))
    assert closed(JUSTICE, at(MONDAY, "8:40"), shut).refusal.code == "closed_day.holiday"


def test_extra_duty_opens_a_day_off_the_roster() -> None:
    extra = DutyException(JUSTICE, TUESDAY, ExceptionKind.EXTRA, (MORNING,), "1", "")
    table = office(exceptions=(extra,))
    assert opened(JUSTICE, at(TUESDAY, "8:40"), table).sitting == MORNING
    withdrawn = office(exceptions=(extra, cancelled(day=TUESDAY)))
    assert closed(JUSTICE, at(TUESDAY, "8:40"), withdrawn).refusal.code == "duty_cancelled"


@pytest.mark.parametrize(
    ("clock", "code", "today"),
    [
        ("6:00", "before_sitting", True),
        ("7:15", "duty_cancelled", True),
        ("11:29:59", "duty_cancelled", True),
        ("11:30", "before_sitting", True),
        ("13:15", "open", True),
        ("16:50", "after_afternoon", False),
    ],
)
def test_a_cancelled_morning_is_the_reason_while_it_would_last(clock: str, code: str, today: bool) -> None:
    answer = verdict(JUSTICE, at(MONDAY, clock), office(exceptions=(cancelled(MORNING),)))
    if isinstance(answer, Open):
        assert code == "open"
        return
    assert answer.refusal.code == code
    assert answer.next == (NextDuty(JUSTICE, MONDAY, (AFTERNOON,)) if today else NEXT_WEDNESDAY)


@pytest.mark.parametrize(
    ("clock", "code"),
    [("11:20", "after_morning_only"), ("13:14:59", "after_morning_only"), ("13:15", "duty_cancelled")],
)
def test_a_cancelled_afternoon_is_the_reason_while_it_would_last(clock: str, code: str) -> None:
    table = office({JUSTICE: MWF, FINANCE: MWF}, exceptions=(cancelled(AFTERNOON),))
    assert closed(JUSTICE, at(MONDAY, clock), table).refusal.code == code


# 3. Hours


@pytest.mark.parametrize(
    ("clock", "code", "numbers"),
    [
        ("0:00", "before_morning", time(7, 15)),
        ("7:14:59", "before_morning", time(7, 15)),
        ("7:15", MORNING, None),
        ("7:30", MORNING, None),
        ("11:19:59", MORNING, None),
        ("11:20", "after_morning", time(13, 15)),
        ("11:29:59", "after_morning", time(13, 15)),
        ("11:30", "lunch", time(13, 15)),
        ("13:14:59", "lunch", time(13, 15)),
        ("13:15", AFTERNOON, None),
        ("16:49:59", AFTERNOON, None),
        ("16:50", "after_afternoon", None),
        ("16:59:59", "after_afternoon", None),
        ("17:00", "evening", None),
        ("23:59:59", "evening", None),
    ],
)
def test_the_hours_of_a_whole_day(clock: str, code: str | Sitting, numbers: time | None) -> None:
    answer = verdict(JUSTICE, at(MONDAY, clock), office())
    if isinstance(answer, Open):
        assert answer == Open(code)
        return
    assert answer.refusal.code == code
    assert answer.refusal.facts.get("from") == numbers
    assert answer.next is not None
    assert answer.next.day == (WEDNESDAY if numbers is None else MONDAY)


NOON = Sitting("noon", time(11, 30), time(13, 0))
LATE = Sitting("night", time(18, 0), time(20, 0))
DAY = Sitting("day", time(8, 0), time(14, 0))


@pytest.mark.parametrize(
    ("sittings", "clock", "code"),
    [
        ((MORNING,), "7:00", "before_morning"),
        ((MORNING,), "11:25", "after_morning_only"),
        ((MORNING,), "16:59", "after_morning_only"),
        ((MORNING,), "17:00", "evening"),
        ((AFTERNOON,), "8:00", "before_sitting"),
        ((AFTERNOON,), "12:00", "before_sitting"),
        ((AFTERNOON,), "16:55", "after_afternoon"),
        ((DAY,), "7:00", "before_sitting"),
        ((DAY,), "13:55", "after_sitting"),
        ((DAY,), "17:00", "evening"),
        ((MORNING, NOON), "11:25", "night or noon"),
        ((*BOTH, LATE), "16:55", "before_sitting"),
        ((*BOTH, LATE), "17:30", "before_sitting"),
        ((*BOTH, LATE), "19:55", "after_sitting"),
        ((*BOTH, LATE), "20:00", "evening"),
        ((MORNING, LATE), "12:00", "before_sitting"),
    ],
)
def test_the_hours_of_other_days(sittings: tuple[Sitting, ...], clock: str, code: str) -> None:
    # Another department works until 17:00, so before that the office has not closed for the day.
    table = office({JUSTICE: {Weekday.MON: sittings}, FINANCE: MWF})
    answer = verdict(JUSTICE, at(MONDAY, clock), table)
    assert answer == Open(NOON) if isinstance(answer, Open) else answer.refusal.code == code


def test_a_saturday_office_of_one_morning_closes_at_its_end() -> None:
    table = office({JUSTICE: {**MWF, Weekday.SAT: (MORNING,)}})
    assert closed(JUSTICE, at(SATURDAY, "11:25"), table).refusal.code == "after_morning_only"
    assert closed(JUSTICE, at(SATURDAY, "11:30"), table).refusal.code == "evening"


def test_where_numbers_of_two_sittings_overlap_the_earlier_gets_them() -> None:
    table = office({JUSTICE: {Weekday.MON: (MORNING, NOON)}}, stop_before=timedelta(0))
    assert opened(JUSTICE, at(MONDAY, "11:29:59"), table).sitting == MORNING
    assert opened(JUSTICE, at(MONDAY, "11:30"), table).sitting == NOON


def test_without_minutes_before_numbers_are_given_exactly_in_the_sitting() -> None:
    table = office(start_before=timedelta(0), stop_before=timedelta(0))
    assert closed(JUSTICE, at(MONDAY, "7:29:59"), table).refusal.code == "before_morning"
    opened(JUSTICE, at(MONDAY, "7:30"), table)
    opened(JUSTICE, at(MONDAY, "11:29:59"), table)
    assert closed(JUSTICE, at(MONDAY, "11:30"), table).refusal.code == "lunch"


# 4. Staff


def staffed(*absences: Absence, **changes: Any) -> DutyTable:
    return office(officers={JUSTICE: frozenset({1})}, absences=absences, **changes)


def test_nobody_there_means_no_number_and_the_next_day_instead() -> None:
    refused = closed(JUSTICE, at(MONDAY, "8:40"), staffed(*absent(1)))
    assert refused.refusal.code == "unstaffed"
    assert refused.refusal.facts == {"department": JUSTICE, "sitting": "morning"}
    assert refused.next == NEXT_WEDNESDAY


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [("7:30", True), ("8:29:59", True), ("8:30", False), ("9:44:59", False), ("9:45", True), ("10:00", True)],
)
def test_an_absence_within_a_sitting_refuses_while_it_lasts(clock: str, is_open: bool) -> None:
    # From 9:45, because numbers are given a quarter of an hour before somebody is there.
    table = staffed(*absent(1, since=at(MONDAY, "8:30"), until=at(MONDAY, "10:00")))
    answer = verdict(JUSTICE, at(MONDAY, clock), table)
    assert isinstance(answer, Open) is is_open
    if not isinstance(answer, Open):
        late = Sitting("morning", time(10, 0), time(11, 30))
        assert answer.next == NextDuty(JUSTICE, MONDAY, (late, AFTERNOON))


def test_an_officer_who_returns_after_the_sitting_does_not_open_it() -> None:
    table = staffed(*absent(1, since=at(MONDAY, "7:00"), until=at(MONDAY, "11:35")), stop_before=timedelta(0))
    assert closed(JUSTICE, at(MONDAY, "11:25"), table).refusal.code == "unstaffed"


def test_a_substitute_opens_the_department() -> None:
    opened(JUSTICE, at(MONDAY, "8:40"), staffed(Absence(1, *ALL_DAY, 5, at(MONDAY, "8:25"))))


@pytest.mark.parametrize("clock", ["6:00", "7:15", "11:25", "12:00"])
def test_no_refusal_promises_a_sitting_that_nobody_keeps(clock: str) -> None:
    refused = closed(JUSTICE, at(MONDAY, clock), staffed(*absent(1)))
    assert refused.refusal.code == "unstaffed"
    assert refused.next == NEXT_WEDNESDAY


def test_before_a_morning_that_starts_late_the_true_time_is_told() -> None:
    table = staffed(*absent(1, until=at(MONDAY, "9:00")))
    refused = closed(JUSTICE, at(MONDAY, "6:00"), table)
    assert (refused.refusal.code, refused.refusal.facts["from"]) == ("before_morning", time(8, 45))


def test_after_hours_absences_do_not_matter() -> None:
    assert closed(JUSTICE, at(MONDAY, "18:00"), staffed(*absent(1))).refusal.code == "evening"
    assert closed(JUSTICE, at(TUESDAY, "8:40"), staffed(*absent(1))).refusal.code == "off_roster"


# 5. Stopped, quota


def stopped(since: str = "8:00", until: datetime | None = None) -> DutyTable:
    return office(stops=(Stop(JUSTICE, at(MONDAY, since), until, "power"),))


@pytest.mark.parametrize(
    ("clock", "code"), [("7:59:59", ""), ("8:00", "stopped"), ("9:29:59", "stopped"), ("9:30", "")]
)
def test_a_stop_refuses_from_its_start_until_its_end(clock: str, code: str) -> None:
    answer = verdict(JUSTICE, at(MONDAY, clock), stopped(until=at(MONDAY, "9:30")))
    assert isinstance(answer, Open) or (answer.refusal.code == code)
    assert isinstance(answer, Open) is (code == "")


def test_a_stop_tells_reason_end_and_what_comes_next() -> None:
    refused = closed(JUSTICE, at(MONDAY, "8:40"), stopped(until=at(MONDAY, "9:30")))
    assert refused.refusal.facts == {"department": JUSTICE, "reason": "power", "until": at(MONDAY, "9:30")}
    rest = Sitting("morning", time(9, 30), time(11, 30))
    assert refused.next == NextDuty(JUSTICE, MONDAY, (rest, AFTERNOON))


def test_a_stop_without_an_end_sends_people_to_the_next_day_of_the_roster() -> None:
    refused = closed(JUSTICE, at(MONDAY, "8:40"), stopped())
    assert refused.refusal.facts["until"] is None
    assert refused.next == NEXT_WEDNESDAY
    assert closed(JUSTICE, at(WEDNESDAY, "8:40"), stopped()).next == NextDuty(JUSTICE, WEDNESDAY + timedelta(2), BOTH)


def test_of_several_stops_the_one_that_ends_last_is_told() -> None:
    ends = [at(MONDAY, "9:00"), None, at(MONDAY, "10:00")]
    stops = tuple(Stop(JUSTICE, at(MONDAY, "8:00"), end, str(end)) for end in ends)
    assert closed(JUSTICE, at(MONDAY, "8:40"), office(stops=stops)).refusal.facts["reason"] == "None"


def test_before_hours_a_stop_of_the_coming_sitting_is_told_at_once() -> None:
    assert closed(JUSTICE, at(MONDAY, "7:00"), stopped("6:30")).refusal.code == "stopped"
    late = closed(JUSTICE, at(MONDAY, "7:00"), stopped("6:30", at(MONDAY, "9:00")))
    assert (late.refusal.code, late.refusal.facts["from"]) == ("before_morning", time(9, 0))


def test_staff_comes_before_stop_and_stop_before_quota() -> None:
    stops = (Stop(JUSTICE, at(MONDAY, "8:00"), None, "power"),)
    quotas = {JUSTICE: Quota(JUSTICE, per_sitting=0)}
    empty = staffed(*absent(1), stops=stops, quotas=quotas)
    assert closed(JUSTICE, at(MONDAY, "8:40"), empty).refusal.code == "unstaffed"
    assert closed(JUSTICE, at(MONDAY, "8:40"), staffed(stops=stops, quotas=quotas)).refusal.code == "stopped"
    assert closed(JUSTICE, at(MONDAY, "8:40"), staffed(quotas=quotas)).refusal.code == "quota.session"


@pytest.mark.parametrize(
    ("per_sitting", "per_day", "load", "code"),
    [
        (10, None, Load(9, 500), ""),
        (10, None, Load(10, 10), "quota.session"),
        (10, None, Load(11, 11), "quota.session"),
        (None, 30, Load(29, 29), ""),
        (None, 30, Load(0, 30), "quota.day"),
        (10, 30, Load(10, 30), "quota.day"),
        (10, 30, Load(10, 29), "quota.session"),
        (None, None, Load(999, 999), ""),
    ],
)
def test_a_quota_refuses_when_it_is_used_up(
    per_sitting: int | None, per_day: int | None, load: Load, code: str
) -> None:
    table = office(quotas={JUSTICE: Quota(JUSTICE, per_sitting, per_day)})
    answer = verdict(JUSTICE, at(MONDAY, "8:40"), table, load)
    if isinstance(answer, Open):
        assert code == ""
        return
    assert answer.refusal.code == code
    assert answer.refusal.facts == {"department": JUSTICE, "session": "morning"}
    # A day that is full must not send people to its afternoon.
    today = NextDuty(JUSTICE, MONDAY, (AFTERNOON,))
    assert answer.next == (today if code == "quota.session" else NEXT_WEDNESDAY)


# 6. Closing time


@pytest.mark.parametrize(
    ("clock", "minutes", "fits"),
    [
        ("11:00", None, True),
        ("11:00", 0, True),
        ("11:00", 29.9, True),
        ("11:00", 30, False),
        ("11:00", 300, False),
        ("7:20", 239.5, True),
        ("7:20", 240, False),
        ("16:49", 10.9, True),
        ("16:49", 11, False),
    ],
)
def test_who_will_not_be_served_before_the_end_is_warned_or_refused(
    clock: str, minutes: float | None, fits: bool
) -> None:
    now, load = at(MONDAY, clock), Load(minutes_to_serve=minutes)
    warned = opened(JUSTICE, now, office(), load)
    answer = verdict(JUSTICE, now, office(closing=ClosingPolicy.REFUSE), load)
    if fits:
        assert warned.warning is None
        assert answer == warned
        return
    refused = closed(JUSTICE, now, office(closing=ClosingPolicy.REFUSE), load)
    assert warned.warning is not None
    assert warned.warning.code == "no_fit.warn"
    assert refused.refusal.code == "no_fit"
    assert warned.warning.next == refused.next
    assert refused.next == (NextDuty(JUSTICE, MONDAY, (AFTERNOON,)) if now.hour < 12 else NEXT_WEDNESDAY)


def test_a_quota_comes_before_the_closing_time() -> None:
    table = office(quotas={JUSTICE: Quota(JUSTICE, per_sitting=1)}, closing=ClosingPolicy.REFUSE)
    assert closed(JUSTICE, at(MONDAY, "11:00"), table, Load(1, 1, 60)).refusal.code == "quota.session"


def test_a_day_is_refused_as_a_whole_only_without_any_duty() -> None:
    assert day_refusal(JUSTICE, MONDAY, office()) is None
    refusal = day_refusal(JUSTICE, TUESDAY, office())
    assert refusal is not None
    assert refusal.code == "off_roster"
