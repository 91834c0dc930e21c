"""How is an act of the audit log told? What was done, to whom, and what became of what, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from actions.audit import Act
from actions.here import Here
from config import Config
from imports.phones import shown as phone_shown
from locales import dates, has, say
from models import Account, Officer
from rules.workdays import Weekday

BLANK = "–"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
_PHONES = frozenset({"office_phone", "mobile"})
# Numbers of rows, and what the act says beside its change: nothing that a reader looks for.
_SILENT = frozenset(
    {
        "officer_name",
        "absence",
        "account",
        "exception",
        "notice",
        "announcement",
        "order_id",
        "officer",
        "substitute",
        "revision",
        "entered_by",
        "decree",
    }
)
# The names under which values are known elsewhere in the words.
_VALUES = (
    "office.log.value.{field}.{value}",
    "office.report.absence.{value}",
    "refusal.stopped.reason.{value}",
    "role.{value}",
    "sitting.{value}.full",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One field; a blank stands for nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """An act as the page prints it; `at` is local."""

    at: datetime
    who: str
    what: str
    about: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """People behind the numbers of the log."""

    officers: Mapping[int, str]
    accounts: Mapping[int, str]


def names(session: Session, here: Here) -> Names:
    """Also of those who have left."""
    officers = session.execute(select(Officer.id, Officer.name).where(Officer.site_id == here.site_id))
    accounts = session.execute(select(Account.id, Account.name).where(Account.site_id == here.site_id))
    return Names(dict(officers.all()), dict(accounts.all()))


@dataclass(frozen=True, slots=True)
class Reader:
    """Tells the acts of one office in one language."""

    language: str
    config: Config
    names: Names

    def told(self, act: Act) -> Told:
        return Told(
            at=clock.local(act.at, self.config.site.zone),
            who=self._who(act.who),
            what=self._word(f"office.log.kind.{act.kind}", act.kind),
            about=self._about(act),
            changes=tuple(self._changes(act)),
        )

    def _who(self, who: str) -> str:
        kind, _, name = who.partition(":")
        if kind in ("kiosk", "wall", "printer") and name:
            return name
        if kind == "command line" and name:
            return f"{self._word('office.log.who.command line', kind)}: {name.strip()}"
        return self._word(f"office.log.who.{who}", who)

    def _about(self, act: Act) -> str:
        """The department, person, account or machine that the act is about."""
        content = {**act.facts, **_mapping(act.before), **_mapping(act.after)}
        said = [self._department(act.department)] if act.department else []
        said += [str(content[key]) for key in ("officer_name", "name") if content.get(key)][:1]
        if not said and "officer" in content:
            said.append(self.names.officers.get(content["officer"], ""))
        if "account" in content and "name" not in content:
            said.append(self.names.accounts.get(content["account"], ""))
        things = [str(content[key]) for key in ("device", "what", "key") if content.get(key)]
        said += [self._word(f"office.log.about.{thing}", thing) for thing in things]
        return " · ".join(filter(None, said))

    def _changes(self, act: Act) -> list[Change]:
        before, after = _mapping(act.before), _mapping(act.after)
        if not before and not after:
            after = {key: value for key, value in act.facts.items() if key not in ("name", "device", "what")}
        fields = [field for field in dict.fromkeys((*before, *after)) if field not in _SILENT]
        pairs = [(field, before.get(field), after.get(field)) for field in fields]
        return [
            Change(
                self._word(f"office.log.field.{field}", field),
                self._value(field, old) if before else "",
                self._value(field, new) if after else "",
            )
            for field, old, new in pairs
            if old != new and not (_is_empty(old) and _is_empty(new))
        ]

    def _value(self, field: str, value: Any) -> str:
        if _is_empty(value):
            return BLANK
        if isinstance(value, bool):
            return say(self.language, "office.log.yes" if value else "office.log.no")
        if isinstance(value, Mapping):
            return "; ".join(f"{self._key(key)}: {self._value(field, each)}" for key, each in value.items())
        if isinstance(value, list | tuple):
            return ", ".join(self._value(field, each) for each in value)
        return self._text(field, str(value))

    def _text(self, field: str, text: str) -> str:
        if field in _PHONES:
            return phone_shown(text, self.language)
        if field in ("departments", "department"):
            return self._department(text)
        if _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            at = clock.local(moment, self.config.site.zone) if moment.tzinfo else moment
            return f"{dates.clock_time(self.language, at)}, {dates.date_short(self.language, at.date())}"
        if _DAY.fullmatch(text):
            return dates.date_short(self.language, date.fromisoformat(text))
        found = (form.format(field=field, value=text) for form in _VALUES)
        return next((say(self.language, key) for key in found if has(self.language, key)), text)

    def _key(self, key: str) -> str:
        try:
            return dates.Day(self.language, int(Weekday.named(key)))
        except (KeyError, ValueError):
            return self._word(f"office.log.field.{key}", key)

    def _department(self, code: str) -> str:
        known = {each.code: each for each in self.config.departments}
        return known[code].text("short_name", self.language) if code in known else code

    def _word(self, key: str, otherwise: str) -> str:
        return say(self.language, key) if has(self.language, key) else otherwise


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {}, ())
