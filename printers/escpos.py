"""How are the few commands written that python-escpos does not send, or not when we need them?

Numbers and pages as in the Epson ESC/POS command reference.
"""

from __future__ import annotations

CANCEL_KANJI = b"\x1c."
INITIALISE = b"\x1b@"
# Off-line, errors and paper; not the drawer's switch, which a kiosk has none of.
AUTOMATIC_STATUS_ON = b"\x1da\x0e"
AUTOMATIC_STATUS_OFF = b"\x1da\x00"
PAPER_SENSORS = b"\x1dr\x01"
# DLE DC4 8: the printer empties its buffers at once. The odd bytes are the reference's guard against chance.
CLEAR_BUFFERS = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
_ID_LETTERS = 94


def real_time_status(question: int) -> bytes:
    """DLE EOT n: answered on arrival, also by a printer that is off line."""
    return bytes((0x10, 0x04, question))


def process_id(number: int) -> bytes:
    """Four printable characters (20 to 7E) for a job; the same only after 78 million jobs."""
    letters = bytearray()
    for _ in range(4):
        number, letter = divmod(number, _ID_LETTERS)
        letters.append(0x21 + letter)
    return bytes(letters)


def ask_printed(identity: bytes) -> bytes:
    """GS ( H fn 48: answered with `identity` when all before it is on paper."""
    return b"\x1d(H\x06\x00\x30\x30" + identity
