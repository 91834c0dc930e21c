"""How do bytes reach a printer on a serial line (COM port, USB adapter), and come back?

pyserial itself, not python-escpos' Serial: that has no write timeout (a stalled port blocks for ever) and takes
old answers for new ones. Eight bits, no parity, one stop bit, as all printers leave the factory.
"""

from __future__ import annotations

import sys
from contextlib import suppress

from serial import Serial, SerialException, SerialTimeoutException

from printers.settings import Printer
from printers.wire import Broken, CannotOpen, Stalled
from rules.printer_status import PrinterStatus

BITS_A_BYTE = 10  # with start and stop bit
# Small enough that what is accepted is soon on the line: that is all a stalled port can hold back.
PIECE = 256
FAILURES: tuple[type[Exception], ...] = (SerialException, OSError)
if sys.platform != "win32":
    import termios

    FAILURES = (*FAILURES, termios.error)  # pyserial lets it through, and it is no OSError
# Settings that a port does not know, such as a speed.
CANNOT: tuple[type[Exception], ...] = (*FAILURES, ValueError)


class SerialWire:
    """A port opened for one job, for us alone."""

    can_answer = True

    def __init__(self, port: Serial, where: str) -> None:
        self.where = where
        self.known = PrinterStatus()
        self.sent = 0
        self._port = port

    def write(self, data: bytes, stall_s: float) -> None:
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            try:
                self._port.write_timeout = stall_s + self.needs_s(len(piece))
                self.sent += self._port.write(piece) or 0
            except SerialTimeoutException as error:
                # Part of the piece may have left; that it is not counted must not make it "not sent".
                self.sent += 1
                raise Stalled(f"the line stood still for {stall_s:.1f} s") from error
            except FAILURES as error:
                self.sent += 1  # the same
                raise Broken(str(error)) from error

    def read(self, within_s: float) -> bytes:
        try:
            self._port.timeout = within_s
            first = self._port.read(1)
            return bytes(first + (self._port.read(self._port.in_waiting) if first else b""))
        except FAILURES as error:
            raise Broken(str(error)) from error

    def needs_s(self, size: int) -> float:
        return size * BITS_A_BYTE / float(self._port.baudrate)

    def finish(self, within_s: float) -> None:
        """Not `flush`: that waits for a stalled line without end."""
        with suppress(*FAILURES):
            self._port.close()

    def abort(self) -> None:
        """Throw away what the port still holds; closing a stalled one would otherwise wait for it."""
        with suppress(*FAILURES):
            self._port.reset_output_buffer()
        with suppress(*FAILURES):
            self._port.close()


def open_serial(printer: Printer, within_s: float) -> SerialWire:
    """Open the port and forget what was said before. Raises CannotOpen."""
    port = Serial()
    port.port, port.baudrate = printer.device, printer.baud
    port.rtscts, port.xonxoff = printer.flow == "rts-cts", printer.flow == "xon-xoff"
    port.exclusive = True
    port.write_timeout = port.timeout = within_s
    try:
        port.open()
        port.reset_input_buffer()
        port.reset_output_buffer()
    except CANNOT as error:
        port.close()
        raise CannotOpen(str(error)) from error
    return SerialWire(port, f"{printer.device} at {printer.baud} Bd")
