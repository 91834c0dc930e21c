"""Does the Office hear its voice, record it, and take a recording back?"""

from __future__ import annotations

from typing import Any

import pytest

from actions.audit import list_acts
from application import House
from office.voice import LARGEST_RECORDING
from tests.office.supervisor import Supervisor
from tests.visitors import add_officer, csrf, signed_in
from tests.voice.sounds import heard, tone

CLIP = "/voice/clips/vi/so-4"


@pytest.fixture
def supervisor(house: House) -> Supervisor:
    return Supervisor(house, "van-phong")


def sends(supervisor: Supervisor, path: str, body: bytes = b"") -> Any:
    headers = {**supervisor.headers, "Accept": "application/json", "Content-Type": "audio/wav"}
    return supervisor.client.post(f"/office{path}", data=body, headers=headers)


def gets(supervisor: Supervisor, path: str) -> Any:
    return supervisor.client.get(f"/office{path}")


def test_the_page_lists_every_clip_with_its_state(supervisor: Supervisor) -> None:
    text = supervisor.sees("/voice")
    for words in ("Mời công dân có số", "mười hai", "đã có 0 trên 29 đoạn", "recordings/vi", "Tiếng Anh"):
        assert words in text
    assert "please come to counter" in supervisor.sees("/voice?language=en")
    assert "Mời công dân có số" in supervisor.sees("/voice?language=xx")


def test_only_this_page_may_ask_for_the_microphone(supervisor: Supervisor) -> None:
    assert "microphone=(self)" in gets(supervisor, "/voice").headers["Permissions-Policy"]
    for path in ("/", "/devices", CLIP + "/accepted.wav"):
        assert "microphone=()" in gets(supervisor, path).headers["Permissions-Policy"]


def test_a_clip_is_recorded_heard_accepted_and_taken_back(supervisor: Supervisor) -> None:
    draft = sends(supervisor, f"{CLIP}/draft", tone(0.5, rate=22_050)).get_json()
    assert draft.pop("seconds") == pytest.approx(0.59, abs=0.02)
    assert draft == {"faults": [], "is_usable": True, "url": f"/office{CLIP}/draft.wav"}
    assert heard(gets(supervisor, f"{CLIP}/draft.wav").data).seconds == pytest.approx(0.59, abs=0.02)
    assert gets(supervisor, f"{CLIP}/accepted.wav").status_code == 404

    assert sends(supervisor, f"{CLIP}/accept").get_json() == {"state": "ready", "done": 1, "total": 29}
    assert heard(gets(supervisor, f"{CLIP}/accepted.wav").data).seconds == pytest.approx(0.59, abs=0.02)
    assert gets(supervisor, f"{CLIP}/draft.wav").status_code == 404
    assert "đã có 1 trên 29 đoạn" in supervisor.sees("/voice")

    assert sends(supervisor, f"{CLIP}/remove").get_json() == {"state": "missing", "done": 0, "total": 29}
    kinds = [act.kind for act in supervisor.house.hall.read(list_acts)]
    assert kinds[:2] == ["recording_removed", "recording_accepted"]
    log = supervisor.sees("/log")
    assert "Nhận bản ghi âm" in log
    assert "vi/so-4.wav" in log


def test_what_is_wrong_with_a_recording_is_said(supervisor: Supervisor) -> None:
    silent = sends(supervisor, f"{CLIP}/draft", tone(0.5, level=0.0)).get_json()
    assert not silent["is_usable"]
    assert silent["faults"] == ["Không nghe thấy tiếng nói. Kiểm tra micro rồi ghi lại."]
    assert sends(supervisor, f"{CLIP}/accept").status_code == 409
    broken = sends(supervisor, f"{CLIP}/draft", b"not a sound")
    assert (broken.status_code, broken.get_json()["code"]) == (422, "bad_recording")


def test_a_recording_larger_than_half_a_minute_is_refused_before_it_is_read(supervisor: Supervisor) -> None:
    answer = sends(supervisor, f"{CLIP}/draft", bytes(LARGEST_RECORDING + 1))
    assert answer.status_code == 413
    assert gets(supervisor, f"{CLIP}/draft.wav").status_code == 404


@pytest.mark.parametrize("clip", ["vi/so-77", "xx/so-4", "tay/so-4", "vi/..%2f..%2fx", "vi/so-4.old"])
def test_nothing_but_the_clips_of_this_office_is_kept(supervisor: Supervisor, clip: str) -> None:
    for verb in ("draft", "accept", "remove"):
        assert sends(supervisor, f"/voice/clips/{clip}/{verb}", tone(0.3)).status_code in (404, 405)


def test_a_recording_without_the_forgery_token_is_refused(supervisor: Supervisor) -> None:
    answer = supervisor.client.post(f"/office{CLIP}/draft", data=tone(0.3), content_type="audio/wav")
    assert answer.status_code in (302, 303, 400)
    assert gets(supervisor, f"{CLIP}/draft.wav").status_code == 404


def test_an_officer_may_not_record(house: House) -> None:
    officer = signed_in(house, add_officer(house, "lien"))
    assert officer.get("/office/voice").status_code == 403
    headers = csrf(officer, "/desk/")
    assert officer.post(f"/office{CLIP}/draft", data=tone(0.3), headers=headers).status_code == 403


def test_a_sample_is_a_call_that_nobody_hears_in_the_hall(supervisor: Supervisor) -> None:
    wish = {"series": "4", "number": "17", "desk": "4", "kind": "call", "language": "en"}
    answer = supervisor.client.post("/office/voice/sample", json=wish, headers=supervisor.headers)
    first, second = answer.get_json()["clips"]
    assert first["caption"] == "Mời công dân có số 4-017, đến quầy số 4."
    assert first["source"] == "giọng máy"
    assert heard(supervisor.client.get(second["url"]).data).seconds > 2


@pytest.mark.parametrize(
    "changed",
    [{"series": "0"}, {"series": "x"}, {"number": "100000"}, {"desk": "9"}, {"kind": "announcement"}, {"kind": ""}],
)
def test_a_sample_of_what_cannot_be_is_refused(supervisor: Supervisor, changed: dict[str, str]) -> None:
    wish = {"series": "4", "number": "17", "desk": "4", "kind": "call", "language": "vi"} | changed
    answer = supervisor.client.post("/office/voice/sample", json=wish, headers=supervisor.headers)
    assert answer.status_code == 409
    assert "Dãy số từ 1 đến 99" in answer.get_json()["title"]
