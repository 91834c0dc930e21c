"""How is the place said to which somebody is called? From the desk's name and place as config.toml has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import locales
from config import Config, Desk
from locales.places import place as inside_sentence
from voice import numbers
from voice.sentence import Part, phrase
from voice.typed import read_aloud

_COUNTER = re.compile(r"Quầy\s+(?:số\s+)?(\d+\w?)", re.IGNORECASE)
_ROOM = re.compile(r"Phòng\s+(?:số\s+)?(\d+\s?[A-ZĐ]?)", re.IGNORECASE)
_BUILDING = re.compile(r"\b(?:[Nn]hà|[Tt]òa(?: nhà)?)\s+([A-ZĐ]\d?|\d+)\b")
_FLOOR = re.compile(r"\btầng\s+(\d+|\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SpokenPlace:
    """`template` joins the sentence's own words; `written` and `spoken` fill its facts."""

    template: str
    written: Mapping[str, str]
    spoken: Mapping[str, Sequence[Part]]


def place_of(desk: str, config: Config, language: str) -> SpokenPlace:
    """The place of a desk's code; a desk that is no longer configured is said by its code."""
    found = next((each for each in config.desks if each.code == desk), None)
    if found is None:
        return _numbered("desk", desk, (), language)
    if counter := _COUNTER.fullmatch(found.name.strip()):
        further = _further(found) if len({each.place for each in config.desks}) > 1 else ()
        return _numbered("desk", counter[1], further, language)
    if room := _ROOM.fullmatch(found.name.strip()):
        return _room(found, room[1].replace(" ", ""), config, language)
    return _named(found, language)


def _room(desk: Desk, number: str, config: Config, language: str) -> SpokenPlace:
    further = _further(desk)
    if further or len(desk.touched) != 1:
        return _numbered("room", number, further, language)
    department = config.department(desk.touched[0]).text("name", language)
    return _with(
        locales.forms(language, "voice.place.department")[-1],
        {"department": department, "room": number},
        {"department": [phrase(read_aloud(department, language))], "room": numbers.place(number, language)},
    )


def _further(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Floor and building, as far as the desk's place names them."""
    floor, building = _FLOOR.search(desk.place), _BUILDING.search(desk.place)
    found = (("floor", floor and floor[1]), ("building", building and building[1]))
    return tuple((name, value) for name, value in found if value)


def _numbered(kind: str, number: str, further: Sequence[tuple[str, str]], language: str) -> SpokenPlace:
    facts = ((kind, number), *further)
    template = ", ".join(locales.forms(language, f"voice.place.{name}")[-1] for name, _ in facts)
    return _with(template, dict(facts), {name: _said(value, language) for name, value in facts})


def _named(desk: Desk, language: str) -> SpokenPlace:
    name = inside_sentence(desk.text("name", language))
    return _with("{name}", {"name": name}, {"name": [phrase(read_aloud(name, language))]})


def _said(value: str, language: str) -> Sequence[Part]:
    is_word = len(value) > 1 and value.isalpha()  # "tầng trệt"
    return [phrase(value)] if is_word else numbers.place(value, language)


def _with(template: str, written: Mapping[str, str], spoken: Mapping[str, Sequence[Part]]) -> SpokenPlace:
    return SpokenPlace(template, written, spoken)
