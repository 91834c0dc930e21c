"""How a roster was kept: by tables of cases, and against a slow model that looks at every minute."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.compliance import (
    AbsenceReported,
    Call,
    Evidence,
    Figures,
    KeptBy,
    PlannedSitting,
    Presence,
    SittingKept,
    Substitution,
    Terms,
    TicketWait,
    WrongDayVisit,
    compliance,
    is_wrong_day,
    refused_for,
)
from rules.workdays import Sitting

MONDAY = date(2017, 3, 13)
EVENING = datetime(2017, 3, 13, 20)
MORNING = PlannedSitting("TP", MONDAY, Sitting("morning", time(7, 30), time(11, 30)))
AFTERNOON = PlannedSitting("TP", MONDAY, Sitting("afternoon", time(13, 30), time(17, 0)))
TP, NV = frozenset({"TP"}), frozenset({"NV"})
MINUTE = timedelta(minutes=1)


def at(clock: str) -> datetime:
    return datetime.combine(MONDAY, time.fromisoformat(clock))


def sat(since: str, until: str | None, officer: int = 1, **changes: Any) -> Presence:
    return Presence(officer, changes.pop("own", TP), at(since), at(until) if until else None, **changes)


def stands_in(since: str, until: str, recorded: str, officer: int = 2) -> Substitution:
    return Substitution(officer, TP, at(since), at(until), at(recorded))


def kept(*presences: Presence, instead: Iterable[Substitution] = (), now: datetime = EVENING) -> SittingKept:
    (one,) = compliance(Evidence((MORNING,), presences, tuple(instead)), now).kept
    return one


def figures(evidence: Evidence, department: str = "TP", **terms: timedelta) -> Figures:
    return dict(compliance(evidence, EVENING, terms=Terms(**terms)).departments)[department]


@pytest.mark.parametrize(
    ("since", "until", "first", "is_late", "empty"),
    [
        ("07:00", "11:30", "07:30", False, 0),
        ("07:00", None, "07:30", False, 0),
        ("07:29", "07:31", "07:30", False, 239),
        ("07:45", "11:30", "07:45", False, 15),
        ("07:45:01", "11:30", "07:45:01", True, 15 + 1 / 60),
        ("08:25", "12:00", "08:25", True, 55),
        ("11:29", "14:00", "11:29", True, 239),
    ],
)
def test_first_presence_tells_whether_a_sitting_began_late(
    since: str, until: str | None, first: str, is_late: bool, empty: float
) -> None:
    one = kept(sat(since, until))
    assert (one.kept_by, one.first_at, one.is_late) == (KeptBy.IN_CHARGE, at(first), is_late)
    assert one.empty == timedelta(minutes=empty)
    assert one.late_by == at(first) - MORNING.begins


@pytest.mark.parametrize(("since", "until"), [("07:00", "07:30"), ("11:30", "17:00"), ("09:00", "09:00")])
def test_who_sat_before_or_after_did_not_keep_the_sitting(since: str, until: str) -> None:
    one = kept(sat(since, until))
    assert (one.kept_by, one.first_at, one.is_late, one.empty) == (KeptBy.NOBODY, None, False, timedelta(hours=4))


@pytest.mark.parametrize(
    ("now", "kept_by"),
    [("07:00", KeptBy.PENDING), ("09:00", KeptBy.PENDING), ("11:29:59", KeptBy.PENDING), ("11:30", KeptBy.NOBODY)],
)
def test_a_sitting_is_not_uncovered_before_it_is_over(now: str, kept_by: KeptBy) -> None:
    assert kept(now=at(now)).kept_by is kept_by


def test_a_running_sitting_that_somebody_keeps_counts_as_kept_and_may_be_late() -> None:
    one = kept(sat("08:00", None), now=at("09:00"))
    assert (one.kept_by, one.is_late, one.empty) == (KeptBy.IN_CHARGE, True, 30 * MINUTE)


def test_who_will_only_come_does_not_count() -> None:
    assert kept(sat("08:00", None), now=at("08:00")).kept_by is KeptBy.PENDING


def test_an_officer_of_another_department_keeps_nothing() -> None:
    assert kept(sat("07:00", None, own=NV)).kept_by is KeptBy.NOBODY
    assert kept(sat("07:00", None, own=NV, desk_departments=TP)).kept_by is KeptBy.NOBODY


def test_the_day_of_the_issue_a_substitute_at_8_25_is_late() -> None:
    one = kept(sat("08:24", None, 2, own=NV, desk_departments=TP | NV), instead=[stands_in("07:30", "17:00", "08:25")])
    assert (one.kept_by, one.first_at, one.is_late) == (KeptBy.SUBSTITUTE, at("08:25"), True)


def test_a_substitute_covers_only_where_the_desk_serves_the_department() -> None:
    one = kept(sat("07:00", None, 2, own=NV, desk_departments=NV), instead=[stands_in("07:30", "17:00", "07:00")])
    assert one.kept_by is KeptBy.NOBODY


def test_a_colleague_of_the_department_stands_in_from_the_first_minute() -> None:
    one = kept(sat("07:30", None, 2), instead=[stands_in("07:30", "17:00", "09:00")])
    assert (one.kept_by, one.is_late) == (KeptBy.SUBSTITUTE, False)


def test_after_the_absence_a_colleague_is_in_charge_again_and_a_stranger_is_nobody() -> None:
    instead = [stands_in("07:30", "09:00", "07:00")]
    assert kept(sat("07:30", None, 2), instead=instead).kept_by is KeptBy.IN_CHARGE
    stranger = kept(sat("07:30", None, 2, own=NV, desk_departments=TP), instead=instead)
    assert (stranger.kept_by, stranger.empty) == (KeptBy.SUBSTITUTE, 150 * MINUTE)


@pytest.mark.parametrize(
    ("left", "kept_by"),
    [("09:29", KeptBy.SUBSTITUTE), ("09:30", KeptBy.IN_CHARGE), ("11:30", KeptBy.IN_CHARGE)],
)
def test_a_sitting_counts_for_whoever_was_there_longer(left: str, kept_by: KeptBy) -> None:
    one = kept(sat("07:30", left), sat("07:30", None, 2), instead=[stands_in("07:00", "17:00", "07:00")])
    assert one.kept_by is kept_by
    assert one.empty == timedelta()


def test_gaps_between_presences_are_counted() -> None:
    one = kept(sat("07:00", "08:00"), sat("08:10", "10:00"), sat("09:00", "11:00", 3))
    assert one.empty == 40 * MINUTE


@pytest.mark.parametrize(
    ("calls", "first"),
    [
        (["07:15"], 0),
        (["07:14:59"], None),
        (["07:20", "08:00"], 0),
        (["07:42", "08:00"], 12),
        (["11:30"], None),
        (["13:40"], None),
    ],
)
def test_the_first_call_of_a_sitting(calls: list[str], first: int | None) -> None:
    counted = figures(Evidence((MORNING,), calls=tuple(Call("TP", at(call)) for call in calls)))
    assert counted.first_call == (None if first is None else first * MINUTE)


def test_the_median_first_call_leaves_out_sittings_without_a_call() -> None:
    other = PlannedSitting("NV", MONDAY, MORNING.sitting)
    calls = (Call("TP", at("07:40")), Call("TP", at("14:00")), Call("NV", at("07:31")))
    total = compliance(Evidence((MORNING, AFTERNOON, other), calls=calls), EVENING).total
    assert total.first_call == 10 * MINUTE
    assert figures(Evidence((MORNING, AFTERNOON, other), calls=calls)).first_call == 20 * MINUTE


def test_fifteen_minutes_are_within_fifteen_minutes() -> None:
    issued = at("08:00")
    waits = (None, timedelta(), 15 * MINUTE, 15 * MINUTE + timedelta(seconds=1), 40 * MINUTE)
    tickets = tuple(TicketWait("TP", issued, None if wait is None else issued + wait) for wait in waits)
    counted = figures(Evidence(tickets=tickets))
    assert (counted.issued, counted.called, counted.within_limit, counted.share_within) == (5, 4, 2, 0.5)
    assert counted.median_wait == 15 * MINUTE + timedelta(seconds=0.5)
    assert counted.longest_wait == 40 * MINUTE
    assert counted.mean_wait == (70 * MINUTE + timedelta(seconds=1)) / 4


def test_nothing_to_count_is_none_and_not_zero_minutes() -> None:
    total = compliance(Evidence(), EVENING).total
    assert (total.first_call, total.median_wait, total.mean_wait, total.longest_wait) == (None,) * 4
    assert total.share_within is None


def test_an_absence_in_two_departments_counts_once_in_the_total() -> None:
    absences = (AbsenceReported(1, TP | NV, True, False), AbsenceReported(2, NV, False, True))
    counted = compliance(Evidence(absences=absences), EVENING, ["TP", "NV"])
    seen = {code: (f.absences, f.absences_late, f.absences_forbidden) for code, f in counted.departments}
    assert seen == {"TP": (1, 1, 0), "NV": (2, 1, 1)}
    assert (counted.total.absences, counted.total.absences_late, counted.total.absences_forbidden) == (2, 1, 1)


def test_departments_come_as_asked_for_and_then_those_that_only_the_evidence_knows() -> None:
    evidence = Evidence((MORNING,), wrong_days=(WrongDayVisit("OLD", "off_roster"),), slips=("NV",))
    assert [code for code, _ in compliance(evidence, EVENING, ["YT", "TP"]).departments] == ["YT", "TP", "NV", "OLD"]


@pytest.mark.parametrize("code", ["off_roster", "makeup_off", "duty_cancelled", "closed_day", "closed_day.holiday"])
def test_a_refusal_of_the_day_is_a_wrong_day(code: str) -> None:
    assert is_wrong_day(code)


@pytest.mark.parametrize("code", ["lunch", "evening", "unstaffed", "stopped", "quota.day", "no_procedure", ""])
def test_a_refusal_of_the_hour_or_the_staff_is_none(code: str) -> None:
    assert not is_wrong_day(code)


@pytest.mark.parametrize(
    ("code", "reason"),
    [("quota.day", "quota"), ("after_morning_only", "after"), ("evening", "after"), ("before_morning", "before"),
     ("stopped", "stopped"), ("new.code", "new")],
)  # fmt: skip
def test_codes_that_mean_the_same_to_the_report_are_one_reason(code: str, reason: str) -> None:
    assert refused_for(code) == reason


# --- The slow model: every minute of the day is looked at.

minutes_of_day = st.integers(6 * 60, 18 * 60)
departments = st.sampled_from(["TP", "NV", "YT"])
some_departments = st.frozensets(departments, max_size=3)
officers = st.integers(1, 3)


def moment(minute: int) -> datetime:
    return datetime.combine(MONDAY, time()) + minute * MINUTE


@st.composite
def sittings(draw: st.DrawFn) -> PlannedSitting:
    begins, length = draw(st.integers(6 * 60, 15 * 60)), draw(st.integers(1, 180))
    hours = [moment(minute).time() for minute in (begins, begins + length)]
    return PlannedSitting(draw(departments), MONDAY, Sitting("morning", *hours))


moments = minutes_of_day.map(moment)
presences = st.builds(Presence, officers, some_departments, moments, st.none() | moments, some_departments)
substitutions = st.builds(Substitution, officers, some_departments, moments, moments, moments)
evidences = st.builds(
    Evidence,
    st.lists(sittings(), max_size=3).map(tuple),
    st.lists(presences, max_size=5).map(tuple),
    st.lists(substitutions, max_size=4).map(tuple),
)


def who_at(minute: datetime, department: str, evidence: Evidence) -> set[str]:
    """Everybody who covers the department in this minute, and as what."""
    found = set()
    for presence in evidence.presences:
        if minute < presence.since or (presence.until is not None and minute >= presence.until):
            continue
        named = [
            one
            for one in evidence.substitutions
            if one.officer == presence.officer and department in one.departments and one.since <= minute < one.until
        ]
        if department in presence.departments:
            found.add("substitute" if named else "in charge")
        elif department in presence.desk_departments and any(one.recorded_at <= minute for one in named):
            found.add("substitute")
    return found


def slowly(planned: PlannedSitting, evidence: Evidence, now: datetime) -> SittingKept:
    minute, seen = planned.begins, []
    while minute < planned.ends and minute < now:
        seen.append((minute, who_at(minute, planned.department, evidence)))
        minute += MINUTE
    in_charge = sum("in charge" in who for _, who in seen)
    substitute = sum(who == {"substitute"} for _, who in seen)
    first = next((minute for minute, who in seen if who), None)
    if first is None:
        kept_by = KeptBy.NOBODY if now >= planned.ends else KeptBy.PENDING
    else:
        kept_by = KeptBy.IN_CHARGE if in_charge >= substitute else KeptBy.SUBSTITUTE
    late = first is not None and first > planned.begins + 15 * MINUTE
    gaps, gap = [0], 0
    for minute, who in seen:
        gap = gap + 1 if first is not None and minute > first and not who else 0
        gaps.append(gap)
    empty = sum(not who for _, who in seen) * MINUTE
    return SittingKept(planned, kept_by, first, late, empty, max(gaps) * MINUTE, max(gaps) >= 15)


@given(evidences, moments)
def test_what_is_reckoned_is_what_every_minute_shows(evidence: Evidence, now: datetime) -> None:
    counted = compliance(evidence, now)
    assert sorted(counted.kept, key=repr) == sorted((slowly(one, evidence, now) for one in evidence.sittings), key=repr)


@given(evidences, moments)
def test_every_sitting_due_is_told_of_once(evidence: Evidence, now: datetime) -> None:
    counted = compliance(evidence, now)
    for each in (counted.total, *(row for _, row in counted.departments)):
        assert each.due == each.in_charge + each.substitute + each.uncovered + each.pending
        assert each.late <= each.covered
        assert each.left <= each.covered
    for name in ("due", "in_charge", "substitute", "late", "uncovered", "pending"):
        assert getattr(counted.total, name) == sum(getattr(row, name) for _, row in counted.departments)


@given(evidences, moments, st.randoms(use_true_random=False))
def test_the_order_in_which_the_evidence_comes_does_not_matter(evidence: Evidence, now: datetime, random: Any) -> None:
    shuffled = Evidence(
        *(
            tuple(random.sample(each, len(each)))
            for each in (evidence.sittings, evidence.presences, evidence.substitutions)
        )
    )
    assert compliance(shuffled, now).departments == compliance(evidence, now).departments
