"""The words themselves: complete in every language, and as the conventions of the phrase catalogue ask."""

from __future__ import annotations

import ast
import re
from datetime import date, datetime, time
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from locales import facts_of, forms, has, keys, languages, say

ROOT = Path(__file__).parents[2]

# The system says ông/bà; these belong to shops and to friends.
FORBIDDEN = re.compile(r"\b(bạn|các bạn|quý khách|quý vị|khách hàng|em|anh chị)\b", re.IGNORECASE)
ABBREVIATED = re.compile(r"\b(TB|PTNT|ATTP|UBND|HĐND|TTHC)\b")
CITIZENS_READ = ("kiosk.", "refusal.", "ticket.", "slip.", "wall.", "phone.", "voice.", "checklist.")
TERMINAL_READS = ("server.",)  # what the launcher prints is lined up with spaces


def vietnamese() -> list[tuple[str, str]]:
    return [(key, form) for key in sorted(keys("vi")) for form in forms("vi", key)]


def test_vietnamese_and_english_have_the_same_keys():
    assert keys("vi") == keys("en")


@pytest.mark.parametrize("key", sorted(keys("vi")))
def test_a_sentence_asks_for_the_same_facts_in_every_form_and_language(key):
    asked = {language: [facts_of(form) for form in forms(language, key)] for language in languages()}
    assert len({facts for each in asked.values() for facts in each}) == 1, asked


@pytest.mark.parametrize("key", sorted(keys("vi")))
def test_no_sentence_is_empty_or_has_spaces_around_it(key):
    for language in languages():
        for form in forms(language, key):
            assert form
            assert form == form.strip() or key.startswith(TERMINAL_READS)
            assert "  " not in form or key.startswith(TERMINAL_READS)


def test_no_key_stands_twice_in_a_file():
    for language in languages():
        path = ROOT / "locales" / language / "LC_MESSAGES" / "messages.po"
        found = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(found) == len(set(found)), {key for key in found if found.count(key) > 1}


def test_nothing_is_marked_as_unsure_or_obsolete():
    for language in languages():
        with (ROOT / "locales" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
            messages = read_po(file)
        assert not messages.obsolete
        assert not [message.id for message in messages if message.id and message.fuzzy]


def test_nobody_is_addressed_in_another_way_than_ong_ba():
    assert [(key, text) for key, text in vietnamese() if FORBIDDEN.search(text)] == []


def test_a_room_is_always_phong_so():
    assert [(key, text) for key, text in vietnamese() if re.search(r"phòng (\d|\{room\})", text, re.I)] == []


def test_the_loudspeaker_says_no_slash():
    assert [key for key, text in vietnamese() if key.startswith("voice.") and "/" in text] == []


def test_nothing_a_citizen_reads_is_abbreviated():
    found = [key for key, text in vietnamese() if key.startswith(CITIZENS_READ) and ABBREVIATED.search(text)]
    assert found == []


def test_nobody_is_blamed_for_the_day_on_which_they_came():
    assert [key for key, text in vietnamese() if re.search(r"sai ngày|nhầm ngày", text)] == []


def test_a_weekday_inside_a_sentence_has_a_small_letter():
    inside = re.compile(r"(?<=[\w,] )Thứ (Hai|Ba|Tư|Năm|Sáu|Bảy)")
    assert [key for key, text in vietnamese() if inside.search(text)] == []


def test_texts_are_composed_letters():
    for language in languages():
        for key in keys(language):
            for form in forms(language, key):
                assert not re.search(r"[\u0300-\u036f]", form), key


def test_ranges_have_an_en_dash_without_spaces():
    hyphen = re.compile(r"\{(low|am_from|pm_from)\}\s*-\s*\{")
    spaced = re.compile(r"\{(low|am_from|pm_from)\}\s+–|–\s+\{(high|am_to|pm_to)\}")
    assert [key for key, text in vietnamese() if hyphen.search(text) or spaced.search(text)] == []


# --- say


def test_one_person_and_many_are_told_apart_where_the_language_does():
    assert say("en", "kiosk.home.waiting", n=1) == "1 person waiting"
    assert say("en", "kiosk.home.waiting", n=0) == "0 people waiting"
    assert say("en", "kiosk.home.waiting", n=2) == "2 people waiting"
    assert say("vi", "kiosk.home.waiting", n=1) == "1 người đang chờ"


def test_numbers_are_written_by_the_language():
    assert say("vi", "kiosk.home.waiting", n=1234) == "1.234 người đang chờ"
    assert say("en", "kiosk.home.waiting", n=1234) == "1,234 people waiting"
    assert "98,5%" in say("vi", "office.coverage", n=1, total=2, percent=98.5)


def test_dates_and_times_are_written_as_on_the_screen():
    assert say("vi", "training.clock", time=time(8, 5), date=date(2017, 3, 13)) == "Giờ tập huấn: 8:05, 13/3/2017"


def test_a_moment_is_refused_because_a_reader_wants_a_day_or_an_hour():
    with pytest.raises(TypeError, match="date or a time"):
        say("vi", "wall.break", time=datetime(2017, 3, 13, 9, 15))


def test_a_fact_is_inserted_as_it_is():
    assert "“{n}%s<b>”" in say("vi", "kiosk.search.none", query="{n}%s<b>")


def test_a_fact_too_many_does_no_harm():
    assert say("vi", "kiosk.nav.back", n=3, place="x") == "Quay lại"


def test_the_facts_may_be_called_language_or_key():
    assert say("vi", "kiosk.nav.back", language="x", key="y") == "Quay lại"


@pytest.mark.parametrize(("language", "key"), [("vi", "no.such.key"), ("fr", "kiosk.nav.back"), ("vi", "")])
def test_an_unknown_key_or_language_is_a_key_error(language, key):
    with pytest.raises(KeyError):
        say(language, key)


def test_a_missing_fact_is_a_key_error_that_names_it():
    with pytest.raises(KeyError, match="date"):
        say("vi", "kiosk.home.next_duty", day="thứ Ba")


def test_has_tells_whether_a_key_exists():
    assert has("vi", "kiosk.nav.back")
    assert not has("vi", "kiosk.nav.nothing")


def _product_files(suffix: str) -> list[Path]:
    """Files of the product's rooms: no tests, no data, no environment."""
    beside = {"tests", "data", *(each.parent.name for each in ROOT.glob("*/pyvenv.cfg"))}
    rooms = [each for each in ROOT.iterdir() if each.name[0] not in "._" and each.name not in beside]
    return [path for room in rooms for path in ([room] if room.suffix == suffix else room.rglob(f"*{suffix}"))]


def _calls(name: str) -> list[tuple[str, ast.Call]]:
    """(file, call) of every call of a function of this name in the product's Python."""
    return [
        (str(path), node)
        for path in _product_files(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name
    ]


def _literals(call: ast.Call) -> list[str]:
    return [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def _keys_said() -> list[tuple[str, str]]:
    """(file, key) of every literal key handed to say(…), in Python and in templates."""
    said = [(path, key) for path, call in _calls("say") for key in _literals(call)[-1:] if "." in key]
    for path in _product_files(".html"):
        text = path.read_text(encoding="utf-8")
        said += [(str(path), key) for key in re.findall(r"""\bsay\(\s*["']([\w.]+)["']\s*[,)]""", text)]
    return said


def test_every_key_that_the_product_says_exists():
    said = _keys_said()
    assert said
    assert [(path, key) for path, key in said if not has("vi", key)] == []


def test_every_refusal_that_the_product_gives_has_its_sentence():
    given = [(path, code) for path, call in _calls("Refusal") for code in _literals(call)[:1]]
    assert given
    assert [(path, code) for path, code in given if not has("vi", f"refusal.{code}")] == []
