"""Public intent sets with out-of-scope questions, in the format of CLINC150 (Larson et al., 2019)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

OUT_OF_SCOPE = "oos"


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the intent it has; `OUT_OF_SCOPE` for none of them."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class IntentSet:
    """What is known of the intents, what thresholds are chosen on, and what is measured."""

    train: Sequence[Example]
    validation: Sequence[Example]
    test: Sequence[Example]

    @property
    def intents(self) -> list[str]:
        """All intents, sorted."""
        return sorted({example.intent for example in self.train})

    def with_shots(self, count: int, seed: int) -> IntentSet:
        """The same with at most so many examples of each intent, drawn at random."""
        chance = Random(seed)
        kept: list[Example] = []
        for intent in self.intents:
            examples = [example for example in self.train if example.intent == intent]
            kept += chance.sample(examples, min(count, len(examples)))
        return replace(self, train=kept)


def load_intent_set(path: Path) -> IntentSet:
    """Read `data_small.json`, `data_full.json` or another of the same format.

    Out-of-scope examples for training are left out: a matcher over curated phrasings has none.

    Raises:
        ValueError: it is not in this format; the text says what is missing.
    """
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: cannot be read: {error}") from error
    wanted = ("train", "val", "test", "oos_val", "oos_test")
    missing = [name for name in wanted if not isinstance(parts, dict) or name not in parts]
    if missing:
        raise ValueError(f"{path}: not in the format of CLINC150, it has no {', '.join(missing)}")

    def examples(*names: str) -> list[Example]:
        return [Example(text, intent) for name in names for text, intent in parts[name]]

    return IntentSet(examples("train"), examples("val", "oos_val"), examples("test", "oos_test"))
