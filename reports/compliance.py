"""How was the roster kept in a week or month? All that the page, the workbook and the letter show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.here import Here
from models import Procedure
from reports.evidence import codes_in, evidence_in, newest_absences, refused_rows, wrong_day_rows
from reports.period import Period
from reports.raw import RawRow, read_raw
from rules.compliance import Figures, SittingKept, Terms, compliance, refused_for
from rules.workdays import Weekday


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    code: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class SittingRow:
    """One duty sitting and how it was kept."""

    department: str
    kept: SittingKept


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """An absence as last recorded; `departments` are names, times local. `reason` is a code.

    The letter wants both the Office (`reported_at`) and the Chairman to be told beforehand.
    """

    officer: str
    departments: tuple[str, ...]
    since: datetime
    until: datetime
    reason: str
    note: str
    substitute: str | None
    reported_at: datetime
    chairman_told_at: datetime | None
    is_late: bool
    is_forbidden: bool
    is_chairman_late: bool = False


@dataclass(frozen=True, slots=True)
class WrongDays:
    """How often people came for this on this weekday in vain; `reason`: off_roster, makeup_off, …"""

    department: str
    procedure: str
    weekday: Weekday
    reason: str
    visits: int


@dataclass(frozen=True, slots=True)
class RefusedOtherwise:
    """How often people got no number on a day of duty; `reason`: unstaffed, stopped, quota, …"""

    department: str
    reason: str
    visits: int


@dataclass(frozen=True, slots=True)
class ComplianceReport:
    """`made_at` is local; rows in the configuration's order, sittings and absences in that of time."""

    period: Period
    made_at: datetime
    terms: Terms
    rows: tuple[DepartmentRow, ...]
    total: Figures
    sittings: tuple[SittingRow, ...]
    absences: tuple[AbsenceLine, ...]
    wrong_days: tuple[WrongDays, ...]
    proposals: str
    raw: tuple[RawRow, ...]
    is_training: bool = False
    refused: tuple[RefusedOtherwise, ...] = ()

    @property
    def days_not_running(self) -> int:
        """Days with duty on which the server did not run, so that nobody could open a desk."""
        return len({row["day"] for row in self.raw if row["kind"] == "duty_planned" and row["late"] and row["sitting"]})

    @property
    def faults(self) -> tuple[SittingRow, ...]:
        """The sittings that began late, were left for long or were kept by nobody."""
        return tuple(
            one for one in self.sittings if one.kept.is_late or one.kept.is_left or one.kept.kept_by == "nobody"
        )


def compliance_report(
    session: Session, here: Here, period: Period, proposals: str = "", terms: Terms | None = None
) -> ComplianceReport:
    """The report as of now; `proposals` are the Office's own words. Reads much: not on the event loop."""
    terms = terms or terms_of(here)
    now = here.local_now.replace(microsecond=0)
    raw = read_raw(session, here, period.first, period.last)
    counted = compliance(
        evidence_in(raw, period.first, period.last), now, [d.code for d in here.config.departments], terms
    )
    names = {department.code: department.name for department in here.config.departments}
    return ComplianceReport(
        period=period,
        made_at=now,
        terms=terms,
        rows=tuple(DepartmentRow(code, names.get(code, code), figures) for code, figures in counted.departments),
        total=counted.total,
        sittings=tuple(SittingRow(names.get(k.planned.department, k.planned.department), k) for k in counted.kept),
        absences=tuple(_absence_lines(newest_absences(raw, period.first, period.last), names)),
        wrong_days=_wrong_days(session, here, raw, names),
        proposals=proposals.strip(),
        raw=raw,
        is_training=here.is_training,
        refused=_refused(raw, names),
    )


def terms_of(here: Here) -> Terms:
    """The office's own terms: late is who comes when the Office was alerted already."""
    hours = here.config.hours
    return Terms(
        late_after=timedelta(minutes=hours.uncovered_after_min),
        calls_before=timedelta(minutes=hours.tickets_start_before_min),
    )


def _absence_lines(rows: Iterable[RawRow], names: dict[str, str]) -> list[AbsenceLine]:
    lines = [
        AbsenceLine(
            officer=row["officer_name"] or str(row["officer"]),
            departments=tuple(names.get(code, code) for code in sorted(codes_in(row["departments"]))),
            since=row["since"],
            until=row["until"],
            reason=row["reason"] or "",
            note=row["note"] or "",
            substitute=row["substitute_name"] if row["substitute"] is not None else None,
            reported_at=row["reported_at"] or row["at"],
            chairman_told_at=row["chairman_told_at"],
            is_late=bool(row["is_late"]),
            is_forbidden=bool(row["is_forbidden"]),
            is_chairman_late=bool(row["is_chairman_late"]),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.since, line.officer))


def _wrong_days(session: Session, here: Here, raw: Sequence[RawRow], names: dict[str, str]) -> tuple[WrongDays, ...]:
    """Most visited first."""
    counts: Counter[tuple[str, str, Weekday, str]] = Counter(
        (row["department"], row["procedure"] or "", Weekday.of(row["day"]), row["code"].partition(".")[0])
        for row in wrong_day_rows(raw)
    )
    procedures = _procedure_names(session, here, {procedure for _, procedure, _, _ in counts if procedure})
    lines = [
        WrongDays(names.get(department, department), procedures.get(procedure, procedure), weekday, reason, n)
        for (department, procedure, weekday, reason), n in counts.items()
    ]
    return tuple(sorted(lines, key=lambda one: (-one.visits, one.department, one.procedure, one.weekday, one.reason)))


def _refused(raw: Sequence[RawRow], names: dict[str, str]) -> tuple[RefusedOtherwise, ...]:
    """Most visited first."""
    counts: Counter[tuple[str, str]] = Counter(
        (row["department"], refused_for(row["code"])) for row in refused_rows(raw)
    )
    lines = [RefusedOtherwise(names.get(code, code), reason, n) for (code, reason), n in counts.items()]
    return tuple(sorted(lines, key=lambda one: (-one.visits, one.department, one.reason)))


def _procedure_names(session: Session, here: Here, keys: set[str]) -> dict[str, str]:
    """Also of procedures withdrawn since: the log knows only their keys."""
    chosen = select(Procedure.key, Procedure.name).where(Procedure.site_id == here.site_id, Procedure.key.in_(keys))
    return {row.key: row.name for row in session.execute(chosen)} if keys else {}
