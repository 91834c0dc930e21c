"""How long does a ticket take from facts to bytes, and at what speed does it reach a printer on the network?

`python -m benchmarks.ticket_picture [--tickets N]`. Aim: drawn and encoded in 40 ms or less (time of the processor: the
machine may be shared); sent with its questions and its receipt at the speed of a bare `sendall`; memory flat.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import socket
import statistics
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from printers.connections.network import open_network
from printers.encode import Encoded
from printers.kinds import paper_of, written
from printers.printing import encoded
from printers.sending import send
from printers.settings import Printer
from printers.simulated.listening import SimulatedPrinter
from rules.states import JobState

SHORT: dict[str, Any] = {
    "authority": "Ủy ban nhân dân huyện Quảng Uyên",
    "office": "Bộ phận Một cửa",
    "series": 4,
    "number": 17,
    "department": "Phòng Tư pháp",
    "procedure": "Chứng thực bản sao từ bản chính",
    "visit": "new",
    "place": "Quầy 4",
    "ahead": 3,
    "issued_at": "2017-03-13T08:45:00",
    "sitting": "morning",
    "day": "2017-03-13",
    "code": "4821",
    "url": "http://192.168.1.10:8080/t/AbCdEf1234567890",
    "training": False,
    "reprint": False,
    "language": "vi",
}
LONG = SHORT | {
    "department": "Phòng Nông nghiệp và Phát triển nông thôn",
    "procedure": "Xác định lại diện tích đất ở của hộ gia đình, cá nhân đã được cấp Giấy chứng nhận "
    "trước ngày 01/7/2004",
    "place": "Phòng số 12, nhà B, trụ sở Ủy ban nhân dân huyện",
    "training": True,
}
ENCODINGS = ("raster", "mixed", "codepage")


def milliseconds(
    work: Callable[[int], object], times: int, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Duration of each call of `work` with 0, 1, 2 …"""
    took = []
    for number in range(times):
        started_at = clock()
        work(number)
        took.append((clock() - started_at) * 1000)
    return took


def told(name: str, took: list[float]) -> float:
    """Print one line and return the median."""
    median = statistics.median(took)
    last = sorted(took)[int(len(took) * 0.99)]
    print(f"{name:34} median {median:7.1f} ms   p99 {last:7.1f} ms")
    return median


def ticket(facts: dict[str, Any], number: int, printer: Printer) -> Encoded:
    """From facts to bytes, every ticket with its own number."""
    return encoded(facts | {"number": number + 1}, printer)


def measure_drawing(tickets: int) -> None:
    """From facts to bytes, for the usual widths and every encoding; the picture alone for comparison."""
    for width in (576, 384):
        for name, facts in (("short", SHORT), ("long", LONG)):
            drawing = milliseconds(lambda n: _picture(facts, n, width), tickets, time.thread_time)  # noqa: B023  called at once
            told(f"picture alone, {name}, {width}", drawing)
            for encoding in ENCODINGS:
                printer = Printer("bench", "network", width_dots=width, encoding=encoding)
                took = told(
                    f"to bytes, {encoding}, {name}, {width}",
                    milliseconds(lambda n: ticket(facts, n, printer), tickets, time.thread_time),  # noqa: B023  called at once
                )
                print(f"    {took:.1f} ms of the 40 ms allowed; {len(ticket(facts, 0, printer).whole()):,} bytes")


def _picture(facts: dict[str, Any], number: int, width: int) -> None:
    written(paper_of(facts | {"number": number + 1}, width), width).finished()


def measure_network(tickets: int) -> None:
    """A whole job with connecting, questions, receipt and closing, against bare bytes to the same printer."""
    ours_end, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_be_printer, args=(theirs,), daemon=True)
    process.start()
    printer = Printer("bench", "network", host="127.0.0.1", port=ours_end.recv())
    paper = ticket(SHORT, 16, printer)
    size = len(paper.whole())
    for _ in range(3):  # the first job loads libraries at both ends
        _send_ours(paper, printer)
    bare = told("bare sendall, until worked off", milliseconds(lambda _: _send_bare(paper, printer), tickets))
    ours = told("with questions and receipt", milliseconds(lambda _: _send_ours(paper, printer), tickets))
    print(f"    ratio {ours / bare:.2f}; {size / ours / 1000:.1f} MB/s; the paper itself takes 250 to 850 ms")
    ours_end.send("enough")
    process.join(5)


def _be_printer(end: Connection) -> None:
    with SimulatedPrinter() as simulated:
        end.send(simulated.port)
        end.recv()


def _send_bare(paper: Encoded, printer: Printer) -> None:
    """All bytes, then the last question's answer: so long takes it at least to know that they were worked off."""
    with socket.create_connection((printer.host, printer.port)) as wire:
        wire.sendall(paper.whole() + b"\x1dr\x01")
        wire.recv(1)


def _send_ours(paper: Encoded, printer: Printer) -> None:
    delivery = send(open_network(printer), paper, printer)
    assert delivery.state is JobState.PRINTED, delivery


def measure_memory(tickets: int) -> None:
    """Peak memory after some tickets and after many."""
    printer = Printer("bench", "network")
    for number in range(200):
        ticket(SHORT, number, printer)
    early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(tickets):
        ticket(SHORT, number % 9000, printer)
    late = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"memory {early / 1024:.1f} MB after 200 tickets, {late / 1024:.1f} MB after {tickets} more")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=100, help="tickets of each kind (default 100)")
    tickets = parser.parse_args().tickets
    measure_drawing(tickets)
    measure_network(tickets)
    measure_memory(tickets)


if __name__ == "__main__":
    main()
