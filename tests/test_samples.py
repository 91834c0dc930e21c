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
import requests
from click.testing import CliRunner

import commands
import config as configuration
from actions.hall import Hall
from commands import serving
from commands.entry import cli
from config import Config
from rules.serving import Posted, desks_for, resolved, servings
from rules.serving_gaps import gaps
from rules.workdays import Sitting, Weekday
from tests.actions.at_work import move_to, seat, take, touch
from tests.conftest import ROOT, SetClock
from tests.kiosk.test_screens import SIZES, SMALL, measured
from tests.prepared import prepare
from tests.running import RunningServer

COMMUNE = ROOT / "samples" / "commune"
NO_BREAK = "\N{NO-BREAK SPACE}"
MORNING, AFTERNOON = Sitting("morning", time(7, 30), time(11, 30)), Sitting("afternoon", time(13, 30), time(17))
SATURDAY = {"TPHT", "XHNC", "CA"}
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


def test_counters_share_a_department_by_fields_and_by_procedures(commune: Config) -> None:
    assert [desk.code for desk in commune.desks_for("TPHT")] == ["6", "8", "9"]
    assert commune.only_desk_for("TPHT") is None
    assert commune.desk("6").touched == ("XDCT", "TPHT")


# What the list of the centre writes beside each number, as procedures of the catalogue.
LISTED_AT = {
    "3": {"Đăng ký đất đai, cấp Giấy chứng nhận lần đầu", "Hòa giải tranh chấp đất đai"},
    "4": {"Cấp giấy phép xây dựng mới"},
    "6": {"Đăng ký kết hôn", "Cấp bản sao Trích lục hộ tịch", "Cấp Giấy phép bán lẻ rượu", "sản phẩm thuốc lá"},
    "7": {"Hỗ trợ chi phí mai táng", "Cấp giấy xác nhận thân nhân của người có công", "trợ cấp xã hội hàng tháng"},
    "8": {"Cấp Giấy xác nhận tình trạng hôn nhân", "Đăng ký giám hộ"},
    "9": {"Đăng ký khai sinh", "Đăng ký khai tử", "cải chính"},
    "10": {"Đăng ký thành lập hộ kinh doanh"},
}


def test_each_counter_calls_what_the_centres_list_says(commune: Config) -> None:
    with (COMMUNE / "counters.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "Tây Nha Trang" in row["place"]]
    assert {row["counter_no"] for row in rows} == {desk.code for desk in commune.desks} - {"11"}
    assert all(row["source"] for row in rows)
    posted = catalogue()
    serving = servings({desk.code: resolved(desk.named, posted) for desk in commune.desks})
    for counter, words in LISTED_AT.items():
        for word in words:
            meant = [each for each in posted if word in each.name]
            assert meant, word
            assert {desks_for(serving, p.department, p.field, p.key) for p in meant} == {(counter,)}, word


def test_no_counter_names_what_is_not_posted_and_every_procedure_has_its_counter(commune: Config) -> None:
    posted, named = catalogue(), {desk.code: desk.named for desk in commune.desks}
    assert gaps(named, posted, servings({desk: resolved(own, posted) for desk, own in named.items()})) == ()


def catalogue() -> list[Posted]:
    return [Posted(r["key"], r["procedure_code"], r["department_code"], r["field"], r["name"]) for r in listed()]


def test_every_procedure_has_a_key_a_source_and_a_department(commune: Config) -> None:
    rows = listed()
    assert len(rows) == len({row["key"] for row in rows}) == 51
    assert all(row["source"] for row in rows)
    assert all(commune.department(row["department_code"]).name == row["department_name"] for row in rows)


def test_no_code_of_the_product_knows_a_commune() -> None:
    files = [path for path in ROOT.glob("*/**/*.py") if not {"tests", ".venv", "data"} & set(path.parts)]
    words = ("commune", "xa_phuong")
    naming = {path for path in files if any(f'"{word}"' in path.read_text(encoding="utf-8") for word in words)}
    assert naming == set()


# -- at work -----------------------------------------------------------------------------------------------------


def test_a_number_names_its_only_counter_or_the_hall(hall: Hall) -> None:
    assert take(hall, "VXNV").place.name == "Quầy 5"
    assert take(hall, "TPHT").place.name == "khu vực chờ, tầng 1"


def test_a_counter_of_several_departments_calls_who_waits_longest(hall: Hall, set_clock: SetClock) -> None:
    for department in ("NN", "DDMT", "NN"):
        take(hall, department)
        set_clock.wait(60)
    counter = seat(hall, "3", "DDMT", "NN")
    assert [counter.serves_one() for _ in range(3)] == ["6-001", "2-001", "6-002"]


@pytest.mark.parametrize(
    ("moment", "department", "refused"),
    [
        (datetime(2026, 8, 15, 8, 40), "TPHT", None),
        (datetime(2026, 8, 15, 8, 40), "XDCT", "off_roster"),
        (datetime(2026, 8, 15, 14, 0), "TPHT", "evening"),
        (datetime(2026, 8, 16, 8, 40), "TPHT", "closed_day.weekend"),
    ],
)
def test_on_saturday_the_chosen_ones_give_numbers_in_the_morning(
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
    done = CliRunner().invoke(cli, ["serve", "--sample", "../config"])
    assert done.exit_code == 2
    assert "Có: commune." in done.output


class SampleServer(RunningServer):
    """The server as `--sample commune` starts it, with a data folder of the test's."""

    def _common(self) -> list[str]:
        return ["--sample", "commune", "--data", str(self.data)]


@pytest.fixture(scope="module", params=[WORKDAY, SATURDAY_MORNING], ids=["workday", "saturday"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = SampleServer(tmp_path_factory.mktemp("commune") / "data", at=request.param, config=COMMUNE / "config.toml")
    prepare(server, {"officer-8": ("TPHT",), "officer-9": ("TPHT",)}, "kiosk-1")
    server.start()
    yield server
    server.stop()


def test_it_starts_and_gives_a_number(server: RunningServer) -> None:
    assert "Trung tâm Phục vụ hành chính công" in server.output
    wish = {"touch_id": "a touch of a citizen", "procedure": "2.000815"}
    answer = server.api("POST", "/tickets", server.token(device="kiosk-1"), json=wish)
    assert answer.status_code == 201, answer.text
    assert answer.json()["label"] == "1-001"


def test_two_counters_of_one_department_work_through_its_citizens(server: RunningServer) -> None:
    """By the surfaces alone: the kiosk's page and number, the desks' calls, the wall, the citizen's ticket."""
    kiosk = server.token(device="kiosk-1")
    wishes = ("1.004873", "1.001193", None)
    tickets = [issued(server, kiosk, f"citizen number {n}", wish) for n, wish in enumerate(wishes)]
    assert [ticket["place"] for ticket in tickets] == ["Quầy 8", "Quầy 9", "khu vực chờ, tầng 1"]
    page = requests.get(f"{server.url}/kiosk/procedures/1.004873", cookies={"mot_cua_kiosk": kiosk}, timeout=30)
    assert "Quầy 8" in page.text.replace(NO_BREAK, " ")
    for desk in ("8", "9"):
        assert pressed(server, desk, "open")["is_open"]
    single, birth, unsure = (ticket["label"] for ticket in tickets)
    *earlier, own, shared = waiting_at(server, "8")
    assert (own, shared) == (single, unsure)
    assert waiting_at(server, "9") == [*earlier, birth, unsure]
    assert [serve_one(server, "8") for _ in earlier] == earlier
    assert serve_one(server, "9") == birth
    assert pressed(server, "9", "next")["ticket"]["label"] == unsure
    assert serve_one(server, "8") == single
    answer = server.api("POST", "/desks/8/next", server.token(account="officer-8"), json={})
    assert answer.json()["code"] == "nobody_waiting"
    board = server.api("GET", "/board", kiosk).json()
    assert {row["desk"]: row["number"] for row in board["rows"]}["9"] == tickets[2]["number"]
    assert server.api("GET", f"/tickets/{tickets[2]['token']}", kiosk).json()["place"] == "Quầy 9"


def issued(server: RunningServer, kiosk: str, touch_id: str, procedure: str | None) -> dict[str, Any]:
    wish = {"procedure": procedure} if procedure else {"department": "TPHT", "visit": "unsure"}
    answer = server.api("POST", "/tickets", kiosk, json={"touch_id": touch_id, **wish})
    assert answer.status_code == 201, answer.text
    ticket: dict[str, Any] = answer.json()
    return ticket


def pressed(server: RunningServer, desk: str, verb: str, **wish: Any) -> dict[str, Any]:
    answer = server.api("POST", f"/desks/{desk}/{verb}", server.token(account=f"officer-{desk}"), json=wish)
    assert answer.status_code == 200, answer.text
    state: dict[str, Any] = answer.json()
    return state


def waiting_at(server: RunningServer, desk: str) -> list[str]:
    return [row["label"] for row in pressed(server, desk, "open")["waiting"]]


def serve_one(server: RunningServer, desk: str) -> str:
    label: str = pressed(server, desk, "next")["ticket"]["label"]
    pressed(server, desk, "serve")
    pressed(server, desk, "finish", outcome="advice")
    return label


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
    assert page.locator(".tile").count() == 10
    assert measured(page, least) == []
    context.close()


def test_run_py_names_the_flag() -> None:
    asked = subprocess.run([sys.executable, "run.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "--sample" in asked.stdout
