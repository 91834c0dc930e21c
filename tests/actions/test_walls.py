"""Does the Office set its walls, speak through them, and see what they tell; and does a wall get what it missed?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from actions.announcements import (
    TEXT_LENGTH,
    AnnouncementView,
    announce,
    announcement,
    announcements_on,
    end_announcement,
    latest_announcements,
    latest_tests,
    test_wall,
)
from actions.board import board
from actions.call import call_next, recall
from actions.events import first_broken, last_seq
from actions.fresh_calls import call_by_id, fresh_calls
from actions.hall import Hall
from actions.issue import issue_ticket
from actions.presence import close_desk, open_desk
from actions.walls import (
    SCREENS_A_WALL,
    SoundView,
    mute_wall,
    report_wall,
    set_volume,
    sound_of,
    unmute_wall,
    wall_reports,
)
from rules.refusals import Refusal
from tests.actions.at_work import add_person
from tests.conftest import SetClock

test_wall.__test__ = False  # an action, not a test


def say(hall: Hall, text: str = "Nghỉ trưa", **more: Any) -> Any:
    wish = {"text": text, "wall": None, "minutes": 10, "is_urgent": False, "actor": "van-phong", **more}
    return hall.write(announce, **wish)


def on_wall(hall: Hall) -> list[str]:
    return [each.text for each in hall.read(announcements_on, wall="wall-1")]


# -- announcements -----------------------------------------------------------------------------------------------


def test_an_announcement_stands_for_its_minutes_and_has_its_events_number(hall: Hall, set_clock: SetClock) -> None:
    said = say(hall, "  Đã đến  giờ nghỉ trưa. ")
    assert isinstance(said, AnnouncementView)
    assert said.id == hall.read(last_seq)
    assert on_wall(hall) == ["Đã đến giờ nghỉ trưa."]
    assert hall.read(announcement, seq=said.id) == said
    set_clock.wait(10 * 60)
    assert on_wall(hall) == []
    assert hall.read(first_broken) is None


def test_it_can_be_stopped_once(hall: Hall) -> None:
    said = say(hall)
    assert hall.write(end_announcement, announcement=said.id, actor="van-phong") is None
    assert on_wall(hall) == []
    again = hall.write(end_announcement, announcement=said.id, actor="van-phong")
    assert again == Refusal("no_announcement", {})


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"text": " "}, "notice_empty"),
        ({"text": "a" * (TEXT_LENGTH + 1)}, "notice_long"),
        ({"minutes": 0}, "announcement_minutes"),
        ({"minutes": 241}, "announcement_minutes"),
        ({"wall": "wall-9"}, "no_wall"),
    ],
)
def test_what_cannot_be_said_is_refused_and_leaves_nothing(hall: Hall, wish: dict[str, Any], code: str) -> None:
    before = hall.read(last_seq)
    assert say(hall, **wish).code == code
    assert (on_wall(hall), hall.read(last_seq)) == ([], before)


def test_a_test_is_for_one_wall_and_no_announcement(hall: Hall) -> None:
    tested: Any = hall.write(test_wall, wall="wall-1", text="Thử", actor="van-phong")
    assert [each.kind for each in hall.read(announcements_on, wall="wall-1")] == ["test"]
    assert hall.read(latest_announcements) == ()
    assert hall.read(latest_tests) == {"wall-1": tested}
    refused: Any = hall.write(test_wall, wall="wall-9", text="Thử", actor="van-phong")
    assert refused.code == "no_wall"


# -- sound -------------------------------------------------------------------------------------------------------


def test_a_wall_is_as_loud_as_configured_until_the_office_sets_it(hall: Hall, set_clock: SetClock) -> None:
    assert hall.read(sound_of, wall="wall-1") == SoundView("wall-1", 80, False, None)
    hall.write(set_volume, wall="wall-1", volume=35, actor="van-phong")
    hall.write(mute_wall, wall="wall-1", minutes=30, actor="van-phong")
    until = hall.now() + timedelta(minutes=30)
    assert hall.read(sound_of, wall="wall-1") == SoundView("wall-1", 35, True, until)
    set_clock.wait(30 * 60)
    assert hall.read(sound_of, wall="wall-1") == SoundView("wall-1", 35, False, None)


def test_a_wall_muted_for_good_sounds_when_it_is_turned_on(hall: Hall, set_clock: SetClock) -> None:
    hall.write(mute_wall, wall="wall-1", minutes=None, actor="van-phong")
    set_clock.wait(24 * 3600)
    assert hall.read(sound_of, wall="wall-1").is_muted
    hall.write(unmute_wall, wall="wall-1", actor="van-phong")
    assert not hall.read(sound_of, wall="wall-1").is_muted


@pytest.mark.parametrize("volume", [-1, 101])
def test_a_wrong_volume_is_refused(hall: Hall, volume: int) -> None:
    assert hall.write(set_volume, wall="wall-1", volume=volume, actor="van-phong") == Refusal(
        "volume_wrong", {"high": 100}
    )


# -- what walls tell ---------------------------------------------------------------------------------------------


def test_the_newest_report_of_each_browser_is_kept_for_a_day(hall: Hall, set_clock: SetClock) -> None:
    for slot in ("roster", "call"):
        hall.write(report_wall, wall="wall-1", screen="aaaaaaaa", shows={"slot": slot})
    set_clock.wait(60)
    hall.write(report_wall, wall="wall-1", screen="bbbbbbbb", shows={"slot": "media"})
    told = [(each.screen, each.shows["slot"]) for each in hall.read(wall_reports)]
    assert told == [("bbbbbbbb", "media"), ("aaaaaaaa", "call")]
    set_clock.wait(24 * 3600 - 30)
    assert [each.screen for each in hall.read(wall_reports)] == ["bbbbbbbb"]


def test_browsers_without_number_cannot_fill_the_database(sqlite_hall: Hall, set_clock: SetClock) -> None:
    for number in range(SCREENS_A_WALL + 3):
        set_clock.wait(1)
        sqlite_hall.write(report_wall, wall="wall-1", screen=f"screen{number:04}", shows={"slot": "call"})
    kept = [each.screen for each in sqlite_hall.read(wall_reports)]
    assert kept == [f"screen{number:04}" for number in range(SCREENS_A_WALL + 2, 2, -1)]


# -- what a wall missed ------------------------------------------------------------------------------------------


def test_every_fresh_call_is_replayed_also_one_that_was_recalled(hall: Hall, set_clock: SetClock) -> None:
    officer = add_person(hall, "lien", "TP")
    for touch in ("one", "two"):
        hall.write(issue_ticket, touch_id=touch, department="TP", kiosk="kiosk-1")
    hall.write(open_desk, desk="4", account=officer)
    hall.write(call_next, desk="4", account=officer)
    set_clock.wait(20)
    hall.write(recall, desk="4", account=officer)

    def fresh(seconds: int) -> list[int]:
        since = hall.now() - timedelta(seconds=seconds)
        return [each.count for each in hall.read(fresh_calls, desks=["4"], since=since)]

    assert [each.count for each in hall.read(board).calls] == [2]
    assert fresh(30) == [2, 1]
    assert fresh(10) == [2]
    assert hall.read(fresh_calls, desks=["5"], since=hall.now() - timedelta(seconds=30)) == ()


def test_a_call_that_was_taken_back_is_not_replayed(hall: Hall) -> None:
    officer = add_person(hall, "lien", "TP")
    hall.write(issue_ticket, touch_id="one", department="TP", kiosk="kiosk-1")
    since = hall.now() - timedelta(seconds=30)
    hall.write(open_desk, desk="4", account=officer)
    hall.write(call_next, desk="4", account=officer)
    hall.write(close_desk, desk="4", account=officer)
    assert hall.read(fresh_calls, desks=["4"], since=since) == ()


def test_a_call_is_found_by_its_number_with_its_tickets_language(hall: Hall) -> None:
    officer = add_person(hall, "lien", "TP")
    hall.write(issue_ticket, touch_id="one", department="TP", kiosk="kiosk-1", language="en")
    hall.write(open_desk, desk="4", account=officer)
    hall.write(call_next, desk="4", account=officer)
    (call,) = hall.read(board).calls
    assert hall.read(call_by_id, seq=call.id) == (call, "en")
    assert hall.read(call_by_id, seq=call.id - 1) is None
