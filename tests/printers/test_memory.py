"""Does a print worker stay as small as it began? Ten thousand tickets of a busy year, drawn, sent, confirmed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import resource, sys
from pathlib import Path
from printers.printing import Job, print_job
from printers.simulated.listening import SimulatedPrinter
from tests.printers.tickets import ADDRESS, facts

def megabytes():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6

count = int(sys.argv[1])
with SimulatedPrinter() as printer:
    printer.pieces = []
    keep, printer.machine.came_out = printer.machine.came_out, lambda piece: None  # their paper is not our memory
    settings = {"code": "m", "kind": "network", "host": "127.0.0.1", "port": printer.port}
    early = 0.0
    for number in range(1, count + 1):
        # Names and addresses differ as they do in life: what is remembered must have an end.
        told = facts(number=number % 9999 + 1, procedure=f"Thủ tục số {number}", url=f"{ADDRESS}{number}")
        assert print_job(Job(number, 1, told, settings), Path("unused")).state == "printed"
        if number == count // 5:
            early = megabytes()
    print(early, megabytes())
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from Linux' /proc")
@pytest.mark.parametrize("count", [150, pytest.param(10_000, marks=pytest.mark.long)])
def test_memory_stays_flat(count: int):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(count)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=1800,
        check=True,
    )
    early, late = map(float, done.stdout.split())
    assert late < early * 1.1 + 4, (early, late)
