"""What do the scripts of the desk's page say by themselves? All other sentences come with the state."""

from __future__ import annotations

from actions.presses import VERBS
from locales import forms
from theme.language import language

_KEYS = (
    "desk.arrived", "desk.back", "desk.break.at.wrong", "desk.break.since", "desk.break.until", "desk.busy",
    "desk.call_next",
    "desk.call_this", "desk.close", "desk.close.what", "desk.documents.none", "desk.dossier.of", "desk.empty",
    "desk.finish", "desk.finish_next", "desk.hand_over.nobody", "desk.kept", "desk.kept.dropped", "desk.minutes",
    "desk.more", "desk.next", "desk.no_show.wait", "desk.no_shows.row", "desk.not_offline", "desk.numbers.none",
    "desk.offline", "desk.offline.held", "desk.online", "desk.open", "desk.parked.row", "desk.race",
    "desk.ready.hint", "desk.ready.title", "desk.resume", "desk.return", "desk.row.do", "desk.search.none",
    "desk.served.count", "desk.stale", "desk.stale.send", "desk.step.called", "desk.step.finished",
    "desk.step.serving", "desk.step.taken", "desk.take_over", "desk.take_over.why", "desk.taken_in", "desk.undo.hint",
    "desk.undo.late", "desk.undo.what", "desk.undone", "desk.waiting", "desk.waiting.count", "desk.waiting.longest",
)  # fmt: skip
_STATES = ("break", "calling", "closed", "ready", "serving", "taken")
_PRESENCES = ("break", "closed", "open", "taken")


def script_words() -> dict[str, str]:
    """By key, with the places of facts left open for the script."""
    keys = (
        *_KEYS,
        *(f"desk.state.{state}" for state in _STATES),
        *(f"desk.presence.{presence}" for presence in _PRESENCES),
        *(f"desk.verb.{verb}" for verb in VERBS),
    )
    return {key: forms(language(), key)[-1] for key in keys}
