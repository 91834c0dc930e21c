"""The whole server on a clock that hurries: office days in minutes, nights and days off in seconds.

Run as a process: `python -m benchmarks.hurried FOLDER PORT DAY_S BEGUN_S`. `BEGUN_S`: when the first midnight was, by
time.monotonic, which is the same for all processes: so the load knows the office's time as well.
"""

from gevent import monkey

monkey.patch_all()

import gc

gc.set_threshold(50_000, 20, 100)  # as server.py

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import commands.serving
from commands import Place

ROOT = Path(__file__).parent.parent
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = date(2017, 3, 13)
# Of a working day's time, how much has passed at which hour: most of it while somebody is there.
PACE = ((0.0, 0.0), (7.0, 0.06), (11.75, 0.5), (13.25, 0.56), (17.25, 0.94), (24.0, 1.0))
OFF_SHARE = 0.12
HOUR = timedelta(hours=1)


class HurriedClock:
    """A training clock; each working day takes `day_s`, Saturday and Sunday a part of it."""

    is_training = True

    def __init__(self, day_s: float, begun_s: float, passed: Callable[[], float] = time.monotonic) -> None:
        self._day_s, self._begun_s, self._passed = day_s, begun_s, passed

    def now(self) -> datetime:
        """The office's moment, in UTC."""
        return self.local().astimezone(UTC)

    def local(self) -> datetime:
        """The same on the office's wall."""
        return self.moment(self._passed() - self._begun_s)

    def moment(self, passed_s: float) -> datetime:
        """What the clock shows so many seconds after it was started."""
        day = MONDAY
        while passed_s >= (lasts_s := self.lasts_s(day)):
            passed_s -= lasts_s
            day += timedelta(days=1)
        share = passed_s / lasts_s
        for (hour, begins), (next_hour, ends) in pairwise(PACE):
            if share < ends:
                hour += (share - begins) / (ends - begins) * (next_hour - hour)
                return datetime(day.year, day.month, day.day, tzinfo=ZONE) + hour * HOUR
        raise AssertionError(share)

    def midnights(self, until_s: float) -> list[float]:
        """When each day began, in seconds since the clock was started."""
        found, day = [0.0], MONDAY
        while (next_s := found[-1] + self.lasts_s(day)) < until_s:
            found.append(next_s)
            day += timedelta(days=1)
        return found

    def lasts_s(self, day: date) -> float:
        """How long a day takes."""
        return self._day_s * (OFF_SHARE if day.weekday() >= 5 else 1.0)


def main(data: Path, port: int, day_s: float, begun_s: float) -> None:
    """Serve until stopped, exactly as `run.py --at …` does but for the clock."""
    clock = HurriedClock(day_s, begun_s)
    vars(commands.serving)["training_clock"] = lambda config, at: clock
    commands.serving.serve(Place(ROOT / "config.toml", data, None), "127.0.0.1", port, f"{MONDAY} 00:00")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]))
