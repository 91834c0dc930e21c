"""Which pip (or uv) can fill a new environment on this machine?

Debian's python3 comes without ensurepip (python3-venv) and pip, and the person at the keyboard may not be
root. So several ways are tried, the cheapest first; pip runs straight from its wheel and leaves no trace.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

OLDEST_PIP = (22, 3)  # the first that knows --python

EXACTLY_THE_LOCKS = ("--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:")
PIP_OPTIONS = (*EXACTLY_THE_LOCKS, "--no-compile", "--no-input", "--disable-pip-version-check")
# A user's own pip settings may say where to fetch from, but not that nothing goes into an environment.
PIP_SETTINGS = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_ROOT_USER_ACTION": "ignore"}


@dataclass(frozen=True, slots=True)
class Installer:
    command: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict)

    def install(self, locks: Sequence[str]) -> subprocess.CompletedProcess[str]:
        files = [word for lock in locks for word in ("--requirement", lock)]
        return subprocess.run(
            [*self.command, *files],
            env={**os.environ, **self.settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )


Way = Callable[[str, Path], Installer | None]


def find_installer(python: str, scratch: Path, ways: Sequence[Way] | None = None) -> Installer | None:
    """The first way that works here to install into the environment of `python`; `scratch` may be filled."""
    for way in WAYS if ways is None else ways:
        installer = way(python, scratch)
        if installer:
            return installer
    return None


def with_bundled_pip(python: str, scratch: Path) -> Installer | None:
    """The wheel that ensurepip would install."""
    wheels = [wheel for folder in _bundle_folders() for wheel in sorted(folder.glob("pip-*.whl"))]
    return _from_wheel(python, wheels[-1]) if wheels else None


def with_own_pip(python: str, scratch: Path) -> Installer | None:
    """The pip of the Python that runs now, if it is young enough to install into another one."""
    own = getattr(sys, "_base_executable", None) or sys.executable
    answer = _answer([own, "-m", "pip", "--version"])
    version = re.match(r"pip (\d+)\.(\d+)", answer)
    if not version or tuple(map(int, version.groups())) < OLDEST_PIP:
        return None
    return Installer((own, "-m", "pip", "--python", python, "install", *PIP_OPTIONS), PIP_SETTINGS)


def with_uv(python: str, scratch: Path) -> Installer | None:
    uv = shutil.which("uv")
    if not uv or not _answer([uv, "--version"]).startswith("uv "):
        return None
    return Installer((uv, "pip", "install", "--python", python, *EXACTLY_THE_LOCKS))


def with_debian_pip(python: str, scratch: Path) -> Installer | None:
    """pip's wheel out of Debian's or Ubuntu's package, unpacked without installing it: no root needed."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return None
    if not _download_debian_pip(scratch) and sys.platform != "win32" and os.geteuid() == 0:
        _answer(["apt-get", "update", "-q"])
        _download_debian_pip(scratch)
    for package in scratch.glob("python3-pip-whl*.deb"):
        _answer(["dpkg-deb", "-x", str(package), str(scratch)])
    wheels = sorted(scratch.glob("usr/share/python-wheels/pip-*.whl"))
    return _from_wheel(python, wheels[-1]) if wheels else None


WAYS: tuple[Way, ...] = (with_bundled_pip, with_own_pip, with_uv, with_debian_pip)


def _from_wheel(python: str, wheel: Path) -> Installer:
    return Installer((python, "-m", "pip", "install", *PIP_OPTIONS), {**PIP_SETTINGS, "PYTHONPATH": str(wheel)})


def _bundle_folders() -> Iterator[Path]:
    """Where ensurepip looks: distributions set WHEEL_PKG_DIR, python.org ships it beside the module."""
    distribution = sysconfig.get_config_var("WHEEL_PKG_DIR")
    if distribution:
        yield Path(distribution)
    module = importlib.util.find_spec("ensurepip")
    if module and module.origin:
        yield Path(module.origin).parent / "_bundled"


def _download_debian_pip(scratch: Path) -> bool:
    _answer(["apt-get", "download", "-q", "python3-pip-whl"], cwd=scratch)
    return any(scratch.glob("python3-pip-whl*.deb"))


def _answer(command: Sequence[str], cwd: Path | None = None) -> str:
    """What `command` printed, "" if it failed or is not there."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout
