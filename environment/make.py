"""How does an environment come to be whole or not at all?

It is made in a folder of its own beside the final one, stamped, and only then put in place by a rename. An
install that was cut off leaves the old environment as it was, and litter that the next start sweeps away.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from environment.installers import find_installer

PROMPT = "mot-cua"
LINES_OF_OUTPUT = 12


class CannotMake(Exception):
    """The environment cannot be made here; the text is a Vietnamese sentence that says what to do."""


def make(folder: str, locks: Sequence[str], stamp: str, wanted: str, is_ready: Callable[[str, str], bool]) -> None:
    """Fill `folder` with what `locks` pin and write `wanted` into its file `stamp`. Raises CannotMake."""
    final = Path(folder)
    _refuse_a_strange_folder(final)
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        with _alone(final.with_name(final.name + ".lock")):
            if not is_ready(folder, wanted):
                _replace(final, locks, stamp, wanted)
    except OSError as problem:
        raise CannotMake(f"Không tạo được môi trường Python trong {final}: {problem}") from problem


def _replace(final: Path, locks: Sequence[str], stamp: str, wanted: str) -> None:
    began = time.monotonic()
    _say(f"Đang chuẩn bị môi trường Python trong {final} (chỉ lần đầu, thường dưới một phút) …")
    _sweep(final)
    new = Path(tempfile.mkdtemp(prefix=final.name + ".new-", dir=final.parent))
    try:
        _fill(new, locks)
        _readdress(new, final)
        (new / stamp).write_text(wanted, encoding="utf-8")
        _swap(new, final)
    finally:
        _sweep(final)
    _say(f"Đã chuẩn bị xong sau {time.monotonic() - began:.0f} giây.")


def _fill(new: Path, locks: Sequence[str]) -> None:
    python = _new_venv(new)
    with tempfile.TemporaryDirectory(prefix="mot-cua-") as scratch:
        installer = find_installer(python, Path(scratch))
        if installer is None:
            raise CannotMake(
                "Python của máy này không có pip để cài thư viện. "
                "Hãy chạy: sudo apt install python3-venv – rồi chạy lại lệnh này."
            )
        done = installer.install(locks)
    if done.returncode:
        tail = "\n".join(done.stdout.strip().splitlines()[-LINES_OF_OUTPUT:])
        raise CannotMake(
            f"{tail}\nKhông cài được thư viện (xem các dòng trên). Hãy kiểm tra mạng rồi chạy lại lệnh này."
        )
    # pip compiles on one core only. What fails to compile here is compiled when it is imported.
    subprocess.run([python, "-m", "compileall", "-q", "-j", "0", str(new)], capture_output=True, check=False)


def _new_venv(new: Path) -> str:
    """Path of the new environment's Python. Windows often forbids symbolic links."""
    builder = venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt", prompt=PROMPT)
    builder.create(new)
    return str(builder.ensure_directories(new).env_exe)


def _readdress(new: Path, final: Path) -> None:
    """Scripts name the folder they were installed into; they are to name the one they will stand in."""
    old_name, new_name = os.fsencode(new), os.fsencode(final)
    scripts = [path for path in (new / ("Scripts" if os.name == "nt" else "bin")).iterdir() if path.is_file()]
    for path in [*scripts, new / "pyvenv.cfg"]:
        content = b"" if path.is_symlink() else path.read_bytes()
        if old_name in content and b"\0" not in content:
            path.write_bytes(content.replace(old_name, new_name))


def _swap(new: Path, final: Path) -> None:
    if os.path.lexists(final):
        final.rename(tempfile.mkdtemp(prefix=final.name + ".old-", dir=final.parent) + "/was")
    new.chmod(0o755)  # mkdtemp's folders are private; a service's own user must be able to run from this one
    new.rename(final)


def _sweep(final: Path) -> None:
    """Remove what earlier, interrupted installs left beside `final`."""
    for kind in ("new", "old"):
        for litter in final.parent.glob(f"{final.name}.{kind}-*"):
            shutil.rmtree(litter, ignore_errors=True)


def _refuse_a_strange_folder(final: Path) -> None:
    """MOT_CUA_ENV may have been mistyped: replace nothing there that run.py did not make."""
    if not os.environ.get("MOT_CUA_ENV") or not final.exists():
        return
    settings = final / "pyvenv.cfg"
    is_ours = settings.is_file() and PROMPT in settings.read_text(encoding="utf-8", errors="replace")
    if not is_ours and (not final.is_dir() or any(final.iterdir())):
        raise CannotMake(
            f"MOT_CUA_ENV chỉ tới {final}, nơi đã có thứ khác. "
            "Hãy chọn một thư mục trống hoặc chưa có, rồi chạy lại lệnh này."
        )


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold `lock` against other starts; the system gives it back if this process is killed."""
    with lock.open("ab") as file:
        if not _try_lock(file.fileno()):
            _say("Đang chờ một lệnh run.py khác chuẩn bị xong môi trường …")
            while not _try_lock(file.fileno()):
                time.sleep(0.2)
        yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
