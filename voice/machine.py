"""How is a sentence put to the machine's voice? As one text with its pauses, so that its melody is whole."""

from __future__ import annotations

from html import escape

from config import Voice
from config.voice import MACHINE_LANGUAGES
from voice.making import Job
from voice.sentence import COMMA_MS, STOP_MS, Part, Sentence

_REGIONS = {"north": "vi", "central": "vi-vn-x-central", "south": "vi-vn-x-south"}


def machine_job(sentence: Sentence, voice: Voice) -> Job | None:
    """The maker's job; None for a language that the machine does not speak."""
    if sentence.language not in MACHINE_LANGUAGES:
        return None
    name = _REGIONS[voice.region] if sentence.language == "vi" else sentence.language
    return {"do": "say", "voice": name, "speed": voice.speed, "pitch": voice.pitch, "markup": markup(sentence)}


def markup(sentence: Sentence) -> str:
    """SSML without its root. A comma is left to the machine, which lowers its voice before it."""
    return "".join(escape(part.text, quote=False) + _pause(part) for part in sentence.parts).strip()


def _pause(part: Part) -> str:
    if part.pause_ms == COMMA_MS:
        return ", "
    if part.pause_ms == STOP_MS:
        return ". "
    return f'<break time="{part.pause_ms}ms"/>' if part.pause_ms else " "
