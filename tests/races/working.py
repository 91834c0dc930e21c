"""An officer in a process of their own: calls, serves, parks, takes back, until nobody waits any more.

python -m tests.races.working DATABASE_URL DESK ACCOUNT SEED
"""

from __future__ import annotations

import random
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import config as configuration
from actions.accounts import account_by_id
from actions.hall import Hall
from actions.presses import press
from actions.site import site_id
from actions.views import DeskView
from database import open_database
from rules.refusals import Refusal
from rules.states import Outcome
from tests.conftest import SetClock

ROOT = Path(__file__).parents[2]
AT = datetime(2017, 3, 13, 8, 40)


def main() -> None:
    """Work; print the label of each citizen who was finished here."""
    url, desk, account_id, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    config = one_department(configuration.load(ROOT / "config.toml"))
    database = open_database(url)
    clock = SetClock(AT, config.site.zone)
    hall = Hall(config, clock, database, database.write(lambda session: site_id(session, config, clock.now())))
    account: Any = hall.read(account_by_id, account_id=account_id)
    chance = random.Random(seed)

    def does(verb: str, **wish: Any) -> DeskView | Refusal:
        return hall.write(press, verb=verb, desk=desk, account=account, **wish)

    does("open")
    while True:
        called = does("next", press_id=f"{desk}-{chance.random()}")
        if isinstance(called, Refusal):
            view: Any = does("open")
            if not view.parked:
                break
            does("resume", ticket=view.parked[0].id)
        if chance.random() < 0.3 and not isinstance(called, Refusal):
            does("undo")
            continue
        served: Any = does("serve")
        if chance.random() < 0.2 and not isinstance(served, Refusal):
            does("park")
            continue
        before = served.ticket.label
        if not isinstance(does("finish", outcome=Outcome.ADVICE), Refusal):
            print(before, flush=True)
    database.close()


def one_department(config: configuration.Config) -> configuration.Config:
    """Every desk serves KTHT; desk 1 also the others, so that each has its desk."""
    everybody = tuple(department.code for department in config.departments)
    desks = tuple(
        desk.model_copy(update={"departments": everybody if desk.code == "1" else ("KTHT",)}) for desk in config.desks
    )
    return config.model_copy(update={"desks": desks})


if __name__ == "__main__":
    main()
