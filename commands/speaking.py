"""What happens at `voice clips` and `voice say`? What is to be recorded, and a call to listen to, on the terminal."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from commands.place import Place, Refused, common, complain
from config import Config, load
from config.values import SPOKEN_LANGUAGES
from locales import say
from voice.needed import CALLS, Group, Needed
from voice.speaker import RECORDINGS, Speaker
from voice.spoken import CannotSpeak, Clip, Kind, Spoken

LONGEST_TEXT = 60


@click.group(help=say("vi", "server.help.voice"), context_settings={"help_option_names": ["-h", "--help"]})
def voice() -> None:
    """The loudspeaker's voice."""


@voice.command("clips", help=say("vi", "server.help.voice_clips"))
@common
@click.option("--language", type=click.Choice(SPOKEN_LANGUAGES), default="vi", show_default=True)
@click.option("--missing", is_flag=True, help=say("vi", "server.help.voice_missing"))
def clips(config: Path, data: Path, database: str | None, language: str, missing: bool) -> int:
    """List the clips: name of the file, state, what to say. 1 where one that calls need is missing."""
    office = load(config)
    speaker = _speaker(Place(config, data, database), office)
    try:
        listed = speaker.needed(language)
        click.echo(say("vi", "voice.clips.folder", folder=speaker.recorded.recordings / language))
        for each in listed:
            state = speaker.recorded.state(language, each.code)
            if not (missing and state == "ready"):
                click.echo(_line(each, state))
        return _told(speaker, language, listed)
    finally:
        speaker.stop()


@voice.command("say", help=say("vi", "server.help.voice_say"))
@common
@click.argument("series", type=click.IntRange(1, 99), required=False)
@click.argument("number", type=click.IntRange(1, 99_999), required=False)
@click.option("--desk", default=None, help=say("vi", "server.help.voice_desk"))
@click.option("--kind", type=click.Choice([kind.value for kind in CALLS]), default=Kind.CALL.value, show_default=True)
@click.option("--text", default=None, help=say("vi", "server.help.voice_text"))
@click.option("--language", type=click.Choice(SPOKEN_LANGUAGES), default=None)
@click.option("--out", type=Path, required=True, help=say("vi", "server.help.voice_out"))
def say_command(
    config: Path,
    data: Path,
    database: str | None,
    series: int | None,
    number: int | None,
    desk: str | None,
    kind: str,
    text: str | None,
    language: str | None,
    out: Path,
) -> None:
    """Write the MP3 of a call or an announcement, as a wall would play it."""
    office = load(config)
    spoken = _spoken(office, series, number, desk, kind, text, language)
    speaker = _speaker(Place(config, data, database), office)
    try:
        clip = _chosen(speaker.clips_for(spoken), language or office.voice.languages[0])
        path = speaker.sound(clip.url_name)
        assert path is not None, "a clip's name was just noted"
        out.write_bytes(path.read_bytes())
    except CannotSpeak as problem:
        raise Refused(say("vi", f"voice.fault.{problem.code}")) from problem
    except OSError as problem:
        raise Refused(say("vi", "voice.say.no_file", file=out, reason=problem.strerror or problem)) from problem
    finally:
        speaker.stop()
    source = say("vi", f"voice.source.{speaker.source_of(clip)}")
    click.echo(say("vi", "voice.say.written", file=out, caption=clip.caption, source=source))


def _speaker(place: Place, office: Config) -> Speaker:
    """The voice as the server has it, with the recordings looked through."""
    speaker = Speaker(office, place.data / "voice", office.recordings_path or place.data / RECORDINGS)
    try:
        speaker.recorded.refresh()
    except CannotSpeak as problem:
        complain(say("vi", f"voice.fault.{problem.code}"))
    return speaker


def _spoken(
    office: Config,
    series: int | None,
    number: int | None,
    desk: str | None,
    kind: str,
    text: str | None,
    language: str | None,
) -> Spoken:
    if office.voice.source == "off":
        raise Refused(say("vi", "voice.say.off"))
    if text is not None:
        return Spoken(Kind.ANNOUNCEMENT, text=text, language=language or office.voice.languages[0])
    if series is None or number is None or desk is None:
        raise click.UsageError(say("vi", "voice.say.what"))
    if desk not in (known := [each.code for each in office.desks]):
        raise Refused(say("vi", "voice.say.no_desk", desk=desk, desks=", ".join(known)))
    return Spoken(Kind(kind), series, number, desk, language or "vi")


def _chosen(clips: tuple[Clip, ...], language: str) -> Clip:
    found = next((clip for clip in clips if clip.language == language), None)
    if found is None:
        raise Refused(say("vi", "voice.say.no_clip", language=language))
    return found


def _line(each: Needed, state: str) -> str:
    text = each.text if len(each.text) <= LONGEST_TEXT else f"{each.text[:LONGEST_TEXT]}…"
    form = say("vi", f"voice.form.{each.form}")
    return say("vi", "server.voice.clip", file=f"{each.code}.wav".ljust(52), state=_state(state), text=text, form=form)


def _state(state: str) -> str:
    return say("vi", f"voice.state.{state}").ljust(14)


def _told(speaker: Speaker, language: str, listed: tuple[Needed, ...]) -> int:
    """How far the recordings are, on the error stream so that the list can be kept."""
    states = Counter(
        (each.group is Group.ANNOUNCEMENTS, speaker.recorded.state(language, each.code) == "ready") for each in listed
    )
    calls = states[False, True] + states[False, False]
    complain(say("vi", "voice.clips.done", done=states[False, True], total=calls))
    complain(
        say("vi", "voice.clips.announcements", done=states[True, True], total=states[True, True] + states[True, False])
    )
    return 1 if states[False, False] else 0
