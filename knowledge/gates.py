"""Does what a question names agree with what an intent is about? However high its score, else it is out.

A score says how alike words are; it gives "turnout in 2023" 97 percent of "turnout in 2021". The gates
look at years, parties, people, places, other countries and other elections instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.analysis import Analysis
from knowledge.intents import Intent, IntentKind
from knowledge.lexicon import Time
from knowledge.model import Entity, EntityType

ASKS_FACTOR = 0.8
"""What is left of a score if the question asks for another kind of answer ("who" for "how many")."""
NEGATION_FACTOR = 0.75
"""What is left of a score if the question is in the negative and no phrasing is."""

BEFORE_FACTOR = 0.5
"""What is left of the score of a fact about the earlier election alone if the question does not speak of that time."""
CHANGE_FACTOR = 0.85
"""What is left of a score if the question speaks of change and the intent's phrasings do not, or the reverse."""
COMPARED_FACTOR = 1.3
"""What becomes of a comparison's score if the question speaks of change."""


class Gate(StrEnum):
    """Which disagreement put an intent out."""

    YEAR = "year"
    ELECTION = "election"
    PLACE = "place"
    COUNTRY = "country"
    NAME = "name"
    MISSING_NAME = "missing name"


@dataclass(frozen=True, slots=True)
class Rejection:
    """An intent that is out, and why."""

    gate: Gate
    named: str
    """The entity id or year that disagrees (or, for `MISSING_NAME`, that is missing)."""


_GATE_OF = {
    EntityType.PLACE: Gate.PLACE,
    EntityType.COUNTRY: Gate.COUNTRY,
    EntityType.ELECTION: Gate.ELECTION,
}


class Gates:
    """The gates of one fact base."""

    def __init__(self, entities: Mapping[str, Entity], election: str, before: str | None = None) -> None:
        """`election` is the one that a question means when it names none, `before` the one it is compared with."""
        self._entities = entities
        year = entities[election].year
        self._default_years = frozenset({year} if year is not None else ())
        self._elections = frozenset(id_ for id_ in (election, before) if id_ is not None)
        self._before = frozenset({before} if before is not None else ())

    def check(self, question: Analysis, intent: Intent) -> Rejection | None:
        """Why `intent` cannot be what `question` asks for, or None where nothing speaks against it."""
        missing = intent.required - question.entities
        if missing:
            return Rejection(Gate.MISSING_NAME, min(missing))
        if intent.kind is IntentKind.DECOY:
            return None
        for mention in question.mentions:
            entity = self._entities.get(mention.entity)
            if mention.entity in intent.about or (entity is not None and entity.soft):
                continue
            if entity is None or not entity.context or self._conflicts(entity, intent):
                return Rejection(_GATE_OF.get(mention.type, Gate.NAME), mention.entity)
        both = self._elections if self._names_both(question) else frozenset()
        if intent.elections and both - intent.elections:
            return Rejection(Gate.ELECTION, min(both - intent.elections))
        allowed = intent.years or self._default_years
        for year in question.years:
            if year not in allowed:
                return Rejection(Gate.YEAR, str(year))
        return None

    def _names_both(self, question: Analysis) -> bool:
        """Whether a question names both elections that are compared, by year or by name."""
        named = question.entities
        years = {self._entities[election].year for election in self._elections}
        return len(self._elections) > 1 and (self._elections <= named or years <= question.years)

    def _conflicts(self, named: Entity, intent: Intent) -> bool:
        """A thing of the context rules an intent out only if it is about another of its kind."""
        return any(self._entities[other].type is named.type for other in intent.about if other in self._entities)

    def doubt(self, question: Analysis, intent: Intent) -> float:
        """Factor of the score for what is not certain: question word, negation, change, and which election is meant."""
        factor = intent.prior
        if intent.kind is not IntentKind.DECOY and intent.speaks_of_change != question.speaks_of_change:
            factor *= CHANGE_FACTOR
        if intent.kind is IntentKind.COMPARISON and question.speaks_of_change:
            factor *= COMPARED_FACTOR
        if intent.elections and intent.elections == self._before and not _may_mean_before(question):
            factor *= BEFORE_FACTOR
        if question.asks and intent.asks and question.asks.isdisjoint(intent.asks):
            factor *= ASKS_FACTOR
        if question.negated and not intent.negated:
            factor *= NEGATION_FACTOR
        return factor


def _may_mean_before(question: Analysis) -> bool:
    """Whether a question may be about the earlier of the two elections: it says so, or gives a figure of its own."""
    return Time.BEFORE in question.times or any(feature[0].isdigit() for feature in question.features)
