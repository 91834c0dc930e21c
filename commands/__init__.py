"""The command line: what is typed behind `python3 run.py` and how an installation is found and opened."""

from commands.entry import run
from commands.place import Place, open_hall, open_ready_hall, training_clock

__all__ = ["Place", "open_hall", "open_ready_hall", "run", "training_clock"]
