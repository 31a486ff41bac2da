"""Intents made by hand, about nothing in particular."""

from __future__ import annotations

from typing import Any

from knowledge.intents import Intent, IntentKind


def intent(id_: str, kind: IntentKind = IntentKind.FACT, **more: Any) -> Intent:
    """One that may be asked in any way; `more` are other values for its fields."""
    fields: dict[str, Any] = {
        "topic": id_, "related": frozenset(), "about": frozenset(), "required": frozenset(), "years": frozenset(),
        "elections": frozenset(), "subject": None, "prior": 1.0, "asks": frozenset(), "negated": False,
        "speaks_of_change": False, "shown": frozenset(),
    }  # fmt: skip
    return Intent(id=id_, kind=kind, **fields | more)
