"""Every mistake in config.toml is told with its dotted key, the value found and what is allowed."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from datetime import time

import pytest
from pydantic import ValidationError

import config
from config.problems import NOTHING
from config.values import LANGUAGES
from locales import languages
from locales.config_errors import line, lines
from rules.workdays import Sitting, Weekday
from tests.config.small_office import GOOD

MORNING = Sitting("morning", time(7, 30), time(11, 30))
AFTERNOON = Sitting("afternoon", time(13, 30), time(17))

# What is replaced, by what; then the problem's key, code and value.
MISTAKES = {
    "unknown section": ("[hours]\n", "[hour]\nx = 1\n[hours]\n", "hour", "unknown_key", {"x": 1}),
    "unknown key": (
        'help_place = "bàn',
        'helpplace = 1\nhelp_place = "bàn',
        "site.helpplace",
        "unknown_key",
        1,
    ),
    "unknown key of a desk": (
        'name = "Quầy 1"',
        'name = "Quầy 1"\nroom = "3"',
        "desks.1.room",
        "unknown_key",
        "3",
    ),
    "text expected": ('name = "Bộ phận Một cửa"', "name = 12", "site.name", "wrong_type", 12),
    "whole number expected": ("series = 4", 'series = "4"', "departments.TP.series", "wrong_type", "4"),
    "no fraction": ("series = 4", "series = 4.0", "departments.TP.series", "wrong_type", 4.0),
    "true is no number": ("series = 4", "series = true", "departments.TP.series", "wrong_type", True),
    "list expected": (
        'departments = ["TP", "YT"]',
        'departments = "TP"',
        "desks.1.departments",
        "wrong_type",
        "TP",
    ),
    "text in the list": (
        'departments = ["TP", "YT"]',
        'departments = ["TP", "YT", 3]',
        "desks.1.departments",
        "wrong_type",
        3,
    ),
    "tables expected": (
        '[[walls]]\ncode = "wall-1"',
        '[walls]\ncode = "wall-1"',
        "walls",
        "wrong_type",
        None,
    ),
    "missing key": ('hall = "khu vực chờ"\n', "", "site.hall", "missing", NOTHING),
    "missing number": ("series = 4\n", "", "departments.TP.series", "missing", NOTHING),
    "missing duty": ('duty = ["tue"]\n', "", "departments.YT.duty", "missing", NOTHING),
    "missing code": ('code = "wall-1"\n', "", "walls[1].code", "missing", NOTHING),
    "missing section": (
        '[[kiosks]]\ncode = "kiosk-1"\nname = "Máy lấy số 1"\nprinter = "preview"',
        "",
        "kiosks",
        "missing",
        NOTHING,
    ),
    "missing sittings": (
        '[hours.sittings]\nmorning = "7:30-11:30"\nafternoon = "13:30-17:00"\n',
        "",
        "hours.sittings",
        "missing",
        NOTHING,
    ),
    "blank name": ('name = "Phòng Y tế"', 'name = "  "', "departments.YT.name", "blank", "  "),
    "blank code": ('code = "wall-1"', 'code = ""', "walls[1].code", "blank", ""),
    "code with accents": (
        'code = "wall-1"',
        'code = "màn hình"',
        "walls.màn hình.code",
        "bad_code",
        "màn hình",
    ),
    "weekday misspelt": ('"wed"]', '"wednesday"]', "departments.TP.duty", "weekday", "wednesday"),
    "weekday that does not exist": ('"wed"]', '"thứ tám"]', "departments.TP.duty", "weekday", "thứ tám"),
    "weekday by number": ('"wed"]', "4]", "departments.TP.duty", "weekday", 4),
    "weekday twice": ('"wed"]', '"mon"]', "departments.TP.duty", "repeated", "mon"),
    "no duty at all": ('["tue"]', "[]", "departments.YT.duty", "blank", ()),
    "duty as one word": ('["tue"]', '"tue"', "departments.YT.duty", "wrong_type", "tue"),
    "weekday in a table": ('["tue"]', '{ tues = ["morning"] }', "departments.YT.duty", "weekday", "tues"),
    "sitting in a table": ('["tue"]', '{ tue = ["mornin"] }', "departments.YT.duty.tue", "sitting", "mornin"),
    "no sitting in a table": ('["tue"]', "{ tue = [] }", "departments.YT.duty.tue", "blank", ()),
    "sitting twice": (
        '["tue"]',
        '{ tue = ["morning", "morning"] }',
        "departments.YT.duty.tue",
        "repeated",
        "morning",
    ),
    "sitting as one word": (
        '["tue"]',
        '{ tue = "morning" }',
        "departments.YT.duty.tue",
        "wrong_type",
        "morning",
    ),
    "sitting without a name": (
        "morning = ",
        "mornings = ",
        "hours.sittings.mornings",
        "sitting",
        "7:30-11:30",
    ),
    "hours of another form": (
        '"7:30-11:30"',
        '"7h30 - 11h30"',
        "hours.sittings.morning",
        "hours_form",
        "7h30 - 11h30",
    ),
    "hour that does not exist": (
        '"13:30-17:00"',
        '"13:30-27:00"',
        "hours.sittings.afternoon",
        "hours_form",
        "13:30-27:00",
    ),
    "hours as TOML time": ('"7:30-11:30"', "07:30:00", "hours.sittings.morning", "wrong_type", time(7, 30)),
    "sitting ends before it begins": (
        '"7:30-11:30"',
        '"11:30-7:30"',
        "hours.sittings.morning",
        "ends_before_begins",
        "11:30-7:30",
    ),
    "sitting of no length": (
        '"7:30-11:30"',
        '"7:30-7:30"',
        "hours.sittings.morning",
        "ends_before_begins",
        "7:30-7:30",
    ),
    "sittings overlap": (
        '"13:30-17:00"',
        '"11:00-17:00"',
        "hours.sittings.afternoon",
        "overlap",
        "11:00-17:00",
    ),
    "sittings of a department overlap": (
        'duty = ["tue"]',
        'duty = ["tue"]\nsittings = { morning = "8:00-12:00", afternoon = "11:59-15:00" }',
        "departments.YT.sittings.afternoon",
        "overlap",
        "11:59-15:00",
    ),
    "two departments with one series": ("series = 7", "series = 4", "departments.YT.series", "duplicate", 4),
    "series of zero": ("series = 4", "series = 0", "departments.TP.series", "out_of_range", 0),
    "series past 99": ("series = 4", "series = 100", "departments.TP.series", "out_of_range", 100),
    "unknown department": (
        '["TP", "YT"]',
        '["TP", "YT", "TPP"]',
        "desks.1.departments",
        "unknown_department",
        "TPP",
    ),
    "department without a desk": ('["TP", "YT"]', '["TP"]', "departments.YT", "unserved", "YT"),
    "department twice at a desk": (
        '["TP", "YT"]',
        '["TP", "YT", "TP"]',
        "desks.1.departments",
        "repeated",
        "TP",
    ),
    "a field of an unknown department": (
        'departments = ["TP", "YT"]',
        'departments = ["TP", "YT"]\nfields = { TPP = ["Hộ tịch"] }',
        "desks.1.fields.TPP",
        "unknown_department",
        "TPP",
    ),
    "a procedure of an unknown department": (
        'departments = ["TP", "YT"]',
        'departments = ["TP", "YT"]\nprocedures = { NV = ["1.001193"] }',
        "desks.1.procedures.NV",
        "unknown_department",
        "NV",
    ),
    "a field of a department served as a whole": (
        'departments = ["TP", "YT"]',
        'departments = ["TP", "YT"]\nfields = { TP = ["Hộ tịch"] }',
        "desks.1.fields.TP",
        "whole_already",
        ("Hộ tịch",),
    ),
    "a field twice at a desk": (
        'departments = ["TP", "YT"]',
        'departments = ["YT"]\nfields = { TP = ["Hộ tịch", "Hộ tịch"] }',
        "desks.1.fields.TP",
        "repeated",
        "Hộ tịch",
    ),
    "a department without fields": (
        'departments = ["TP", "YT"]',
        'departments = ["YT"]\nfields = { TP = [] }',
        "desks.1.fields.TP",
        "blank",
        (),
    ),
    "a blank field": (
        'departments = ["TP", "YT"]',
        'departments = ["YT"]\nfields = { TP = [" "] }',
        "desks.1.fields.TP",
        "blank",
        " ",
    ),
    "fields without their department": (
        'departments = ["TP", "YT"]',
        'departments = ["TP", "YT"]\nfields = ["Hộ tịch"]',
        "desks.1.fields",
        "wrong_type",
        ("Hộ tịch",),
    ),
    "a code that is no list": (
        'departments = ["TP", "YT"]',
        'departments = ["YT"]\nprocedures = { TP = "1.001193" }',
        "desks.1.procedures.TP",
        "wrong_type",
        "1.001193",
    ),
    "a desk helps an unknown department": (
        'departments = ["TP", "YT"]',
        'departments = ["TP", "YT"]\nhelps = ["YTT"]',
        "desks.1.helps",
        "unknown_department",
        "YTT",
    ),
    "a desk helps a department that it does not serve": (
        'departments = ["TP", "YT"]',
        'departments = ["TP"]\nhelps = ["YT"]\n[[desks]]\ncode = "2"\nname = "Quầy 2"\ndepartments = ["YT"]',
        "desks.1.helps",
        "not_served",
        "YT",
    ),
    "a desk has nothing of its own": (
        'departments = ["TP", "YT"]',
        'departments = ["TP", "YT"]\nhelps = ["TP", "YT"]',
        "desks.1.helps",
        "helps_all",
        ("TP", "YT"),
    ),
    "fewer recalls than a no-show needs": (
        '[[departments]]\ncode = "TP"',
        '[tickets]\nno_show_after_recalls = 3\nmost_recalls = 2\n[[departments]]\ncode = "TP"',
        "tickets.most_recalls",
        "out_of_range",
        2,
    ),
    "a priority class twice": (
        '[[departments]]\ncode = "TP"',
        '[[priority]]\ncode = "a"\nname = "A"\n[[priority]]\ncode = "a"\nname = "B"\n[[departments]]\ncode = "TP"',
        "priority[2].code",
        "duplicate",
        "a",
    ),
    "a priority class that passes nobody": (
        '[[departments]]\ncode = "TP"',
        '[[priority]]\ncode = "a"\nname = "A"\nin_a_row = 0\n[[departments]]\ncode = "TP"',
        "priority.a.in_a_row",
        "out_of_range",
        0,
    ),
    "a desk for nothing": ('departments = ["TP", "YT"]\n', "", "desks.1.departments", "missing", NOTHING),
    "a desk for an empty list": ('["TP", "YT"]', "[]", "desks.1.departments", "blank", ()),
    "unknown printer": (
        'printer = "preview"',
        'printer = "epson"',
        "kiosks.kiosk-1.printer",
        "unknown_printer",
        "epson",
    ),
    "printer at an unknown kiosk": (
        'kind = "preview"',
        'kind = "network"\nhost = "192.0.2.1"\nat = "kiosk-7"',
        "printers.preview.at",
        "unknown_kiosk",
        "kiosk-7",
    ),
    "preview on a kiosk's own PC": (
        'kind = "preview"',
        'kind = "preview"\nat = "kiosk-1"',
        "printers.preview.at",
        "preview_at_kiosk",
        "kiosk-1",
    ),
    "unknown stand-in": (
        'kind = "preview"',
        'kind = "preview"\nstand_in = "epson"',
        "printers.preview.stand_in",
        "unknown_printer",
        "epson",
    ),
    "printer that stands in for itself": (
        'kind = "preview"',
        'kind = "preview"\nstand_in = "preview"',
        "printers.preview.stand_in",
        "stand_in_circle",
        "preview",
    ),
    "unknown desk of a wall": (
        'name = "Màn hình"',
        'name = "Màn hình"\ndesks = ["9"]',
        "walls.wall-1.desks",
        "unknown_desk",
        "9",
    ),
    "unknown kind of printer": (
        'kind = "preview"',
        'kind = "parallel"',
        "printers.preview.kind",
        "not_allowed",
        "parallel",
    ),
    "network printer without host": (
        'kind = "preview"',
        'kind = "network"',
        "printers.preview.host",
        "needed",
        NOTHING,
    ),
    "host as an address": (
        'kind = "preview"',
        'kind = "network"\nhost = "http://192.168.1.5"',
        "printers.preview.host",
        "host",
        "http://192.168.1.5",
    ),
    "port out of range": (
        'kind = "preview"',
        'kind = "network"\nhost = "in-1"\nport = 70000',
        "printers.preview.port",
        "out_of_range",
        70000,
    ),
    "width out of range": (
        'kind = "preview"',
        'kind = "preview"\nwidth_dots = 5760',
        "printers.preview.width_dots",
        "width",
        5760,
    ),
    "unknown closing": ('closing = "warn"', 'closing = "Refuse"', "hours.closing", "not_allowed", "Refuse"),
    "minutes out of range": (
        'closing = "warn"',
        "tickets_stop_before_min = -5",
        "hours.tickets_stop_before_min",
        "out_of_range",
        -5,
    ),
    "quota out of range": (
        'duty = ["tue"]',
        'duty = ["tue"]\nquota = { per_day = 0 }',
        "departments.YT.quota.per_day",
        "out_of_range",
        0,
    ),
    "unknown key of a quota": (
        'duty = ["tue"]',
        'duty = ["tue"]\nquota = { perday = 9 }',
        "departments.YT.quota.perday",
        "unknown_key",
        9,
    ),
    "unknown time zone": (
        'code = "hall"',
        'code = "hall"\ntime_zone = "Asia/Hanoi"',
        "site.time_zone",
        "time_zone",
        "Asia/Hanoi",
    ),
    "folder of time zones": (
        'code = "hall"',
        'code = "hall"\ntime_zone = "Asia"',
        "site.time_zone",
        "time_zone",
        "Asia",
    ),
    "unknown language": (
        'code = "hall"',
        'code = "hall"\nlanguages = ["vi", "fr"]',
        "site.languages",
        "not_allowed",
        "fr",
    ),
    "language twice": (
        'code = "hall"',
        'code = "hall"\nlanguages = ["vi", "vi"]',
        "site.languages",
        "repeated",
        "vi",
    ),
    "no language": ('code = "hall"', 'code = "hall"\nlanguages = []', "site.languages", "blank", ()),
    "telephone with letters": (
        'code = "hall"',
        'code = "hall"\noffice_phone = "xin hỏi"',
        "site.office_phone",
        "phone",
        "xin hỏi",
    ),
    "catalogue not there": (
        'code = "hall"',
        'code = "hall"\nprocedures = "no.csv"',
        "site.procedures",
        "no_file",
        "no.csv",
    ),
}


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


def test_weekdays_alone_mean_every_sitting_of_the_office(spoilt):
    office = config.load(spoilt())
    both = (MORNING, AFTERNOON)
    assert office.department("TP").duty == {Weekday.MON: both, Weekday.WED: both}


def test_saturday_mornings_for_one_department_are_ordinary_configuration(spoilt):
    office = config.load(spoilt(('["tue"]', '{ sat = ["morning"], tue = ["afternoon", "morning"] }')))
    assert office.department("YT").duty == {Weekday.TUE: (MORNING, AFTERNOON), Weekday.SAT: (MORNING,)}
    assert list(office.department("YT").duty) == [Weekday.TUE, Weekday.SAT]


def test_a_department_may_have_hours_of_its_own(spoilt):
    office = config.load(spoilt(('["tue"]', '["tue"]\nsittings = { morning = "8:00–11:00" }')))
    assert office.department("YT").duty == {Weekday.TUE: (Sitting("morning", time(8), time(11)),)}


def test_sittings_stand_in_the_order_of_the_day(spoilt):
    office = config.load(
        spoilt(
            (
                'morning = "7:30-11:30"\nafternoon = "13:30-17:00"',
                'evening = "18:00-20:00"\nmorning = "7:30-11:30"',
            )
        )
    )
    assert [sitting.name for sitting in office.hours.sittings] == ["morning", "evening"]


def test_what_is_not_written_has_the_values_of_the_rules(spoilt):
    office = config.load(spoilt())
    assert (office.tickets.no_show_after_s, office.tickets.no_show_after_recalls) == (30, 1)
    assert (office.tickets.most_recalls, office.tickets.longest_wait_min, office.priority) == (5, 60, ())
    assert office.desk("1").helps == ()
    assert (office.idle.ask_after_s, office.idle.home_after_s, office.idle.ticket_page_s) == (60, 20, 20)
    assert office.department("TP").quota == config.Quota()
    assert office.site.languages == ("vi", "en")
    assert office.site.time_zone == "Asia/Ho_Chi_Minh"


def test_every_language_that_may_be_configured_has_its_words():
    assert languages() == LANGUAGES


def test_quotas_are_read(spoilt):
    office = config.load(spoilt(('["tue"]', '["tue"]\nquota = { per_sitting = 40, per_day = 70 }')))
    assert office.department("YT").quota == config.Quota(per_sitting=40, per_day=70)


def test_how_long_a_visit_lasts_is_read_where_it_is_said(spoilt):
    office = config.load(spoilt(('["tue"]', '["tue"]\nvisit_min = 15')))
    assert (office.department("YT").visit_min, office.department("TP").visit_min) == (15, None)


def test_a_network_printer_is_read(spoilt):
    printer = 'kind = "network"\nhost = "192.168.1.50"\nwidth_dots = 384\ntimeout_s = 3'
    office = config.load(spoilt(('kind = "preview"', printer)))
    assert office.printer("preview").host == "192.168.1.50"
    assert (office.printer("preview").port, office.printer("preview").timeout_s) == (9100, 3)


def test_nothing_can_be_changed_afterwards(spoilt):
    office = config.load(spoilt())
    with pytest.raises(ValidationError, match="frozen"):
        office.site.name = "x"


def test_what_does_not_exist_is_a_key_error(spoilt):
    office = config.load(spoilt())
    for ask in (office.department, office.desk, office.kiosk, office.wall, office.printer):
        with pytest.raises(KeyError):
            ask("none")


def test_a_department_at_two_desks_has_no_only_desk(spoilt):
    second = 'departments = ["TP", "YT"]\n[[desks]]\ncode = "2"\nname = "Quầy 2"\ndepartments = ["TP"]'
    office = config.load(spoilt(('departments = ["TP", "YT"]', second)))
    assert [desk.code for desk in office.desks_for("TP")] == ["1", "2"]
    assert office.only_desk_for("TP") is None
    assert office.only_desk_for("YT") == office.desk("1")


def test_a_desk_may_serve_fields_and_procedures(spoilt):
    parts = 'departments = ["YT"]\nfields = { TP = ["Hộ tịch"] }\nprocedures = { TP = ["1.001193"] }'
    second = f'{parts}\n[[desks]]\ncode = "2"\nname = "Quầy 2"\nprocedures = {{ TP = ["2.000815"] }}'
    office = config.load(spoilt(('departments = ["TP", "YT"]', second)))
    assert office.desk("1").touched == ("YT", "TP")
    assert office.desk("1").named.fields == {("TP", "Hộ tịch")}
    assert office.desk("2").named.procedures == {("TP", "2.000815")}
    assert [desk.code for desk in office.desks_for("TP")] == ["1", "2"]
    assert office.only_desk_for("TP") is None
    assert office.only_desk_for("YT") == office.desk("1")


def test_a_wall_may_show_some_desks_only(spoilt):
    second = 'departments = ["TP", "YT"]\n[[desks]]\ncode = "2"\nname = "Quầy 2"\ndepartments = ["TP"]'
    office = config.load(
        spoilt(('departments = ["TP", "YT"]', second), ('name = "Màn hình"', 'name = "Màn hình"\ndesks = ["2"]'))
    )
    assert office.desks_of("wall-1") == (office.desk("2"),)


def test_english_falls_back_to_vietnamese(spoilt):
    office = config.load(spoilt(('name = "Phòng Y tế"', 'name = "Phòng Y tế"\nname_en = "Health Division"')))
    assert office.department("YT").text("name", "en") == "Health Division"
    assert office.department("YT").text("name", "vi") == "Phòng Y tế"
    assert office.department("TP").text("name", "en") == "Phòng Tư pháp"


def test_who_asks_about_a_department_calls_it_or_the_office(spoilt):
    office = config.load(
        spoilt(
            ('code = "hall"', 'code = "hall"\noffice_phone = "0206 111 111"'),
            ('name = "Phòng Y tế"', 'name = "Phòng Y tế"\nphone = "0206 222 222"'),
        )
    )
    assert office.phone_for("TP") == "0206 111 111"
    assert office.phone_for("YT") == "0206 222 222"
    assert office.unfinished == ("site.help_phone",)


def test_the_catalogue_is_looked_for_beside_the_file(spoilt, tmp_path):
    (tmp_path / "list.csv").write_text("")
    office = config.load(spoilt(('code = "hall"', 'code = "hall"\nprocedures = "list.csv"')))
    assert office.procedures_path == tmp_path / "list.csv"
