"""How is the server's log written? One JSON object a line: people and programs find an incident by its number."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

# What a caller may put beside the message (`extra=`).
FIELDS = ("incident", "method", "route")


class JsonLines(logging.Formatter):
    """`at` (UTC), `level`, `logger`, `message`, what stands beside it, and the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever line ends are in the message."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({name: value for name in FIELDS if (value := getattr(record, name, None)) is not None})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class Enduring(RotatingFileHandler):
    """A full disk must not fill the terminal with complaints of the log about itself."""

    def handleError(self, record: logging.LogRecord) -> None:
        """The line is lost; the next one tries again."""


def keep_log(data: Path) -> None:
    """Everything to a rotating file, what needs somebody also to the terminal."""
    folder = data / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    file = Enduring(folder / "server.log", maxBytes=2_000_000, backupCount=5, encoding="utf-8")
    file.setFormatter(JsonLines())
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    terminal.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for handler in (file, terminal):
        logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
