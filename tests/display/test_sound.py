"""What does the wall get when it asks for a sound, and what do others?"""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from application import House
from tests.visitors import paired
from tests.voice.sounds import heard
from voice.spoken import CannotSpeak, Kind, Spoken


def name(house: House, number: int = 17) -> str:
    return house.voice.clips_for(Spoken(Kind.CALL, 4, number, "4"))[0].url_name


def test_a_wall_gets_the_sound_and_may_keep_it(house: House) -> None:
    wall = paired(house, "wall-1")
    answer = wall.get(f"/display/voice/{name(house)}.mp3")
    assert (answer.status_code, answer.mimetype) == (200, "audio/mpeg")
    assert "immutable" in answer.headers["Cache-Control"]
    assert heard(answer.data).seconds > 3

    again = wall.get(f"/display/voice/{name(house)}.mp3", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    part = wall.get(f"/display/voice/{name(house)}.mp3", headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.data)) == (206, 100)


def test_only_a_wall_gets_it(house: House, client: FlaskClient) -> None:
    assert client.get(f"/display/voice/{name(house)}.mp3").status_code in (401, 403)
    assert paired(house, "kiosk-1").get(f"/display/voice/{name(house)}.mp3").status_code == 403


@pytest.mark.parametrize("unknown", ["0" * 32, "x", "..%2f..%2fconfig", "a" * 500])
def test_a_name_that_nobody_was_given_is_not_found(house: House, unknown: str) -> None:
    assert paired(house, "wall-1").get(f"/display/voice/{unknown}.mp3").status_code == 404


def test_a_sound_that_cannot_be_made_is_a_clear_fault(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Any) -> Any:
        raise CannotSpeak("no_machine", "libespeak-ng.so")

    monkeypatch.setattr(house.voice._workshop, "do", broken)
    answer = paired(house, "wall-1").get(f"/display/voice/{name(house)}.mp3")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "no_machine")
    assert "eSpeak" in answer.get_json()["title"]

    ready = house.app.test_client().get("/readyz")
    assert (ready.status_code, ready.get_json()["voice"]) == (200, "no_machine")
    start = house.app.test_client().get("/").get_data(as_text=True)
    assert "Giọng đọc số trên loa có lỗi" in start
