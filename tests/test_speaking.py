"""`voice clips` and `voice say`, typed as an installer types them."""

from __future__ import annotations

from pathlib import Path

import pytest

import commands
from tests.config.small_office import GOOD
from tests.voice.sounds import heard, tone


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Runs a command on a small office; gives its exit code, output and complaints."""
    config = tmp_path / "config.toml"
    config.write_text(GOOD, encoding="utf-8")

    def typed(*words: str) -> tuple[int, str, str]:
        place = ["--config", str(config), "--data", str(tmp_path / "data")]
        code = commands.run(["voice", words[0], *place, *words[1:]])
        told = capsys.readouterr()
        return code, told.out, told.err

    return typed


def test_the_clips_to_record_are_listed_with_what_to_say(run, tmp_path: Path) -> None:
    code, out, err = run("clips")
    assert code == 1
    assert out.splitlines()[0] == f"Thư mục ghi âm: {tmp_path / 'data' / 'recordings' / 'vi'}"
    line = next(line for line in out.splitlines() if "so-4-cuoi.wav" in line)
    assert line.split() == ["so-4-cuoi.wav", "THIẾU", "bốn", "(cuối", "câu,", "xuống", "giọng", "nhẹ)"]
    assert "Lượt gọi: đã có 0 trên" in err


def test_missing_and_spoilt_clips_are_named_until_all_are_there(run, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "recordings" / "vi"
    folder.mkdir(parents=True)
    _, out, _ = run("clips")
    files = [line.split()[0] for line in out.splitlines()[1:]]
    calls = [
        file for file in files if not file.startswith(("bat-dau", "da-", "he-thong", "moi-cong-dan-roi", "day-la"))
    ]
    for file in calls:
        (folder / file).write_bytes(tone(0.3, rate=22_050))
    (folder / "so-1.wav").write_bytes(b"not a sound")
    code, out, err = run("clips", "--missing")
    assert code == 1
    assert [line.split()[:4] for line in out.splitlines()[1:2]] == [["so-1.wav", "KHÔNG", "DÙNG", "ĐƯỢC"]]
    assert f"đã có {len(calls) - 1} trên {len(calls)} đoạn" in err
    (folder / "so-1.wav").write_bytes(tone(0.3, rate=22_050))
    assert run("clips")[0] == 0

    code, out, _ = run("say", "4", "17", "--desk", "1", "--out", str(tmp_path / "call.mp3"))
    assert (code, "giọng ghi âm" in out) == (0, True)


def test_a_call_is_written_as_a_wall_plays_it(run, tmp_path: Path) -> None:
    file = tmp_path / "call.mp3"
    code, out, _ = run("say", "4", "17", "--desk", "1", "--out", str(file))
    assert code == 0
    assert out.strip() == f"Đã ghi {file} (giọng máy): Mời công dân có số 4-017, đến quầy số 1."
    assert heard(file).seconds > 3
    assert run("say", "4", "17", "--desk", "1", "--language", "en", "--out", str(file))[0] == 0
    assert run("say", "--text", "Quầy 1 nghỉ đến 9:30", "--out", str(file))[0] == 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("4", "17", "--desk", "9"), "Không có quầy mang mã 9. Được dùng: 1."),
        (("4", "17"), "Ghi dãy số, số thứ tự và --desk"),
        (("4", "17", "--desk", "1", "--language", "tay"), "Không có giọng cho ngôn ngữ “tay”"),
        (("0", "17", "--desk", "1"), "0"),
    ],
)
def test_what_cannot_be_said_is_told(run, tmp_path: Path, words: tuple[str, ...], complaint: str) -> None:
    code, _, err = run("say", *words, "--out", str(tmp_path / "call.mp3"))
    assert code == 2
    assert complaint in err
    assert not (tmp_path / "call.mp3").exists()


def test_a_file_that_cannot_be_written_is_told(run, tmp_path: Path) -> None:
    code, _, err = run("say", "4", "17", "--desk", "1", "--out", str(tmp_path / "no" / "call.mp3"))
    assert code == 2
    assert "Không ghi được" in err
