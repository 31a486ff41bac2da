"""What a question can be about: facts, comparisons and decoys as intents with what they are about.

What an intent is *about* is derived from how people ask for it: a curator writes phrasings, not rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from knowledge.analysis import Analysis
from knowledge.changes import Figures
from knowledge.lexicon import Asks
from knowledge.model import Asked, Comparison, ComparisonKind, Decoy, Fact, Language, LocalText
from knowledge.understand import Analyser

if TYPE_CHECKING:
    from knowledge.load import FactBase

SUBJECT = "{subject}"
"""Stands in the wordings of a comparison for the name of each of its subjects."""


Analysers = Mapping[Language, Analyser]
Readings = Mapping[Language, Sequence[Analysis]]
"""The analyses of an intent's phrasings in each language that has some."""


CHANGE_SHARE = 0.25
"""Share of its phrasings with words of change from which an intent is asked for with such words."""
BEYOND = 0.92
"""Prior of a fact that only second sources hold."""


class IntentKind(StrEnum):
    """What follows when an intent is recognised."""

    FACT = "fact"
    COMPARISON = "comparison"
    DECOY = "decoy"


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that can be asked, and what a question for it may and must name."""

    id: str
    kind: IntentKind
    topic: str
    related: frozenset[str]
    """Intents that go together with it."""
    about: frozenset[str]
    """Entities that a question may name."""
    required: frozenset[str]
    """Entities that a question must name, because every phrasing does."""
    years: frozenset[int]
    """Years that a question may name."""
    elections: frozenset[str]
    """Elections that its typed values belong to."""
    subject: str | None
    """Whose numbers it is about, for a comparison that is asked for each subject by itself."""
    prior: float
    """Factor of its scores: what the material says comes before what other sources say."""
    asks: frozenset[Asks]
    """Kinds of answer that its phrasings ask for."""
    negated: bool
    """Whether any phrasing is in the negative."""
    shown: frozenset[str]
    """Facts whose numbers or states of affairs a comparison shows anyway."""
    speaks_of_change: bool
    """Whether a good part of its phrasings have words of change ("still", "since", "lost")."""


@dataclass(frozen=True, slots=True)
class WordedIntent:
    """An intent with the analyses of its phrasings by language, from which the index is made."""

    intent: Intent
    readings: Readings


@dataclass(frozen=True, slots=True)
class AskedComparison:
    """A comparison, of one of its subjects where each is asked about on its own."""

    comparison: Comparison
    subject: str | None

    @property
    def id(self) -> str:
        """Id of the intent."""
        return self.comparison.id if self.subject is None else f"{self.comparison.id}-{self.subject}"


def asked_comparisons(comparison: Comparison) -> Iterator[AskedComparison]:
    """What can be asked with one comparison: one intent for each subject, or one for all together."""
    if comparison.kind is ComparisonKind.NUMBERS and len(comparison.subjects) > 1:
        for subject in comparison.subjects:
            yield AskedComparison(comparison, subject)
    else:
        yield AskedComparison(comparison, None)


def about_subject(text: str, name: str) -> str:
    """A wording with the subject's name filled in."""
    return text.replace(SUBJECT, name)


def wordings(asked: Asked) -> Iterator[tuple[Language, str]]:
    """The question and the phrasings of an asked thing in all its languages."""
    yield from asked.question.items()
    for language in Language:
        for text in asked.phrasings.get(language):
            yield language, text


def _read(analysers: Analysers, asked: Asked, name: LocalText | None = None) -> Readings:
    found: dict[Language, list[Analysis]] = {}
    for language, text in wordings(asked):
        wording = about_subject(text, name.get(language)) if name is not None else text
        found.setdefault(language, []).append(analysers[language].analyse(wording))
    return found


def _required(analyses: Sequence[Analysis], base: FactBase) -> frozenset[str]:
    common = frozenset.intersection(*(analysis.entities for analysis in analyses))
    entities = base.entities
    return frozenset(e for e in common if e in entities and not entities[e].context and not entities[e].soft)


def _worded(  # noqa: PLR0913 -- what an intent is made of
    asked: Asked,
    kind: IntentKind,
    readings: Readings,
    base: FactBase,
    *,
    id_: str | None = None,
    related: Iterable[str] = (),
    about: Iterable[str] = (),
    years: Iterable[int] = (),
    elections: Iterable[str] = (),
    subject: str | None = None,
    prior: float = 1.0,
    shown: Iterable[str] = (),
) -> WordedIntent:
    analyses = [analysis for of_language in readings.values() for analysis in of_language]
    named = frozenset(entity for analysis in analyses for entity in analysis.entities)
    intent = Intent(
        id=id_ or asked.id,
        kind=kind,
        topic=asked.topic,
        related=frozenset(related),
        about=named | frozenset(about),
        required=_required(analyses, base),
        years=frozenset(years) | {year for analysis in analyses for year in analysis.years},
        elections=frozenset(elections),
        subject=subject,
        prior=prior,
        asks=frozenset(asks for analysis in analyses for asks in analysis.asks),
        negated=any(analysis.negated for analysis in analyses),
        shown=frozenset(shown),
        speaks_of_change=sum(analysis.speaks_of_change for analysis in analyses) >= CHANGE_SHARE * len(analyses),
    )
    return WordedIntent(intent, readings)


def _years_of(fact: Fact, base: FactBase) -> Iterator[int]:
    yield from fact.years
    for value in fact.values:
        election = base.entities[value.election].year if value.election else None
        if election is not None:
            yield election
        yield from (int(text[:4]) for text in (value.date, value.value) if isinstance(text, str))


def fact_intent(fact: Fact, base: FactBase, analysers: Analysers) -> WordedIntent:
    """The intent of a fact: about what its phrasings and typed values name."""
    valued = [id_ for value in fact.values for id_ in (value.subject, value.election) if id_]
    return _worded(
        fact,
        IntentKind.FACT,
        _read(analysers, fact),
        base,
        related=fact.related,
        about=(*valued, *fact.also_about),
        years=_years_of(fact, base),
        elections=(value.election for value in fact.values if value.election is not None),
        prior=1.0 if base.is_from_material(fact) else BEYOND,
    )


def comparison_intent(asked: AskedComparison, base: FactBase, analysers: Analysers) -> WordedIntent:
    """The intent of a comparison: about both elections and whom it compares."""
    comparison = asked.comparison
    elections = [id_ for id_ in (base.manifest.before, base.manifest.election) if id_ is not None]
    subjects = (asked.subject,) if asked.subject is not None else comparison.subjects
    name = base.entities[asked.subject].name if asked.subject is not None else None
    years = (base.entities[id_].year for id_ in elections)
    return _worded(
        comparison,
        IntentKind.COMPARISON,
        _read(analysers, comparison, name),
        base,
        id_=asked.id,
        about=(*elections, *subjects, *comparison.also_about),
        years=(year for year in years if year is not None),
        subject=asked.subject,
        prior=1.0 if _from_material(comparison, base) else BEYOND,
        shown=_shown(comparison, subjects, base),
    )


def _shown(comparison: Comparison, subjects: Sequence[str], base: FactBase) -> Iterator[str]:
    """The facts that a comparison puts side by side."""
    for state in (comparison.before, comparison.after):
        yield from state.facts if state is not None else ()
    if comparison.measure is None or base.manifest.before is None:
        return
    figures = Figures(base)
    for subject in subjects:
        for election in (base.manifest.before, base.manifest.election):
            figure = figures.find(comparison.measure, subject, election)
            if figure is not None:
                yield figure.fact.id


def _from_material(comparison: Comparison, base: FactBase) -> bool:
    """Whether the material itself holds the numbers of a comparison, or it compares no numbers."""
    if comparison.measure is None or base.manifest.before is None:
        return True
    figures = Figures(base)
    found = (figures.find(comparison.measure, subject, base.manifest.before) for subject in comparison.subjects)
    return any(figure is not None and base.is_from_material(figure.fact) for figure in found)


def decoy_intent(decoy: Decoy, base: FactBase, analysers: Analysers) -> WordedIntent:
    """The intent of a decoy: declining is right for whatever a question names beside it."""
    return _worded(decoy, IntentKind.DECOY, _read(analysers, decoy), base)
