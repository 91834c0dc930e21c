"""What happens from `serve` to the last answer? The hall, the house, the print worker, and what the installer reads."""

from __future__ import annotations

import functools
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import clock as clocks
import config as configuration
from actions.accounts import created_first
from actions.devices import DeviceView, add_device_token, list_devices, revoke_device
from actions.duty import departments_today
from actions.hall import Hall
from actions.house import last_event_at
from actions.known import known
from actions.outbox import OWN_WORKER, doubt_interrupted
from actions.set_up import new_set_up_link
from application import House
from backups.automatic import Automatic
from commands.backups import folder_of, is_elsewhere, local_now
from commands.place import DATABASE, DATABASE_VARIABLE, ROOT, TRAINING, Place, open_ready_hall, training_clock
from launch import Server, hold, listen, places, secret_key, serve_until_stopped
from locales import dates, say
from locales.serving import gap_words
from logs import keep_log
from printers.child import PrintWorker
from voice.speaker import RECORDINGS, Speaker
from watch import Concerns, Watch, checks
from watch.finding import Finding
from watch.looking import is_wal_lost

log = logging.getLogger("mot_cua")
Tell = Callable[[str], None]


def serve(place: Place, host: str, port: int, at: str | None) -> None:
    """Serve until told to stop. Raises CannotStart, DatabaseProblem, ConfigErrors, BadTrainingStart."""
    config = configuration.load(place.config)
    clock = clocks.RealClock() if at is None else training_clock(config, at)
    data = place.data / TRAINING if clock.is_training else place.data
    socket = listen(host, port)  # first: a second start must change nothing
    make_folder(data)
    lock = hold(data)
    keep_log(data)
    is_robbed = is_wal_lost(data / DATABASE)
    hall = open_ready_hall(place, config, clock)
    house = House(hall, secret_key(data), voice_of(place, config, data))
    house.app.config["PLACES"] = places()
    server = Server(
        socket, house.app, spawn=house.app.config["PLACES"], log=None, error_log=logging.getLogger("mot_cua.web")
    )
    here = f"http://127.0.0.1:{socket.getsockname()[1]}"
    worker = print_worker(hall, here, data)
    watch = Watch(hall, data, house.concerns)
    backups = automatic_backups(place, hall, house.concerns)
    if is_robbed:
        log.warning("the write-ahead log of the database was taken away: its last entries are lost")
        house.concerns.worry("wal_lost", hall.now())

    def started() -> None:
        house.start()
        worker.start()
        watch.start()
        house.health.start(lambda: examined(place, hall, data))
        backups.start()
        announce(hall, place, here, lambda line: print(line, flush=True))

    def stopping() -> None:
        # The worker ends while we still answer: what became of the ticket in its hands must be told.
        house.app.config["STOPPING"] = True  # and no new one gets there
        worker.stop()

    def stopped() -> None:
        backups.stop()
        house.health.stop()
        watch.stop()
        house.stop()
        hall.database.close()
        lock.close()
        print(say("vi", "server.stopped"), flush=True)

    house.app.config["PICTURES"] = data / "pictures"
    house.app.config["IMPORTS"] = data / "imports"
    house.app.config["MEDIA"] = place.data / "media"  # what training shows is what the hall shows
    serve_until_stopped(server, started, stopping, stopped)


def voice_of(place: Place, config: configuration.Config, data: Path) -> Speaker:
    """The office's voice. Recordings are made once and serve in training too; sounds lie with their own database."""
    return Speaker(config, data / "voice", config.recordings_path or place.data / RECORDINGS)


def automatic_backups(place: Place, hall: Hall, concerns: Concerns) -> Automatic:
    """Back-ups while the server works; what is practised in training is worth none."""

    def told(problem: str | None) -> None:
        if problem is None:
            concerns.settle("backup")
        else:
            concerns.worry("backup", hall.now(), reason=problem)

    command = [
        sys.executable,
        str(ROOT / "server.py"),
        "backup",
        "--config",
        str(place.config),
        "--data",
        str(place.data),
    ]
    environment = {} if place.database is None else {DATABASE_VARIABLE: place.database}
    every_h = 0 if hall.is_training else hall.config.backups.every_h
    folder = folder_of(place, hall.config)
    return Automatic(command, environment, folder, every_h, lambda: local_now(hall.config), told)


def examined(place: Place, hall: Hall, data: Path) -> Iterator[Finding]:
    """What `check` would say of this PC now, as far as looking is cheap; training keeps no back-ups."""
    folder = folder_of(place, hall.config)
    is_far = is_elsewhere(place, folder)
    if not hall.is_training and hall.config.backups.every_h:
        yield checks.backups(folder, hall.config, local_now(hall.config), is_elsewhere=is_far, opens=False)
    yield from checks.disk([data, *([folder] if is_far and folder.exists() else [])])
    yield checks.clock(clocks.RealClock().now(), None if hall.is_training else hall.read(last_event_at))


def make_folder(data: Path) -> None:
    """Make the data folder. Raises DatabaseProblem not_writable."""
    from database import DatabaseProblem

    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / "server.lock").touch()
    except OSError as problem:
        raise DatabaseProblem("not_writable", path=data, reason=problem.strerror or problem) from problem


def print_worker(hall: Hall, here: str, data: Path) -> PrintWorker:
    """The server's own print worker, with a fresh token that only it knows; those of earlier starts end."""
    hall.write(revoke_device, device=OWN_WORKER, actor="system")
    secret: Any = hall.write(add_device_token, code=OWN_WORKER)
    log_file = data / "logs" / "print-worker.log"
    died = functools.partial(hall.write, doubt_interrupted, device=OWN_WORKER)
    return PrintWorker(here, secret, data / "pictures", data / "journals", log_file, died)


def announce(hall: Hall, place: Place, here: str, tell: Tell) -> None:
    """Tell the installer the addresses to open, and what is still to be done."""
    site = hall.config.site
    tell(say("vi", "server.started", office=site.name, authority=site.authority))
    if hall.is_training:
        now = hall.local_now()
        tell(say("vi", "training.clock", time=dates.clock_time("vi", now), date=dates.date_short("vi", now)))
    tell(say("vi", "server.open.start", url=f"{here}/"))
    for device in hall.read(list_devices):
        path = "kiosk/" if device.kind == "kiosk" else "display/"
        if device.kind == "printer":
            tell_of_agent(device, here, tell)
        elif device.is_paired:
            tell(say("vi", "server.open.paired", name=device.name, url=f"{here}/{path}"))
        else:
            token = hall.write(add_device_token, code=device.code)
            tell(say("vi", "server.open.pair", name=device.name, url=f"{here}/pair/{token}"))
    tell(say("vi", "server.open.desk", url=f"{here}/desk/"))
    link = hall.write(new_set_up_link) if hall.read(created_first) is None else None
    if link is not None:
        tell(say("vi", "server.open.set_up", url=f"{here}/set-up/{link}"))
    for gap in hall.read(known).gaps:
        tell(say("vi", "server.gap", gap=gap_words("vi", hall.config, gap)))
    tell_if_closed(hall, place, tell)
    tell(say("vi", "server.how_to_stop"))


def tell_of_agent(device: DeviceView, here: str, tell: Tell) -> None:
    """How a kiosk's own printer is brought in; once it is, there is nothing to do."""
    if not device.is_paired:
        command = f"python3 run.py agent --server {here} --kiosk {device.code.removesuffix('.agent')}"
        tell(say("vi", "server.open.agent", name=device.name, command=command))


def tell_if_closed(hall: Hall, place: Place, tell: Tell) -> None:
    """Where no department gives numbers now: when the next one does, and how to see it at work."""
    today = hall.read(departments_today)
    if any(department.is_open for department in today):
        return
    coming = [department.next for department in today if department.next is not None]
    if not coming:
        tell(say("vi", "server.closed"))
        return
    first = min(coming, key=lambda following: (following.day, following.sittings[0].opens))
    opens = first.sittings[0].opens
    at = f"{first.day.isoformat()} {opens.hour + 1:02d}:00"
    tell(say("vi", "server.closed_until", time=dates.clock_time("vi", opens), date=dates.date_short("vi", first.day)))
    tell(say("vi", "server.try_training", command=f'python3 run.py{same_office(place)} --at "{at}"'))


def same_office(place: Place) -> str:
    """The options that name this office again on the command line; none for the office as shipped."""
    if place.config == ROOT / "config.toml":
        return ""
    if place.config.parent.parent == ROOT / "samples":
        return f" --sample {place.config.parent.name}"
    return f' --config "{place.config}"'
