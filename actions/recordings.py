"""Who gave the loudspeaker which voice? The files lie in a folder; the log keeps who put them there."""

from __future__ import annotations

from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here


def note_recording(session: Session, here: Here, *, language: str, code: str, text: str, actor: str) -> None:
    """Somebody accepted a recording of `text`."""
    record(session, here, "recording_accepted", actor=actor, clip=f"{language}/{code}.wav", words=text)


def note_recording_removed(session: Session, here: Here, *, language: str, code: str, text: str, actor: str) -> None:
    """Somebody took it out of use."""
    record(session, here, "recording_removed", actor=actor, clip=f"{language}/{code}.wav", words=text)
