"""A week lived through the actions, reported, and counted again by hand from the raw rows."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from actions.absences import change_absence, report_absence, withdraw_absence
from actions.day import begin_day
from actions.duty_plan import freeze_day
from actions.hall import Hall
from actions.known import forget
from actions.stops import stop_department
from models import DutyExceptionRow
from reports import ComplianceReport, Period, compliance_report
from reports.sentences import duty_sentences
from rules.compliance import Figures, KeptBy
from rules.workdays import Weekday
from tests.actions.at_work import touch
from tests.reports.by_hand import figures_by_hand
from tests.reports.week import FRIDAY, MONDAY, TUESDAY, WEDNESDAY, Week, at

WEEK = Period.named("2017-W11")


def row(report: ComplianceReport, code: str) -> Figures:
    return next(one.figures for one in report.rows if one.code == code)


def sittings(report: ComplianceReport, department: str, day: datetime) -> list[tuple[KeptBy, bool]]:
    mine = [one.kept for one in report.sittings if one.kept.planned.department == department]
    return [(kept.kept_by, kept.is_late) for kept in mine if kept.planned.day == day.date()]


def in_seconds(figures: Figures) -> dict[str, Any]:
    return {
        name: value.total_seconds() if isinstance(value, timedelta) else value
        for name, value in asdict(figures).items()
    }


def same(counted: dict[str, Any], by_hand: dict[str, Any]) -> bool:
    # A mean of whole seconds is rounded to the microsecond on one side only.
    return counted == {name: pytest.approx(value, abs=1e-6) if value else value for name, value in by_hand.items()}


def test_the_substitute_of_the_issue_kept_monday_late(report: ComplianceReport) -> None:
    assert sittings(report, "TP", MONDAY) == [(KeptBy.SUBSTITUTE, True), (KeptBy.SUBSTITUTE, False)]
    first = next(one.kept.first_at for one in report.sittings if one.department == "Phòng Tư pháp")
    assert first == at(MONDAY, "08:25")


def test_each_department_has_its_figures(report: ComplianceReport) -> None:
    assert [one.code for one in report.rows][:4] == ["KTHT", "TNMT", "TCKH", "TP"]
    assert row(report, "KTHT").in_charge == 3
    # The desk was closed for an hour, and left for a break of twenty minutes.
    assert row(report, "TNMT").empty == timedelta(minutes=80, seconds=20)
    assert row(report, "TNMT").left == 2
    assert row(report, "NNPTNT").uncovered == 2
    finance = row(report, "TCKH")
    assert (finance.in_charge, finance.late, finance.called, finance.within_limit) == (2, 1, 2, 1)
    assert finance.first_call == timedelta(hours=1, minutes=16, seconds=7)
    assert row(report, "KTHT").first_call == timedelta()


def test_what_is_still_running_is_pending(report: ComplianceReport) -> None:
    assert report.made_at == at(WEDNESDAY, "08:00")
    assert sittings(report, "TP", WEDNESDAY) == [(KeptBy.PENDING, False)] * 2
    assert sittings(report, "KTHT", WEDNESDAY) == [(KeptBy.IN_CHARGE, False), (KeptBy.PENDING, False)]
    assert report.total.pending == 11


def test_a_desk_forgotten_open_covers_only_its_own_day(report: ComplianceReport) -> None:
    assert sittings(report, "LDTBXH", MONDAY) == [(KeptBy.IN_CHARGE, False)] * 2
    assert sittings(report, "LDTBXH", WEDNESDAY) == [(KeptBy.PENDING, False)] * 2


def test_a_desk_closed_in_a_break_was_left_when_the_break_began(report: ComplianceReport) -> None:
    morning = next(one.kept for one in report.sittings if one.kept.planned.department == "GDDT")
    assert morning.empty == timedelta(minutes=15 + 60 - 30)


def test_absences_stand_as_last_recorded(report: ComplianceReport) -> None:
    justice, health = report.absences
    assert (justice.departments, justice.is_late, justice.is_forbidden) == (("Phòng Tư pháp",), True, False)
    assert justice.substitute is not None
    assert justice.reported_at == at(MONDAY, "08:20")
    assert (health.reason, health.is_forbidden, health.substitute) == ("training", True, None)
    assert (report.total.absences, report.total.absences_late, report.total.absences_forbidden) == (2, 1, 1)


def test_wrong_days_tell_who_when_and_why(report: ComplianceReport) -> None:
    assert [(one.department, one.weekday, one.reason, one.visits) for one in report.wrong_days] == [
        ("Phòng Tư pháp", Weekday.TUE, "off_roster", 2),
        ("Phòng Y tế", Weekday.MON, "off_roster", 1),
    ]
    assert (row(report, "YT").wrong_days, row(report, "YT").slips) == (1, 1)


def test_who_got_no_number_on_a_day_of_duty_is_told_of_by_reason(week: Week) -> None:
    for hour in ("11:40", "11:50"):
        week.goes_on_to(at(WEDNESDAY, hour))
        touch(week.hall, "KTHT")
    week.hall.write(stop_department, department="TNMT", reason="họp", until=None, actor="account:1")
    week.goes_on_to(at(WEDNESDAY, "14:00"))
    for _ in range(3):
        touch(week.hall, "TNMT")
    week.goes_on_to(at(WEDNESDAY, "18:00"))
    touch(week.hall, "TNMT")
    report = week.hall.read(compliance_report, WEEK)
    assert [(one.department, one.reason, one.visits) for one in report.refused] == [
        ("Phòng Tài nguyên - Môi trường", "stopped", 3),
        ("Phòng Kinh tế và Hạ tầng", "lunch", 2),
        ("Phòng Tài nguyên - Môi trường", "after", 1),
    ]
    assert row(report, "TNMT").refused == figures_by_hand(report.raw, report.made_at, "TNMT")["refused"] == 4
    assert report.total.refused == figures_by_hand(report.raw, report.made_at, None)["refused"] == 6
    assert report.total.wrong_days == 3


def test_the_figures_are_those_a_clerk_counts_from_the_raw_rows(report: ComplianceReport) -> None:
    for one in report.rows:
        assert same(in_seconds(one.figures), figures_by_hand(report.raw, report.made_at, one.code)), one.code
    assert same(in_seconds(report.total), figures_by_hand(report.raw, report.made_at, None))


@pytest.mark.parametrize("clock", ["06:00", "09:10", "11:30", "15:00", "23:59"])
def test_they_are_at_every_hour_of_a_later_day(week: Week, clock: str) -> None:
    week.begins(FRIDAY)
    week.goes_on_to(at(FRIDAY, "08:00"))
    away = week.away("NNPTNT", at(FRIDAY, "09:00"), at(FRIDAY, "10:00"), "KTHT")
    reported = week.does(report_absence, wish=away)
    week.seats["KTHT"].does("open")
    week.goes_on_to(at(FRIDAY, "09:05"))
    longer = week.away("NNPTNT", at(FRIDAY, "09:00"), at(FRIDAY, "16:00"), "TNMT")
    week.does(change_absence, absence=reported.id, wish=longer)
    week.goes_on_to(at(FRIDAY, clock))
    report = week.hall.read(compliance_report, WEEK)
    for code in ("KTHT", "NNPTNT", None):
        figures = report.total if code is None else row(report, code)
        assert same(in_seconds(figures), figures_by_hand(report.raw, report.made_at, code)), code


@pytest.mark.parametrize(("comes", "left"), [("09:04:59", 0), ("09:05", 1), (None, 1)])
def test_a_desk_open_for_ten_minutes_is_not_a_morning_kept(week: Week, comes: str | None, left: int) -> None:
    week.goes_on_to(at(WEDNESDAY, "08:50"))
    week.seats["KTHT"].does("close")
    if comes is not None:
        week.goes_on_to(at(WEDNESDAY, comes))
        week.seats["KTHT"].does("open")
    week.goes_on_to(at(WEDNESDAY, "13:30"))
    report = week.hall.read(compliance_report, WEEK)
    assert row(report, "KTHT").left == figures_by_hand(report.raw, report.made_at, "KTHT")["left"] == left
    assert ("KTHT" in [one.kept.planned.department for one in report.faults]) is bool(left)


def change_today(week: Week, department: str, *names: str, kind: str = "cancelled") -> None:
    def write(db: Any, here: Any) -> None:
        facts = {"department": department, "day": here.today, "kind": kind, "sittings": list(names)}
        db.add(DutyExceptionRow(site_id=here.site_id, document="12/TB", reason="họp", **facts))
        db.flush()
        forget(db, here)
        freeze_day(db, here)

    week.hall.write(write)


def due(week: Week, department: str) -> int:
    """As reported, and as a clerk counts."""
    report = week.hall.read(compliance_report, WEEK)
    counted: int = figures_by_hand(report.raw, report.made_at, department)["due"]
    assert row(report, department).due == counted
    return counted


def test_the_newest_plan_of_a_day_holds(week: Week) -> None:
    change_today(week, "NNPTNT", "afternoon")
    assert due(week, "NNPTNT") == 3


def test_a_sitting_that_was_missed_cannot_be_cancelled_afterwards(week: Week) -> None:
    week.goes_on_to(at(WEDNESDAY, "16:00"))
    change_today(week, "NNPTNT", "morning", "afternoon")
    assert due(week, "NNPTNT") == 4
    report = week.hall.read(compliance_report, WEEK)
    assert sittings(report, "NNPTNT", WEDNESDAY) == [(KeptBy.NOBODY, False), (KeptBy.PENDING, False)]


def test_a_later_plan_counts_for_what_had_not_begun(week: Week) -> None:
    week.goes_on_to(at(WEDNESDAY, "13:29:59"))
    change_today(week, "NNPTNT", "afternoon")
    change_today(week, "YT", "morning", "afternoon", kind="extra")
    week.goes_on_to(at(WEDNESDAY, "13:30"))
    change_today(week, "TCKH", "afternoon")
    assert (due(week, "NNPTNT"), due(week, "TCKH")) == (3, 4)
    report = week.hall.read(compliance_report, WEEK)
    assert sittings(report, "YT", WEDNESDAY) == [(KeptBy.PENDING, False)]


def test_sittings_of_a_day_on_which_nothing_ran_were_due(week: Week) -> None:
    assert due(week, "KTHT") == 4
    week.begins(FRIDAY + timedelta(days=3))
    assert due(week, "KTHT") == 6
    report = week.hall.read(compliance_report, WEEK)
    assert sittings(report, "KTHT", FRIDAY) == [(KeptBy.NOBODY, False)] * 2
    assert any("Có 2 ngày trực máy chủ không chạy" in said for said in duty_sentences("vi", report))
    assert {each["day"] for each in report.raw if each["kind"] == "duty_planned"} == {
        (MONDAY + timedelta(days=n)).date() for n in range(7)
    }


def test_an_edited_configuration_does_not_rewrite_what_a_desk_was_made_for(
    week: Week, report: ComplianceReport
) -> None:
    hall, config = week.hall, week.hall.config
    desks = tuple(each.model_copy(update={"departments": ("VHTT",)}) for each in config.desks)
    edited = Hall(config.model_copy(update={"desks": desks}), week.clock, hall.database, hall.site_id)
    later = edited.read(compliance_report, WEEK)
    assert [each.kept for each in later.sittings] == [each.kept for each in report.sittings]


def test_an_absence_told_to_the_chairman_too_late_counts_as_late(week: Week) -> None:
    zone = week.hall.config.site.zone
    told = {"office_told_at": at(WEDNESDAY, "07:00"), "chairman_told_at": at(WEDNESDAY, "07:45")}
    moments = {name: moment.replace(tzinfo=zone) for name, moment in told.items()}
    week.does(report_absence, wish=week.away("KTHT", at(WEDNESDAY, "07:30"), at(WEDNESDAY, "11:30"), **moments))
    report = week.hall.read(compliance_report, WEEK)
    line = report.absences[-1]
    assert (line.is_late, line.is_chairman_late, line.reported_at) == (True, True, at(WEDNESDAY, "07:00"))
    assert row(report, "KTHT").absences_late == 1


def test_an_absence_reported_before_the_period_is_told_of_and_one_withdrawn_is_not(week: Week) -> None:
    away = week.away("YT", datetime(2017, 3, 20, 7, 30), datetime(2017, 3, 24, 17, 0))
    reported = week.does(report_absence, wish=away)
    report = week.hall.read(compliance_report, Period.named("2017-W12"))
    assert [one.since for one in report.absences] == [datetime(2017, 3, 20, 7, 30)]
    assert {each["absence"] for each in report.raw} == {reported.id}
    week.does(withdraw_absence, absence=reported.id, why="đi làm lại")
    report = week.hall.read(compliance_report, Period.named("2017-W12"))
    assert report.absences == ()
    assert [each["kind"] for each in report.raw] == ["absence_reported", "absence_withdrawn"]


def test_a_month_holds_its_weeks(week: Week, report: ComplianceReport) -> None:
    month = week.hall.read(compliance_report, Period.named("2017-03"))
    assert [one.figures for one in month.rows] == [one.figures for one in report.rows]
    assert week.hall.read(compliance_report, Period.named("2017-02")).total.due == 0


def test_raw_rows_are_flat_and_lead_to_no_citizen(report: ComplianceReport) -> None:
    assert {type(value) for each in report.raw for value in each.values()} <= {
        int, str, bool, date, datetime, type(None),
    }  # fmt: skip
    assert not any("token" in name for each in report.raw for name in each)
    assert [each["seq"] for each in report.raw] == sorted(each["seq"] for each in report.raw)


def test_an_empty_period_is_reported_too(week: Week) -> None:
    report = week.hall.read(compliance_report, Period.named("2016-W40"))
    assert (report.raw, report.sittings, report.total.due) == ((), (), 0)
    assert len(report.rows) == 12


def test_a_tuesday_begun_twice_counts_once(week: Week, report: ComplianceReport) -> None:
    week.hall.write(begin_day)
    again = week.hall.read(compliance_report, WEEK)
    assert sittings(again, "YT", TUESDAY) == sittings(report, "YT", TUESDAY)
    assert again.total == report.total
