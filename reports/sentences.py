"""How does a report say its figures in sentences, for the letter and for the page?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from locales import has, say
from locales.dates import date_letter, date_short, sitting_name
from reports.columns import BLANK, minutes, tidy, whole_minutes
from reports.compliance import AbsenceLine, ComplianceReport
from reports.period import Period, PeriodKind
from rules.compliance import KeptBy, SittingKept

MOST_DEPARTMENTS = 3
MOST_REASONS = 5


def period_name(language: str, period: Period) -> str:
    """ "Tuần 11 năm 2017 (từ ngày 13 tháng 3 năm 2017 đến ngày 19 tháng 3 năm 2017)"."""
    # As words: a year is no number to put a thousands point into.
    facts = {"week": str(period.number), "month": str(period.number), "year": str(period.year)}
    if period.kind is PeriodKind.MONTH:
        return say(language, "office.report.period.month", **facts)
    first, last = date_letter(language, period.first), date_letter(language, period.last)
    return say(language, "office.report.period.week", first=first, last=last, **facts)


def hour(language: str, moment: time | datetime) -> str:
    """ "7 giờ 30", as letters have it."""
    return say(language, "office.report.hour", hour=str(moment.hour), minute=f"{moment.minute:02}")


def hour_and_date(language: str, moment: datetime) -> str:
    """ "8 giờ 20, 13/3/2017": in the cell of a table."""
    return f"{hour(language, moment)}, {date_short(language, moment.date())}"


def sitting_words(language: str, name: str) -> str:
    return sitting_name(language, name) if has(language, f"sitting.{name}.full") else name


def absence_reason(language: str, code: str) -> str:
    key = f"office.report.absence.{code}"
    return say(language, key) if has(language, key) else code


def wrong_day_reason(language: str, code: str) -> str:
    return say(language, f"office.report.wrong_day.{code}")


def refused_reason(language: str, reason: str) -> str:
    key = f"office.report.refused.{reason}"
    return say(language, key) if has(language, key) else reason


def duty_sentences(language: str, report: ComplianceReport) -> list[str]:
    total = report.total
    if not total.due:
        return [say(language, "office.report.duty.none")]
    said = [
        say(
            language,
            "office.report.duty",
            due=total.due,
            in_charge=total.in_charge,
            substitute=total.substitute,
            uncovered=total.uncovered,
            late=total.late,
            minutes=whole_minutes(report.terms.late_after),
        )
    ]
    if total.left:
        long = whole_minutes(report.terms.late_after)
        said.append(say(language, "office.report.duty.left", left=total.left, minutes=long))
    if total.pending:
        said.append(say(language, "office.report.duty.pending", pending=total.pending))
    if report.days_not_running:
        said.append(say(language, "office.report.duty.not_running", days=report.days_not_running))
    first_call = minutes(total.first_call)
    if first_call is not None:
        said.append(say(language, "office.report.duty.first_call", minutes=tidy(first_call)))
    return said


def absence_sentence(language: str, report: ComplianceReport) -> str:
    if not report.absences:
        return say(language, "office.report.absences.none")
    total = report.total
    facts = {"absences": total.absences, "late": total.absences_late, "forbidden": total.absences_forbidden}
    return say(language, "office.report.absences", **facts)


def waiting_sentence(language: str, report: ComplianceReport) -> str:
    total = report.total
    if not total.called or total.share_within is None:
        return say(language, "office.report.waiting.none", issued=total.issued)
    return say(
        language,
        "office.report.waiting",
        issued=total.issued,
        called=total.called,
        within=total.within_limit,
        limit=whole_minutes(report.terms.wait_limit),
        percent=tidy(total.share_within * 100),
        mean=tidy(minutes(total.mean_wait) or 0),
        median=tidy(minutes(total.median_wait) or 0),
        longest=tidy(minutes(total.longest_wait) or 0),
    )


def closed_door_sentences(language: str, report: ComplianceReport) -> list[str]:
    """Who came in vain: on a wrong day, and for other reasons."""
    return [*wrong_day_sentences(language, report), *_refused_sentences(language, report)]


def _refused_sentences(language: str, report: ComplianceReport) -> list[str]:
    if not report.refused:
        return []
    named = "; ".join(
        say(
            language,
            "office.report.refused.department",
            department=line.department,
            reason=refused_reason(language, line.reason).lower(),
            visits=line.visits,
        )
        for line in report.refused[:MOST_REASONS]
    )
    return [say(language, "office.report.refused", visits=report.total.refused, departments=named)]


def wrong_day_sentences(language: str, report: ComplianceReport) -> list[str]:
    if not report.total.wrong_days:
        return [say(language, "office.report.wrong_day.none")]
    said = say(language, "office.report.wrong_day", visits=report.total.wrong_days, slips=report.total.slips)
    rows = sorted(report.rows, key=lambda row: -row.figures.wrong_days)[:MOST_DEPARTMENTS]
    named = ", ".join(
        say(language, "office.report.wrong_day.department", department=row.name, visits=row.figures.wrong_days)
        for row in rows
        if row.figures.wrong_days
    )
    return [said, say(language, "office.report.wrong_day.most", departments=named)]


def fault_words(language: str, kept: SittingKept) -> str:
    """ "Không có người trực", or how long somebody came late, how long nobody was there then, and who kept it."""
    if kept.first_at is None:
        return say(language, "office.report.fault.nobody")
    said = []
    if kept.is_late:
        said.append(say(language, "office.report.fault.late", minutes=whole_minutes(kept.late_by)))
    if kept.is_left:
        said.append(say(language, "office.report.fault.left", minutes=whole_minutes(kept.away)))
    if kept.kept_by is KeptBy.SUBSTITUTE:
        said.append(say(language, "office.report.fault.substitute"))
    return _joined(said)


def marks(language: str, absence: AbsenceLine) -> str:
    """What the Chairman should notice about an absence."""
    noticed = {
        "late": absence.is_late,
        "chairman_late": absence.is_chairman_late,
        "forbidden": absence.is_forbidden,
        "chairman": absence.chairman_told_at is None,
    }
    said = [say(language, f"office.report.mark.{mark}") for mark, is_so in noticed.items() if is_so]
    return _joined(said) or BLANK


def _joined(said: Iterable[str]) -> str:
    text = "; ".join(one[:1].lower() + one[1:] for one in said)
    return text[:1].upper() + text[1:]
