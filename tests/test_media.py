"""Is only what a wall can show taken, made fit for it, and never half there?"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

import media
from media import Item, NotTaken, items, keep, remove

MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64
WEBM = b"\x1a\x45\xdf\xa3" + b"\x00" * 64


def picture(size: tuple[int, int] = (40, 20), form: str = "PNG", orientation: int | None = None) -> io.BytesIO:
    file, exif = io.BytesIO(), Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
        exif[0x010F] = "a telephone"
    Image.new("RGB", size, "red").save(file, form, exif=exif)
    file.seek(0)
    return file


def test_a_picture_becomes_upright_small_and_tells_nothing_of_its_camera(tmp_path: Path) -> None:
    kept = keep(tmp_path, picture((4000, 1000), "JPEG", orientation=6), "Bản đồ.JPG")
    assert isinstance(kept, Item)
    assert (kept.name, kept.type, kept.is_video) == ("Bản đồ.jpg", "image/jpeg", False)
    with Image.open(kept.path) as made:
        assert made.size == (480, 1920)
        assert len(made.getexif()) == 0


@pytest.mark.parametrize(("content", "name"), [(MP4, "phim.mp4"), (WEBM, "phim.webm")])
def test_a_video_is_kept_as_it_is_whatever_its_name_says(tmp_path: Path, content: bytes, name: str) -> None:
    kept = keep(tmp_path, io.BytesIO(content), "phim.exe")
    assert isinstance(kept, Item)
    assert (kept.name, kept.path.read_bytes(), kept.is_video) == (name, content, True)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<script>alert(1)</script>", "media_type"),
        (b"", "media_type"),
        (b"GIF89a" + b"\x00" * 40, "media_type"),
        (picture((400, 400)).getvalue()[:300], "media_broken"),
    ],
)
def test_what_is_no_picture_is_refused_and_leaves_nothing(tmp_path: Path, content: bytes, code: str) -> None:
    refused = keep(tmp_path, io.BytesIO(content), "a.png")
    assert isinstance(refused, NotTaken)
    assert refused.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_video_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "LARGEST_VIDEO", 50)
    refused = keep(tmp_path, io.BytesIO(MP4), "a.mp4")
    assert isinstance(refused, NotTaken)
    assert refused.code == "media_large"
    assert list(tmp_path.iterdir()) == []


def test_a_picture_with_more_dots_than_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    refused = keep(tmp_path, picture((400, 400)), "a.png")
    assert isinstance(refused, NotTaken)
    assert refused.code == "media_broken"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.png", "..\\..\\a.png", "/a.png", ".png", "", "con\x00.png", "x" * 300]
)
def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    kept = keep(tmp_path / "in", picture(), name) if (tmp_path / "in").mkdir() is None else None
    assert isinstance(kept, Item)
    assert kept.path.parent == tmp_path / "in"
    assert len(kept.name) < 100


def test_two_files_of_one_name_both_stay(tmp_path: Path) -> None:
    keep(tmp_path, picture(), "a.png")
    keep(tmp_path, picture(), "a.png")
    assert [item.name for item in items([tmp_path])] == ["a (2).jpg", "a.jpg"]


def test_a_changed_file_has_another_version(tmp_path: Path) -> None:
    (tmp_path / "a.webp").write_bytes(b"one")
    (before,) = items([tmp_path])
    (tmp_path / "a.webp").write_bytes(b"other")
    os.utime(tmp_path / "a.webp", ns=(1, 1))
    (after,) = items([tmp_path])
    assert before.version != after.version


def test_only_what_can_be_shown_is_listed_and_a_missing_folder_is_empty(tmp_path: Path) -> None:
    for name in ("b.jpg", "a.mp4", "note.txt", ".hidden.jpg", "half.part"):
        (tmp_path / name).write_bytes(b"")
    assert [item.name for item in items([tmp_path, tmp_path / "gone"])] == ["a.mp4", "b.jpg"]


def test_only_a_listed_file_can_be_removed(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"")
    (tmp_path / "note.txt").write_bytes(b"")
    assert remove(tmp_path, "a.jpg")
    assert not remove(tmp_path, "a.jpg")
    assert not remove(tmp_path, "note.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]
