"""How are printers and paper told to the Office? States, alerts and lines in words, all decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import clock
import locales
from actions.printer_news import PrinterView
from actions.reprints import PaperLine
from config import Config
from locales import dates
from office.shown import PaperAlert, PrinterShown
from rules.printer_status import STOPPING, Need, Reach
from rules.states import JobState

# More than these would push the day off the screen; the printers' page has them all.
MOST_DOUBTS = 3
_PICTURES = {"ok": "circle-check", "warn": "alert-triangle", "stop": "alert-triangle", "off": "help-circle"}
_ALERTS = {
    Need.AWAY: "printer.office.offline",
    Need.COVER: "printer.office.cover",
    Need.PAPER: "printer.office.out",
    Need.CUTTER: "printer.office.cutter",
    Need.FAULT: "printer.office.fault",
    Need.OFFLINE: "printer.office.stopped",
    Need.PAPER_LOW: "office.alert.paper_low",
}


@dataclass(frozen=True, slots=True)
class PrinterTeller:
    """Says how the printers of one office are, in one language. `now` is the office's wall time."""

    language: str
    config: Config
    now: datetime

    def say(self, key: str, **facts: object) -> str:
        return locales.say(self.language, key, **facts)

    def name(self, code: str) -> str:
        """What people call it."""
        return self.config.printer_name(code, self.language)

    def used(self, printers: tuple[PrinterView, ...]) -> tuple[PrinterView, ...]:
        """Those on which something can come out; the others are only written down."""
        codes = {printer.code for printer in self.config.used_printers}
        return tuple(each for each in printers if each.code in codes)

    def printer(self, each: PrinterView) -> PrinterShown:
        """One line of the strip and of the page."""
        tone, state = self._state(each)
        elsewhere = each.printed_by if each.printed_by != each.code else None
        notes = [self.say("office.printing.owed", n=each.owed)] if each.owed else []
        if elsewhere is not None:
            notes.append(self.say("office.printing.stands_in", printer=self.name(elsewhere)))
        return PrinterShown(
            code=each.code,
            name=self.name(each.code),
            tone=tone,
            picture=_PICTURES[tone],
            state=state,
            since=self._since(each),
            notes=tuple(notes),
        )

    def alerts(self, printers: tuple[PrinterView, ...]) -> Iterator[PaperAlert]:
        """What somebody must do at a printer. One that only answers nothing may be a clone: that is no alert."""
        for each in printers:
            if each.need is None or each.need not in _ALERTS:
                continue
            shown = self.printer(each)
            yield PaperAlert(
                key=f"printer:{each.code}:{each.need.value}",
                code=each.code,
                headline=self._headline(each),
                detail=" · ".join(shown.notes).capitalize(),
                is_urgent=each.need in STOPPING,
            )

    def doubts(self, papers: tuple[PaperLine, ...]) -> Iterator[PaperAlert]:
        """The oldest tickets of unknown fate, then how many more there are."""
        for paper in papers[:MOST_DOUBTS]:
            at = clock.local(paper.changed_at, self.config.site.zone).time() if paper.changed_at else None
            where = self.name(paper.printer or "")
            yield PaperAlert(
                key=f"doubt:{paper.job}",
                code=str(paper.job),
                headline=self.say("printer.office.doubtful", label=paper.label),
                detail=f"{where}, {dates.clock_time(self.language, at)}" if at is not None else where,
                is_urgent=False,
                ticket=paper.ticket,
                job=paper.job,
            )
        if len(papers) > MOST_DOUBTS:
            more = self.say("office.printing.more", n=len(papers) - MOST_DOUBTS)
            yield PaperAlert(key=f"doubts:{len(papers)}", code="more", headline=more, detail="", is_urgent=False)

    def paper(self, line: PaperLine) -> tuple[str, str]:
        """(tone, words) of a ticket's newest paper."""
        if line.state is None:
            return "off", self.say("office.printing.no_paper")
        if line.is_settled and line.state is JobState.DOUBTFUL:
            return "ok", self.say("office.printing.seen")
        tone = {
            JobState.PRINTED: "ok",
            JobState.UNCONFIRMED: "ok",
            JobState.NOT_SENT: "warn",
            JobState.DOUBTFUL: "stop",
        }.get(line.state, "off")
        return tone, self.say(f"print.{line.state.value}")

    def _state(self, each: PrinterView) -> tuple[str, str]:
        if each.need is None:
            is_known = each.status.reach is Reach.ANSWERS
            key = "unknown" if each.is_served or each.status.reach is not Reach.UNKNOWN else "waiting"
            key = f"printer.state.{'ok' if is_known else key}"
            return "ok" if is_known else "off", self.say(key)
        tone = "stop" if each.need in STOPPING else "warn" if each.need is Need.PAPER_LOW else "off"
        return tone, self.say(f"printer.state.{each.need.value}")

    def _headline(self, each: PrinterView) -> str:
        assert each.need is not None
        key = _ALERTS[each.need]
        if each.need is Need.AWAY and each.is_silent:
            key = "printer.office.agent" if self.config.printer(each.code).at else "printer.office.silent"
        return self.say(key, kiosk=self.name(each.code))

    def _since(self, each: PrinterView) -> str:
        if each.need is None or each.since is None:
            return ""
        at = clock.local(each.since, self.config.site.zone)
        return self.say("office.printing.since", time=at.time()) if at.date() == self.now.date() else ""
