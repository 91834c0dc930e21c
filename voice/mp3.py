"""How do samples become an MP3?"""

from __future__ import annotations

from voice.spoken import CannotSpeak

KBIT_S = 48
# LAME's 7 is a quarter of the work of its 2; at this rate of a single voice no difference can be measured.
_QUALITY = 7


def encoded(samples: bytes, rate: int) -> bytes:
    """The MP3 of 16-bit mono samples. Raises CannotSpeak no_encoder."""
    try:
        import lameenc
    except ImportError as problem:
        raise CannotSpeak("no_encoder", str(problem)) from problem
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(rate)
    encoder.set_bit_rate(KBIT_S)
    encoder.set_quality(_QUALITY)
    return bytes(encoder.encode(samples) + encoder.flush())
