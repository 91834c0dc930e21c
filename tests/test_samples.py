"""Does the second shape of an office, the commune's centre, stand on configuration alone: load, start, issue, call?"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import commands
import config as configuration
import serving
from actions.hall import Hall
from config import Config
from rules.workdays import Sitting, Weekday
from tests.actions.at_work import move_to, seat, take, touch
from tests.conftest import ROOT, SetClock
from tests.kiosk.test_screens import SIZES, SMALL, measured
from tests.running import RunningServer

COMMUNE = ROOT / "samples" / "commune"
MORNING, AFTERNOON = Sitting("morning", time(7, 30), time(11, 30)), Sitting("afternoon", time(13, 30), time(17))
SATURDAY = {"HTKS", "HTHN", "CHTH", "XHNC", "CA"}
WORKDAY, SATURDAY_MORNING = "2026-08-12 08:40", "2026-08-15 08:40"


@pytest.fixture(scope="module")
def commune() -> Config:
    return configuration.load(COMMUNE / "config.toml")


@pytest.fixture
def hall(make_hall: Callable[..., Hall], commune: Config, tmp_path: Path) -> Hall:
    """The commune's centre on a Monday of the shared clock."""
    return make_hall(f"sqlite:///{tmp_path / 'commune.db'}", commune)


def listed() -> list[dict[str, str]]:
    with (COMMUNE / "procedures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# -- what it is --------------------------------------------------------------------------------------------------


def test_every_department_is_there_on_every_working_day(commune: Config) -> None:
    for department in commune.departments:
        for day in (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI):
            assert department.duty[day] == (MORNING, AFTERNOON), department.code


def test_chosen_ones_are_there_on_saturday_morning(commune: Config) -> None:
    assert {each.code for each in commune.departments if Weekday.SAT in each.duty} == SATURDAY
    assert {each.duty[Weekday.SAT] for each in commune.departments if each.code in SATURDAY} == {(MORNING,)}
    assert not any(Weekday.SUN in each.duty for each in commune.departments)


def test_a_counter_serves_several_fields_and_a_field_several_counters(commune: Config) -> None:
    assert commune.desk("6").departments == ("HTKS", "HTHN", "CTH")
    assert [desk.code for desk in commune.desks_for("CHTH")] == ["8", "9"]
    assert commune.only_desk_for("CHTH") is None


def test_its_counters_are_those_of_the_list_with_its_sources(commune: Config) -> None:
    with (COMMUNE / "counters.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "Tây Nha Trang" in row["place"]]
    assert {row["counter_no"] for row in rows} < {desk.code for desk in commune.desks}
    assert all(row["source"] for row in rows)


def test_every_procedure_has_a_key_a_source_and_a_department(commune: Config) -> None:
    rows = listed()
    assert len(rows) == len({row["key"] for row in rows}) == 47
    assert all(row["source"] for row in rows)
    assert all(commune.department(row["department_code"]).name == row["department_name"] for row in rows)


def test_no_code_of_the_product_knows_a_commune() -> None:
    files = [path for path in ROOT.glob("*/**/*.py") if not {"tests", ".venv", "data"} & set(path.parts)]
    words = ("commune", "xa_phuong")
    naming = {path for path in files if any(f'"{word}"' in path.read_text(encoding="utf-8") for word in words)}
    assert naming == set()


# -- at work -----------------------------------------------------------------------------------------------------


def test_a_number_names_its_only_counter_or_the_hall(hall: Hall) -> None:
    assert take(hall, "XD").place.name == "Quầy 4"
    assert take(hall, "CHTH").place.name == "khu vực chờ, tầng 1"


def test_a_counter_of_several_fields_calls_who_waits_longest(hall: Hall, set_clock: SetClock) -> None:
    for department in ("HTHN", "CTH", "HTKS"):
        take(hall, department)
        set_clock.wait(60)
    counter = seat(hall, "6", "HTKS", "HTHN", "CTH")
    counter.does("open")
    assert [counter.serves_one() for _ in range(3)] == ["2-001", "8-001", "1-001"]


def test_two_counters_of_one_field_share_its_queue(hall: Hall) -> None:
    for _ in range(2):
        take(hall, "CHTH")
    first, second = seat(hall, "8", "CHTH", name="mot"), seat(hall, "9", "CHTH", name="hai")
    first.does("open")
    second.does("open")
    assert {first.calls_next(), second.calls_next()} == {"3-001", "3-002"}


@pytest.mark.parametrize(
    ("moment", "department", "refused"),
    [
        (datetime(2026, 8, 15, 8, 40), "CHTH", None),
        (datetime(2026, 8, 15, 8, 40), "XD", "off_roster"),
        (datetime(2026, 8, 15, 14, 0), "CHTH", "evening"),
        (datetime(2026, 8, 16, 8, 40), "CHTH", "closed_day.weekend"),
    ],
)
def test_on_saturday_the_chosen_fields_give_numbers_in_the_morning(
    hall: Hall, set_clock: SetClock, moment: datetime, department: str, refused: str | None
) -> None:
    move_to(set_clock, hall, moment)
    answer: Any = touch(hall, department)
    assert getattr(answer, "code", None) == refused


# -- one flag ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "config", "data"),
    [
        ([], "config.toml", "data"),
        (["--sample", "commune"], "samples/commune/config.toml", "data/commune"),
        (["--port", "0", "--sample", "commune", "--data", "elsewhere"], "samples/commune/config.toml", "elsewhere"),
    ],
)
def test_one_flag_chooses_configuration_and_a_data_folder_of_its_own(
    monkeypatch: pytest.MonkeyPatch, words: list[str], config: str, data: str
) -> None:
    started: list[commands.Place] = []
    monkeypatch.setattr(serving, "serve", lambda place, *_: started.append(place))
    assert commands.run(words) == 0
    (place,) = started
    assert place.config == ROOT / config
    assert place.data == (Path(data) if data == "elsewhere" else ROOT / data)


def test_an_unknown_sample_is_told_which_there_are() -> None:
    done = CliRunner().invoke(commands.cli, ["serve", "--sample", "../config"])
    assert done.exit_code == 2
    assert "Có: commune." in done.output


class SampleServer(RunningServer):
    """The server as `--sample commune` starts it, with a data folder of the test's."""

    def _common(self) -> list[str]:
        return ["--sample", "commune", "--data", str(self.data)]


@pytest.fixture(scope="module", params=[WORKDAY, SATURDAY_MORNING], ids=["workday", "saturday"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = SampleServer(tmp_path_factory.mktemp("commune") / "data", at=request.param)
    server.start()
    yield server
    server.stop()


def test_it_starts_and_gives_a_number(server: RunningServer) -> None:
    assert "Trung tâm Phục vụ hành chính công" in server.output
    wish = {"touch_id": "a touch of a citizen", "procedure": "2.000815"}
    answer = server.api("POST", "/tickets", server.token(device="kiosk-1"), json=wish)
    assert answer.status_code == 201, answer.text
    assert answer.json()["label"] == "3-001"


@pytest.mark.parametrize("size", [*SIZES, *SMALL])
def test_all_departments_fit_the_kiosk(browser: Any, server: RunningServer, size: str) -> None:
    width, height, least = {**SIZES, **SMALL}[size]
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True)
    token = server.token(device="kiosk-1")
    context.add_cookies([{"name": "mot_cua_kiosk", "value": token, "url": server.url}])
    page = context.new_page()
    page.wrong = []
    page.goto(f"{server.url}/kiosk/")
    page.wait_for_selector(".tile")
    assert page.locator(".tile").count() == 12
    assert measured(page, least) == []
    context.close()


def test_run_py_names_the_flag() -> None:
    asked = subprocess.run([sys.executable, "run.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "--sample" in asked.stdout
