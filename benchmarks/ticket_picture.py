"""How long does a ticket take from facts to bytes, and at what speed does it reach a printer on the network?

`python -m benchmarks.ticket_picture [--tickets N]`. Aim: drawn and encoded in 40 ms or less; sent at the speed of
a bare `sendall` of the same bytes; memory flat.
"""

from __future__ import annotations

import argparse
import resource
import socket
import statistics
import threading
import time
from collections.abc import Callable
from typing import Any

from printers.connections import network
from printers.document import ticket_paper
from printers.encode import encode_raster
from printers.picture import draw_ticket

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


def milliseconds(work: Callable[[int], object], times: int) -> list[float]:
    """Duration of each call of `work` with 0, 1, 2 …"""
    took = []
    for number in range(times):
        started_at = time.perf_counter()
        work(number)
        took.append((time.perf_counter() - started_at) * 1000)
    return took


def told(name: str, took: list[float]) -> float:
    """Print one line and return the median."""
    median = statistics.median(took)
    last = sorted(took)[int(len(took) * 0.99)]
    print(f"{name:34} median {median:7.1f} ms   p99 {last:7.1f} ms")
    return median


def measure_drawing(tickets: int) -> None:
    """Drawing and encoding, apart, for the usual widths."""
    for width in (576, 384):
        measure_kind("short", SHORT, width, tickets)
        measure_kind("long", LONG, width, tickets)


def measure_kind(name: str, facts: dict[str, Any], width: int, tickets: int) -> None:
    """One kind of ticket at one width, every ticket with its own number."""
    numbered = [ticket_paper(facts | {"number": number + 1}, "vi") for number in range(tickets)]
    picture = draw_ticket(numbered[0], width)
    drawing = told(f"draw, {name}, {width}", milliseconds(lambda n: draw_ticket(numbered[n], width), tickets))
    encoding = told(f"encode, {name}, {width}", milliseconds(lambda _: encode_raster(picture), tickets))
    size = f"{len(encode_raster(picture)):,} bytes, {picture.height} rows"
    print(f"    together {drawing + encoding:.1f} ms of the 40 ms allowed; {size}")


def measure_network(tickets: int) -> None:
    """A whole job with connecting and closing, against the bare minimum in the same run."""
    data = encode_raster(draw_ticket(ticket_paper(SHORT, "vi"), 576))
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    threading.Thread(target=_swallow, args=(listener,), daemon=True).start()
    bare = told("bare sendall to a reader", milliseconds(lambda _: _send_bare(data, port), tickets))
    ours = told("network.send to a reader", milliseconds(lambda _: network.send(data, "127.0.0.1", port), tickets))
    print(f"    ratio {ours / bare:.2f}")


def _send_bare(data: bytes, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.sendall(data)
        wire.shutdown(socket.SHUT_WR)
        wire.recv(1)


def _swallow(listener: socket.socket) -> None:
    while True:
        wire, _ = listener.accept()
        with wire:
            while wire.recv(65536):
                pass


def measure_memory(tickets: int) -> None:
    """Peak memory after some tickets and after many."""
    for number in range(200):
        encode_raster(draw_ticket(ticket_paper(SHORT | {"number": number + 1}, "vi"), 576))
    early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(tickets):
        encode_raster(draw_ticket(ticket_paper(SHORT | {"number": number + 1}, "vi"), 576))
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
