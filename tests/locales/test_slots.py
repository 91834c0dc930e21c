"""Tày and Nùng: hidden until their words are there and somebody has approved them; then one touch away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from application import House
from locales import catalogue
from locales.catalogue import _MET, SLOTS, say, share_of_words, slots
from tests.kiosk.test_tickets import take
from tests.visitors import paired

ROOT = Path(__file__).parents[2]
HEAD = (
    'msgid ""\nmsgstr ""\n"Language: vi\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"X-Approved-By: {who}\\n"\n'
)
Supply = Callable[..., None]


@pytest.fixture
def kiosk(house: House) -> FlaskClient:
    return paired(house)


@pytest.fixture
def supply(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Supply]:
    """Puts words of a language, each after its own mark, where translators do."""
    real = catalogue._path

    def forget() -> None:
        for each in (catalogue.slots, catalogue._own, catalogue._catalogue):
            each.cache_clear()

    def write(language: str, who: str, share: float) -> None:
        met = sorted(key for key in catalogue.keys("vi") if key.startswith(_MET))
        chosen = met[: int(len(met) * share)]
        words = (f'msgid "{key}"\nmsgstr "{_quoted(language, key)}"\n' for key in chosen)
        (tmp_path / f"{language}.po").write_text("\n".join((HEAD.format(who=who), *words)), encoding="utf-8")
        monkeypatch.setattr(catalogue, "_path", lambda each: tmp_path / f"{each}.po" if each in SLOTS else real(each))
        forget()

    yield write
    monkeypatch.undo()
    forget()


def _quoted(language: str, key: str) -> str:
    return f"[{language}] {catalogue.forms('vi', key)[0]}".replace('"', '\\"')


def languages_offered(kiosk: FlaskClient) -> list[str]:
    return re.findall(r'data-language-toggle href="[^"]*" lang="(\w+)"', kiosk.get("/kiosk/").get_data(as_text=True))


def test_as_shipped_both_are_hidden(kiosk: FlaskClient) -> None:
    assert slots() == ()
    assert share_of_words("tay") == share_of_words("nung") == 0
    assert languages_offered(kiosk) == ["en"]
    assert '<html lang="vi"' in kiosk.get("/kiosk/?lang=tay").get_data(as_text=True)


@pytest.mark.parametrize(("who", "share"), [("", 1.0), ("Bà Nông Thị A", 0.9), ("   ", 1.0)])
def test_words_that_nobody_approved_or_that_are_too_few_stay_hidden(supply: Supply, who: str, share: float) -> None:
    supply("tay", who, share)
    assert slots() == ()


def test_one_of_the_two_is_offered_alone(supply: Supply, kiosk: FlaskClient) -> None:
    supply("tay", "Bà Nông Thị A, 1/3/2017", 1.0)
    assert slots() == ("tay",)
    assert languages_offered(kiosk) == ["en", "tay"]
    page = kiosk.get("/kiosk/?lang=tay").get_data(as_text=True)
    assert "[tay] Mời ông/bà chọn việc cần giải quyết" in page
    assert 'lang="vi"' in page


def test_what_has_no_words_yet_is_said_in_vietnamese(supply: Supply) -> None:
    supply("nung", "Ông Lý Văn B", 0.97)
    assert slots() == ("nung",)
    assert say("nung", "desk.call_next") == say("vi", "desk.call_next")


def test_the_ticket_and_its_paper_follow(supply: Supply, house: House) -> None:
    supply("tay", "Bà Nông Thị A", 1.0)
    kiosk = paired(house)
    made = take(kiosk, department="TP", language="tay").json
    assert made["page"].endswith("?lang=tay")
    assert "[tay] Số của ông/bà" in kiosk.get(made["page"]).get_data(as_text=True)
    from actions.outbox import claim_job
    from printers.kinds import paper_of

    job = house.hall.write(claim_job, printer="preview")
    assert job is not None
    assert paper_of(job.facts, 576).title.startswith("[tay] ")


def test_what_follows_the_queue_speaks_it_too(supply: Supply, kiosk: FlaskClient) -> None:
    supply("tay", "Bà Nông Thị A", 1.0)
    words = kiosk.get("/kiosk/queue").get_json()["departments"][0]["words"]
    assert words["tay"][1] == f"[tay] {words['vi'][1]}"


def test_the_files_that_wait_for_words_can_be_read() -> None:
    for language in SLOTS:
        path = ROOT / "locales" / language / "LC_MESSAGES" / "messages.po"
        assert "X-Approved-By: \\n" in path.read_text(encoding="utf-8")
