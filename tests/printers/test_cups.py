"""What becomes of a ticket in a raw queue of CUPS? A real cupsd of the test's own; its backend leads where we say."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from printers.connections import spooled
from printers.delivery import Delivery
from printers.looking import look
from printers.printing import Job, print_job
from printers.simulated.listening import SimulatedPrinter
from rules.printer_status import Need, Reach
from rules.states import JobState
from tests.printers.tickets import facts

TOOLS = ("cupsd", "lp", "lpstat", "lpadmin", "cupsdisable", "bash")
SEARCHED = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
MISSING = [tool for tool in TOOLS if shutil.which(tool, path=SEARCHED) is None]
SETTINGS = {"code": "c", "kind": "cups", "queue": "ticket"}

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"no {', '.join(MISSING)}: install cups-daemon and cups-client"),
    pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="a cupsd of one's own needs root"),
]

CONFIGURATION = """
Listen 127.0.0.1:{port}
WebInterface No
Browsing Off
DefaultAuthType None
<Policy default>
<Limit All>
Order allow,deny
Allow all
</Limit>
</Policy>
<Location />
Order allow,deny
Allow all
</Location>
"""
FILES = """
ServerRoot {folder}/root
ServerBin {folder}/bin
CacheDir {folder}/cache
StateDir {folder}/run
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
User lp
Group lp
SystemGroup root
"""
# A backend gets the job on its standard input; this one says it to a port, or waits until that is there.
BACKEND = """#!/bin/bash
[ $# -eq 0 ] && exit 0
until exec 3<>/dev/tcp/127.0.0.1/{port}; do sleep 0.2; done
cat "${{6:--}}" >&3
"""


@pytest.fixture(scope="module")
def cups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A running cupsd with the queue "ticket"; gives the port that its backend speaks to."""
    folder = tmp_path_factory.mktemp("cups")
    for parent in (folder, *list(folder.parents)[:2]):
        parent.chmod(0o755)  # pytest's folders are ours alone; cupsd works as another user
    for name in ("root", "bin/backend", "bin/daemon", "cache", "run", "spool/tmp", "log"):
        (folder / name).mkdir(parents=True)
    for name in ("cache", "run", "spool", "spool/tmp"):
        shutil.chown(folder / name, "lp", "lp")
    port, backend_port = _free_port(), _free_port()
    (folder / "bin/backend/ticket").write_text(BACKEND.format(port=backend_port))
    (folder / "bin/backend/ticket").chmod(0o700)
    for daemon in Path("/usr/lib/cups/daemon").glob("*"):
        (folder / "bin/daemon" / daemon.name).symlink_to(daemon)
    (folder / "cupsd.conf").write_text(CONFIGURATION.format(port=port))
    (folder / "cups-files.conf").write_text(FILES.format(folder=folder))
    command = ["cupsd", "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")]
    daemon_log = (folder / "said").open("wb")
    process = subprocess.Popen(
        [shutil.which(command[0], path=SEARCHED) or "", *command[1:]], stdout=daemon_log, stderr=daemon_log
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUPS_SERVER", f"127.0.0.1:{port}")
        patch.setenv("PATH", SEARCHED)
        try:
            _until_it_listens(port, folder)
            _run("lpadmin", "-p", "ticket", "-E", "-v", "ticket:/", "-m", "raw")
            yield backend_port
        finally:
            process.terminate()
            process.wait(10)
            daemon_log.close()


def _free_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port: int = unused.getsockname()[1]
        return port


def _until_it_listens(port: int, folder: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as wire:
            if wire.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail((folder / "log/error").read_text())


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=20)


def sent(**more: Any) -> Delivery:
    return print_job(Job(1, 1, facts(), SETTINGS | more), Path("unused"))


def test_a_ticket_goes_through_the_queue_and_stays_unconfirmed(cups: int):
    with SimulatedPrinter(port=cups) as printer:
        delivery = sent()
        assert delivery.state is JobState.UNCONFIRMED, delivery.detail
        assert printer.wait_for(1)[0].is_cut
        # No byte of ours but the ticket: a question would have been printed or lost in the queue.
        assert "real time" not in printer.pieces[0].commands


def test_what_cups_cannot_know_is_said_and_not_guessed(cups: int):
    status = look(SETTINGS)
    assert (status.reach, status.need) == (Reach.UNKNOWN, None)


def test_a_queue_that_is_not_there_is_sent_nothing(cups: int):
    delivery = sent(queue="nobody")
    assert (delivery.state, "no CUPS queue" in delivery.detail) == (JobState.NOT_SENT, True)


def test_a_queue_that_was_stopped_is_sent_nothing(cups: int):
    _run("cupsdisable", "ticket")
    try:
        delivery = sent()
        assert (delivery.state, "is stopped" in delivery.detail) == (JobState.NOT_SENT, True)
        assert delivery.status is not None
        assert delivery.status.need is Need.AWAY
    finally:
        _run("cupsenable", "ticket")


def test_a_queue_that_takes_no_jobs_means_not_sent(cups: int):
    _run("cupsreject", "ticket")
    try:
        assert sent().state is JobState.NOT_SENT
    finally:
        _run("cupsaccept", "ticket")


def test_a_job_that_waits_for_a_printer_is_taken_back_and_never_comes_out_later(
    cups: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(spooled, "PASSED_ON_S", 1.0)
    delivery = sent()
    assert (delivery.state, "was taken back" in delivery.detail) == (JobState.DOUBTFUL, True)
    with SimulatedPrinter(port=cups) as printer:
        time.sleep(1.0)
        assert printer.pieces == []


@pytest.mark.parametrize(
    ("tool", "script", "state"),
    [
        ("lpstat", 'case "$*" in *not-completed*) echo "scheduler is gone" >&2; exit 1;; esac', JobState.DOUBTFUL),
        ("lp", "cat > /dev/null", JobState.DOUBTFUL),
        ("lp", "cat > /dev/null; exit 1", JobState.NOT_SENT),
    ],
    ids=["lpstat fails", "lp says nothing", "lp fails"],
)
def test_a_spooler_that_tells_nothing_is_not_taken_for_one_that_has_passed_on(
    cups: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str, script: str, state: JobState
):
    real = shutil.which(tool)
    (tmp_path / tool).write_text(f'#!/bin/bash\n{script}\n[ {tool} = lpstat ] && exec {real} "$@"\nexit 0\n')
    (tmp_path / tool).chmod(0o700)
    monkeypatch.setenv("PATH", os.pathsep.join((str(tmp_path), SEARCHED)))
    assert sent().state is state
    monkeypatch.setenv("PATH", SEARCHED)
    with SimulatedPrinter(port=cups) as printer:
        time.sleep(1.0)
        assert printer.pieces == []


def test_without_a_cups_server_nothing_is_sent(cups: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{_free_port()}")
    assert sent().state is JobState.NOT_SENT
