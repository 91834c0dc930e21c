"""Who serves in which department, and how are they reached? The list that the letter makes public."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions.here import Here
from actions.people import OfficerView, list_officers
from imports.phones import shown


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to dial (`tel:`) and to read."""

    to_dial: str
    shown: str


@dataclass(frozen=True, slots=True)
class Listed:
    name: str
    position: str
    office: Phone | None
    mobile: Phone | None


@dataclass(frozen=True, slots=True)
class Section:
    """A department's officers; one of several departments stands in each."""

    name: str
    officers: tuple[Listed, ...]


def sections(session: Session, here: Here, *, query: str, language: str) -> tuple[Section, ...]:
    """The directory by department; departments without anybody (who fits) are left out."""
    found = list_officers(session, here, query=query, on_list_only=True)
    departments = [(each.text("name", language), each.code) for each in here.config.departments]
    made = [
        Section(name, tuple(_listed(each, language) for each in found if code in each.departments))
        for name, code in departments
    ]
    return tuple(section for section in made if section.officers)


def _listed(officer: OfficerView, language: str) -> Listed:
    return Listed(
        officer.name, officer.position, _phone(officer.office_phone, language), _phone(officer.mobile, language)
    )


def _phone(stored: str, language: str) -> Phone | None:
    return Phone(stored, shown(stored, language)) if stored else None
