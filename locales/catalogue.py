"""Which words stand behind a key in a language?

Catalogues are gettext files whose msgid is the stable key (`kiosk.home.title`), read with Babel. No request
and no global language: the caller says which language, so paper, voice and walls use the same door as pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

_FOLDER = Path(__file__).parent

# English as written in Britain: the day stands before the month, as in Vietnamese.
_CLDR_LOCALES = {"vi": "vi", "en": "en_GB"}

# Two languages of the district, each with a catalogue that waits for its words. Days and numbers are written as in
# Vietnamese, and so is a sentence that has no words yet.
SLOTS = ("tay", "nung")
_FALLBACK = "vi"
# What a citizen meets from the first touch to the paper: so much of it must be there before the language is offered.
_MET = ("kiosk.", "refusal.", "ticket.", "visit.", "state.", "printer.", "offline.")
_MET_ELSEWHERE = ("printer.office.", "state.office.")
_ENOUGH = 0.95
_APPROVED = re.compile(r'^"X-Approved-By: *(\S.*?)\\n"$', re.MULTILINE)

_FACT = re.compile(r"\{(\w+)\}")


def languages() -> tuple[str, ...]:
    """Codes of the languages that have a catalogue, Vietnamese first."""
    return tuple(_CLDR_LOCALES)


@cache
def slots() -> tuple[str, ...]:
    """Of the two languages, those whose words are there and approved; the others stay hidden."""
    return tuple(language for language in SLOTS if _is_approved(language) and share_of_words(language) >= _ENOUGH)


def share_of_words(language: str) -> float:
    """How much of what a citizen meets has words of the language's own, from 0 to 1."""
    met = [key for key in keys(_FALLBACK) if key.startswith(_MET) and not key.startswith(_MET_ELSEWHERE)]
    own = _own(language)
    return sum(any(own.get(key, ())) for key in met) / len(met)


def _is_approved(language: str) -> bool:
    """Whoever answers for the words has put a name into the file's head: X-Approved-By."""
    path = _path(language)
    return path.exists() and _APPROVED.search(path.read_text(encoding="utf-8")) is not None


def has(language: str, key: str) -> bool:
    return key in _catalogue(language)


def keys(language: str) -> frozenset[str]:
    return frozenset(_catalogue(language))


def say(language: str, key: str, /, **facts: Any) -> str:
    """The sentence behind `key` with its facts filled in.

    Numbers, dates (14/3/2017) and times (7:30) are written by the language's own rules; everything else is
    inserted as it is. The fact `n` chooses between one and many. Raises KeyError for an unknown language, an
    unknown key or a missing fact.
    """
    sentence = _form(language, _catalogue(language)[key], facts)
    return _FACT.sub(lambda found: written(language, facts[found[1]]), sentence)


def forms(language: str, key: str) -> tuple[str, ...]:
    """All forms of a sentence: one where number does not matter, else singular first."""
    return _catalogue(language)[key]


def facts_of(sentence: str) -> frozenset[str]:
    """Names of the facts that a sentence waits for."""
    return frozenset(_FACT.findall(sentence))


def written(language: str, fact: Any) -> str:
    """A fact as the language writes it."""
    if isinstance(fact, datetime):
        raise TypeError("a datetime is either a date or a time of day to a reader: pass .date() or .time()")
    if isinstance(fact, date):
        return date_short(language, fact)
    if isinstance(fact, time):
        return clock_time(language, fact)
    if isinstance(fact, int | float) and not isinstance(fact, bool):
        return format_decimal(fact, locale=cldr(language))
    return str(fact)


def date_short(language: str, day: date) -> str:
    """14/3/2017, in both languages: the wall shows one date to all (CLDR's short form cuts the year)."""
    return format_date(day, "d/M/y", locale=cldr(language))


def clock_time(language: str, moment: time | datetime) -> str:
    """7:30 (phrases.md; CLDR would write 07:30)."""
    at = moment.time() if isinstance(moment, datetime) else moment
    return format_time(at.replace(tzinfo=None), "H:mm", locale=cldr(language))


@cache
def cldr(language: str) -> Locale:
    """Babel's locale for one of our languages. Raises KeyError for an unknown one."""
    return Locale.parse(_CLDR_LOCALES[_FALLBACK if language in SLOTS else language])


def _form(language: str, choices: tuple[str, ...], facts: Mapping[str, Any]) -> str:
    if len(choices) == 1:
        return choices[0]
    return choices[0] if cldr(language).plural_form(facts["n"]) == "one" else choices[-1]


@cache
def _catalogue(language: str) -> Mapping[str, tuple[str, ...]]:
    """All entries of a language, each as its plural forms. Read once, on first use."""
    if language not in SLOTS:
        return _own(language)
    own = {key: words for key, words in _own(language).items() if any(words)}
    return {**_catalogue(_FALLBACK), **own}


@cache
def _own(language: str) -> Mapping[str, tuple[str, ...]]:
    """What the language's own file has; nothing where there is no file."""
    locale, path = cldr(language), _path(language)
    if language in SLOTS and not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=locale, abort_invalid=True)
    return {_key(message.id): _strings(message.string) for message in messages if message.id}


def _path(language: str) -> Path:
    return _FOLDER / language / "LC_MESSAGES" / "messages.po"


def _key(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _strings(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ())
