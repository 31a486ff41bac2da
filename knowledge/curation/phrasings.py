"""Doubts about phrasings: two things asked for in the same words, words that lead elsewhere, facts nobody reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.analysis import Analysis, Question
from knowledge.decide import Decision, Outcome, decide
from knowledge.errors import Problem
from knowledge.finding import phrasing_readers, worded_intents
from knowledge.gates import Gates
from knowledge.intents import Intent, IntentKind, about_subject, asked_comparisons
from knowledge.lexicon import Lexicon
from knowledge.match import Candidate, Matcher, Ranking
from knowledge.model import Asked, Language, LocalText
from knowledge.normalise import clean, tokenise

if TYPE_CHECKING:
    from knowledge.load import FactBase

CLEARLY = 1.25
"""How many times its own score another intent must have to be reported as the better match."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One question or phrasing, with where it stands."""

    intent: str
    """Id of the fact, comparison (of one subject), decoy or small talk that is asked for."""
    file: str
    item: str
    """Id of the entry in the file: a comparison has one for all its subjects."""
    field: str
    language: Language
    text: str

    def doubt(self, message: str) -> Problem:
        """Something to say about it."""
        return Problem(self.file, self.item, self.field, f"“{self.text}” {message}")


def wordings_of(base: FactBase) -> Iterator[Wording]:
    """Every wording of everything that can be asked, in the order in which intents are read."""
    for fact in base.facts.values():
        yield from _worded(base, fact.id, fact)
    for comparison in base.comparisons.values():
        for asked in asked_comparisons(comparison):
            name = base.entities[asked.subject].name if asked.subject is not None else None
            yield from _worded(base, asked.id, comparison, name)
    for decoy in base.decoys.values():
        yield from _worded(base, decoy.id, decoy)


def _worded(base: FactBase, intent: str, asked: Asked, name: LocalText | None = None) -> Iterator[Wording]:
    def wording(field: str, language: Language, text: str) -> Wording:
        filled = about_subject(text, name.get(language)) if name is not None else text
        return Wording(intent, base.files[asked.id], asked.id, field, language, filled)

    for language, text in asked.question.items():
        yield wording(f"question.{language.value}", language, text)
    for language in Language:
        for number, text in enumerate(asked.phrasings.get(language)):
            yield wording(f"phrasings.{language.value}.{number}", language, text)


def shared_wordings(base: FactBase) -> list[Problem]:
    """Wordings that two facts, comparisons or decoys have in common, but for case and punctuation."""
    return list(_shared((wording, tuple(tokenise(clean(wording.text)))) for wording in wordings_of(base)))


def _shared(keyed: Iterator[tuple[Wording, Hashable]]) -> Iterator[Problem]:
    same: dict[tuple[Language, Hashable], dict[str, Wording]] = defaultdict(dict)
    for wording, key in keyed:
        same[wording.language, key].setdefault(wording.intent, wording)
    for wordings in same.values():
        first, *others = wordings.values()
        for other in others:
            yield other.doubt(f"also asks for {first.intent!r} ({first.field})")


def misleading_wordings(base: FactBase, lexicon: Lexicon, advance: Callable[[], None] | None = None) -> list[Problem]:
    """Wordings that mean another fact's in other words, or match another better; facts that no wording reaches.

    The matcher is asked about every wording, its own learnt already: what goes wrong even so is surely wrong.
    That takes about a millisecond each; `advance` is called after each.
    """
    readers = phrasing_readers(base, lexicon)
    intents = worded_intents(base, readers)
    analyses = (analysis for each in intents for language in Language for analysis in each.readings.get(language, ()))
    wordings = sorted(wordings_of(base), key=_Order([each.intent.id for each in intents]))
    read = list(zip(wordings, analyses, strict=True))
    gates = Gates(base.entities, base.manifest.election, base.manifest.before)
    matcher = Matcher(intents, gates, base.weights)
    doubts = list(_same_features(read))
    reached = set[str]()
    for wording, analysis in read:
        ranking = matcher.rank(Question(wording.text, analysis, (), analysis, wording.language))
        decision = decide(ranking, base.thresholds.of(wording.language))
        if decision.outcome is not Outcome.NO_ANSWER:
            reached |= {intent.id for intent in decision.intents}
        doubts += _led_elsewhere(wording, ranking, decision)
        if advance is not None:
            advance()
    for id_, fact in base.facts.items():
        if id_ not in reached:
            doubts.append(Problem(base.files[id_], fact.id, "phrasings", "no wording reaches this fact"))
    return doubts


class _Order:
    """Sorts wordings as the analyses of the intents are kept: by intent, then by language."""

    def __init__(self, intents: list[str]) -> None:
        self._intents = {intent: number for number, intent in enumerate(intents)}
        self._languages = list(Language)

    def __call__(self, wording: Wording) -> tuple[int, int]:
        return self._intents[wording.intent], self._languages.index(wording.language)


def _same_features(read: list[tuple[Wording, Analysis]]) -> Iterator[Problem]:
    """Wordings that are the same to the matcher though not letter for letter."""
    letters = {wording: tuple(tokenise(clean(wording.text))) for wording, _ in read}
    same: dict[tuple[Language, Hashable], dict[str, Wording]] = defaultdict(dict)
    for wording, analysis in read:
        key = frozenset(analysis.features.items())
        if key:
            same[wording.language, key].setdefault(wording.intent, wording)
    for wordings in same.values():
        first, *others = wordings.values()
        for other in others:
            if letters[first] != letters[other]:
                yield other.doubt(f"is to the matcher the same as “{first.text}” of {first.intent!r}")


def _led_elsewhere(wording: Wording, ranking: Ranking, decision: Decision) -> Iterator[Problem]:
    found = {each.intent.id: each for each in (*ranking.passed, *ranking.rejected)}
    own = found.get(wording.intent)
    if own is not None and own.rejection is not None:
        yield wording.doubt(f"is kept out by the gate {own.rejection.gate.value!r} ({own.rejection.named})")
        return
    if not ranking.passed:
        yield wording.doubt("matches nothing")
        return
    best = ranking.passed[0]
    if any(_alike(wording, own, intent) for intent in (best.intent, *decision.intents)):
        return
    score = own.score if own is not None else 0.0
    if best.score >= CLEARLY * score:
        yield wording.doubt(f"matches {best.intent.id!r} better ({best.score:.2f} against {score:.2f})")


def _alike(wording: Wording, own: Candidate | None, other: Intent) -> bool:
    """Whether it matters little which of two is taken: the same one, or comparisons of one topic."""
    if wording.intent == other.id:
        return True
    kinds = {other.kind, own.intent.kind if own is not None else None}
    return own is not None and kinds == {IntentKind.COMPARISON} and own.intent.topic == other.topic
