"""What is an office made of? Its site, hours, departments, desks and machines, as declared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from pydantic.functional_validators import AfterValidator

from config import values
from config.timetable import hours_from
from rules.quiet import Span
from rules.workdays import Sitting, Weekday

Text = Annotated[str, AfterValidator(values.filled)]
Code = Annotated[str, AfterValidator(values.code)]
Phone = Annotated[str, AfterValidator(values.phone)]


class Table(BaseModel):
    """A table of the file: no key beside the declared ones, no silent conversion, no later change."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def text(self, field: str, language: str) -> str:
        """`field` in a language: `name_en` for "en" where it is filled, else the Vietnamese `name`."""
        own: str = getattr(self, f"{field}_{language}", "") or getattr(self, field)
        return own


class Site(Table):
    """The one-stop hall and the authority that it belongs to."""

    code: Code
    name: Text
    name_en: str = ""
    authority: Text
    authority_en: str = ""
    time_zone: Annotated[str, AfterValidator(values.time_zone)] = "Asia/Ho_Chi_Minh"
    languages: Annotated[tuple[str, ...], AfterValidator(values.languages)] = ("vi", "en")
    public_url: Annotated[str | None, AfterValidator(values.public_url)] = None
    hall: Text
    hall_en: str = ""
    help_place: Text
    help_place_en: str = ""
    help_phone: Phone = ""
    office_room: Text
    office_room_en: str = ""
    office_phone: Phone = ""
    procedures: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Hours(Table):
    """When the office is open, and when tickets begin and end within a sitting."""

    sittings: tuple[Sitting, ...]
    tickets_start_before_min: Annotated[int, AfterValidator(values.between(0, 240))] = 15
    tickets_stop_before_min: Annotated[int, AfterValidator(values.between(0, 240))] = 15
    closing: Literal["warn", "refuse"] = "warn"
    uncovered_after_min: Annotated[int, AfterValidator(values.between(0, 240))] = 15


class Tickets(Table):
    """How long, and how often, a called citizen is waited for."""

    no_show_after_s: Annotated[int, AfterValidator(values.between(0, 3600))] = 30
    no_show_after_recalls: Annotated[int, AfterValidator(values.between(0, 10))] = 1


class Idle(Table):
    """When a kiosk that nobody touches goes back to its first page (ux.md)."""

    ask_after_s: Annotated[int, AfterValidator(values.between(10, 600))] = 60
    home_after_s: Annotated[int, AfterValidator(values.between(5, 600))] = 20
    ticket_page_s: Annotated[int, AfterValidator(values.between(5, 600))] = 20


class Quota(Table):
    """The most tickets a department gives; None: as many as come."""

    per_sitting: Annotated[int, AfterValidator(values.between(1, 9999))] | None = None
    per_day: Annotated[int, AfterValidator(values.between(1, 9999))] | None = None


class Department(Table):
    """One that is responsible for procedures and has duty days.

    `place` is filled only where it receives in a room of its own, not at a desk of the hall.
    """

    code: Code
    series: Annotated[int, AfterValidator(values.between(1, 99))]
    name: Text
    name_en: str = ""
    short_name: Text
    short_name_en: str = ""
    description: str = ""
    description_en: str = ""
    icon: str = "building-community"
    place: str = ""
    place_en: str = ""
    phone: Phone = ""
    duty: Mapping[Weekday, tuple[Sitting, ...]]
    sittings: tuple[Sitting, ...] = ()
    quota: Quota = Quota()


class Desk(Table):
    """Where an officer serves one or several departments; `place` tells where the desk itself stands."""

    code: Code
    name: Text
    name_en: str = ""
    place: str = ""
    place_en: str = ""
    departments: Annotated[tuple[str, ...], AfterValidator(values.some)]


class Kiosk(Table):
    code: Code
    name: Text
    name_en: str = ""
    printer: str


class Wall(Table):
    """`desks` empty: the calls of all desks. Only a loudspeaker sounds, and in its quiet hours it too only shows.

    `fresh_s`: a call that a wall meets later than so, after a cut, is shown but not spoken. `media`: a folder of
    pictures and videos beside config.toml, for this wall only.
    """

    code: Code
    name: Text
    name_en: str = ""
    desks: tuple[str, ...] = ()
    loudspeaker: bool = False
    volume: Annotated[int, AfterValidator(values.between(0, 100))] = 80
    quiet_hours: Annotated[tuple[str, ...], AfterValidator(values.hours)] = ()
    fresh_s: Annotated[int, AfterValidator(values.between(5, 300))] = 30
    media: str = ""

    @property
    def quiet(self) -> tuple[Span, ...]:
        """The quiet hours as the rules have them."""
        return tuple(Span(*found) for each in self.quiet_hours if (found := hours_from(each)) is not None)


class Printer(Table):
    code: Code
    kind: Literal["preview", "network"]
    width_dots: Annotated[int, AfterValidator(values.width)] = 576
    host: Annotated[str, AfterValidator(values.host)] = ""
    port: Annotated[int, AfterValidator(values.between(1, 65535))] = 9100
    timeout_s: Annotated[float, Field(strict=False), AfterValidator(values.between(0.5, 60))] = 2.5


class Config(Table):
    """The whole office. `digest` is the SHA-256 of the file's bytes."""

    site: Site
    hours: Hours
    tickets: Tickets
    idle: Idle
    departments: tuple[Department, ...]
    desks: tuple[Desk, ...]
    kiosks: tuple[Kiosk, ...]
    walls: tuple[Wall, ...]
    printers: tuple[Printer, ...]
    path: Path
    digest: str

    def department(self, code: str) -> Department:
        """Raises KeyError, as `desk`, `kiosk`, `wall` and `printer` do."""
        return _named(self.departments, code)

    def desk(self, code: str) -> Desk:
        return _named(self.desks, code)

    def kiosk(self, code: str) -> Kiosk:
        return _named(self.kiosks, code)

    def wall(self, code: str) -> Wall:
        return _named(self.walls, code)

    def printer(self, code: str) -> Printer:
        return _named(self.printers, code)

    def desks_for(self, department: str) -> tuple[Desk, ...]:
        """The desks that can call a department's tickets."""
        return tuple(desk for desk in self.desks if department in desk.departments)

    def only_desk_for(self, department: str) -> Desk | None:
        """The desk that a ticket may name: the one that can call it, if there is only one."""
        desks = self.desks_for(department)
        return desks[0] if len(desks) == 1 else None

    def desks_of(self, wall: str) -> tuple[Desk, ...]:
        """The desks whose calls a wall shows."""
        chosen = self.wall(wall).desks
        return tuple(desk for desk in self.desks if not chosen or desk.code in chosen)

    def phone_for(self, department: str) -> str:
        """Whom to ask about a department: its own number or the Office's; may be empty."""
        return self.department(department).phone or self.site.office_phone

    @property
    def procedures_path(self) -> Path | None:
        """The catalogue's file; relative names are beside config.toml."""
        return self.path.parent / self.site.procedures if self.site.procedures else None

    def media_path(self, wall: str) -> Path | None:
        """The folder of a wall's own pictures and videos; relative names are beside config.toml."""
        folder = self.wall(wall).media
        return self.path.parent / folder if folder else None

    @property
    def unfinished(self) -> tuple[str, ...]:
        """Keys whose telephone number is still empty or a row of zeros: the start page reminds of them."""
        phones = {"site.help_phone": self.site.help_phone, "site.office_phone": self.site.office_phone}
        return tuple(key for key, phone in phones.items() if _is_placeholder(phone))


Named = TypeVar("Named", Department, Desk, Kiosk, Wall, Printer)


def _named(tables: tuple[Named, ...], code: str) -> Named:
    for table in tables:
        if table.code == code:
            return table
    raise KeyError(code)


def _is_placeholder(phone: str) -> bool:
    return re.sub(r"\D", "", phone).endswith("000000") or not phone
