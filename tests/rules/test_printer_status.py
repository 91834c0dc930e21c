import pytest

from rules.printer_status import Cover, Fault, Need, Paper, PrinterStatus, Reach, status_from

WELL = PrinterStatus(Reach.ANSWERS, Paper.OK, Cover.CLOSED, Fault.NONE, True)


@pytest.mark.parametrize(
    ("status", "need", "is_stopped"),
    [
        (WELL, None, False),
        (PrinterStatus(), None, False),
        (PrinterStatus(Reach.MUTE), Need.MUTE, False),
        (PrinterStatus(Reach.AWAY), Need.AWAY, True),
        (PrinterStatus(Reach.ANSWERS, Paper.NEAR_END, Cover.CLOSED, Fault.NONE, True), Need.PAPER_LOW, False),
        (PrinterStatus(Reach.ANSWERS, Paper.END, Cover.CLOSED, Fault.NONE, False), Need.PAPER, True),
        (PrinterStatus(Reach.ANSWERS, Paper.END, Cover.OPEN, Fault.NONE, False), Need.COVER, True),
        (PrinterStatus(Reach.ANSWERS, Paper.OK, Cover.CLOSED, Fault.CUTTER, False), Need.CUTTER, True),
        (PrinterStatus(Reach.ANSWERS, Paper.OK, Cover.CLOSED, Fault.RECOVERABLE, False), Need.FAULT, True),
        (PrinterStatus(Reach.ANSWERS, Paper.OK, Cover.CLOSED, Fault.NONE, False), Need.OFFLINE, True),
    ],
)
def test_the_most_urgent_need_comes_first(status: PrinterStatus, need: Need | None, is_stopped: bool) -> None:
    assert (status.need, status.is_stopped) == (need, is_stopped)


def test_a_status_survives_the_wire() -> None:
    for status in (WELL, PrinterStatus(), PrinterStatus(Reach.AWAY, Paper.END, Cover.OPEN, Fault.CUTTER, False)):
        assert status_from(status.as_facts()) == status


@pytest.mark.parametrize("facts", [{"paper": "wet"}, {"reach": 3}, {"is_online": "yes"}])
def test_what_is_no_status_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        status_from(facts)
