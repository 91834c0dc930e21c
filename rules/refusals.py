"""What does the system answer when a citizen or an officer may not, now?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rules.duty import NextDuty


@dataclass(frozen=True, slots=True)
class Refusal:
    """A "no" with its reason: returned, never raised.

    `code` is the key of the sentence without its leading "refusal." ("off_roster", "closed_day.holiday").
    `facts` fill the sentence's places with plain values (dates, times, weekdays, codes), never with words
    that the program made up. `next` tells when to come instead, where the reason is about duty.
    """

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    next: NextDuty | None = None
