"""How does eSpeak NG turn marked-up words into samples? Its C library, driven directly.

It keeps one voice and one stream for the whole process and is not thread-safe: only the maker's process loads it.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from voice.spoken import CannotSpeak

RATE = 22_050
# Names in speak_lib.h.
_RETRIEVAL, _DONT_EXIT = 1, 0x8000
_OK = 0
_SPEED, _VOLUME, _PITCH, _RANGE, _PUNCTUATION = 1, 2, 3, 4, 5
_UTF8, _SSML, _END_PAUSE = 1, 0x10, 0x1000
# As loud as each voice may be without its loudest vowels being clipped, with 1 dB to spare (tests/voice).
_LEVELS = {"vi": 80, "vi-vn-x-central": 71, "vi-vn-x-south": 76, "en": 95}
_ANY_LEVEL = 70
_LIVELINESS = 50
_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Espeak:
    """The loaded library. Raises CannotSpeak no_machine where it is missing or does not start."""

    def __init__(self) -> None:
        self._library = _load()
        self._samples = bytearray()
        # Kept: C would call into freed memory otherwise.
        self._callback = _Callback(self._collect)
        self._library.espeak_SetSynthCallback(self._callback)

    def say(self, voice: str, speed: int, pitch: int, markup: str) -> bytes:
        """16-bit mono samples at RATE of SSML without its root. Raises CannotSpeak no_voice, no_machine."""
        if self._library.espeak_SetVoiceByName(voice.encode()) != _OK:
            raise CannotSpeak("no_voice", voice)
        settings = {
            _SPEED: speed,
            _VOLUME: _LEVELS.get(voice, _ANY_LEVEL),
            _PITCH: pitch,
            _RANGE: _LIVELINESS,
            _PUNCTUATION: 0,
        }
        for parameter, value in settings.items():
            self._library.espeak_SetParameter(parameter, value, 0)
        self._samples.clear()
        text = f"<speak>{markup}</speak>".encode() + b"\0"
        done = self._library.espeak_Synth(text, len(text), 0, 1, 0, _UTF8 | _SSML | _END_PAUSE, None, None)
        if done != _OK or self._library.espeak_Synchronize() != _OK:
            raise CannotSpeak("no_machine", f"espeak_Synth answered {done}")
        return bytes(self._samples)

    def _collect(self, samples: Any, number: int, _events: Any) -> int:
        if samples and number > 0:
            self._samples += ctypes.string_at(samples, number * 2)
        return 0


def _load() -> Any:
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = _readable(espeakng_loader.get_data_path())
    except (ImportError, OSError, RuntimeError) as problem:
        raise CannotSpeak("no_machine", str(problem)) from problem
    library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    unsigned, position = ctypes.c_uint, ctypes.c_int
    library.espeak_Synth.argtypes = [
        *(ctypes.c_char_p, ctypes.c_size_t, unsigned, position),
        *(unsigned, unsigned, ctypes.c_void_p, ctypes.c_void_p),
    ]
    rate = library.espeak_Initialize(_RETRIEVAL, 0, data.encode(), _DONT_EXIT)
    if rate != RATE:
        raise CannotSpeak("no_machine", f"espeak_Initialize answered {rate}")
    return library


def _readable(path: str) -> str:
    """Windows' C library opens no folder with Vietnamese letters in its name: its short name has none."""
    if sys.platform != "win32" or path.isascii():
        return path
    short = ctypes.create_unicode_buffer(260)
    return short.value if ctypes.windll.kernel32.GetShortPathNameW(path, short, 260) else path
