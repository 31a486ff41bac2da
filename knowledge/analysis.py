"""A text taken apart: what it names, asks and speaks of, and its weighted features.

A feature is a stem ("seat"), a name ("@nur-otan"), a year ("#2016"), a pair of neighbours ("ruling_party"), a
pair of a name and a word ("@nur-otan&seat"), a kind of answer ("?how-many") or change ("~change").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.lexicon import Asks, Cue, Time
from knowledge.linking import Mention
from knowledge.model import Language

PAIR = 0.4
"""Share of its weight that a pair has beside single words: of neighbours, or of a name and any word."""
ASKS = 0.5
"""Share of its weight that a question word has: "how many" matters less than what is counted."""
TYPED = 0.3
"""Share of its weight that a word as typed has: a stopword, or one that a synonym stands for."""
TYPED_PAIR = 0.25
"""The same of two such neighbours, and of what a text begins and ends with."""
CHANGE = 0.8
"""Share of its weight that a word about change has ("since", "lost", "than")."""
TIME = 0.4
"""Share of its weight that a word about one of the two times has."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """One text, taken apart.

    `features` maps a feature to its strength, 0 to 1: less than 1 for pairs, question words and repaired
    words. `unknown` is the number of content words that the fact base does not know.
    """

    features: Mapping[str, float]
    unknown: float
    mentions: tuple[Mention, ...]
    years: frozenset[int]
    asks: frozenset[Asks]
    cues: frozenset[Cue]
    negated: bool
    yes_or_no: bool = False
    times: frozenset[Time] = frozenset()
    """Which of the two times that are compared it speaks of, by name or by another word."""
    typed: tuple[str, ...] = ()
    """Its words in order: stems of all of them, with names for what names something ("@nur-otan")."""

    def details(self) -> dict[str, float]:
        """What `features` leave out, with strengths: stopwords, words that synonyms stand for, and all neighbours.

        "Who was punished for it" and "what is the punishment for it" differ by nothing else.
        """
        typed, features = self.typed, self.features
        details = {f"!{word}": TYPED for word in typed if word not in features}
        details |= {
            f"!{left}_{right}": TYPED_PAIR for left, right in pairwise(typed) if f"{left}_{right}" not in features
        }
        if typed:
            details[f"!^_{typed[0]}"] = details[f"!$_{typed[-1]}"] = TYPED
        return details

    @property
    def speaks_of_change(self) -> bool:
        """Whether it has a word about change, or speaks of both times."""
        return bool(self.cues) or len(self.times) > 1

    @property
    def entities(self) -> frozenset[str]:
        """Ids of everything named."""
        return frozenset(mention.entity for mention in self.mentions)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as typed and as understood."""

    text: str
    """As typed, cleaned."""
    whole: Analysis
    parts: tuple[Analysis, ...]
    """One analysis for each sentence where there are several, and for each clause of a long one."""
    verbatim: Analysis
    """With every word kept ("how are you"): what small talk is matched on."""
    language: Language
    """The language it was read in."""
    words: tuple[str, ...] = ()
    """All its words in their normal form, none repaired."""


def change_features(cues: Collection[Cue], times: Collection[Time]) -> dict[str, float]:
    """The features of words about change, and about the two times that are compared, with their strengths."""
    features = {f"~{time.value}": TIME for time in times}
    if cues:
        features["~change"] = CHANGE
    if len(times) > 1:
        features["~both"] = CHANGE
    return features


@dataclass(slots=True)
class Reading:
    """What has been read so far of one text, word by word."""

    sequence: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    features: dict[str, float] = field(default_factory=dict)
    asks: set[Asks] = field(default_factory=set)
    cues: set[Cue] = field(default_factory=set)
    times: set[Time] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    unknown: float = 0.0
    negated: bool = False
    yes_or_no: bool = False

    def add(self, feature: str, strength: float = 1.0) -> None:
        """Note a feature, or that it is there with more strength than before."""
        if self.features.get(feature, 0.0) < strength:
            self.features[feature] = strength

    def add_in_order(self, feature: str, strength: float = 1.0) -> None:
        """Note the next feature of the text, which makes a pair with its neighbours."""
        self.sequence.append(feature)
        self.add(feature, strength)

    def finish(self, mentions: Sequence[Mention]) -> Analysis:
        """What was read, with pairs, kinds of answer and change as features; nothing may be added any more."""
        features = self.features
        words = [feature for feature in features if feature[0] not in "@#"]
        for left, right in pairwise(self.sequence):
            self._add_pair(f"{left}_{right}", left, right)
        # A name with its neighbour counts as a name here.
        names = [feature for feature in features if feature[0] == "@"]
        for name in names:
            for word in words:
                self._add_pair(f"{name}&{word}", name, word)
        for asks in self.asks:
            self.add(f"?{asks.value}", ASKS)
        features |= change_features(self.cues, self.times)
        return Analysis(
            features=self.features,
            unknown=self.unknown,
            mentions=tuple(mentions),
            years=frozenset(self.years),
            asks=frozenset(self.asks),
            cues=frozenset(self.cues),
            negated=self.negated,
            yes_or_no=self.yes_or_no,
            times=frozenset(self.times),
            typed=tuple(self.typed),
        )

    def _add_pair(self, pair: str, one: str, other: str) -> None:
        strength = PAIR * min(self.features[one], self.features[other])
        if self.features.get(pair, 0.0) < strength:
            self.features[pair] = strength
