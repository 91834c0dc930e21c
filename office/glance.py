"""How is the day shown to the Office? From the overview's values to rows, people and alerts in words, all decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import clock
import locales
from actions.absence_views import AbsenceView
from actions.overview import DepartmentOverview, Overview
from actions.people import OfficerView
from config import Config
from imports.phones import shown as phone_shown
from locales import dates, waits
from locales.serving import gap_words, parts_words
from office.printers_shown import PrinterTeller
from office.shown import Alert, Glance, Person, Row
from office.week import Week
from rules.workdays import Sitting

LONG_WAIT_MIN = 30
FULL_BAR = 10


@dataclass(frozen=True, slots=True)
class Teller:
    """Says one moment of one office in one language."""

    language: str
    config: Config
    seen: Overview
    sittings: dict[str, tuple[Sitting, ...]]
    week: Week

    @property
    def now(self) -> datetime:
        """The office's wall time."""
        return clock.local(self.seen.now, self.config.site.zone)

    def glance(self) -> Glance:
        rows = tuple(self._row(each) for each in self.seen.departments if each.state != "off")
        waited = [row for row in rows if row.longest is not None]
        printers = PrinterTeller(self.language, self.config, self.now)
        used = printers.used(self.seen.printers)
        resting = tuple((self._short(d.code), d.wrong_day) for d in self.seen.departments if d.state == "off")
        return Glance(
            rows=rows,
            alerts=(*self._alerts_now(), *self._alerts_to_come(), *self._gaps()),
            paper_alerts=(*printers.alerts(used), *printers.doubts(self.seen.doubts)),
            printers=tuple(printers.printer(each) for each in used),
            resting=resting,
            bars=self._bars(),
            waiting_at=sum(1 for row in rows if row.waiting),
            longest=max(waited, key=lambda row: row.longest or 0, default=None),
        )

    def say(self, key: str, **facts: object) -> str:
        return locales.say(self.language, key, **facts)

    # -- departments -------------------------------------------------------------------------------------------

    def _row(self, each: DepartmentOverview) -> Row:
        people = tuple(self._person(each, officer) for officer in each.officers)
        tone, picture, state = self._state(each)
        longest = each.longest_wait_min
        return Row(
            code=each.code,
            series=self.config.department(each.code).series,
            name=self._short(each.code),
            line=self._line(each, people),
            tone=tone,
            picture=picture,
            state=state,
            is_stopped=each.state == "stopped",
            waiting=each.today.waiting,
            bar=min(100, 100 * each.today.waiting // FULL_BAR),
            longest=longest,
            is_long=longest is not None and longest >= LONG_WAIT_MIN,
            served=each.served,
            people=people,
            wait=waits.short(self.language, each.today.wait) if each.today.is_open else "",
        )

    def _state(self, each: DepartmentOverview) -> tuple[str, str, str]:
        if each.state == "stopped":
            until = next((stop.until for stop in self.seen.stops if stop.department == each.code), None)
            time = clock.local(until, self.config.site.zone).time() if until else None
            said = self.say("office.today.stopped_until", time=time) if time else self.say("office.today.stopped")
            return "warn", "player-pause", said
        if each.state == "unstaffed":
            return "stop", "user-off", self.say("office.today.unstaffed")
        if each.state == "uncovered":
            has_left = any(one.department == each.code and one.left for one in self.seen.uncovered)
            return "stop", "alert-triangle", self.say("office.today.left" if has_left else "office.today.uncovered")
        if each.state == "partly":
            return "stop", "alert-triangle", self.say("office.today.partly")
        if each.state == "covered":
            if any(self._stands_in(each, name) for _, name in each.desks):
                return "warn", "user-share", self.say("office.today.substitute")
            return "ok", "circle-check", self.say("office.today.covered")
        return "off", "clock", self._due(each.code)

    def _due(self, code: str) -> str:
        coming = [s for s in self.sittings[code] if s.closes > self.now.time()]
        if not coming:
            return self.say("office.today.over")
        if coming[0].opens > self.now.time():
            return self.say("office.today.from", time=coming[0].opens)
        return self.say("office.today.due")

    def _line(self, each: DepartmentOverview, people: tuple[Person, ...]) -> str:
        """Who is there, or who should be, and at which number."""
        for desk, name in each.desks:
            where = self.config.desk(desk).text("name", self.language)
            absent = self._stands_in(each, name)
            if absent:
                return f"{where}: {self.say('office.substitute.label', name=name, absent=absent.officer_name)}"
            phone = next((person.phone for person in people if person.name == name), "")
            return " · ".join(filter(None, (f"{where}: {name}", phone)))
        present = next((person for person in people if not person.is_absent), None)
        if present is not None:
            return " · ".join(filter(None, (present.name, present.phone)))
        return people[0].line if people else self.say("office.today.nobody_listed")

    def _stands_in(self, each: DepartmentOverview, name: str) -> AbsenceView | None:
        return next((a for a in self._absences_now(each.code) if a.substitute_name == name), None)

    # -- people ------------------------------------------------------------------------------------------------

    def _person(self, each: DepartmentOverview, officer: OfficerView) -> Person:
        absence = next((a for a in self._absences_now(each.code) if a.officer == officer.id), None)
        desk = next((code for code, name in each.desks if name == officer.name), None)
        line = ""
        if absence is not None:
            line = self._absence(absence)
        elif desk is not None:
            line = self.config.desk(desk).text("name", self.language)
        return Person(
            name=officer.name,
            position=officer.position,
            office_phone=phone_shown(officer.office_phone, self.language),
            mobile=phone_shown(officer.mobile, self.language),
            line=line,
            is_absent=absence is not None,
        )

    def _absence(self, absence: AbsenceView) -> str:
        if absence.is_substituted:
            return self.say("office.today.absent.substitute", name=absence.substitute_name)
        return self.say("office.today.absent")

    def _absences_now(self, code: str) -> Iterator[AbsenceView]:
        now = self.seen.now
        return (a for a in self.seen.absences if code in a.departments and a.since <= now < a.until)

    # -- alerts ------------------------------------------------------------------------------------------------

    def _alerts_now(self) -> Iterator[Alert]:
        uncovered = {each.department: each for each in self.seen.uncovered}
        for each in self.seen.departments:
            if each.state not in ("uncovered", "unstaffed", "partly"):
                continue
            people = tuple(self._person(each, officer) for officer in each.officers)
            name = self.config.department(each.code).text("name", self.language)
            if each.state == "unstaffed":
                yield Alert(
                    key=f"unstaffed:{each.code}",
                    code=each.code,
                    headline=self.say("office.today.alert.unstaffed", Department=name),
                    detail=" ".join(self._reported(a) for a in self._absences_now(each.code) if not a.is_substituted),
                    people=people,
                )
                continue
            alarm = uncovered[each.code]
            key = "partly" if alarm.parts else "uncovered" if alarm.left is None else "left"
            detail = "" if people else self.say("office.today.nobody_listed")
            left = alarm.left.time() if alarm.left is not None else None
            yield Alert(
                key=":".join(("uncovered", each.code, alarm.sitting, *alarm.parts)),
                code=each.code,
                headline=self.say(f"office.alert.{key}", Department=name, minutes=alarm.minutes, time=left),
                detail=parts_words(self.language, alarm.parts) if alarm.parts else detail,
                people=people,
            )

    def _alerts_to_come(self) -> Iterator[Alert]:
        today = self.now.date()
        for code, cell in self.week.missing:
            # What runs now is alerted above, and the substitute is sent for the whole absence.
            coming = [s for s in cell.missing if cell.day > today or s.opens > self.now.time()]
            if not coming or (cell.day == today and code in self.seen.unstaffed):
                continue
            name = self.config.department(code).text("name", self.language)
            facts = {"Day": dates.Day(self.language, cell.day), "date": dates.date_brief(self.language, cell.day)}
            yield Alert(
                key=f"coming:{code}:{cell.day.isoformat()}",
                code=code,
                headline=self.say("office.alert.unstaffed", department=name, **facts),
                detail=self.say("office.today.alert.hours", hours=dates.hours(self.language, coming)),
                people=(),
                day=cell.day,
            )

    def _gaps(self) -> Iterator[Alert]:
        for gap in self.seen.gaps:
            yield Alert(
                key=f"gap:{gap.department}:{gap.desk or ''}:{gap.names[0]}",
                code=gap.department,
                headline=gap_words(self.language, self.config, gap),
                detail=self.say("serving.gap.how"),
                people=(),
                is_duty=False,
            )

    def _reported(self, absence: AbsenceView) -> str:
        at = clock.local(absence.reported_at, self.config.site.zone)
        key = "office.today.alert.reported" if at.date() == self.now.date() else "office.today.alert.reported_on"
        return self.say(
            key,
            name=absence.officer_name,
            reason=self.say(f"office.report.absence.{absence.reason.value}").lower(),
            time=at.time(),
            date=dates.date_brief(self.language, at.date()),
        )

    # -- the rest ----------------------------------------------------------------------------------------------

    def _bars(self) -> tuple[tuple[int, int], ...]:
        """(hour, tickets) for every hour of the office's sittings, and others in which somebody came."""
        issued = dict(self.seen.arrivals)
        planned = {h for s in self.config.hours.sittings for h in range(s.opens.hour, (s.closes.hour or 24) + 1)}
        ends = {s.closes.hour for s in self.config.hours.sittings if s.closes.minute == 0}
        begins = {s.opens.hour for s in self.config.hours.sittings}
        hours = sorted((planned - (ends - begins)) | {hour for hour, count in issued.items() if count})
        return tuple((hour, issued.get(hour, 0)) for hour in hours)

    def _short(self, code: str) -> str:
        return self.config.department(code).text("short_name", self.language)
