"""What does the wall say in words, and which names does it need?

Names of desks and departments stand in the page once; the snapshot speaks in codes.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import Any

import locales
from config import Config, Desk
from display.opening import Phase
from display.today import Today
from locales import dates, refusals
from locales.places import place
from rules.duty import NextDuty
from rules.workdays import AFTERNOON

_SAID_IN_THE_PAGE = {
    "total": "wall.total",
    "ready": "wall.idle",
    "closed": "wall.closed",
    "break": "wall.break",
    "pause": "wall.pause",
    "roster": "wall.roster",
    "nobody": "wall.nobody",
    "stale": "wall.stale",
    "today": "date.today",
    "off": "wall.roster.off",
    "extra": "wall.roster.extra",
    "page": "wall.page",
    "muted": "wall.muted",
    "muted_until": "wall.muted.until",
    "test": "wall.test",
    "notice": "wall.notice",
}


def names_of(config: Config, language: str) -> dict[str, Any]:
    """Everything that only an edited configuration changes."""
    helpers = place(config.site.text("help_place", language))
    _, labels = desk_labels([desk.text("name", language) for desk in config.desks])
    return {
        "desks": {
            desk.code: {
                "name": desk.text("name", language),
                "short": label,
                "place": _place(config, desk, language),
                "departments": desk.touched,
            }
            for desk, label in zip(config.desks, labels, strict=True)
        },
        "departments": {
            each.code: {"name": each.text("name", language), "short": each.text("short_name", language)}
            for each in config.departments
        },
        "days": [dates.day_brief(language, weekday) for weekday in range(7)],
        "words": {
            "forms": locales.say(language, "wall.forms", help_place=helpers),
            **{word: _sentence(language, key) for word, key in _SAID_IN_THE_PAGE.items()},
        },
    }


def desk_labels(names: Iterable[str]) -> tuple[str, list[str]]:
    """ "Quầy 1", "Quầy 2" → "Quầy", ["1", "2"]: the common word heads the column, so the number can be large.

    Without a common word the heading is "" and the names stay whole.
    """
    words = [name.split() for name in names]
    # Of each name a last word is left, even where two desks have the same name.
    columns = zip(*(each[:-1] for each in words), strict=False)
    common = list(takewhile(lambda column: len(set(column)) == 1, columns))
    heading = " ".join(column[0] for column in common)
    return heading, [" ".join(each[len(common) :]) for each in words]


def _place(config: Config, desk: Desk, language: str) -> str:
    """Where the desk stands, if not all stand in one place: then everybody in it knows."""
    places = {each.place for each in config.desks}
    return desk.text("place", language) if len(places) > 1 else ""


def column_of_desks(desks: Iterable[Desk], language: str) -> str:
    """The heading over the desks."""
    heading, _ = desk_labels([desk.text("name", language) for desk in desks])
    return heading or locales.say(language, "wall.column.place")


def office_in_words(today: Today, config: Config, language: str) -> tuple[str, str]:
    """Headline and detail when nobody is served now; two blanks while the office works."""
    phase, coming = today.opening.phase, today.opening.coming
    if phase is Phase.AT_WORK:
        return "", ""
    headline = _headline(today, config, language)
    if coming is not None:
        return headline, locales.say(language, f"wall.office.{phase}.until", time=coming.opens)
    return headline, _coming(today, today.next, language)


def _headline(today: Today, config: Config, language: str) -> str:
    phase, coming = today.opening.phase, today.opening.coming
    if today.reason is not None and today.reason.code.startswith("closed_day"):
        # A headline carries no full stop; the sentence of a refusal does.
        return refusals.words(language, today.reason, config, today.local_now).sentence.rstrip(".")
    is_noon = phase is Phase.BREAK and coming is not None and coming.name == AFTERNOON
    return locales.say(language, "wall.office.break.noon" if is_noon else f"wall.office.{phase}")


def _coming(today: Today, coming: NextDuty | None, language: str) -> str:
    if coming is None:
        return ""
    is_tomorrow = (coming.day - today.local_now.date()).days == 1
    return locales.say(
        language,
        "wall.office.tomorrow" if is_tomorrow else "wall.office.next",
        day=dates.day(language, coming.day),
        date=dates.date_brief(language, coming.day),
        time=coming.sittings[0].opens,
    )


def _sentence(language: str, key: str) -> str:
    """The sentence with its facts still open, for the page's script to fill in."""
    return locales.forms(language, key)[-1]
