"""Is the fate of every paper known, whatever the printer does? Against the simulated printer, over real TCP."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from printers import sending
from printers.delivery import Delivery
from printers.kinds import drawn
from printers.printing import Job, encoded, print_job
from printers.settings import printer_from
from printers.simulated.knobs import Knobs
from printers.simulated.listening import SimulatedPrinter
from printers.simulated.machine import Piece
from rules.printer_status import Need, Paper, Reach
from rules.states import JobState
from tests.printers.papers import EVERY_PAPER, WIDTHS
from tests.printers.tickets import ADDRESS, facts

FEED_ROWS = 180
TICKET = facts(url=ADDRESS)
PRINTED, UNCONFIRMED, NOT_SENT, DOUBTFUL = (
    JobState.PRINTED,
    JobState.UNCONFIRMED,
    JobState.NOT_SENT,
    JobState.DOUBTFUL,
)


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter() as printer:
        yield printer


def told(printer: SimulatedPrinter, **settings: Any) -> dict[str, Any]:
    return {
        "code": "hall",
        "kind": "network",
        "host": "127.0.0.1",
        "port": printer.port,
        "timeout_s": 0.6,
        **settings,
    }


def sent(printer: SimulatedPrinter, told_facts: dict[str, Any] = TICKET, clears: bool = False, **more: Any) -> Delivery:
    return print_job(Job(1, 1, told_facts, told(printer, **more)), Path("unused"), clears)


def ticket_on(piece: Piece, picture: Image.Image) -> bytes:
    """The last rows of a piece before the feed, as many and as wide as the picture."""
    bottom = piece.picture.height - FEED_ROWS
    return piece.picture.crop((0, bottom - picture.height, picture.width, bottom)).tobytes()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_paper_comes_out_dot_for_dot_as_it_was_drawn(width: int):
    with SimulatedPrinter(width) as printer:
        for name, told_facts in EVERY_PAPER.items():
            delivery = sent(printer, told_facts, width_dots=width)
            assert delivery.state is PRINTED, name
            piece, picture = printer.pieces[-1], drawn(told_facts, width)
            assert piece.is_cut
            assert piece.picture.height == picture.height + FEED_ROWS
            assert ticket_on(piece, picture) == picture.tobytes(), name


def test_a_receipt_is_worth_more_than_accepted_bytes(printer: SimulatedPrinter):
    delivery = sent(printer)
    assert delivery.state is PRINTED
    assert len(printer.pieces) == 1  # already when the answer came, without waiting
    assert delivery.status is not None
    assert (delivery.status.reach, delivery.status.need) == (Reach.ANSWERS, None)


def test_a_printer_with_process_ids_is_believed_by_them(printer: SimulatedPrinter):
    printer.turn("process-id", "on")
    assert sent(printer, process_id=True).state is PRINTED
    assert printer.pieces[0].is_cut


def test_a_process_id_that_never_comes_leaves_a_doubt(printer: SimulatedPrinter):
    delivery = sent(printer, process_id=True)
    assert delivery.state is DOUBTFUL
    assert "prints no further" in delivery.detail


def test_paper_near_its_end_prints_and_is_told(printer: SimulatedPrinter):
    printer.turn("paper", "near")
    delivery = sent(printer)
    assert delivery.state is PRINTED
    assert delivery.status is not None
    assert delivery.status.need is Need.PAPER_LOW


@pytest.mark.parametrize(
    ("knob", "word", "well", "need"),
    [
        ("paper", "end", "ok", Need.PAPER),
        ("cover", "open", "closed", Need.COVER),
        ("cutter", "jammed", "ok", Need.CUTTER),
        ("fault", "recoverable", "none", Need.FAULT),
        ("fault", "unrecoverable", "none", Need.FAULT),
    ],
)
@pytest.mark.parametrize("answers", ["all", "realtime"])
def test_a_printer_that_cannot_print_is_sent_nothing_and_no_ghost_comes_later(
    printer: SimulatedPrinter, knob: str, word: str, well: str, need: Need, answers: str
):
    printer.turn("answers", answers)
    printer.turn(knob, word)
    delivery = sent(printer)
    assert delivery.state is NOT_SENT
    assert delivery.status is not None
    assert delivery.status.need is need
    printer.turn(knob, well)
    assert sent(printer).state is (PRINTED if answers == "all" else UNCONFIRMED)
    printer.wait_for(1)
    time.sleep(0.1)
    assert len(printer.pieces) == 1


@pytest.mark.usefixtures("hurried")
def test_a_mute_printer_prints_unconfirmed(printer: SimulatedPrinter):
    printer.turn("answers", "none")
    began = time.monotonic()
    delivery = sent(printer)
    assert delivery.state is UNCONFIRMED
    assert delivery.status is not None
    assert delivery.status.reach is Reach.MUTE
    assert time.monotonic() - began < 8
    assert printer.wait_for(1)[0].is_cut


def test_a_printer_that_is_never_asked_costs_no_waiting(printer: SimulatedPrinter):
    printer.turn("answers", "none")
    sent(printer, asks_status=False)
    began = time.monotonic()
    assert sent(printer, asks_status=False).state is UNCONFIRMED
    assert time.monotonic() - began < sending.PREFLIGHT_S


def test_a_clone_that_answers_in_real_time_only_is_unconfirmed_but_its_paper_is_known(printer: SimulatedPrinter):
    printer.turn("answers", "realtime")
    delivery = sent(printer)
    assert delivery.state is UNCONFIRMED
    assert delivery.status is not None
    assert delivery.status.paper is Paper.OK


# One that says nothing of what it has printed may be handed all before its paper ends: there it ends early.
@pytest.mark.parametrize(("answers", "left_mm"), [("all", 60), ("realtime", 30)])
def test_paper_that_ends_in_mid_ticket_leaves_a_doubt(answers: str, left_mm: int):
    with SimulatedPrinter(knobs=Knobs(answers=answers, left_mm=left_mm)) as printer:
        delivery = sent(printer)
        assert delivery.state is DOUBTFUL
        assert delivery.status is not None
        assert delivery.status.need is Need.PAPER
        assert "broke off after" in delivery.detail


def test_at_most_two_windows_are_on_their_way():
    # What is in the printer when its paper ends comes out with the next roll: it must be little.
    with SimulatedPrinter(knobs=Knobs(left_mm=20)) as printer:
        assert sent(printer).state is DOUBTFUL
        printed = 20 * 8 * 72
        assert printer.machine.received < printed + 2 * 6 * (24 * 72 + 8) + 4096
        assert len(encoded(TICKET, printer_from(told(printer))).whole()) > 80_000


@pytest.mark.parametrize("moment", ["3000", "40000", "80000", "cut", "receipt"])
def test_power_that_is_cut_leaves_a_doubt(printer: SimulatedPrinter, moment: str):
    printer.turn("dies", moment)
    delivery = sent(printer)
    assert delivery.state is DOUBTFUL
    assert delivery.status is not None
    assert delivery.status.need is Need.AWAY
    assert sent(printer, clears=True).state is PRINTED


def test_power_that_is_cut_before_the_first_dot_means_not_sent(printer: SimulatedPrinter):
    printer.turn("dies", "2")
    assert sent(printer).state is NOT_SENT


def test_a_printer_that_is_off_is_given_up_at_once(printer: SimulatedPrinter):
    printer.turn("power", "off")
    time.sleep(0.2)
    began = time.monotonic()
    delivery = sent(printer)
    assert (delivery.state, time.monotonic() - began < 8) == (NOT_SENT, True)
    assert delivery.status is not None
    assert delivery.status.need is Need.AWAY
    printer.turn("power", "on")
    time.sleep(0.2)
    assert sent(printer).state is PRINTED


@pytest.mark.usefixtures("hurried")
def test_a_printer_that_takes_nothing_is_given_up_and_the_rest_never_comes_out():
    with SimulatedPrinter(knobs=Knobs(buffer=4096, reading=False)) as printer:
        began = time.monotonic()
        delivery = sent(printer)
        assert delivery.state is DOUBTFUL
        assert "accepted nothing" in delivery.detail
        assert time.monotonic() - began < 15
        printer.turn("reading", "on")
        time.sleep(0.3)
        # Reset, not closed: what waited in our kernel is gone, and nothing of it was cut as a ticket.
        assert printer.machine.received < 40_000
        assert printer.pieces == []


def test_a_slow_printer_with_a_small_buffer_is_not_taken_for_dead():
    with SimulatedPrinter(knobs=Knobs(buffer=4096, speed=150)) as printer:
        began = time.monotonic()
        delivery = sent(printer)
        assert delivery.state is PRINTED
        assert time.monotonic() - began > 0.7  # longer than it may pause


def test_a_printer_that_pauses_but_says_that_all_is_well_is_waited_for():
    with SimulatedPrinter(knobs=Knobs(speed=45)) as printer:
        small = facts(url=None, procedure=None, visit="result")
        assert sent(printer, small, timeout_s=0.5).state is PRINTED


def test_no_job_holds_a_printer_for_ever(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("printers.sending.LONGEST_JOB_S", 0.3)
    with SimulatedPrinter(knobs=Knobs(speed=40)) as printer:
        began = time.monotonic()
        assert sent(printer).state is DOUBTFUL
        assert time.monotonic() - began < 15


def half_a_job(printer: SimulatedPrinter) -> None:
    """Somebody breaks off in the middle of a band; the printer stays on and waits for the rest."""
    whole = encoded(TICKET, printer_from(told(printer))).whole()
    with socket.create_connection(("127.0.0.1", printer.port)) as wire:
        wire.sendall(whole[: 10 * 1736 + 700])
        deadline = time.monotonic() + 30
        while printer.machine.received < 10 * 1736 + 700 and time.monotonic() < deadline:
            time.sleep(0.01)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize("clears", [True, False])
def test_after_a_broken_off_job_a_band_of_nothing_saves_the_next(printer: SimulatedPrinter, clears: bool):
    half_a_job(printer)
    sent(printer, clears=clears)
    picture = drawn(TICKET, 576)
    # Without it the first commands are swallowed as dots: the ticket is out of place, or dots are missing.
    assert (ticket_on(printer.wait_for(1)[0], picture) == picture.tobytes()) is clears


def test_tickets_come_out_in_the_order_in_which_they_were_sent(printer: SimulatedPrinter):
    for number in range(1, 6):
        assert sent(printer, facts(number=number)).state is PRINTED
    for number, piece in enumerate(printer.pieces, start=1):
        picture = drawn(facts(number=number), 576)
        assert ticket_on(piece, picture) == picture.tobytes()


def test_two_at_once_do_not_mingle(printer: SimulatedPrinter):
    printer.turn("speed", "2000")
    states: list[JobState] = []
    threads = [
        threading.Thread(target=lambda number=number: states.append(sent(printer, facts(number=number)).state))
        for number in (1, 2, 3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert states == [PRINTED] * 3
    pictures = {drawn(facts(number=number), 576).tobytes() for number in (1, 2, 3)}
    height = drawn(facts(number=1), 576).height
    assert {ticket_on(piece, Image.new("1", (576, height))) for piece in printer.pieces} == pictures


def test_the_connection_is_free_again_after_each_job(printer: SimulatedPrinter):
    # The simulated printer serves one sender at a time, as many print servers do.
    sent(printer)
    with socket.create_connection(("127.0.0.1", printer.port)) as wire:
        wire.settimeout(20)
        wire.sendall(b"\x10\x04\x01")
        assert wire.recv(1) == b"\x12"


def test_automatic_status_is_switched_off_again(printer: SimulatedPrinter):
    sent(printer)
    with socket.create_connection(("127.0.0.1", printer.port)) as wire:
        wire.settimeout(0.2)
        time.sleep(0.1)
        printer.turn("cover", "open")
        with pytest.raises(TimeoutError):
            wire.recv(1)


def test_epsons_buffer_is_cleared_so_that_no_ghost_comes_with_the_next_roll():
    with SimulatedPrinter(knobs=Knobs(left_mm=20, process_id=True)) as printer:
        assert sent(printer, process_id=True).state is DOUBTFUL
        rows = printer.machine.roll.rows
        printer.turn("paper", "ok")
        time.sleep(0.2)
        assert printer.machine.roll.rows == rows


def test_a_mistake_of_ours_leaves_a_doubt_and_no_open_line(printer: SimulatedPrinter, monkeypatch: pytest.MonkeyPatch):
    def mistaken(*anything: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("printers.sending._windows", mistaken)
    assert sent(printer).state is DOUBTFUL
    monkeypatch.undo()
    assert sent(printer, clears=True).state is PRINTED
