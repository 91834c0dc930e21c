"""One of several processes that give numbers on one database: `python -m tests.races.issuing URL NAME COUNT`.

Prints each ticket as it was told: touch, series, number.
"""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import sys
from datetime import datetime

import gevent

import config as configuration
from actions.hall import Hall
from actions.issue import issue_ticket
from actions.site import site_id
from actions.views import Issued
from clock import TrainingClock
from database import open_database
from tests.running import ROOT

AT_ONCE = 6
ON_DUTY = ("KTHT", "TNMT", "TCKH", "TP", "LDTBXH", "NNPTNT")


def main(url: str, name: str, count: int) -> None:
    """Issue `count` tickets, several at a time; every tenth touch is one that all processes send."""
    config = configuration.load(ROOT / "config.toml")
    clock = TrainingClock(datetime(2017, 3, 13, 8, 40), config.site.zone)
    database = open_database(url)
    hall = Hall(config, clock, database, database.write(lambda session: site_id(session, config, clock.now())))

    def issue(first: int) -> None:
        for n in range(first, count, AT_ONCE):
            touch = f"shared-{n:06d}" if n % 10 == 9 else f"{name}-{n:06d}"
            answer = hall.write(issue_ticket, touch_id=touch, department=ON_DUTY[n % len(ON_DUTY)], kiosk="kiosk-1")
            assert isinstance(answer, Issued), answer
            print(touch, answer.ticket.series, answer.ticket.number, flush=True)

    gevent.joinall([gevent.spawn(issue, first) for first in range(AT_ONCE)], raise_error=True)
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
