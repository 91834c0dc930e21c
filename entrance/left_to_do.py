"""What does an installer still have to do before the first citizen comes?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from actions.accounts import AccountView, Role
from actions.devices import DeviceView
from config import Config
from theme.language import language, say
from voice.speaker import Speaker


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list. `state`: done | open | note (works without it, better with)."""

    title: str
    how: str
    state: str


def left_to_do(
    config: Config, devices: Iterable[DeviceView], accounts: tuple[AccountView, ...], voice: Speaker
) -> list[Task]:
    """All tasks, done ones too: the list is also the proof that nothing was forgotten."""
    people = tuple(account for account in accounts if not account.is_disabled)
    return [*_accounts(config, people), *_devices(devices), *_configuration(config), *_voice(config, voice)]


def _accounts(config: Config, people: tuple[AccountView, ...]) -> Iterator[Task]:
    has_administrator = any(account.role is Role.ADMINISTRATOR for account in people)
    yield _task("start.left.administrator", "start.left.administrator.how", has_administrator)
    served = {code for account in people for code in account.departments}
    without = [each.text("short_name", language()) for each in config.departments if each.code not in served]
    if without:
        how = say("start.left.officers.how", departments=", ".join(without))
        if not served:
            how = say("start.left.officers.nobody")
        yield Task(say("start.left.officers"), how, "open")
    else:
        yield Task(say("start.left.officers"), say("start.left.officers.all"), "done")


def _devices(devices: Iterable[DeviceView]) -> Iterator[Task]:
    for device in devices:
        state = "done" if device.is_paired else "open"
        key = "start.left.agent" if device.kind is Role.PRINTER else "start.left.device"
        how = "" if device.is_paired else say(f"{key}.how")
        yield Task(say(key, device=device.name), how, state)


def _configuration(config: Config) -> Iterator[Task]:
    if config.unfinished:
        how = say("start.left.phone.how", keys=", ".join(config.unfinished))
        yield Task(say("start.left.phone"), how, "open")
    for kiosk in config.kiosks:
        if config.printer(kiosk.printer).kind == "preview":
            title = say("start.left.preview", device=kiosk.text("name", language()))
            yield Task(title, say("start.left.preview.how"), "note")
    if not any(wall.loudspeaker for wall in config.walls):
        yield Task(say("start.left.loudspeaker"), say("start.left.loudspeaker.how"), "open")
    if config.site.public_url is None:
        yield Task(say("start.left.qr"), say("start.left.qr.how"), "note")


def _voice(config: Config, voice: Speaker) -> Iterator[Task]:
    if config.voice.source == "off":
        return
    if voice.fault is not None:
        yield Task(say("start.left.voice"), say(f"voice.fault.{voice.fault}"), "open")
    elif not voice.recorded.all():
        yield Task(say("start.left.recordings"), say("start.left.recordings.how"), "note")


def _task(title: str, how: str, is_done: bool) -> Task:
    return Task(say(title), "" if is_done else say(how), "done" if is_done else "open")
