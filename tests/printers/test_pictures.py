import os
import time
from pathlib import Path

from printers.pictures import sweep

DAY_S = 24 * 3600


def test_only_old_pictures_go(tmp_path: Path) -> None:
    for name, days in (("new.png", 1), ("old.png", 3), (".half.1.part", 3), ("note.txt", 3)):
        path = tmp_path / name
        path.write_bytes(b"x")
        os.utime(path, (time.time() - days * DAY_S,) * 2)
    assert sweep(tmp_path) == 2
    assert {path.name for path in tmp_path.iterdir()} == {"new.png", "note.txt"}


def test_a_folder_that_is_not_there_is_clean(tmp_path: Path) -> None:
    assert sweep(tmp_path / "pictures") == 0
