"""Every mistake in config.toml is told with its dotted key, the value found and what is allowed."""

from __future__ import annotations

import contextlib
import re
import unicodedata

import pytest

import config
from config.problems import NOTHING
from locales import languages
from locales.config_errors import line, lines
from tests.config.mistakes import MISTAKES
from tests.config.small_office import GOOD


@pytest.mark.parametrize(("old", "new", "key", "code", "value"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_key_and_value_and_nothing_else_is(problems, old, new, key, code, value):
    (problem,) = problems((old, new))
    assert (problem.key, problem.code) == (key, code)
    if value is not None:
        assert problem.value is value if value is NOTHING else problem.value == value


@pytest.mark.parametrize(("old", "new", "key", "code", "value"), MISTAKES.values(), ids=MISTAKES)
@pytest.mark.parametrize("language", languages())
def test_every_mistake_has_a_sentence_that_begins_with_its_key(problems, language, old, new, key, code, value):
    sentence = line(language, problems((old, new))[0])
    assert sentence.startswith(key)
    assert not re.search(r"\{\w+\}", sentence)


@pytest.mark.parametrize(
    "url",
    [
        "motcua.vn",
        "ftp://motcua.vn",
        "http://",
        "https://motcua.vn/?a=1",
        "http://x#y",
        "http://a b",
        "http://x:port",
    ],
)
def test_an_address_that_phones_cannot_open_is_refused(problems, url):
    (problem,) = problems(('code = "hall"', f'code = "hall"\npublic_url = "{url}"'))
    assert (problem.key, problem.code, problem.value) == ("site.public_url", "public_url", url)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://motcua.vn/", "https://motcua.vn"),
        ("http://192.168.1.5:8080", "http://192.168.1.5:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://caobang.gov.vn/motcua/", "https://caobang.gov.vn/motcua"),
        ("", None),
    ],
)
def test_an_address_for_phones_has_no_slash_at_its_end(spoilt, written, read):
    office = config.load(spoilt(('code = "hall"', f'code = "hall"\npublic_url = "{written}"')))
    assert office.site.public_url == read


@pytest.mark.parametrize("section", ["departments", "desks", "kiosks", "walls", "printers"])
def test_a_code_used_twice_is_told_at_the_second(problems, section):
    code = {"departments": "TP", "desks": "1", "kiosks": "kiosk-1", "walls": "wall-1", "printers": "preview"}[section]
    second = {
        "departments": 'series = 9\nname = "x"\nshort_name = "x"\nduty = ["fri"]',
        "desks": 'name = "x"\ndepartments = ["YT"]',
        "kiosks": 'name = "x"\nprinter = "preview"',
        "walls": 'name = "x"',
        "printers": 'kind = "preview"',
    }[section]
    end = 'kind = "preview"\n'
    (problem,) = problems((end, f'{end}[[{section}]]\ncode = "{code}"\n{second}\n'))
    count = 3 if section == "departments" else 2
    assert (problem.key, problem.code, problem.value) == (f"{section}[{count}].code", "duplicate", code)
    assert problem.facts["other"] == f"{section}[1].code"


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(problems):
    found = problems(
        ('kind = "preview"', 'kind = "network"'),
        ("series = 7", "series = 4"),
        ('"wed"]', '"wedn", "x"]'),
        ('"7:30-11:30"', '"11:30-7:30"'),
        ('help_place = "bàn', 'helpplace = 1\nhelp_place = "bàn'),
        ('["TP", "YT"]', '["TP", "XX"]'),
    )
    assert [problem.key for problem in found] == [
        "site.helpplace",
        "hours.sittings.morning",
        "departments.TP.duty",
        "departments.TP.duty",
        "departments.YT.series",
        "departments.YT",
        "desks.1.departments",
        "printers.preview.host",
    ]


STRANGE = [
    "1",
    "-1",
    "1.5",
    "nan",
    "true",
    '""',
    '"x"',
    "[]",
    "[[]]",
    '[1, "x"]',
    "{}",
    "{ a = {} }",
    "2017-03-13",
    "7:30",
]


def test_no_value_anywhere_makes_the_reading_itself_fail(tmp_path):
    path = tmp_path / "config.toml"
    rows = GOOD.splitlines()
    for at, row in enumerate(rows):
        for strange in STRANGE if " = " in row else ():
            path.write_text("\n".join([*rows[:at], f"{row.split(' = ')[0]} = {strange}", *rows[at + 1 :]]))
            with contextlib.suppress(config.ConfigErrors):
                config.load(path)


def test_an_empty_file_names_every_section_that_is_missing(tmp_path):
    (tmp_path / "config.toml").write_text("")
    with pytest.raises(config.ConfigErrors) as wrong:
        config.load(tmp_path / "config.toml")
    assert [problem.key for problem in wrong.value.problems] == [
        "site",
        "hours",
        "departments",
        "desks",
        "kiosks",
        "walls",
        "printers",
    ]


def test_a_section_without_a_table_is_not_passed_over(problems):
    found = problems(("\n[site]\n", "walls = []\n[site]\n"), ('[[walls]]\ncode = "wall-1"\nname = "Màn hình"\n', ""))
    assert [(problem.key, problem.code) for problem in found] == [("walls", "blank")]


@pytest.mark.parametrize(
    ("text", "line_number", "column"),
    [
        ('[site]\ncode = "hall\n', 2, 13),
        ("[site]\ncode = \n", 2, 8),
        ("[site]\ncode = 1\ncode = 2\n", 3, 9),
        ("[site", 1, 6),
    ],
)
def test_broken_toml_is_told_with_line_and_column(tmp_path, text, line_number, column):
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(config.ConfigErrors) as wrong:
        config.load(path)
    (problem,) = wrong.value.problems
    assert (problem.key, problem.code) == ("config.toml", "syntax")
    assert (problem.facts["line"], problem.facts["column"]) == (line_number, column)
    assert f"dòng {line_number}, cột {column}" in lines(wrong.value)[1]


def test_a_file_that_is_not_there_is_one_clear_problem(tmp_path):
    with pytest.raises(config.ConfigErrors) as wrong:
        config.load(tmp_path / "none.toml")
    assert [(problem.key, problem.code) for problem in wrong.value.problems] == [("none.toml", "unreadable")]


def test_a_file_in_another_encoding_is_one_clear_problem(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes('[site]\nname = "Bộ phận"'.encode("utf-16"))
    with pytest.raises(config.ConfigErrors) as wrong:
        config.load(path)
    assert [problem.code for problem in wrong.value.problems] == ["encoding"]


def test_the_byte_order_mark_of_a_windows_editor_does_no_harm(spoilt):
    path = spoilt()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert config.load(path).site.code == "hall"


def test_letters_typed_with_separate_marks_become_the_usual_ones(spoilt):
    apart = unicodedata.normalize("NFD", "Phòng Y tế")
    office = config.load(spoilt(('name = "Phòng Y tế"', f'name = "{apart}"')))
    assert office.department("YT").name == "Phòng Y tế"


def test_a_near_miss_is_suggested(problems):
    (problem,) = problems(('"wed"]', '"wedn"]'))
    assert problem.facts["near"] == "wed"
    assert line("vi", problem) == (
        'departments.TP.duty = "wedn": không có thứ này trong tuần. Được dùng: mon, tue, wed, thu, '
        "fri, sat, sun. Có phải là “wed”?"
    )


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ('help_place = "bàn', 'helpplace = "x"\nhelp_place = "bàn', "help_place"),
        ("morning = ", "mornings = ", "morning"),
        ("[hours]\n", "[ticket]\n[hours]\n", "tickets"),
        ('printer = "preview"', 'printer = "preveiw"', "preview"),
        ('closing = "warn"', 'closing = "Refuse"', "refuse"),
    ],
)
def test_the_word_that_was_probably_meant_is_suggested(problems, old, new, meant):
    assert problems((old, new))[0].facts["near"] == meant


def test_without_a_near_miss_only_the_allowed_words_are_told(problems):
    (problem,) = problems(('kind = "preview"', 'kind = "xyz"'))
    assert line("vi", problem) == (
        'printers.preview.kind = "xyz": giá trị không dùng được. Được dùng: '
        "preview, network, serial, usb, usb-file, cups, windows, file."
    )


def test_the_report_counts_the_problems_and_has_a_line_for_each(problems, spoilt):
    changes = (("series = 4", "series = 400"), ('["TP", "YT"]', '["TP", "YT", "Z"]'))
    with pytest.raises(config.ConfigErrors) as wrong:
        config.load(spoilt(*changes))
    assert lines(wrong.value) == [
        "Tệp config.toml có 2 chỗ cần sửa:",
        "  departments.TP.series = 400: ngoài khoảng cho phép. Cần: từ 1 đến 99.",
        '  desks.1.departments = "Z": không có phòng nào mang mã này. Được dùng: TP, YT.',
    ]
    assert lines(wrong.value, "en")[0] == "config.toml needs 2 corrections:"


def test_a_long_value_is_cut_in_the_report(problems):
    (problem,) = problems(('code = "wall-1"', f'code = "{"a b" * 99}"'))
    assert len(line("vi", problem).split(": ")[0]) < 400
    assert "…" in line("vi", problem)
