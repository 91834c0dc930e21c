"""Is the kept picture whole, and only where it belongs?"""

from pathlib import Path

import pytest
from PIL import Image

from printers.connections import preview
from rules.states import JobState

PICTURE = Image.new("1", (384, 100), 1)


def test_the_picture_is_kept_under_its_name_and_nothing_else(tmp_path: Path):
    delivery = preview.keep(PICTURE, tmp_path / "pictures", "AbC-1_2")
    assert delivery.state is JobState.PRINTED
    assert [path.name for path in (tmp_path / "pictures").iterdir()] == ["AbC-1_2.png"]
    with Image.open(tmp_path / "pictures" / "AbC-1_2.png") as kept:
        assert kept.mode == "1"
        assert kept.tobytes() == PICTURE.tobytes()


def test_a_reprint_replaces_the_picture(tmp_path: Path):
    preview.keep(PICTURE, tmp_path, "again")
    preview.keep(Image.new("1", (384, 200), 0), tmp_path, "again")
    with Image.open(tmp_path / "again.png") as kept:
        assert kept.height == 200


@pytest.mark.parametrize("name", ["", "../evil", "a/b", "a.b", "x" * 81])
def test_a_name_that_could_lead_elsewhere_is_a_bug(name, tmp_path: Path):
    with pytest.raises(ValueError, match="not a picture's name"):
        preview.keep(PICTURE, tmp_path, name)


def test_a_folder_that_cannot_be_written_means_not_sent(tmp_path: Path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert preview.keep(PICTURE, tmp_path / "file", "name").state is JobState.NOT_SENT
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
