"""Is the log whole, for ever, and does every entry say what is needed later?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from actions.accounts import Role, add_account_token, disable_account, set_departments, set_password
from actions.audit import note_restored
from actions.day import begin_day
from actions.devices import add_device_token, new_pairing, revoke_device
from actions.events import first_broken, last_seq, record
from actions.hall import Hall
from actions.help_calls import HelpView, answer_help, ask_for_help, take_back_help
from actions.house import note_clock_jump
from actions.outbox import claim_job, report_job
from actions.privacy import erase_ticket
from actions.returning import return_by_citizen
from actions.set_up import new_set_up_link
from actions.slips import print_checklist
from actions.views import Issued
from rules.states import JobState, Outcome
from tests.actions.at_work import Seat, add_person, events, seat, take, touch
from tests.conftest import SetClock

SERVED = {"series", "number", "token"}
# What the walls, the phones, the printers' page and the report read out of each kind.
FACTS: dict[str, set[str]] = {
    "ticket_issued": SERVED | {"procedure", "visit", "kiosk", "ahead", "wait"},
    "ticket_refused": {"code", "procedure", "visit"},
    "ticket_called": SERVED | {"count"},
    "ticket_recalled": SERVED | {"count"},
    "ticket_put_back": SERVED,
    "ticket_serving": SERVED,
    "ticket_finished": SERVED | {"outcome", "has_dossier"},
    "ticket_no_show": SERVED | {"calls"},
    "ticket_expired": SERVED | {"of_day", "state", "reason"},
    "ticket_parked": SERVED | {"served_s"},
    "ticket_resumed": SERVED | {"count", "parked_s"},
    "ticket_returned": SERVED | {"by"},
    "ticket_transferred": SERVED | {"state", "to_department", "to_desk", "has_note"},
    "ticket_undone": SERVED | {"verb", "move", "was", "state"},
    "ticket_change_undone": SERVED | {"verb"},
    "ticket_priority": SERVED | {"priority", "before"},
    "ticket_procedure_added": SERVED | {"procedure"},
    "ticket_taken_in": SERVED,
    "ticket_handed_over": SERVED | {"officer", "before", "reason"},
    "ticket_wrong_code": SERVED | {"tries"},
    "ticket_cancelled": SERVED | {"state", "by"},
    "desk_break": {"officer", "until"},
    "desk_back": {"officer", "lasted_s"},
    "help_asked": {"kiosk", "call"},
    "help_answered": {"kiosk", "call", "after_s"},
    "help_taken_back": {"kiosk", "call", "after_s"},
    "help_expired": {"kiosk", "call", "after_s"},
    "desk_opened": {"officer", "departments", "as_substitute", "desk_departments"},
    "desk_closed": {"officer"},
    "print_sending": {"job", "token", "detail"},
    "print_printed": {"job", "token", "detail"},
    "print_unconfirmed": {"job", "token", "detail"},
    "print_not_sent": {"job", "token", "detail"},
    "print_doubtful": {"job", "token", "detail"},
    "print_expired": {"jobs"},
    "account_added": {"account", "officer", "before", "after"},
    "account_departments": {"account", "before", "after"},
    "account_disabled": {"account", "before", "after"},
    "account_enabled": {"account", "before", "after"},
    "password_set": {"account"},
    "token_added": {"account"},
    "device_token_added": {"device"},
    "device_revoked": {"device"},
    "pairing_made": {"device"},
    "clock_jumped": {"expected", "by_s"},
    "tickets_anonymised": {"tickets", "older_than_days"},
    "data_erased": {"of", "series", "number", "of_day"},
    "data_restored": {"file", "was_at", "discarded"},
    "set_up_link_made": set(),
    "checklist_printed": {"procedure", "token"},
    "catalogue_loaded": {"rows", "changed", "digest"},
    "special_days_loaded": {"changed"},
    "duty_planned": {"version", "sittings"},
}
SECRET_WORDS = ("argon2", "mat-khau", "$")


def live_through_everything(hall: Hall, set_clock: SetClock) -> None:
    """A day and a half in which everything happens once."""
    hall.write(new_set_up_link)
    hall.write(begin_day)
    lan = seat(hall, "1", "KTHT")
    office = add_person(hall, "office", role=Role.SUPERVISOR)
    for _ in range(6):
        take(hall)
    touch(hall, "YT")
    lan.does("next", "close", "open", "next", "recall")
    set_clock.wait(40)
    lan.does("no-show", "next", "serve")
    lan.does("finish", outcome=Outcome.ACCEPTED, dossier="H14-1")
    live_at_the_desk(hall, lan)
    call_for_help(hall)
    for state in (JobState.PRINTED, JobState.UNCONFIRMED, JobState.DOUBTFUL, JobState.NOT_SENT):
        job = hall.write(claim_job, printer="preview")
        assert job is not None
        hall.write(report_job, job=job.id, attempt=job.attempt, state=state)
    hall.write(set_password, account_id=office.id, password_hash="$argon2$2", actor="test")
    hall.write(set_departments, account_id=office.id, departments=("TP",), actor="test")
    hall.write(add_account_token, account_id=office.id)
    for is_disabled in (True, False):
        hall.write(disable_account, account_id=office.id, is_disabled=is_disabled, actor="test")
    hall.write(print_checklist, kiosk="kiosk-1", procedure="1.013225", actor="test")
    hall.write(add_device_token, code="kiosk-1")
    hall.write(new_pairing, device="wall-1", actor="test")
    hall.write(revoke_device, device="kiosk-1", actor="test")
    hall.write(note_clock_jump, expected=set_clock.now())
    hall.write(note_restored, file="a.db", was_at=set_clock.now(), discarded=3, actor="test")
    day = set_clock.now().date()
    set_clock.wait(24 * 3600)
    hall.write(begin_day)
    hall.write(erase_ticket, day=day, series=1, number=2, actor="test")
    set_clock.wait(90 * 24 * 3600)
    take(hall)
    hall.write(begin_day)


def live_at_the_desk(hall: Hall, lan: Seat) -> None:
    """Everything that an officer can press beside the way of most."""
    lan.does("return", label="1-001")
    lan.does("priority", label="1-001", priority="merit")
    lan.does("undo")
    lan.does("next", "serve")
    lan.does("add-procedure", procedure="1.013225")
    lan.does("park")
    lan.does("resume", label="1-001")
    lan.does("undo")
    lan.does("transfer", label="1-003", to_department="TP", note="xem")
    lan.does("take-in", department="KTHT", serve=True)
    lan.does("finish", outcome=Outcome.ADVICE)
    lan.does("cancel", label="1-004")
    lan.does("break", minutes=5)
    lan.does("back", "next")
    hoa = add_person(hall, "hoa", "KTHT")
    lan.does("hand-over", to=hoa.id)


def call_for_help(hall: Hall) -> None:
    hall.write(return_by_citizen, typed="1-001", code="", actor="kiosk:kiosk-1")
    for way in (answer_help, take_back_help, None):
        call = hall.write(ask_for_help, kiosk="kiosk-1", actor="kiosk:kiosk-1")
        assert isinstance(call, HelpView)
        if way is answer_help:
            hall.write(answer_help, call=call.id, actor="account:1")
        elif way is take_back_help:
            hall.write(take_back_help, kiosk="kiosk-1", actor="kiosk:kiosk-1")


def test_every_kind_of_event_carries_its_facts_and_the_chain_is_whole(hall: Hall, set_clock: SetClock) -> None:
    live_through_everything(hall, set_clock)
    seen: dict[str, set[str]] = {}
    for event in events(hall):
        assert set(event.facts) >= FACTS.get(event.kind, set()), event.kind
        assert event.actor
        seen[event.kind] = set(event.facts)
        if event.kind.startswith("ticket_") and event.kind != "ticket_refused":
            assert event.ticket_id is not None
            assert event.department in ("KTHT", "TP")
    assert set(seen) >= set(FACTS)
    assert hall.read(first_broken) is None
    assert hall.read(last_seq) == len(events(hall))


def test_no_secret_gets_into_the_log(sqlite_hall: Hall, set_clock: SetClock) -> None:
    live_through_everything(sqlite_hall, set_clock)
    for event in events(sqlite_hall):
        assert not any(word in repr(event.facts) for word in SECRET_WORDS), event.kind


def test_a_refused_citizen_is_counted_without_a_trace_of_the_person(hall: Hall) -> None:
    touch(hall, None, procedure="YT-01")
    (refused,) = events(hall, "ticket_refused")
    assert (refused.department, refused.ticket_id, refused.actor) == ("YT", None, "kiosk:kiosk-1")
    assert refused.facts == {"code": "off_roster", "procedure": "YT-01", "visit": "new"}


@pytest.mark.parametrize(
    "statement",
    ["UPDATE events SET actor = 'nobody'", "DELETE FROM events", "DELETE FROM events WHERE seq = 1"],
)
def test_the_database_itself_refuses_to_change_what_happened(hall: Hall, statement: str) -> None:
    take(hall)
    before = [event.hash for event in events(hall)]
    with pytest.raises(DBAPIError, match="append-only"):
        hall.database.write(lambda session: session.execute(text(statement)))
    assert [event.hash for event in events(hall)] == before


def test_postgres_refuses_to_empty_the_log(hall: Hall) -> None:
    if hall.database.is_sqlite:
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="append-only"):
        hall.database.write(lambda session: session.execute(text("TRUNCATE events CASCADE")))


def without_guard(hall: Hall, *statements: str) -> None:
    """What somebody with the database's own password could do."""
    guards = ["DROP TRIGGER events_refuse_update", "DROP TRIGGER events_refuse_delete"]
    if not hall.database.is_sqlite:
        guards = ["DROP TRIGGER events_refuse_change ON events"]

    def act(session: Any) -> None:
        for statement in (*guards, *statements):
            session.execute(text(statement))

    hall.database.write(act)


CHANGED = {
    "at": "UPDATE events SET at = '2017-03-13 02:00:00' WHERE seq = 5",
    "day": "UPDATE events SET day = '2017-03-14' WHERE seq = 5",
    "kind": "UPDATE events SET kind = 'ticket_called' WHERE seq = 5",
    "actor": "UPDATE events SET actor = 'account:9' WHERE seq = 5",
    "desk": "UPDATE events SET desk = '9' WHERE seq = 5",
    "department": "UPDATE events SET department = 'TP' WHERE seq = 5",
    "ticket": "UPDATE events SET ticket_id = 1 WHERE seq = 5",
    "facts": "UPDATE events SET facts = '{}' WHERE seq = 5",
    "hash": "UPDATE events SET hash = 'f' WHERE seq = 5",
    "one left out": "DELETE FROM events WHERE seq = 5",
    "numbers closed up": "DELETE FROM events WHERE seq = 5; UPDATE events SET seq = seq - 1 WHERE seq > 5",
}


@pytest.mark.parametrize("how", CHANGED)
def test_a_changed_log_is_found_at_the_first_changed_event(
    make_hall: Callable[..., Hall], sqlite_url: str, how: str
) -> None:
    hall = make_hall(sqlite_url)
    for _ in range(6):
        take(hall)
    assert hall.read(first_broken) is None
    without_guard(hall, *CHANGED[how].split("; "))
    assert hall.read(first_broken) == 5


def test_a_changed_log_is_found_on_postgres_too(lonely_hall: Hall) -> None:
    for _ in range(6):
        take(lonely_hall)
    without_guard(lonely_hall, CHANGED["actor"])
    assert lonely_hall.read(first_broken) == 5


def test_each_site_has_a_chain_of_its_own(make_hall: Callable[..., Hall], sqlite_url: str) -> None:
    here = make_hall(sqlite_url)
    other = make_hall(sqlite_url, here.config.model_copy(update={"site": site_named(here, "trung-khanh")}))
    for hall in (here, other, here):
        take(hall)
    assert [event.seq for event in events(other)] == list(range(1, len(events(other)) + 1))
    assert [hall.read(first_broken) for hall in (here, other)] == [None, None]


def site_named(hall: Hall, code: str) -> Any:
    return hall.config.site.model_copy(update={"code": code})


def test_facts_with_vietnamese_letters_and_numbers_keep_their_hash(hall: Hall) -> None:
    facts = {"reason": "Nghỉ bão số 3 — “khẩn”", "n": 1.5, "list": [1, {"a": None}], "truth": True}
    hall.write(record, "noted", actor="test", **facts)
    assert events(hall, "noted")[0].facts == facts
    assert hall.read(first_broken) is None


def test_the_same_touch_again_is_not_a_new_event(hall: Hall) -> None:
    take(hall, touch_id="one")
    before = len(events(hall))
    again = touch(hall, touch_id="one")
    assert isinstance(again, Issued)
    assert again.is_repeat
    assert len(events(hall)) == before


def test_who_did_it_is_named_by_account_not_by_person(sqlite_hall: Hall) -> None:
    take(sqlite_hall)
    lan = Seat(sqlite_hall, "1", add_person(sqlite_hall, "lan", "KTHT"))
    lan.does("open", "next")
    assert {event.actor for event in events(sqlite_hall, "desk_opened", "ticket_called")} == {
        f"account:{lan.account.id}"
    }
