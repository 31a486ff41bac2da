"""What a question can be about: facts, decoys and small talk as intents with what they are about.

What an intent is *about* is derived from how people ask for it: a curator writes phrasings, not rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from knowledge.lexicon import Asks
from knowledge.model import Asked, Decoy, Entity, Fact
from knowledge.normalise import clean, tokenise
from knowledge.understand import Analyser, Analysis

if TYPE_CHECKING:
    from knowledge.load import FactBase


class IntentKind(StrEnum):
    """What follows when an intent is recognised."""

    FACT = "fact"
    DECOY = "decoy"


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that can be asked, and what a question for it may and must name."""

    id: str
    kind: IntentKind
    analyses: tuple[Analysis, ...]
    about: frozenset[str]
    """Entities that a question may name."""
    required: frozenset[str]
    """Entities that a question must name, because every phrasing does."""
    years: frozenset[int]
    """Years that a question may name."""
    asks: frozenset[Asks]
    """Kinds of answer that its phrasings ask for."""
    negated: bool
    """Whether any phrasing is in the negative."""


def _read(analyser: Analyser, asked: Asked) -> tuple[Analysis, ...]:
    return tuple(analyser.analyse(tokenise(clean(text))) for text in asked.wordings())


def _required(analyses: Sequence[Analysis], entities: dict[str, Entity]) -> frozenset[str]:
    common = frozenset.intersection(*(analysis.entities for analysis in analyses))
    return frozenset(e for e in common if e in entities and not entities[e].context and not entities[e].soft)


def _years_of(fact: Fact, analyses: Sequence[Analysis], entities: dict[str, Entity]) -> frozenset[int]:
    years = set(fact.years)
    for analysis in analyses:
        years |= analysis.years
    for value in fact.values:
        election = entities[value.election].year if value.election else None
        if election is not None:
            years.add(election)
        years |= {int(text[:4]) for text in (value.date, value.value) if isinstance(text, str)}
    return frozenset(years)


def fact_intent(fact: Fact, base: FactBase, analyser: Analyser) -> Intent:
    """The intent of a fact: about what its phrasings and typed values name."""
    entities = dict(base.entities)
    analyses = _read(analyser, fact)
    named = frozenset(entity for analysis in analyses for entity in analysis.entities)
    valued = frozenset(id_ for value in fact.values for id_ in (value.subject, value.election) if id_)
    return Intent(
        id=fact.id,
        kind=IntentKind.FACT,
        analyses=analyses,
        about=named | valued | frozenset(fact.also_about),
        required=_required(analyses, entities),
        years=_years_of(fact, analyses, entities),
        asks=frozenset(asks for analysis in analyses for asks in analysis.asks),
        negated=any(analysis.negated for analysis in analyses),
    )


def decoy_intent(decoy: Decoy, base: FactBase, analyser: Analyser) -> Intent:
    """The intent of a decoy: declining is right for whatever a question names beside it."""
    analyses = _read(analyser, decoy)
    return Intent(
        id=decoy.id,
        kind=IntentKind.DECOY,
        analyses=analyses,
        about=frozenset(entity for analysis in analyses for entity in analysis.entities),
        required=_required(analyses, dict(base.entities)),
        years=frozenset(year for analysis in analyses for year in analysis.years),
        asks=frozenset(asks for analysis in analyses for asks in analysis.asks),
        negated=any(analysis.negated for analysis in analyses),
    )
