"""Does an office open only with desks that name what its catalogue has, and stay open when the catalogue changes?"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import config as configuration
from actions.hall import Hall
from actions.known import known
from actions.procedures import procedure_to_edit, save_procedure, withdraw_procedure
from actions.site import open_site
from config import Config, ConfigErrors
from locales.config_errors import lines
from models import Procedure
from rules.serving_gaps import Gap
from tests.actions.at_work import rows, seat, touch
from tests.conftest import ROOT

COMMUNE = ROOT / "samples" / "commune"
MadeOffice = Callable[..., Config]


@pytest.fixture
def made_office(tmp_path: Path) -> MadeOffice:
    """The commune's centre with some texts of its config.toml replaced."""

    def make(*changes: tuple[str, str]) -> Config:
        text = (COMMUNE / "config.toml").read_text(encoding="utf-8")
        for old, new in (*changes, ('"procedures.csv"', f'"{(COMMUNE / "procedures.csv").as_posix()}"')):
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return configuration.load(path)

    return make


MISSPELT = (
    ('fields = { TPHT = ["Chứng thực", "Nuôi con nuôi"] }', 'fields = { TPHT = ["Chứng thưc", "Nuôi con nuôi"] }'),
    ('["1.004873", "1.004837", "1.004845"]', '["1.004873", "1.004873x", "1.013225"]'),
)


def gaps(hall: Hall) -> tuple[Gap, ...]:
    return hall.read(lambda session, here: known(session, here).gaps)


def test_the_sample_names_only_what_is_posted(make_hall: Callable[..., Hall], made_office: MadeOffice, tmp_path: Path):
    assert gaps(make_hall(f"sqlite:///{tmp_path / 'good.db'}", made_office())) == ()


def test_unknown_names_keep_an_office_from_opening_and_all_are_told_at_once(
    any_hall: Callable[[Config], Hall], made_office: MadeOffice
) -> None:
    with pytest.raises(ConfigErrors) as wrong:
        any_hall(made_office(*MISSPELT))
    assert [(each.key, each.code, each.value) for each in wrong.value.problems] == [
        ("desks.8.fields.TPHT", "unknown_field", "Chứng thưc"),
        ("desks.8.procedures.TPHT", "unknown_procedure", "1.004873x"),
        ("desks.8.procedures.TPHT", "unknown_procedure", "1.013225"),  # another department's
    ]
    heading, field, code, other = lines(wrong.value)
    assert "config.toml" in heading
    assert 'desks.8.fields.TPHT = "Chứng thưc"' in field
    assert "Hộ tịch, Chứng thực, Nuôi con nuôi" in field
    assert "1.004873" in code
    assert other.startswith("  desks.8.procedures.TPHT")


def test_an_office_that_was_refused_has_nothing_of_it_kept(
    make_hall: Callable[..., Hall], made_office: MadeOffice, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with pytest.raises(ConfigErrors):
        make_hall(url, made_office(*MISSPELT))
    hall = make_hall(url, made_office())
    assert len(rows(hall, Procedure)) == 51
    assert gaps(hall) == ()


def test_the_offices_own_changes_never_keep_it_from_opening_again(
    any_hall: Callable[[Config], Hall], made_office: MadeOffice
) -> None:
    hall = any_hall(made_office())
    for key in ("2.000815", "2.000884", "2.001035"):
        edit = hall.read(procedure_to_edit, key=key)
        assert edit is not None
        hall.write(save_procedure, wish=replace(edit.wish, field="Sao y"), actor="office", revision=edit.revision)
    hall.write(open_site)
    told = [(gap.kind, gap.desk, gap.names, gap.desks) for gap in gaps(hall)]
    copies = tuple(edit.name for edit in rows(hall, Procedure) if edit.field == "Sao y")
    assert told == [
        ("field", "8", ("Chứng thực",), ()),
        ("field", "9", ("Chứng thực",), ()),
        ("unnamed", None, copies, ("8", "9")),
    ]
    assert not hasattr(touch(hall, None, procedure="2.000815"), "code")  # the procedure's own
    assert seat(hall, "8", "TPHT").calls_next() == "1-001"


def test_a_new_configuration_is_looked_at_anew(
    make_hall: Callable[..., Hall], made_office: MadeOffice, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    hall = make_hall(url, made_office())
    edit = hall.read(procedure_to_edit, key="2.001263")
    assert edit is not None
    hall.write(save_procedure, wish=replace(edit.wish, field="Con nuôi"), actor="office", revision=edit.revision)
    make_hall(url, made_office())
    with pytest.raises(ConfigErrors, match=r"desks\.8\.fields\.TPHT"):
        make_hall(url, made_office(('name = "Trung tâm', 'name = "Nhà của Trung tâm')))


def test_a_withdrawn_procedure_is_a_gap_and_no_mistake_of_the_file(
    make_hall: Callable[..., Hall], made_office: MadeOffice, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'withdrawn.db'}"
    hall = make_hall(url, made_office())
    edit = hall.read(procedure_to_edit, key="1.000894")
    assert edit is not None
    hall.write(withdraw_procedure, key="1.000894", revision=edit.revision, actor="office")
    changed = make_hall(url, made_office(('name = "Trung tâm', 'name = "Nhà của Trung tâm')))
    assert [(gap.kind, gap.desk, gap.names) for gap in gaps(changed)] == [("procedure", "6", ("1.000894",))]


def test_a_code_names_the_procedure_whatever_its_key(
    make_hall: Callable[..., Hall], made_office: MadeOffice, tmp_path: Path
) -> None:
    with (COMMUNE / "procedures.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    for row in listed:
        row["key"] = f"our-{row['key']}"
    mine = tmp_path / "mine.csv"
    with mine.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)
    office = made_office()
    office = office.model_copy(update={"site": office.site.model_copy(update={"procedures": str(mine)})})
    hall = make_hall(f"sqlite:///{tmp_path / 'keys.db'}", office)
    assert gaps(hall) == ()
    touch(hall, None, procedure="our-1.000894")  # the procedure's own department
    assert seat(hall, "6", "TPHT").calls_next() == "1-001"
