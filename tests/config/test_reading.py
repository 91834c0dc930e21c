"""What a good config.toml means, and what is assumed where it says nothing."""

from __future__ import annotations

from datetime import time

import pytest
from pydantic import ValidationError

import config
from config.values import LANGUAGES
from locales import languages
from rules.workdays import Sitting, Weekday

MORNING = Sitting("morning", time(7, 30), time(11, 30))
AFTERNOON = Sitting("afternoon", time(13, 30), time(17))


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
