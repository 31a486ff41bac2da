"""What the process knows of the state of its parts, for the web server, the operator and the log."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A part that can be in trouble."""

    TELEGRAM = "telegram"
    """Fetching updates, or having them posted."""
    ANSWERS = "answers"
    """Sending what answers them."""
    DATABASE = "database"
    FACT_BASE = "fact_base"


_NEEDED = (Part.TELEGRAM, Part.ANSWERS)
"""Without these nobody is answered; with trouble in the others the bot goes on."""


class Health:
    """Which parts are in trouble, and why, in words for the operator. Starts with Telegram not reached yet."""

    def __init__(self) -> None:
        self._problems: dict[Part, str] = {Part.TELEGRAM: "not reached yet"}

    @property
    def problems(self) -> dict[Part, str]:
        """What is wrong now, by part."""
        return dict(self._problems)

    @property
    def ready(self) -> bool:
        """Whether questions are being answered."""
        return not any(part in self._problems for part in _NEEDED)

    def well(self, part: Part) -> None:
        """The part works."""
        self._problems.pop(part, None)

    def trouble(self, part: Part, why: str) -> None:
        """The part does not work; `why` holds no secret and nobody's words."""
        self._problems[part] = why
