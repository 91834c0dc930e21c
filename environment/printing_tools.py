"""Are the programs there that check printed paper: a reader of letters (OCR), and CUPS for the tests' own queue?"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from environment import debian

SYSTEM_FOLDERS = "/usr/sbin"


def make_ready() -> None:
    """Install what is missing where that needs no question; else say what to install. Tests skip what is not there."""
    missing = missing_packages()
    if missing and debian.may_install():
        print(f"Đang cài {', '.join(missing)} để kiểm thử phiếu in …", file=sys.stderr, flush=True)
        debian.install(*missing)
        missing = missing_packages()
    if missing and sys.platform != "win32":
        advice = f"sudo apt install {' '.join(missing)}"
        print(f"Một số phép thử phiếu in sẽ được bỏ qua. Muốn chạy đủ: {advice}", file=sys.stderr, flush=True)


def missing_packages() -> list[str]:
    """Debian's names of what is not there."""
    missing = [] if _reads_vietnamese() else ["tesseract-ocr", "tesseract-ocr-vie"]
    if not _has("cupsd"):
        missing.append("cups-daemon")
    if not _has("lpadmin"):
        missing.append("cups-client")
    return missing


def _has(program: str) -> bool:
    return shutil.which(program, path=os.pathsep.join((os.environ.get("PATH", ""), SYSTEM_FOLDERS))) is not None


def _reads_vietnamese() -> bool:
    if not _has("tesseract"):
        return False
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return "vie" in done.stdout.split()
