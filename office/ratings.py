"""How satisfied were those who were served, desk by desk, and how many of those asked gave an answer?"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from actions.ratings import REASONS, SCORES, Figures, rating_figures
from config import Config
from office.blueprint import blueprint
from office.report import asked_period
from reports import Period, sentences
from reports.period import PeriodKind
from theme.hall import hall
from theme.language import language, say


@dataclass(frozen=True, slots=True)
class Row:
    """A desk's figures as they are read; `rate` and `satisfied` in whole per cent, None where there is nothing."""

    name: str
    figures: Figures
    rate: int | None
    satisfied: int | None
    reasons: str


@blueprint.get("/ratings")
def ratings() -> str:
    """Of a week or a month."""
    period, config, today = asked_period(), hall().config, hall().local_now().date()
    found = hall().read(rating_figures, since=period.first, until=period.last)
    return render_template(
        "office/ratings.html",
        rows=[_row(each, config) for each in found],
        scores=SCORES,
        period=period,
        name=sentences.period_name(language(), period),
        kinds={PeriodKind.WEEK.value: Period.week_of(today), PeriodKind.MONTH.value: Period.month_of(today)},
        is_future=period.after.first > today,
    )


def _row(figures: Figures, config: Config) -> Row:
    named = next((desk.text("name", language()) for desk in config.desks if desk.code == figures.desk), figures.desk)
    satisfied = sum(figures.scores[score] for score in (4, 3))
    told = [f"{say(f'rating.reason.{code}')}: {figures.reasons[code]}" for code in REASONS if figures.reasons[code]]
    return Row(
        named,
        figures,
        _percent(figures.answered, figures.asked),
        _percent(satisfied, figures.answered),
        "; ".join(told),
    )


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
