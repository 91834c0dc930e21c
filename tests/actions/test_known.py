"""Is what was read once read again when, and only when, somebody changed it?"""

from __future__ import annotations

from dataclasses import replace

import gevent
import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from actions.catalogue import procedure
from actions.duty import verdict_now
from actions.hall import Hall
from actions.here import Here
from actions.known import Memory, forget, known
from models import Procedure, StopRow
from rules.duty import Open


def stop(session: Session, here: Here, reason: str = "mất điện") -> None:
    """Nobody gets a number of KTHT from now on."""
    session.add(StopRow(site_id=here.site_id, department="KTHT", since=here.now, until=None, reason=reason))
    session.flush()
    forget(session, here)


def is_open(session: Session, here: Here) -> bool:
    return isinstance(verdict_now(session, here, "KTHT"), Open)


def test_what_nobody_changed_is_not_read_again(hall: Hall) -> None:
    first = hall.read(known)
    assert hall.read(known) is first
    assert hall.write(known) is first


def test_a_change_is_noticed_by_another_process_of_the_same_site(hall: Hall) -> None:
    other = replace(hall, memory=Memory())
    assert (hall.read(is_open), other.read(is_open)) == (True, True)
    hall.write(stop)
    assert (hall.read(is_open), other.read(is_open)) == (False, False)


def test_a_changed_procedure_is_noticed_by_another_process(hall: Hall) -> None:
    other = replace(hall, memory=Memory())
    assert other.read(procedure, key="1.013225") is not None
    renamed = update(Procedure).where(Procedure.site_id == hall.site_id, Procedure.key == "1.013225")
    hall.write(lambda session, here: (session.execute(renamed.values(name="Tên mới")), forget(session, here)))
    seen = other.read(procedure, key="1.013225")
    assert seen is not None
    assert seen.name == "Tên mới"


def test_an_action_sees_what_it_changed_itself(hall: Hall) -> None:
    def change_and_look(session: Session, here: Here) -> tuple[bool, bool]:
        before = is_open(session, here)
        stop(session, here)
        return before, is_open(session, here)

    assert hall.write(change_and_look) == (True, False)
    assert hall.read(is_open) is False


def test_an_action_sees_its_second_change_too(hall: Hall) -> None:
    def change_twice(session: Session, here: Here) -> tuple[bool, bool]:
        stop(session, here)
        first = is_open(session, here)
        session.execute(update(StopRow).where(StopRow.site_id == here.site_id).values(until=here.now))
        forget(session, here)
        return first, is_open(session, here)

    assert hall.write(change_twice) == (False, True)


def test_an_action_sees_what_one_before_it_in_the_same_commit_changed(hall: Hall) -> None:
    asked = [gevent.spawn(hall.write, action) for action in (is_open, stop, is_open)]
    gevent.joinall(asked, raise_error=True)
    assert (asked[0].value, asked[2].value) == (True, False)


class TakenBackError(Exception):
    pass


def test_a_change_that_was_rolled_back_is_not_remembered(hall: Hall) -> None:
    def change_and_fail(session: Session, here: Here) -> None:
        stop(session, here)
        assert not is_open(session, here)
        raise TakenBackError

    with pytest.raises(TakenBackError):
        hall.write(change_and_fail)
    # The next change gets the number of the one that never was.
    renamed = update(Procedure).where(Procedure.site_id == hall.site_id, Procedure.key == "1.013225")
    hall.write(lambda session, here: (session.execute(renamed.values(name="Tên mới")), forget(session, here)))
    assert hall.read(is_open) is True
