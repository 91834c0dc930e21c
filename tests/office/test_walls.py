"""Does the Office see its walls, set them, announce through them, and put pictures on them?"""

from __future__ import annotations

import gc
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from actions.announcements import announcements_on
from actions.walls import report_wall, sound_of
from application import House
from tests.conftest import SetClock
from tests.office.supervisor import Supervisor
from tests.visitors import paired


@pytest.fixture
def supervisor(house: House, tmp_path: Path) -> Supervisor:
    house.app.config["MEDIA"] = tmp_path / "media"
    return Supervisor(house, "van-phong")


def tell(house: House, **shows: Any) -> None:
    answer = paired(house, "wall-1").post(
        "/display/report", json={"screen": "0123456789abcdef", **shows}, headers={"Origin": "http://localhost"}
    )
    assert answer.status_code == 200


def state(supervisor: Supervisor) -> Any:
    return supervisor.client.get("/office/walls/state").get_json()["walls"][0]


# -- what is seen ------------------------------------------------------------------------------------------------


def test_a_wall_is_unknown_connected_and_lost(house: House, supervisor: Supervisor, set_clock: SetClock) -> None:
    assert "Chưa nối lần nào hôm nay" in supervisor.sees("/walls")
    tell(house, slot="call", what="4-017 → Quầy 4", sound="on", size="1920×1080", tested=7)
    page = supervisor.sees("/walls")
    for words in (
        "Đang nối",
        "Đang gọi 4-017 → Quầy 4 (1920×1080)",
        "Có tiếng",
        "Tin cuối lúc 8:40",
        "Tất cả các quầy",
    ):
        assert words in page
    set_clock.wait(46)
    lost = state(supervisor)
    assert (lost["tone"], lost["state"], lost["shows"]) == ("stop", "Mất liên lạc", "–")


def test_a_blocked_sound_and_a_broken_film_are_told(house: House, supervisor: Supervisor) -> None:
    tell(house, slot="media", what="a.jpg", sound="blocked", broken="phim.mp4")
    told = state(supervisor)
    assert (told["sound_tone"], told["sound"]) == ("stop", "Trình duyệt chặn tiếng: chạm vào màn hình một lần")
    assert told["broken"] == "Không phát được: phim.mp4"


@pytest.mark.parametrize("said", [{}, {"screen": "no"}, {"screen": ["0123456789"]}, []])
def test_a_report_that_names_no_screen_is_refused(house: House, said: Any) -> None:
    client = paired(house, "wall-1")
    assert client.post("/display/report", json=said, headers={"Origin": "http://localhost"}).status_code == 400


def test_a_report_keeps_only_what_the_page_shows(house: House, supervisor: Supervisor) -> None:
    tell(house, slot="<b>", what="x" * 5000, sound=["on"], size={}, tested="7", more="more")
    told = state(supervisor)
    assert told["shows"].startswith("Lịch trực và bảng quầy")
    assert len(told["shows"]) < 200


# -- what is set -------------------------------------------------------------------------------------------------


def test_volume_and_muting_reach_the_wall(house: House, supervisor: Supervisor) -> None:
    wall = paired(house, "wall-1")
    supervisor.sends("/walls/wall-1/volume", volume="35")
    supervisor.sends("/walls/wall-1/mute", minutes="30")
    told = wall.get("/display/snapshot").get_json()["sound"]
    assert (told["speaks"], told["volume"], told["muted"]) == (True, 35, True)
    assert "Tắt đến 9:10" in supervisor.sees("/walls")
    supervisor.sends("/walls/wall-1/unmute")
    assert not wall.get("/display/snapshot").get_json()["sound"]["muted"]
    log = supervisor.sees("/log")
    assert "Chỉnh loa" in log


@pytest.mark.parametrize("volume", ["", "-5", "101", "viel", "３５"])
def test_a_wrong_volume_changes_nothing(house: House, supervisor: Supervisor, volume: str) -> None:
    assert supervisor.sends("/walls/wall-1/volume", volume=volume).status_code == 409
    assert house.hall.read(sound_of, wall="wall-1").volume == 80


def test_a_test_call_is_done_when_the_wall_says_so(house: House, supervisor: Supervisor) -> None:
    tell(house, slot="roster", sound="on")
    supervisor.sends("/walls/wall-1/test")
    assert state(supervisor)["test"] == "Gọi thử lúc 8:40: chưa xong"
    (test,) = house.hall.read(announcements_on, wall="wall-1")
    tell(house, slot="call", sound="on", tested=test.id + 1)  # a later one says nothing of this
    assert state(supervisor)["test"] == "Gọi thử lúc 8:40: chưa xong"
    tell(house, slot="announcement", sound="on", tested=test.id)
    assert state(supervisor)["test"] == "Gọi thử lúc 8:40: đã hiện xong"


def test_an_unknown_wall_is_not_found(supervisor: Supervisor) -> None:
    for what in ("test", "volume", "mute", "unmute"):
        assert supervisor.sends(f"/walls/wall-9/{what}").status_code == 404


# -- what is said ------------------------------------------------------------------------------------------------


def test_an_announcement_reaches_the_wall_and_can_be_stopped_and_repeated(house: House, supervisor: Supervisor) -> None:
    wall = paired(house, "wall-1")
    supervisor.sends("/announcements", text="Mời công dân ngồi chờ.", wall="-", minutes="5")
    (told,) = wall.get("/display/snapshot").get_json()["announcements"]
    assert (told["text"], told["kind"], told["urgent"]) == ("Mời công dân ngồi chờ.", "spoken", False)
    (clip,) = wall.get(f"/display/sounds/{told['id']}").get_json()["clips"]
    assert clip["caption"] == "Mời công dân ngồi chờ."
    assert "Đang hiện đến 8:45" in supervisor.sees("/announcements")
    supervisor.sends(f"/announcements/{told['id']}/again")
    (again,) = wall.get("/display/snapshot").get_json()["announcements"]
    assert again["text"] == told["text"]
    assert again["id"] > told["id"]
    supervisor.sends(f"/announcements/{again['id']}/end")
    assert wall.get("/display/snapshot").get_json()["announcements"] == []
    assert "Phát thông báo" in supervisor.sees("/log")


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"text": "", "minutes": "5"}, 409, "thông báo"),
        ({"text": "a", "minutes": "999"}, 409, "từ 1 đến 240 phút"),
        ({"text": "a", "minutes": "mười"}, 200, "Ghi một số phút"),
    ],
)
def test_what_cannot_be_announced_stays_in_the_form(
    house: House, supervisor: Supervisor, fields: dict[str, str], status: int, words: str
) -> None:
    answer = supervisor.sends("/announcements", wall="-", **fields)
    assert answer.status_code == status
    assert words in answer.get_data(as_text=True)
    assert house.hall.read(announcements_on, wall="wall-1") == ()


def test_the_ready_sentences_have_the_offices_own_hours(supervisor: Supervisor) -> None:
    assert "Buổi chiều làm việc từ 13:30." in supervisor.sees("/announcements")


# -- pictures ----------------------------------------------------------------------------------------------------


def test_a_picture_is_put_on_the_walls_and_taken_off(house: House, supervisor: Supervisor) -> None:
    wall = paired(house, "wall-1")
    sent = supervisor.sends("/media", file=(png(), "Lối vào.png"))
    assert sent.status_code == 302
    (told,) = wall.get("/display/snapshot").get_json()["media"]
    assert (told["kind"], told["name"]) == ("picture", "Lối vào.jpg")
    with wall.get(told["url"]) as answer:
        assert answer.mimetype == "image/jpeg"
    assert "Lối vào.jpg" in supervisor.sees("/media")
    supervisor.sends("/media/Lối vào.jpg/remove")
    assert wall.get("/display/snapshot").get_json()["media"] == []
    assert wall.get(told["url"]).status_code == 404
    assert supervisor.sends("/media/Lối vào.jpg/remove").status_code == 404


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the test client leaves its own large body to the collector
def test_a_picture_may_be_larger_than_other_forms(house: House, supervisor: Supervisor) -> None:
    noise = io.BytesIO()
    Image.effect_noise((900, 900), 90).save(noise, "PNG")
    assert noise.tell() > 2 * 256 * 1024
    noise.seek(0)
    assert supervisor.sends("/media", file=(noise, "lớn.png")).status_code == 302
    gc.collect()


def test_a_film_that_is_too_large_is_told_so(house: House, supervisor: Supervisor) -> None:
    house.app.config["MAX_CONTENT_LENGTH"] = None
    answer = supervisor.client.post(
        "/office/media",
        headers=supervisor.headers,
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(300 * 2**20)},
    )
    assert answer.status_code == 413
    assert "Video lớn hơn 200 MB" in answer.get_data(as_text=True)


def test_a_video_is_given_in_parts(house: House, supervisor: Supervisor) -> None:
    supervisor.sends("/media", file=(io.BytesIO(b"\x00\x00\x00\x18ftypmp42" + b"x" * 1000), "phim.mp4"))
    wall = paired(house, "wall-1")
    (told,) = wall.get("/display/snapshot").get_json()["media"]
    with wall.get(told["url"], headers={"Range": "bytes=4-7"}) as some:
        assert (some.status_code, some.get_data()) == (206, b"ftyp")


@pytest.mark.parametrize(("content", "words"), [(b"text", "Chưa lưu gì"), (None, "Hãy chọn một tệp")])
def test_what_is_no_picture_is_refused_in_words(supervisor: Supervisor, content: bytes | None, words: str) -> None:
    fields = {} if content is None else {"file": (io.BytesIO(content), "a.png")}
    answer = supervisor.sends("/media", **fields)
    assert answer.status_code == 409
    assert words in answer.get_data(as_text=True)


def test_a_wall_may_have_a_folder_of_its_own(house: House, supervisor: Supervisor, tmp_path: Path) -> None:
    assert house.hall.config.media_path("wall-1") is None
    own = house.hall.config.wall("wall-1").model_copy(update={"media": str(tmp_path)})
    config = house.hall.config.model_copy(update={"walls": (own,)})
    assert config.media_path("wall-1") == tmp_path


def test_a_report_of_a_wall_needs_our_own_page(house: House) -> None:
    wall = paired(house, "wall-1")
    foreign = {"Origin": "http://evil.example"}
    assert wall.post("/display/report", json={"screen": "0123456789"}, headers=foreign).status_code == 400
    house.hall.write(report_wall, wall="wall-1", screen="0123456789", shows={"slot": "call"})


def png() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "blue").save(file, "PNG")
    file.seek(0)
    return file
