"""Which clips must somebody record so that every call of this office has a human voice?

Found by making the sentences themselves: each desk with each series that it calls, and numbers that hold every digit
in the middle and at the end. Announcements are a further list: each is recorded as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import locales
from config import Config
from locales.dates import sitting_short
from rules.workdays import AFTERNOON
from voice.sentence import Part, Sentence, ending
from voice.sentences import announcement, call_sentence, words_language
from voice.spoken import Kind, Spoken

CALLS = (Kind.CALL, Kind.RECALL, Kind.NO_SHOW, Kind.TRANSFER)
# Said one by one, these hold each digit before another one and before a pause.
_EVERY_DIGIT = (100, *range(111, 1000, 111))
_EVERY_WORD = (*range(1, 100), *range(100, 1000, 100), 101, 1000, 1005, 1100)
_FIXED = ("voice.announce.close", "voice.announce.fault", "voice.announce.leave", "voice.training")


class Group(StrEnum):
    PHRASES = "phrases"
    NUMBERS = "numbers"
    ANNOUNCEMENTS = "announcements"


class Form(StrEnum):
    """How it is to sound; `voice.form.<form>` tells it to who records."""

    WHOLE = "whole"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Needed:
    """A clip: the file's name without ".wav", what to say, and a sentence in which it occurs."""

    code: str
    text: str
    form: Form
    group: Group
    example: str


def needed(config: Config, language: str) -> tuple[Needed, ...]:
    """Phrases, then numbers, then announcements."""
    found: dict[str, Needed] = {}
    for sentence in _calls(config, language):
        _note(sentence, found)
    for text in _announcements(config, words_language(language)):
        sentence = announcement(text, language)
        code = sentence.parts[0].code
        found.setdefault(code, Needed(code, text, Form.WHOLE, Group.ANNOUNCEMENTS, text))
    groups = list(Group)
    return tuple(sorted(found.values(), key=lambda each: (groups.index(each.group), _in_order(each))))


def _calls(config: Config, language: str) -> Iterator[Sentence]:
    pairs = [(config.department(department).series, desk.code) for desk in config.desks for department in desk.touched]
    for kind in CALLS:
        for series, desk in pairs:
            yield call_sentence(Spoken(kind, series, 111, desk), config, language)
    series, desk = pairs[0]
    numbers = _EVERY_WORD if config.voice.reading == "cardinal" else _EVERY_DIGIT
    for kind, number in product(CALLS, numbers):  # a language may pause after the number in one kind only
        yield call_sentence(Spoken(kind, series, number, desk), config, language)


def _note(sentence: Sentence, found: dict[str, Needed]) -> None:
    for part, (code, *_) in zip(sentence.parts, sentence.recordings(), strict=True):
        if code not in found:
            found[code] = Needed(code, part.text, _form(part, code), _group(part), sentence.caption)


def _form(part: Part, code: str) -> Form:
    if not part.has_two_forms:
        return Form.WHOLE
    return Form.END if code == ending(part.code) else Form.MIDDLE


def _group(part: Part) -> Group:
    return Group.NUMBERS if part.has_two_forms else Group.PHRASES


def _in_order(each: Needed) -> tuple[object, ...]:
    """Phrases and announcements as they were found; numbers: all middles, then all ends, counting up."""
    if each.group is not Group.NUMBERS:
        return ()
    name = each.code.split("-")[1]
    return (each.form is Form.END, not name.isdigit(), int(name) if name.isdigit() else 0)


def _announcements(config: Config, language: str) -> Iterator[str]:
    """Those whose words the configuration settles."""
    for sitting in config.hours.sittings:
        yield locales.say(language, "voice.announce.open", session=sitting_short(language, sitting.name))
    afternoon = next((each for each in config.hours.sittings if each.name == AFTERNOON), None)
    if afternoon is not None:
        yield locales.say(language, "voice.announce.lunch", time=afternoon.opens)
    yield from (locales.say(language, key) for key in _FIXED)
