"""What may be said of a wall in config.toml?"""

from __future__ import annotations

from typing import Any

import pytest

import config


@pytest.mark.parametrize(
    ("line", "key", "code"),
    [
        ('loudspeaker = "có"', "walls.wall-1.loudspeaker", "wrong_type"),
        ("volume = 101", "walls.wall-1.volume", "out_of_range"),
        ("fresh_s = 4", "walls.wall-1.fresh_s", "out_of_range"),
        ('quiet_hours = ["trưa"]', "walls.wall-1.quiet_hours", "hours_form"),
        ('media = "khong-co"', "walls.wall-1.media", "no_folder"),
    ],
)
def test_a_walls_keys_are_checked(problems: Any, line: str, key: str, code: str) -> None:
    (problem,) = problems(('[[walls]]\ncode = "wall-1"', f'[[walls]]\n{line}\ncode = "wall-1"'))
    assert (problem.key, problem.code) == (key, code)


def test_a_wall_only_shows_until_it_is_chosen_as_loudspeaker(spoilt: Any) -> None:
    wall = config.load(spoilt()).wall("wall-1")
    assert (wall.loudspeaker, wall.volume, wall.quiet, wall.fresh_s) == (False, 80, (), 30)


def test_quiet_hours_may_pass_midnight(spoilt: Any) -> None:
    line = '[[walls]]\nquiet_hours = ["17:00-7:00"]\ncode = "wall-1"'
    (span,) = config.load(spoilt(('[[walls]]\ncode = "wall-1"', line))).wall("wall-1").quiet
    assert span.minutes == (1020, 420)
