"""From what was typed to what it asks for: read, rank, decide. The replies are written elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.analysis import Question
from knowledge.decide import Band, Decision, Outcome, decide
from knowledge.gates import Gates
from knowledge.index import is_word
from knowledge.intents import (
    Analysers,
    IntentKind,
    WordedIntent,
    asked_comparisons,
    comparison_intent,
    decoy_intent,
    fact_intent,
    wordings,
)
from knowledge.lexicon import LanguageWords, Lexicon, Time
from knowledge.linking import EntityLinker
from knowledge.match import Matcher, Ranking
from knowledge.model import Asked, Language
from knowledge.normalise import clean, tokenise
from knowledge.reading import Reader
from knowledge.smalltalk import SmallTalk, SmallTalkMatch
from knowledge.speech import Speech
from knowledge.understand import Analyser
from knowledge.wordlists import WordLists

if TYPE_CHECKING:
    from knowledge.load import FactBase


SHORT = 3
"""Words of a message that may be a set phrase in the language of the chat though they look like another's."""
FEW = 3
"""Words of a message that is not to be answered if all it says rests on guesses."""
GUESSED = 0.8
"""Similarity up to which a known word is a guess for an unknown one: one edit in five letters."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A question with the candidates for what it asks and what was decided about them."""

    question: Question
    ranking: Ranking
    decision: Decision
    small_talk: SmallTalkMatch | None = None
    """The nearest small talk, or None where none is near enough to be meant."""

    @property
    def best(self) -> float:
        """Score of the best candidate that passed the gates."""
        return self.ranking.passed[0].score if self.ranking.passed else 0.0

    @property
    def best_answer(self) -> float:
        """Score of the best candidate that passed the gates and could be answered with."""
        answers = (each.score for each in self.ranking.passed if each.intent.kind is not IntentKind.DECOY)
        return max(answers, default=0.0)


class Finder:
    """Finds what questions ask for, in one fact base. Building one reads every phrasing; keep it."""

    def __init__(self, base: FactBase, lexicon: Lexicon) -> None:
        self._thresholds = base.thresholds
        readers = phrasing_readers(base, lexicon)
        intents = worded_intents(base, readers)
        self._small_talk = SmallTalk(base.chats.values(), _asked(base), readers)
        gates = Gates(base.entities, base.manifest.election, base.manifest.before)
        self._matcher = Matcher(intents, gates, base.weights)
        words = _words(base, readers)
        analysers = {language: reader.with_vocabulary(words[language]) for language, reader in readers.items()}
        self.reader = Reader(analysers, lexicon.scripts.keyboard)

    def find(self, text: str, preferred: Language | None = None) -> Finding:
        """What a text asks for. Any text will do, also an empty one.

        `preferred` is the language it is taken for where it does not show any.
        """
        signed = self._small_talk.signed(clean(text))
        if signed is not None:
            return replace(
                self.decide(self.reader.analyser(preferred or Language.EN).understand(text)), small_talk=signed
            )
        questions = self.reader.understand(text, preferred)
        for question in self._also_in(preferred, questions, text):
            said = self._small_talk.said(question)
            if said is not None:
                return replace(self.decide(question), small_talk=said)
        found = [self._with_small_talk(self.decide(question)) for question in questions]
        return max(found, key=lambda each: max(each.best, each.small_talk.score if each.small_talk else 0.0))

    def _also_in(self, preferred: Language | None, questions: Sequence[Question], text: str) -> Iterator[Question]:
        """The questions as read, and a few words in the preferred language too: "da" is not only an English name."""
        yield from questions
        short = all(len(question.words) <= SHORT for question in questions)
        if preferred is not None and short and all(question.language is not preferred for question in questions):
            yield self.reader.analyser(preferred).understand(text)

    def decide(self, question: Question) -> Finding:
        """What a question that was understood already asks for. Small talk is not thought of."""
        ranking = self._matcher.rank(question)
        decision = decide(ranking, self._thresholds.of(question.language))
        if decision.outcome is Outcome.ANSWER and _is_guess(question):
            decision = replace(decision, outcome=Outcome.CHOICE, band=Band.LOW)
        return Finding(question, ranking, decision)

    def is_set_phrase(self, question: Question) -> bool:
        """Whether a question that was understood already is small talk word for word."""
        return self._small_talk.said(question) is not None

    def _with_small_talk(self, finding: Finding) -> Finding:
        """With the nearest small talk if it may be meant: a message that names something is about that."""
        if finding.question.whole.mentions:
            return finding
        return replace(finding, small_talk=self._small_talk.nearest(finding.question, finding.best_answer))


def _is_guess(question: Question) -> bool:
    """Whether a short message holds nothing but words that were taken for known ones not so very like them."""
    whole = question.whole
    if whole.mentions or whole.years or len(question.words) > FEW:
        return False
    words = [strength for feature, strength in whole.features.items() if is_word(feature)]
    return bool(words) and max(words) <= GUESSED


def worded_intents(base: FactBase, readers: Analysers) -> list[WordedIntent]:
    """Everything that can be asked, with its phrasings read."""
    return [
        *(fact_intent(fact, base, readers) for fact in base.facts.values()),
        *(
            comparison_intent(asked, base, readers)
            for comparison in base.comparisons.values()
            for asked in asked_comparisons(comparison)
        ),
        *(decoy_intent(decoy, base, readers) for decoy in base.decoys.values()),
    ]


def phrasing_readers(base: FactBase, lexicon: Lexicon) -> Analysers:
    """Analysers that read the fact base's own phrasings, one a language."""
    context = frozenset(entity.id for entity in base.entities.values() if entity.context)
    times = dict(_times(base))
    readers = {}
    for language in Language:
        words = lexicon.words.get(language, LanguageWords())
        speech = Speech(language, lexicon.scripts, words.endings, words.misspellings)
        linker = EntityLinker(base.entities.values(), lexicon.gazetteer, speech, words.no_places)
        readers[language] = Analyser(speech, WordLists(words, speech), linker, context=context, times=times)
    return readers


def _times(base: FactBase) -> Iterator[tuple[str | int, Time]]:
    """The elections that are compared, and their years, with which of the two times they are."""
    for election, time in ((base.manifest.election, Time.NOW), (base.manifest.before, Time.BEFORE)):
        if election is not None:
            yield election, time
            year = base.entities[election].year
            if year is not None:
                yield year, time


def _asked(base: FactBase) -> Iterator[tuple[Language, str]]:
    """The questions and phrasings of everything that can be asked, small talk apart."""
    asked: list[Asked] = [*base.facts.values(), *base.comparisons.values(), *base.decoys.values()]
    for each in asked:
        yield from wordings(each)


def _words(base: FactBase, readers: Analysers) -> Mapping[Language, Counter[str]]:
    """The normal forms of every word of the fact base's questions, phrasings and small talk, counted."""
    typed: dict[Language, Counter[str]] = {language: Counter() for language in readers}

    def add(texts: Iterable[tuple[Language, str]]) -> None:
        for language, text in texts:
            typed[language].update(tokenise(text))

    add(_asked(base))
    for chat in base.chats.values():
        add((language, text) for language in Language for text in chat.phrasings.get(language))
    found: dict[Language, Counter[str]] = {language: Counter() for language in readers}
    for language, tokens in typed.items():
        for token, count in tokens.items():
            found[language][readers[language].speech.normal(token)] += count
    return found
