"""Which sentence tells this call? Words from the catalogues, numbers and places by rule."""

from __future__ import annotations

import locales
from config import Config
from rules.numbering import label
from voice import numbers
from voice.places import place_of
from voice.sentence import Sentence, parts_of, phrase
from voice.spoken import Kind, Spoken
from voice.typed import read_aloud

LONGEST_ANNOUNCEMENT = 600
# Languages without a catalogue of ours are recorded from the Vietnamese sentence, part by part.
_WORDS_OF = {"tay": "vi", "nung": "vi"}


def words_language(language: str) -> str:
    """The catalogue from which a spoken language takes its words."""
    return _WORDS_OF.get(language, language)


def sentences_for(spoken: Spoken, config: Config) -> tuple[Sentence, ...]:
    """One sentence for each language in which this is said; an announcement only in its own."""
    if spoken.kind == Kind.ANNOUNCEMENT:
        return (announcement(spoken.text, spoken.language),)
    return tuple(call_sentence(spoken, config, language) for language in config.voice.languages_for(spoken.language))


def call_sentence(spoken: Spoken, config: Config, language: str) -> Sentence:
    """The sentence of a call, recall, no-show or transfer in one language."""
    words = words_language(language)
    place = place_of(spoken.desk, config, words)
    template = locales.forms(words, f"voice.{spoken.kind}")[-1].replace("{place}", place.template)
    ticket = numbers.ticket(spoken.series, spoken.number, config.voice, words)
    caption = template.format(ticket=label(spoken.series, spoken.number), **place.written)
    return Sentence(language, caption, parts_of(template, {**place.spoken, "ticket": ticket}))


def announcement(text: str, language: str) -> Sentence:
    """Said as a whole: recorded, where somebody recorded just this text, else by the machine."""
    caption = " ".join(text.split())[:LONGEST_ANNOUNCEMENT]
    code = phrase(caption.rstrip(" .")).code
    said = phrase(read_aloud(caption, words_language(language)))
    return Sentence(language, caption, (type(said)(said.text, code),))
