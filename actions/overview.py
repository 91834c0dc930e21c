"""What must the Office see at a glance? Today's departments, people, waits, alerts, and who came in vain."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import clock
from actions.absence_views import AbsenceView, list_absences
from actions.covering import Uncovered, checked_in, covered_departments, departments_of, uncovered_now, unstaffed_now
from actions.duty import departments_today, on_duty_today
from actions.events import last_seq
from actions.here import Here
from actions.known import known
from actions.people import OfficerView, list_officers
from actions.printer_news import PrinterView, printers_now
from actions.reprints import PaperLine, doubtful_papers
from actions.stops import NoticeView, StopView, notices_now, stops_now
from actions.views import DepartmentToday
from models import Event, Officer, Ticket
from rules.serving_gaps import Gap
from rules.states import TicketState

# Refusals that mean: somebody came on a day or at an hour at which the department does not receive.
WRONG_DAY = ("off_roster", "makeup_off", "duty_cancelled", "closed_day")


@dataclass(frozen=True, slots=True)
class DepartmentOverview:
    """One department today.

    `state`: off | stopped | unstaffed | uncovered | partly (some of its parts are) | covered | due (not open yet).
    """

    code: str
    today: DepartmentToday
    state: str
    served: int
    longest_wait_min: int | None
    desks: tuple[tuple[str, str], ...]
    officers: tuple[OfficerView, ...]
    wrong_day: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The Office's first page. `arrivals` counts tickets by local hour; `desks` of a department are (code, officer)."""

    seq: int
    now: datetime
    departments: tuple[DepartmentOverview, ...]
    uncovered: tuple[Uncovered, ...]
    gaps: tuple[Gap, ...]
    unstaffed: tuple[str, ...]
    stops: tuple[StopView, ...]
    notices: tuple[NoticeView, ...]
    absences: tuple[AbsenceView, ...]
    waiting: int
    served: int
    issued: int
    open_desks: int
    arrivals: tuple[tuple[int, int], ...]
    wrong_day: int
    slips: int
    no_shows: int
    printers: tuple[PrinterView, ...] = ()
    doubts: tuple[PaperLine, ...] = ()


def overview(session: Session, here: Here) -> Overview:
    """Everything as of the newest event."""
    today = departments_today(session, here)
    uncovered, unstaffed, stops = (
        uncovered_now(session, here),
        unstaffed_now(session, here),
        stops_now(session, here),
    )
    covered, on_duty = covered_departments(session, here), on_duty_today(session, here)
    states, longest = _tickets(session, here)
    served = _in_state(states, TicketState.FINISHED)
    wrong, desks, officers = _wrong_days(session, here), _open_desks(session, here), _officers(session, here)
    stopped = {stop.department for stop in stops}
    departments = tuple(
        DepartmentOverview(
            code=each.code,
            today=each,
            state=_state(each.code, on_duty, stopped, unstaffed, uncovered, covered),
            served=served[each.code],
            longest_wait_min=longest.get(each.code),
            desks=tuple(desks[each.code]),
            officers=tuple(officers[each.code]),
            wrong_day=wrong[each.code],
        )
        for each in today
    )
    return Overview(
        seq=last_seq(session, here),
        now=here.now,
        departments=departments,
        uncovered=uncovered,
        gaps=known(session, here).gaps,
        unstaffed=unstaffed,
        stops=stops,
        notices=notices_now(session, here),
        absences=list_absences(session, here, since=here.today, until=here.today),
        waiting=sum(each.waiting for each in today),
        served=sum(served.values()),
        issued=sum(states.values()),
        open_desks=len({code for listed in desks.values() for code, _ in listed}),
        arrivals=_arrivals(session, here),
        wrong_day=sum(wrong.values()),
        slips=_slips(session, here),
        no_shows=sum(_in_state(states, TicketState.NO_SHOW).values()),
        printers=printers_now(session, here),
        doubts=doubtful_papers(session, here),
    )


def _state(
    code: str,
    on_duty: tuple[str, ...],
    stopped: set[str],
    unstaffed: tuple[str, ...],
    uncovered: tuple[Uncovered, ...],
    covered: frozenset[str],
) -> str:
    if code not in on_duty:
        return "off"
    if code in stopped:
        return "stopped"
    if code in unstaffed:
        return "unstaffed"
    alarm = next((each for each in uncovered if each.department == code), None)
    if alarm is not None:
        return "partly" if alarm.parts else "uncovered"
    return "covered" if code in covered else "due"


def _tickets(session: Session, here: Here) -> tuple[Counter[tuple[str, str]], dict[str, int]]:
    """How many tickets of today are in each (department, state), and each department's longest wait in minutes."""
    states: Counter[tuple[str, str]] = Counter()
    longest: dict[str, int] = {}
    rows = session.execute(
        select(Ticket.department, Ticket.state, func.count(), func.min(Ticket.arrived_at))
        .where(Ticket.site_id == here.site_id, Ticket.day == here.today)
        .group_by(Ticket.department, Ticket.state)
    )
    for department, state, count, oldest in rows:
        states[department, state] = count
        if state == TicketState.WAITING:
            longest[department] = int((here.now - oldest).total_seconds() // 60)
    return states, longest


def _in_state(states: Counter[tuple[str, str]], wanted: TicketState) -> Counter[str]:
    return Counter({department: count for (department, state), count in states.items() if state == wanted})


def _wrong_days(session: Session, here: Here) -> Counter[str]:
    rows = session.execute(
        select(Event.department, Event.facts).where(
            Event.site_id == here.site_id, Event.day == here.today, Event.kind == "ticket_refused"
        )
    )
    return Counter(department for department, facts in rows if department and str(facts["code"]).startswith(WRONG_DAY))


def _slips(session: Session, here: Here) -> int:
    chosen = select(func.count()).where(
        Event.site_id == here.site_id, Event.day == here.today, Event.kind == "slip_printed"
    )
    return session.scalar(chosen) or 0


def _open_desks(session: Session, here: Here) -> defaultdict[str, list[tuple[str, str]]]:
    """For each department the desks at which somebody sits who may serve it."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    configured = {desk.code: desk.touched for desk in here.config.desks}
    for opening in sorted(checked_in(session, here), key=lambda each: each.desk):
        name = session.get_one(Officer, opening.officer_id).name
        theirs = departments_of(session, here, opening.officer_id)
        for code in configured.get(opening.desk, ()):
            if code in theirs:
                found[code].append((opening.desk, name))
    return found


def _officers(session: Session, here: Here) -> defaultdict[str, list[OfficerView]]:
    found: defaultdict[str, list[OfficerView]] = defaultdict(list)
    for officer in list_officers(session, here, on_list_only=True):
        for code in officer.departments:
            found[code].append(officer)
    return found


def _arrivals(session: Session, here: Here) -> tuple[tuple[int, int], ...]:
    zone = here.config.site.zone
    issued = session.scalars(select(Ticket.issued_at).where(Ticket.site_id == here.site_id, Ticket.day == here.today))
    hours = Counter(clock.local(moment, zone).hour for moment in issued)
    if not hours:
        return ()
    return tuple((hour, hours[hour]) for hour in range(min(hours), max(hours) + 1))
