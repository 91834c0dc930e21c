"""Does the server speak with systemd as its unit wants, and is that unit sound?"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import AT, ROOT, free_port

UNIT = ROOT / "deploy" / "mot-cua.service"


@pytest.mark.skipif(sys.platform == "win32", reason="systemd is Linux's")
def test_it_tells_when_it_is_ready_that_it_lives_and_that_it_stops(tmp_path: Path) -> None:
    """The real server and a real notification socket, as systemd makes one."""
    address = tmp_path / "notify"
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listening.bind(str(address))
    listening.settimeout(30)
    command = [sys.executable, "server.py", "serve", "--data", str(tmp_path / "data"), "--at", AT]
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(free_port())],
        cwd=ROOT,
        env={**os.environ, "NOTIFY_SOCKET": str(address), "WATCHDOG_USEC": "600000"},
        stdout=subprocess.DEVNULL,
    )
    try:
        told = [listening.recv(100).decode() for _ in range(4)]
        process.terminate()
        while told[-1] != "STOPPING=1":
            told.append(listening.recv(100).decode())
        assert process.wait(20) == 0
    finally:
        process.kill()
        listening.close()
    assert told[0] == "READY=1"
    assert set(told[1:-1]) == {"WATCHDOG=1"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="checked where systemd is installed")
def test_the_unit_is_one_that_systemd_takes_and_calls_well_closed(tmp_path: Path) -> None:
    # This PC has neither the user nor the folder of the unit.
    here = UNIT.read_text().replace("/usr/bin/python3", sys.executable).replace("/opt/mot-cua", str(ROOT))
    (tmp_path / UNIT.name).write_text(here)
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / UNIT.name)], capture_output=True, text=True
    )
    assert UNIT.name not in checked.stderr, checked.stderr
    exposed = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=30", str(UNIT)], capture_output=True, text=True
    )
    assert exposed.returncode == 0, exposed.stdout[-500:]
