"""How does an officer read why something is not possible now? Short, without a pronoun."""

from __future__ import annotations

import locales
from actions.views import DeskView
from config import Config
from rules.refusals import Refusal
from theme.hall import hall
from theme.language import language, say
from theme.refused import said_of

# What a move that does not fit the state means to the one who pressed, by the state of the desk.
_NOT_NOW = {
    "closed": "refusal.desk_not_open",
    "ready": "refusal.nothing_held",
    "break": "refusal.on_break",
    "calling": "desk.why.not_arrived",
    "serving": "desk.why.arrived",
}


def why(refusal: Refusal, phase: str) -> str:
    """The sentence for a refusal of a desk's command."""
    if refusal.code == "illegal_move":
        return say(_NOT_NOW[phase])
    config, facts = hall().config, dict(refusal.facts)
    if "department" in facts:
        facts["department"] = config.department(facts["department"]).text("name", language())
    if "desk" in facts:
        facts["desk"] = config.desk(facts["desk"]).text("name", language())
    sentence = f"refusal.{refusal.code}"
    if refusal.next is None and locales.facts_of(locales.forms(language(), sentence)[0]) <= set(facts):
        return say(sentence, **facts)
    # No number now for one who is taken in: the same words as at the kiosk, with the next duty.
    now = hall().local_now().replace(tzinfo=None)
    return " ".join(said_of(refusal, language(), config, now).lines())


def closed_words(view: DeskView, config: Config) -> tuple[str, str]:
    """What a desk that is not open for this officer says: a title and what to do."""
    desk = config.desk(view.desk).text("name", language())
    if view.officer is not None:
        return say("signin.desk_taken", Desk=desk, name=view.officer), say("desk.closed.taken")
    title = say("desk.closed.title")
    if view.departments:
        return title, say("desk.closed.hint", departments=_names(view.departments, config))
    if view.not_on_duty:
        return title, say("desk.closed.off_duty", departments=_names(view.not_on_duty, config))
    return title, say("desk.closed.not_yours")


def _names(codes: tuple[str, ...], config: Config) -> str:
    return ", ".join(config.department(code).text("name", language()) for code in codes)
