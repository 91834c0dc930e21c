"""Absences: reported, changed, withdrawn; late or in time; never overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from actions.absence_conflicts import AbsenceWish, wish_of
from actions.absence_views import AbsenceView, Reason, absence_history, list_absences, newest_of
from actions.absences import assign_substitute, change_absence, report_absence, withdraw_absence
from actions.duty import verdict_now
from actions.hall import Hall
from actions.people import OfficerWish, officer_left, save_officer
from actions.presence import open_desk
from actions.standing_in import absence_warnings, candidates, substituted_departments
from actions.views import DeskView
from models import AbsenceRow
from rules.duty import Closed
from rules.refusals import Refusal
from tests.actions.at_work import add_person, events, move_to, nothing_changes, rows
from tests.conftest import SetClock

MONDAY, WEDNESDAY = date(2017, 3, 13), date(2017, 3, 15)


def listed(hall: Hall, name: str, *departments: str) -> int:
    answer = hall.write(save_officer, wish=OfficerWish(name, departments), actor="account:1")
    assert not isinstance(answer, Refusal), answer
    return answer.id


def moment(hall: Hall, day: date, clock: str) -> datetime:
    local = datetime.fromisoformat(f"{day.isoformat()} {clock}").replace(tzinfo=hall.config.site.zone)
    return local.astimezone(UTC)


def wish(hall: Hall, officer: int, since: str = "07:30", until: str = "11:30", day: date = MONDAY) -> AbsenceWish:
    return AbsenceWish(officer, moment(hall, day, since), moment(hall, day, until), Reason.LEAVE)


def reported(hall: Hall, asked: AbsenceWish) -> AbsenceView:
    answer = hall.write(report_absence, wish=asked, actor="account:1")
    assert isinstance(answer, AbsenceView), answer
    return answer


def code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


@pytest.fixture
def huong(hall: Hall, set_clock: SetClock) -> int:
    """The only officer listed for KTHT; it is Monday, 8:20."""
    move_to(set_clock, hall, datetime(2017, 3, 13, 8, 20))
    return listed(hall, "Hương", "KTHT")


def test_an_absence_reported_after_the_sitting_began_is_late(hall: Hall, huong: int) -> None:
    assert reported(hall, wish(hall, huong)).is_late
    assert not reported(hall, wish(hall, huong, "13:30", "17:00")).is_late


def test_what_the_office_heard_in_time_and_wrote_down_later_is_not_late(hall: Hall, huong: int) -> None:
    told = moment(hall, MONDAY, "07:10")
    view = reported(hall, replace(wish(hall, huong), office_told_at=told))
    assert (view.is_late, view.reported_at, view.recorded_at) == (False, told, hall.now())


def test_who_told_the_chairman_after_the_sitting_began_is_late(hall: Hall, huong: int) -> None:
    in_time, late = moment(hall, MONDAY, "07:10"), moment(hall, MONDAY, "07:31")
    told = replace(wish(hall, huong), office_told_at=in_time, chairman_told_at=late)
    view = reported(hall, told)
    assert (view.is_late, view.is_chairman_late) == (True, True)
    assert events(hall, "absence_reported")[-1].facts["is_chairman_late"] is True
    mended = hall.write(
        change_absence, absence=view.id, wish=replace(told, chairman_told_at=in_time), actor="account:1"
    )
    assert isinstance(mended, AbsenceView)
    assert (mended.is_late, mended.is_chairman_late) == (False, False)


def test_the_chairman_told_in_time_of_the_days_added_was_told_in_time(
    hall: Hall, huong: int, set_clock: SetClock
) -> None:
    first = reported(hall, replace(wish(hall, huong, day=WEDNESDAY), chairman_told_at=hall.now()))
    for clock, is_late in (("10:00", False), ("14:00", True)):
        move_to(set_clock, hall, datetime.fromisoformat(f"2017-03-15 {clock}"))
        longer = replace(
            wish_of(first),
            until=moment(hall, WEDNESDAY, "17:00"),
            office_told_at=moment(hall, WEDNESDAY, "09:00"),
            chairman_told_at=hall.now(),
        )
        changed = hall.write(change_absence, absence=first.id, wish=longer, actor="account:2")
        assert isinstance(changed, AbsenceView)
        assert changed.is_late is is_late
        back = hall.write(change_absence, absence=changed.id, wish=wish_of(first), actor="account:2")
        assert isinstance(back, AbsenceView)
        first = back


def test_nobody_was_told_in_the_future(hall: Hall, huong: int) -> None:
    later = replace(wish(hall, huong), chairman_told_at=moment(hall, MONDAY, "09:00"))
    with nothing_changes(hall):
        assert code(hall.write(report_absence, wish=later, actor="account:1")) == "told_later"


def test_an_absence_on_days_without_duty_is_neither_late_nor_forbidden(hall: Hall, huong: int) -> None:
    tuesday = wish(hall, huong, day=date(2017, 3, 14))
    view = reported(hall, replace(tuesday, reason=Reason.TRAINING))
    assert (view.is_late, view.is_forbidden) == (False, False)


def test_a_trip_on_a_duty_day_is_marked_and_warned_of_but_not_blocked(hall: Hall, huong: int) -> None:
    trip = replace(wish(hall, huong, day=WEDNESDAY), reason=Reason.BUSINESS_TRIP)
    assert [each.code for each in hall.read(absence_warnings, wish=trip)] == ["conflict_forbidden"]
    assert reported(hall, trip).is_forbidden


def test_a_note_corrected_later_does_not_make_a_timely_report_late(hall: Hall, huong: int, set_clock: SetClock) -> None:
    first = reported(hall, wish(hall, huong, day=WEDNESDAY))
    move_to(set_clock, hall, datetime(2017, 3, 15, 9))
    mended = replace(wish_of(first), note="đơn ngày 12/3")
    changed = hall.write(change_absence, absence=first.id, wish=mended, actor="account:2")
    assert isinstance(changed, AbsenceView)
    assert (changed.is_late, changed.reported_at) == (False, first.reported_at)


def test_who_stays_away_longer_and_tells_it_late_is_late(hall: Hall, huong: int, set_clock: SetClock) -> None:
    first = reported(hall, wish(hall, huong, day=WEDNESDAY))
    longer = replace(wish_of(first), until=moment(hall, WEDNESDAY, "17:00"))
    move_to(set_clock, hall, datetime(2017, 3, 15, 14))
    changed = hall.write(change_absence, absence=first.id, wish=longer, actor="account:2")
    assert isinstance(changed, AbsenceView)
    assert changed.is_late


def test_a_longer_absence_told_before_the_added_sitting_is_in_time(hall: Hall, huong: int, set_clock: SetClock) -> None:
    first = reported(hall, wish(hall, huong, day=WEDNESDAY))
    move_to(set_clock, hall, datetime(2017, 3, 15, 10))
    longer = replace(wish_of(first), until=moment(hall, WEDNESDAY, "17:00"))
    changed = hall.write(change_absence, absence=first.id, wish=longer, actor="account:2")
    assert isinstance(changed, AbsenceView)
    assert not changed.is_late


def test_history_is_kept_when_an_absence_is_changed_and_withdrawn(hall: Hall, huong: int) -> None:
    khanh = listed(hall, "Khánh", "KTHT")
    first = reported(hall, wish(hall, huong))
    second = hall.write(assign_substitute, absence=first.id, substitute=khanh, accepted_note="", actor="account:2")
    assert isinstance(second, AbsenceView)
    assert second.is_late, "only the substitute is new: the report stays as late as it was"
    hall.write(withdraw_absence, absence=second.id, why="ghi nhầm", actor="account:1")
    chain = hall.read(absence_history, absence_id=second.id)
    assert [(each.id, each.substitute, each.made_by) for each in chain] == [
        (first.id, None, "account:1"),
        (second.id, khanh, "account:2"),
    ]
    assert chain[-1].end_note == "ghi nhầm"
    assert hall.read(newest_of, absence_id=first.id) == second.id
    assert hall.read(list_absences, since=MONDAY, until=MONDAY) == ()
    assert len(hall.read(list_absences, since=MONDAY, until=MONDAY, with_ended=True)) == 2
    assert len(rows(hall, AbsenceRow)) == 2


def test_two_supervisors_who_change_the_same_absence_the_second_is_told(hall: Hall, huong: int) -> None:
    khanh, nga = listed(hall, "Khánh", "KTHT"), listed(hall, "Nga", "KTHT")
    seen = reported(hall, wish(hall, huong))
    hall.write(assign_substitute, absence=seen.id, substitute=khanh, accepted_note="", actor="account:1")
    with nothing_changes(hall):
        other = hall.write(assign_substitute, absence=seen.id, substitute=nga, accepted_note="", actor="account:2")
        assert code(other) == "no_absence"
        assert code(hall.write(change_absence, absence=seen.id, wish=wish_of(seen), actor="account:2")) == "no_absence"
        assert code(hall.write(withdraw_absence, absence=seen.id, why="x", actor="account:2")) == "no_absence"


def test_a_withdrawal_needs_a_reason(hall: Hall, huong: int) -> None:
    seen = reported(hall, wish(hall, huong))
    with nothing_changes(hall):
        assert code(hall.write(withdraw_absence, absence=seen.id, why=" ", actor="account:1")) == "withdraw_why"


def test_who_may_stand_in_is_told_with_the_reason_why_not(hall: Hall, huong: int) -> None:
    khanh, nga, lien = listed(hall, "Khánh", "KTHT"), listed(hall, "Nga", "TNMT"), listed(hall, "Liên", "TP")
    reported(hall, wish(hall, nga))
    hall.write(officer_left, officer_id=listed(hall, "Đi rồi", "KTHT"), actor="account:1")
    asked = wish(hall, huong)
    found = hall.read(candidates, officer=huong, since=asked.since, until=asked.until)
    assert {each.officer: (each.is_own, each.busy and each.busy.code) for each in found} == {
        khanh: (True, None),
        nga: (False, "substitute_absent"),
        lien: (False, None),
    }


def test_one_person_in_two_places_is_warned_of(hall: Hall, huong: int) -> None:
    lien = listed(hall, "Liên", "TP")
    asked = replace(wish(hall, huong), substitute=lien, accepted_note="chỉ còn một người")
    (warning,) = hall.read(absence_warnings, wish=asked)
    assert (warning.code, warning.facts["departments"]) == ("conflict_two_places", ("TP",))
    on_tuesday_only = replace(asked, substitute=listed(hall, "Tâm", "YT"))
    assert hall.read(absence_warnings, wish=on_tuesday_only) == ()


def test_a_substitute_who_falls_ill_is_warned_of(hall: Hall, huong: int) -> None:
    khanh = listed(hall, "Khánh", "KTHT")
    reported(hall, replace(wish(hall, huong), substitute=khanh))
    (warning,) = hall.read(absence_warnings, wish=wish(hall, khanh))
    assert (warning.code, warning.facts["absent"]) == ("conflict_standing_in", "Hương")


def test_everybody_absent_is_unstaffed_until_a_substitute_is_sent(hall: Hall, huong: int) -> None:
    seen = reported(hall, wish(hall, huong))
    answer = hall.read(verdict_now, "KTHT")
    assert isinstance(answer, Closed)
    assert answer.refusal.code == "unstaffed"
    khanh = listed(hall, "Khánh", "KTHT")
    hall.write(officer_left, officer_id=khanh, actor="account:1")
    lien = listed(hall, "Liên", "TP")
    hall.write(assign_substitute, absence=seen.id, substitute=lien, accepted_note="vì chỉ một người", actor="account:1")
    assert not isinstance(hall.read(verdict_now, "KTHT"), Closed)


def test_a_substitute_who_has_left_staffs_no_department(hall: Hall, huong: int) -> None:
    khanh = listed(hall, "Khánh", "TP")
    seen = reported(hall, replace(wish(hall, huong), substitute=khanh, accepted_note="vì chỉ một người"))
    assert not isinstance(hall.read(verdict_now, "KTHT"), Closed)
    hall.write(officer_left, officer_id=khanh, actor="account:1")
    answer = hall.read(verdict_now, "KTHT")
    assert isinstance(answer, Closed)
    assert answer.refusal.code == "unstaffed"
    (view,) = hall.read(list_absences, since=MONDAY, until=MONDAY)
    assert (view.substitute_name, view.is_substituted) == ("Khánh", False)
    shorter = replace(wish_of(view), until=hall.now())
    assert isinstance(hall.write(change_absence, absence=seen.id, wish=shorter, actor="account:1"), AbsenceView)


@pytest.mark.parametrize(
    ("clock", "may"), [((7, 0), True), ((8, 20), True), ((12, 0), True), ((13, 29), True), ((13, 30), False)]
)
def test_a_substitute_sits_down_early_and_calls_on_into_lunch(
    hall: Hall, huong: int, set_clock: SetClock, clock: tuple[int, int], may: bool
) -> None:
    tam = add_person(hall, "tam", "YT")
    assert tam.officer_id is not None
    move_to(set_clock, hall, datetime(2017, 3, 13, 6))
    reported(hall, replace(wish(hall, huong), substitute=tam.officer_id, accepted_note="chỉ còn một người"))
    move_to(set_clock, hall, datetime(2017, 3, 13, *clock))
    assert hall.read(substituted_departments, tam.officer_id) == (("KTHT",) if may else ())
    desk = hall.write(open_desk, desk="1", account=tam)
    assert isinstance(desk, DeskView)
    assert desk.departments == (("KTHT",) if may else ())


def test_the_event_tells_all_that_a_report_needs(hall: Hall, huong: int) -> None:
    reported(hall, replace(wish(hall, huong), reported_by="Trưởng phòng", chairman_told_at=hall.now()))
    (event,) = events(hall, "absence_reported")
    assert event.facts["chairman_told_at"] == hall.now().isoformat()
    assert (event.facts["reported_by"], event.facts["before"]) == ("Trưởng phòng", None)
