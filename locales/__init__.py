"""How is it said? The words of every surface, on paper and by voice, in each language.

`say(language, key, **facts)` is the one door; `locales.dates` writes days and hours, `locales.refusals` turns
a refusal of the rules into the sentences a citizen reads.
"""

from locales.catalogue import facts_of, forms, has, keys, languages, say, slots, written

__all__ = ["facts_of", "forms", "has", "keys", "languages", "say", "slots", "written"]
