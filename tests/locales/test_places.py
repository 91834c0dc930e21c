from __future__ import annotations

from pathlib import Path

import pytest

import config
from locales.places import Place, desk_place, full_place, place

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def office() -> config.Config:
    return config.load(ROOT / "config.toml")


@pytest.mark.parametrize(
    ("alone", "inside"),
    [
        ("Quầy 4", "quầy 4"),
        ("Quầy 4, tầng 1, Bộ phận Một cửa", "quầy 4, tầng 1, Bộ phận Một cửa"),
        ("Phòng số 12, nhà B", "phòng số 12, nhà B"),
        ("Phòng Tư pháp", "Phòng Tư pháp"),
        ("Bàn của Văn phòng", "bàn của Văn phòng"),
        ("Bàn hướng dẫn", "bàn hướng dẫn"),
        ("Bộ phận Một cửa", "Bộ phận Một cửa"),
        ("Văn phòng", "Văn phòng"),
        ("Counter 4", "counter 4"),
        ("Room 12", "room 12"),
        ("One-Stop Office", "One-Stop Office"),
    ],
)
def test_a_place_is_small_inside_a_sentence_and_a_name_never(alone, inside):
    assert place(alone) == inside
    assert place(inside) == inside
    assert Place(inside) == alone


def test_a_desk_is_told_by_its_name(office):
    assert desk_place("vi", office, "4") == "Quầy 4"
    assert desk_place("en", office, "4") == "Counter 4"


def test_a_department_is_found_at_its_only_desk(office):
    assert full_place("vi", office, "TP") == "Quầy 4, tầng 1, Bộ phận Một cửa"
    assert full_place("en", office, "GDDT") == "Counter 3, floor 1, One-Stop Office"


def test_a_department_in_a_room_of_its_own_is_found_there(office):
    own = office.department("TP").model_copy(update={"place": "Phòng số 12, nhà B"})
    moved = office.model_copy(update={"departments": (own,)})
    assert full_place("vi", moved, "TP") == "Phòng số 12, nhà B"


def test_a_department_at_several_desks_is_found_in_the_hall(office):
    second = office.desk("5").model_copy(update={"departments": ("TP",)})
    shared = office.model_copy(update={"desks": (*office.desks, second)})
    assert full_place("vi", shared, "TP") == "Khu vực chờ, tầng 1, Bộ phận Một cửa"


def test_a_desk_whose_place_is_not_told_is_told_by_its_name_alone(office):
    desk = office.desk("4").model_copy(update={"place": "", "place_en": ""})
    bare = office.model_copy(update={"desks": (desk,)})
    assert full_place("vi", bare, "TP") == "Quầy 4"
