"""A copy of what starts the product, with a server that only tells what it was asked.

Its lock pins one tiny wheel made here, so that pip truly installs and no network is needed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVER = """
import json, os, sys
try:
    import tiny
    version = tiny.VERSION
except ImportError:
    version = None
print(json.dumps({"arguments": sys.argv[1:], "prefix": sys.prefix, "tiny": version, "pid": os.getpid()}))
sys.exit(int(os.environ.get("EXIT", "0")))
"""


def plant_office(folder: Path) -> Path:
    folder.mkdir()
    shutil.copy(ROOT / "run.py", folder)
    shutil.copytree(ROOT / "environment", folder / "environment", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "server.py").write_text(SERVER, encoding="utf-8")
    # For the commands that run `python -m pytest`: the office's own folder comes first on the path.
    (folder / "pytest.py").write_text(SERVER, encoding="utf-8")
    pin(folder, "1.0")
    (folder / "requirements-dev.txt").write_text("# nothing more\n", encoding="utf-8")
    return folder


def pin(folder: Path, version: str, digest: str = "") -> None:
    """Put a wheel of `tiny` beside the office and its hash (or a wrong one) into the lock."""
    wheel = folder / "wheels" / f"tiny-{version}-py3-none-any.whl"
    wheel.parent.mkdir(exist_ok=True)
    info = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": f"VERSION = {version!r}\ndef tell():\n    print(VERSION)\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\ntiny = tiny:tell\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},{record(text)}\n" for name, text in files.items())
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    found = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
    (folder / "requirements.txt").write_text(f"tiny=={version} --hash=sha256:{found}\n", encoding="utf-8")


def record(text: str) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
    return f"sha256={digest},{len(text.encode())}"


def start(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(folder, *arguments),
        env=surroundings(folder, **settings),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def command(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, str(folder / "run.py"), *arguments]


def surroundings(folder: Path, **settings: str) -> dict[str, str]:
    """The environment variables of here, except that pip finds the office's own wheels and no registry."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_", "MOT_CUA_"))}
    links = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": (folder / "wheels").as_uri()}
    return {**kept, "PYTHONUTF8": "1", **links, **settings}


def told(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.005)
