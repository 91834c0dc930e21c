"""The lived week of tests/reports/week.py, and its report."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from actions.hall import Hall
from actions.site import site_id
from config import Config
from database import open_database
from reports import ComplianceReport, Period, compliance_report
from tests.actions.at_work import Seat
from tests.conftest import MONDAY_MORNING, SetClock
from tests.reports.week import Week, live


@dataclass(frozen=True)
class Lived:
    """The week on the disk, lived once; what is made of it for a test that reads or goes on is a copy."""

    path: Path
    passed_s: float
    people: dict[str, Seat]

    def again(self, folder: Path, office: Config, clock: SetClock) -> Week:
        path = folder / "week.db"
        shutil.copy(self.path, path)
        hall = _hall(path, office, clock)
        clock.wait(self.passed_s - clock.passed_s)
        return Week(hall, clock, {code: replace(seat, hall=hall) for code, seat in self.people.items()})


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, office: Config) -> Lived:
    path = tmp_path_factory.mktemp("week") / "mot-cua.db"
    shutil.copy(sqlite_template, path)
    clock = SetClock(MONDAY_MORNING, office.site.zone)
    hall = _hall(path, office, clock)
    week = live(hall, clock)
    hall.database.close()
    return Lived(path, clock.passed_s, week.seats)


@pytest.fixture
def week(lived: Lived, tmp_path: Path, office: Config, set_clock: SetClock) -> Iterator[Week]:
    """For tests that live on in it."""
    week = lived.again(tmp_path, office, set_clock)
    yield week
    week.hall.database.close()


@pytest.fixture(scope="session")
def report(lived: Lived, tmp_path_factory: pytest.TempPathFactory, office: Config) -> ComplianceReport:
    """Frozen, so that all tests may read the one week."""
    clock = SetClock(MONDAY_MORNING, office.site.zone)
    week = lived.again(tmp_path_factory.mktemp("report"), office, clock)
    made = week.hall.read(compliance_report, Period.named("2017-W11"), "Đề nghị nhắc nhở.\nĐề nghị thêm người.")
    week.hall.database.close()
    return made


def _hall(path: Path, office: Config, clock: SetClock) -> Hall:
    database = open_database(f"sqlite:///{path}")
    return Hall(office, clock, database, database.write(lambda session: site_id(session, office, clock.now())))
