"""The sentences of the loudspeaker, word for word as phrases.md has them, and how the machine is told them."""

from __future__ import annotations

from typing import Any

import pytest

from config import Config, Voice
from voice.machine import machine_job, markup
from voice.sentence import COMMA_MS, DIGIT_MS, SERIES_MS, STOP_MS, Sentence
from voice.sentences import LONGEST_ANNOUNCEMENT, announcement, call_sentence, sentences_for
from voice.spoken import Kind, Spoken


def said(sentence: Sentence) -> str:
    return " ".join(part.text for part in sentence.parts)


def sentence(office: Config, kind: str = "call", series: int = 4, number: int = 17, language: str = "vi") -> Sentence:
    return call_sentence(Spoken(Kind(kind), series, number, "4"), office, language)


def with_desk(office: Config, **changed: Any) -> Config:
    """The office with desk 4 changed."""
    desks = tuple(each.model_copy(update=changed) if each.code == "4" else each for each in office.desks)
    return office.model_copy(update={"desks": desks})


def with_voice(office: Config, **changed: Any) -> Config:
    return office.model_copy(update={"voice": office.voice.model_copy(update=changed)})


@pytest.mark.parametrize(
    ("kind", "language", "words", "caption"),
    [
        (
            "call", "vi", "Mời công dân có số bốn không một bảy đến quầy số bốn",
            "Mời công dân có số 4-017, đến quầy số 4.",
        ),
        (
            "recall", "vi", "Xin mời lại công dân có số bốn không một bảy đến quầy số bốn",
            "Xin mời lại công dân có số 4-017, đến quầy số 4.",
        ),
        (
            "no_show", "vi",
            "Công dân có số bốn không một bảy chưa có mặt. Khi đến, mời công dân báo tại quầy số bốn",
            "Công dân có số 4-017, chưa có mặt. Khi đến, mời công dân báo tại quầy số 4.",
        ),
        (
            "transfer", "vi", "Mời công dân có số bốn không một bảy chuyển đến quầy số bốn",
            "Mời công dân có số 4-017, chuyển đến quầy số 4.",
        ),
        (
            "call", "en", "Citizen with number four zero one seven please come to counter four",
            "Citizen with number 4-017, please come to counter 4.",
        ),
        (
            "recall", "en", "Once more: number four zero one seven please come to counter four",
            "Once more: number 4-017, please come to counter 4.",
        ),
    ],
)  # fmt: skip
def test_a_call_is_said_and_written(office: Config, kind: str, language: str, words: str, caption: str) -> None:
    spoken = sentence(office, kind, language=language)
    assert (said(spoken), spoken.caption) == (words, caption)


@pytest.mark.parametrize(
    ("series", "number", "words"),
    [
        (12, 5, "mười hai không không năm"),
        (4, 100, "bốn một không không"),
        (4, 555, "bốn năm năm năm"),
        (4, 1000, "bốn một không không không"),
        (21, 3, "hai mươi mốt không không ba"),
        (24, 4, "hai mươi bốn không không bốn"),
    ],
)
def test_the_series_is_a_number_and_the_ticket_is_digits(office: Config, series: int, number: int, words: str) -> None:
    spoken = sentence(office, series=series, number=number)
    assert f"số {words} đến" in said(spoken)


def test_pauses_keep_the_series_apart_from_the_digits(office: Config) -> None:
    pauses = [(part.text, part.pause_ms) for part in sentence(office, series=11, number=3).parts]
    assert pauses == [
        ("Mời công dân có số", 0),
        ("mười một", SERIES_MS),
        ("không", DIGIT_MS),
        ("không", DIGIT_MS),
        ("ba", COMMA_MS),
        ("đến quầy số", 0),
        ("bốn", 0),
    ]
    assert 250 <= SERIES_MS <= 350


@pytest.mark.parametrize(
    ("changed", "words", "written"),
    [
        ({"name": "Phòng số 12", "place": "nhà B"}, "phòng số mười hai nhà bê", "phòng số 12, nhà B"),
        ({"name": "Phòng số 12", "place": "nhà Đ"}, "phòng số mười hai nhà đê", "phòng số 12, nhà Đ"),
        ({"name": "Phòng số 101", "place": "tầng 2"}, "phòng số một không một tầng hai", "phòng số 101, tầng 2"),
        ({"name": "Phòng số 205", "place": "tầng trệt"}, "phòng số hai không năm tầng trệt", "phòng số 205, tầng trệt"),
        (
            {"name": "Phòng 12A", "place": "tầng 1, nhà C"},
            "phòng số mười hai a tầng một nhà xê",
            "phòng số 12A, tầng 1, nhà C",
        ),
        (
            {"name": "Phòng số 7", "place": "", "departments": ("TP",)},
            "Phòng Tư pháp phòng số bảy",
            "Phòng Tư pháp, phòng số 7",
        ),
        ({"name": "Phòng số 7", "place": ""}, "phòng số bảy", "phòng số 7"),
        ({"name": "Quầy 24", "place": "tầng 2"}, "quầy số hai mươi bốn tầng hai", "quầy số 24, tầng 2"),
        ({"name": "Bàn hướng dẫn 2"}, "bàn hướng dẫn hai", "bàn hướng dẫn 2"),
    ],
)  # fmt: skip
def test_a_place_is_said_as_its_sign_has_it(office: Config, changed: dict[str, Any], words: str, written: str) -> None:
    spoken = sentence(with_desk(office, **changed))
    assert said(spoken).endswith(f"đến {words}")
    assert spoken.caption.endswith(f"đến {written}.")


def test_desks_that_stand_together_need_no_floor(office: Config) -> None:
    assert said(sentence(office)).endswith("đến quầy số bốn")


def test_a_desk_that_is_no_longer_there_is_still_called_by_its_code(office: Config) -> None:
    spoken = call_sentence(Spoken(Kind.CALL, 4, 17, "31"), office, "vi")
    assert said(spoken).endswith("đến quầy số ba mươi mốt")


def test_an_office_may_have_its_tickets_read_as_numbers(office: Config) -> None:
    north = with_voice(office, reading="cardinal")
    south = with_voice(office, reading="cardinal", region="south")
    linh = with_voice(office, reading="cardinal", region="south", zero_tens="linh")
    assert "bốn mười bảy đến" in said(sentence(north))
    assert "bốn một trăm linh năm đến" in said(sentence(north, number=105))
    assert "bốn một trăm lẻ năm đến" in said(sentence(south, number=105))
    assert "bốn một trăm linh năm đến" in said(sentence(linh, number=105))
    assert "four seventeen please" in said(sentence(north, language="en"))


def test_english_follows_only_where_the_ticket_asks(office: Config) -> None:
    assert [each.language for each in sentences_for(Spoken(Kind.CALL, 4, 17, "4", "vi"), office)] == ["vi"]
    assert [each.language for each in sentences_for(Spoken(Kind.CALL, 4, 17, "4", "en"), office)] == ["vi", "en"]
    none = with_voice(office, on_request=())
    assert [each.language for each in sentences_for(Spoken(Kind.CALL, 4, 17, "4", "en"), none)] == ["vi"]


def test_the_machine_gets_the_sentence_as_one_text(office: Config) -> None:
    assert markup(sentence(office)) == (
        'Mời công dân có số bốn<break time="300ms"/>không<break time="60ms"/>một<break time="60ms"/>bảy, '
        "đến quầy số bốn"
    )
    assert STOP_MS > SERIES_MS


def test_what_the_office_types_cannot_become_markup() -> None:
    spoken = announcement('<break time="9s"/> & mời vào', "vi")
    assert "<break" not in markup(spoken)
    assert "&lt;break" in markup(spoken)


def test_an_announcement_has_an_end(office: Config) -> None:
    assert len(announcement("a b " * 1000, "vi").caption) <= LONGEST_ANNOUNCEMENT


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_that_is_private_is_said(office: Config, kind: Kind) -> None:
    spoken = (
        call_sentence(Spoken(kind, 4, 17, "4"), office, "vi") if kind != Kind.ANNOUNCEMENT else announcement("a", "vi")
    )
    assert "ưu tiên" not in said(spoken)
    assert "Tư pháp" not in said(spoken)


def test_the_region_chooses_the_voice(office: Config) -> None:
    def voice_of(language: str, **changed: Any) -> str | None:
        job = machine_job(sentence(office, language=language), Voice(**changed))
        return job["voice"] if job is not None else None

    assert voice_of("vi") == "vi"
    assert voice_of("vi", region="central") == "vi-vn-x-central"
    assert voice_of("vi", region="south") == "vi-vn-x-south"
    assert voice_of("en", region="south") == "en"
    assert voice_of("tay") is None
