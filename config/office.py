"""What is an office made of? Its site, hours, departments, desks and machines, as declared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field
from pydantic.functional_validators import AfterValidator

from config import values
from config.backups import Backups
from config.network import Network
from config.printers import Printer
from config.privacy import Privacy
from config.sign_in import SignIn
from config.table import Code, Phone, Table, Text
from config.timetable import hours_from
from config.voice import Voice
from rules.quiet import Span
from rules.serving import Named as NamedFor
from rules.workdays import Sitting, Weekday

Names = Annotated[tuple[Text, ...], AfterValidator(values.some)]


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
    """How long, and how often, a called citizen is waited for, and how long an ordinary one may be passed.

    `longest_wait_min` 0: there is no maximum. `most_a_minute`: so many numbers one kiosk gives before it rests; 0: all.
    """

    no_show_after_s: Annotated[int, AfterValidator(values.between(0, 3600))] = 30
    no_show_after_recalls: Annotated[int, AfterValidator(values.between(0, 10))] = 1
    most_recalls: Annotated[int, AfterValidator(values.between(1, 20))] = 5
    longest_wait_min: Annotated[int, AfterValidator(values.between(0, 480))] = 60
    most_a_minute: Annotated[int, AfterValidator(values.between(0, 600))] = 12


class Priority(Table):
    """A class of citizens who may pass ordinary ones. `age`: from which age, where age decides.

    `in_a_row`: how many of the class may pass an ordinary citizen before that one is called.
    """

    code: Code
    name: Text
    name_en: str = ""
    age: Annotated[int, AfterValidator(values.between(1, 120))] | None = None
    in_a_row: Annotated[int, AfterValidator(values.between(1, 20))] = 2


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

    `place` is filled only where it receives in a room of its own, not at a desk of the hall. `visit_min`: how long a
    visit lasts, for the waiting intervals of an office that has not yet learned it from its own visits.
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
    visit_min: Annotated[int, AfterValidator(values.between(1, 240))] | None = None


class Desk(Table):
    """Where an officer serves whole departments, fields of departments or single procedures (by code).

    `fields` and `procedures` are listed by department; `place` tells where the desk itself stands.
    `helps`: those departments for which it calls only while nobody waits for the others.
    """

    code: Code
    name: Text
    name_en: str = ""
    place: str = ""
    place_en: str = ""
    departments: tuple[str, ...] = ()
    fields: Mapping[str, Names] = {}
    procedures: Mapping[str, Names] = {}
    helps: tuple[str, ...] = ()

    @property
    def touched(self) -> tuple[str, ...]:
        """Every department of which it serves anything, in the file's order."""
        return tuple(dict.fromkeys((*self.departments, *self.fields, *self.procedures)))

    @property
    def named(self) -> NamedFor:
        """What it is named for, as the rules have it."""
        fields = frozenset((code, name) for code, names in self.fields.items() for name in names)
        procedures = frozenset((code, name) for code, names in self.procedures.items() for name in names)
        return NamedFor(frozenset(self.departments), fields, procedures)


class Kiosk(Table):
    """`screen_inch`: its diagonal, so that every key on it is large enough for a finger."""

    code: Code
    name: Text
    name_en: str = ""
    printer: str
    screen_inch: Annotated[float, Field(strict=False), AfterValidator(values.between(7, 100))] = 21.5


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


class Config(Table):
    """The whole office. `digest` is the SHA-256 of the file's bytes."""

    site: Site
    hours: Hours
    tickets: Tickets
    idle: Idle
    voice: Voice
    backups: Backups
    privacy: Privacy
    sign_in: SignIn
    network: Network
    priority: tuple[Priority, ...]
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

    def priority_class(self, code: str | None) -> Priority | None:
        """The class of a ticket; None for an ordinary citizen, and for a class that is no longer configured."""
        return next((each for each in self.priority if each.code == code), None)

    def printer_name(self, code: str, language: str) -> str:
        """What people call a printer: its own name, else the kiosks that print on it, else its code."""
        found = next((printer for printer in self.printers if printer.code == code), None)
        if found is not None and found.name:
            return found.text("name", language)
        kiosks = [kiosk.text("name", language) for kiosk in self.kiosks if kiosk.printer == code]
        return ", ".join(kiosks) or code

    @property
    def used_printers(self) -> tuple[Printer, ...]:
        """Those on which something can come out: of a kiosk, or standing in for another."""
        used = {kiosk.printer for kiosk in self.kiosks} | {printer.stand_in for printer in self.printers}
        return tuple(printer for printer in self.printers if printer.code in used)

    @property
    def agents(self) -> tuple[Kiosk, ...]:
        """The kiosks whose PC has a printer of its own, and so a print agent."""
        return tuple(kiosk for kiosk in self.kiosks if any(printer.at == kiosk.code for printer in self.printers))

    def desks_for(self, department: str) -> tuple[Desk, ...]:
        """The desks that can call tickets of a department: all of them or some."""
        return tuple(desk for desk in self.desks if department in desk.touched)

    def only_desk_for(self, department: str) -> Desk | None:
        """The desk that any ticket of a department may name: the one that can call it, if there is only one."""
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
    def recordings_path(self) -> Path | None:
        """The folder of human recordings that the file names; None: the one in the data folder."""
        return self.path.parent / self.voice.recordings if self.voice.recordings else None

    @property
    def backups_path(self) -> Path | None:
        """The folder of back-ups that the file names; None: the one in the data folder."""
        return self.path.parent / self.backups.folder if self.backups.folder else None

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
