"""Follow-ups: what a short message takes from the answer before it.

"And Aq Zhol?" is the last question about another party, "in 2016?" about another year, "why?" asks for
another kind of answer, "source?" and "more" are about the answer itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.analysis import ASKS, Analysis, Question, change_features
from knowledge.index import is_pair, is_word
from knowledge.linking import Mention
from knowledge.normalise import tokenise

MAX_FOLLOW_UP_WORDS = 8
"""Longer messages are questions of their own."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a follow-up can build on: the last answer and how its question was understood."""

    facts: tuple[str, ...]
    """Facts shown last, and before that with "more"."""
    question: Question
    shown: int = 1
    """How many of the facts the last answer showed."""


def is_elliptical(question: Question, *, leads_in: bool) -> bool:
    """Whether a message says too little to be a question of its own.

    That is so if it only names things, years or a kind of answer ("Aq Zhol?", "in 2016?", "why?"); after a
    lead-in one or two more words may stand there.
    """
    whole = question.whole
    if whole.unknown or not whole.features or len(tokenise(question.text)) > MAX_FOLLOW_UP_WORDS:
        return False
    words = [feature for feature in whole.features if _is_content(feature)]
    said_by_names = {word for mention in whole.mentions for word in mention.words}
    return len(set(words) - said_by_names) <= (2 if leads_in else 0)


def _is_content(feature: str) -> bool:
    return is_word(feature) and feature[0] not in "@#"


def merge(previous: Analysis, new: Analysis) -> Analysis:
    """The previous question with what the new message names in the place of things of the same kind."""
    new_types = {mention.type for mention in new.mentions}
    kept = tuple(mention for mention in previous.mentions if mention.type not in new_types)
    replaced = {f"@{mention.entity}" for mention in previous.mentions if mention.type in new_types}
    if new.years:
        replaced |= {f"#{year}" for year in previous.years}
    features = {
        feature: strength
        for feature, strength in previous.features.items()
        if not is_pair(feature) and feature not in replaced and feature[0] not in ("?~" if new.asks else "~")
    }
    if new_types:
        # Words that described what is replaced ("the ruling party") go with it.
        features = {f: s for f, s in features.items() if f not in _describing_words(previous, kept)}
    features |= {feature: strength for feature, strength in new.features.items() if not is_pair(feature)}
    asks = new.asks or previous.asks
    features |= {f"?{ask.value}": ASKS for ask in asks}
    cues, times = new.cues or previous.cues, new.times or previous.times
    features |= change_features(cues, times)
    return Analysis(
        features=features,
        unknown=0.0,
        mentions=(*kept, *new.mentions),
        years=new.years or (frozenset() if new_types else previous.years),
        asks=asks,
        cues=cues,
        negated=new.negated or previous.negated,
        times=times,
    )


def _describing_words(previous: Analysis, kept: Sequence[Mention]) -> frozenset[str]:
    gone = [mention for mention in previous.mentions if mention not in kept]
    return frozenset(word for mention in gone for word in mention.words)
