"""The lived week of tests/reports/week.py, and its report."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from actions.hall import Hall
from actions.site import site_id
from config import Config
from database import open_database
from reports import ComplianceReport, Period, compliance_report
from tests.conftest import MONDAY_MORNING, SetClock
from tests.reports.week import Week, live


@pytest.fixture
def week(sqlite_hall: Hall, set_clock: SetClock) -> Week:
    """For tests that live on in it."""
    return live(sqlite_hall, set_clock)


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, office: Config) -> ComplianceReport:
    """Frozen, so that all tests may read the one week."""
    path = tmp_path_factory.mktemp("week") / "mot-cua.db"
    shutil.copy(sqlite_template, path)
    clock = SetClock(MONDAY_MORNING, office.site.zone)
    database = open_database(f"sqlite:///{path}")
    hall = Hall(office, clock, database, database.write(lambda session: site_id(session, office, clock.now())))
    live(hall, clock)
    made = hall.read(compliance_report, Period.named("2017-W11"), "Đề nghị nhắc nhở.\nĐề nghị thêm người.")
    database.close()
    return made
