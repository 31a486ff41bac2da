"""The one door: a question in, a reply out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.compare import Comparer
from knowledge.compose import Composer
from knowledge.conversation import Context, FollowUps, is_elliptical, merge
from knowledge.decide import Band, Decision, Outcome, band, decide
from knowledge.gates import Gate, Gates, Rejection
from knowledge.intents import (
    AskedComparison,
    Intent,
    IntentKind,
    asked_comparisons,
    comparison_intent,
    decoy_intent,
    fact_intent,
)
from knowledge.language import detect_language
from knowledge.lexicon import Cue, FollowUp, Lexicon
from knowledge.linking import EntityLinker
from knowledge.match import Matcher, Ranking
from knowledge.model import Asked, Language
from knowledge.normalise import WordStemmer, clean, tokenise
from knowledge.reply import Reply, Suggestion
from knowledge.smalltalk import SmallTalk, SmallTalkMatch
from knowledge.texts import Texts
from knowledge.understand import Analyser, Analysis, Question
from knowledge.vocabulary import Vocabulary
from knowledge.wordlists import WordLists

if TYPE_CHECKING:
    from knowledge.load import FactBase

_TELLING_GATES = frozenset({Gate.YEAR, Gate.PLACE, Gate.COUNTRY})
"""Gates whose reason is worth saying: "nothing about 2023"."""


_DIRECTION = {Cue.UP: 1, Cue.DOWN: -1, Cue.SAME: 0}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reply with everything that led to it."""

    question: Question
    ranking: Ranking
    decision: Decision
    small_talk: SmallTalkMatch | None
    reply: Reply


class Answerer:
    """Answers questions from one fact base. Building one reads every phrasing (some 100 ms); keep it."""

    def __init__(self, base: FactBase, lexicon: Lexicon, texts: Texts) -> None:
        self.base = base
        self.texts = texts
        self._composer = Composer(base, texts)
        self._comparer = Comparer(base, texts, self._composer) if base.manifest.before is not None else None
        self._comparisons: dict[str, AskedComparison] = {
            asked.id: asked for comparison in base.comparisons.values() for asked in asked_comparisons(comparison)
        }
        self._follow_ups = FollowUps(lexicon)
        stemmer = WordStemmer()
        lists = WordLists(lexicon, stemmer)
        linker = EntityLinker(base.entities.values(), lexicon.gazetteer)
        context = frozenset(entity.id for entity in base.entities.values() if entity.context)
        reader = Analyser(lists, linker, stemmer, context=context)
        intents = [
            *(fact_intent(fact, base, reader) for fact in base.facts.values()),
            *(comparison_intent(asked, base, reader) for asked in self._comparisons.values()),
            *(decoy_intent(decoy, base, reader) for decoy in base.decoys.values()),
        ]
        self._small_talk = SmallTalk(base.chats.values(), reader)
        self._matcher = Matcher(intents, Gates(base.entities, base.entities[base.manifest.election].year))
        vocabulary = Vocabulary(lists.words | _words(base) | self._small_talk.words)
        self._analyser = reader.with_vocabulary(vocabulary)

    # --- questions -------------------------------------------------------------------------------

    def answer(self, question: str, language: Language | None = None) -> Reply:
        """The reply to a question, in `language` or else in the language of the question.

        Any text is allowed, also empty or of any length; there is always a reply and never an exception.
        """
        return self.explain(question, language).reply

    def explain(self, question: str, language: Language | None = None) -> Explanation:
        """The reply together with how the question was understood, ranked and decided."""
        understood = self._analyser.understand(question)
        return self._explain(understood, language or detect_language(understood.text))

    def converse(
        self, message: str, language: Language | None = None, context: Context | None = None
    ) -> tuple[Reply, Context | None]:
        """Like `answer`, with what came before: "and Aq Zhol?", "why?", "source?", "more".

        Returns:
            The reply, and the context for the next message: that of this reply if it was an answer, else
            the old one.
        """
        understood = self._analyser.understand(message)
        spoken = language or detect_language(understood.text)
        tokens = tokenise(understood.text)
        if context is not None:
            about = self._follow_ups.about_answer(tokens)
            if about is not None:
                return self._about_answer(message, about, context, spoken)
            if is_elliptical(understood, self._follow_ups.leads_in(tokens)):
                merged = replace(understood, whole=merge(context.analysis, understood.whole), sentences=())
                explained = self._explain(merged, spoken)
                if explained.decision.outcome is Outcome.ANSWER:
                    return explained.reply, Context(explained.reply.facts, merged.whole)
        explained = self._explain(understood, spoken)
        if explained.reply.facts:
            return explained.reply, Context(explained.reply.facts, understood.whole)
        return explained.reply, context

    def _about_answer(
        self, message: str, about: FollowUp, context: Context, language: Language
    ) -> tuple[Reply, Context]:
        facts = [self.base.facts[id_] for id_ in context.facts if id_ in self.base.facts]
        if about is FollowUp.SOURCE:
            return self._composer.where_written(message, facts[:1], language), context
        related = dict.fromkeys(other for fact in facts for other in fact.related if other not in context.facts)
        if not related:
            return self._composer.nothing_more(message, language), context
        following = next(iter(related))
        reply = self._composer.fact(message, self.base.facts[following], language, 1.0, Band.HIGH)
        return reply, Context((following, *context.facts), context.analysis)

    def _explain(self, question: Question, language: Language) -> Explanation:
        ranking = self._matcher.rank(question)
        decision = decide(ranking, self.base.thresholds)
        small_talk = self._small_talk.nearest(question.verbatim)
        reply = self._reply(question, language, ranking, decision, small_talk)
        return Explanation(question, ranking, decision, small_talk, reply)

    def _reply(
        self,
        question: Question,
        language: Language,
        ranking: Ranking,
        decision: Decision,
        small_talk: SmallTalkMatch | None,
    ) -> Reply:
        thresholds = self.base.thresholds
        best = ranking.passed[0].score if ranking.passed else 0.0
        if small_talk is not None and small_talk.score >= thresholds.chat and small_talk.score > best:
            sure = min(1.0, small_talk.score)
            return self._composer.chat(question.text, small_talk.chat, language, sure, band(sure, thresholds))
        ids = [intent.id for intent in decision.intents]
        if decision.outcome is Outcome.ANSWER:
            return self._answering(question, ids, language, decision)
        if decision.outcome is Outcome.CHOICE:
            offered = self._suggestions(ids, language)
            return self._composer.clarification(question.text, offered, language, decision.confidence)
        nearest = self._nearest(decision.intents, ranking)
        because = self._reason(ranking) if not decision.intents else None
        return self._composer.no_answer(question.text, language, decision.confidence, nearest, because)

    def _answering(self, question: Question, ids: list[str], language: Language, decision: Decision) -> Reply:
        compared = self._comparisons.get(ids[0])
        if compared is not None and self._comparer is not None:
            return self._comparer.reply(
                question.text,
                compared,
                language,
                decision.confidence,
                decision.band,
                presumed=presumed(question.whole),
                yes_or_no=question.whole.yes_or_no,
            )
        facts = [self.base.facts[id_] for id_ in ids]
        return self._composer.facts(question.text, facts, language, decision.confidence, decision.band)

    def _suggestions(self, intents: Iterable[str], language: Language) -> tuple[Suggestion, ...]:
        """The questions of these facts and comparisons."""
        found = []
        for intent in intents:
            compared = self._comparisons.get(intent)
            if compared is not None and self._comparer is not None:
                found.append(Suggestion(intent, self._comparer.question(compared, language)))
            else:
                found += self._composer.suggestions([intent], language)
        return tuple(found)

    def _nearest(self, decoys: tuple[Intent, ...], ranking: Ranking) -> tuple[str, ...]:
        """Facts to offer where there is no answer."""
        if decoys:
            return self.base.decoys[decoys[0].id].nearest
        close = [c.intent.id for c in ranking.passed if c.score >= self.base.thresholds.choice / 2]
        facts = [id_ for id_ in close if id_ in self.base.facts]
        return tuple(facts[:2]) or self.base.manifest.examples[:3]

    def _reason(self, ranking: Ranking) -> Rejection | None:
        """The gate that put out the best-scoring fact, if it was good enough to be the answer."""
        facts = [c for c in ranking.rejected if c.intent.kind is IntentKind.FACT]
        best = max(facts, key=lambda c: c.score, default=None)
        if best is None or best.rejection is None or best.score < self.base.thresholds.choice:
            return None
        return best.rejection if best.rejection.gate in _TELLING_GATES else None

    # --- what needs no matching ------------------------------------------------------------------

    def chosen(self, intent: str, language: Language) -> Reply | None:
        """The answer to a choice somebody made, or None if there is no such fact (any more)."""
        compared = self._comparisons.get(intent)
        if compared is not None and self._comparer is not None:
            question = self._comparer.question(compared, language)
            return self._comparer.reply(question, compared, language, 1.0, Band.HIGH)
        fact = self.base.facts.get(intent)
        if fact is None:
            return None
        return self._composer.fact(fact.question.get(language), fact, language, 1.0, Band.HIGH)

    def context_of(self, reply: Reply) -> Context | None:
        """The context that an answer given without a question (a choice, a shortcut) leaves for follow-ups."""
        if not reply.facts or reply.facts[0] not in self.base.facts:
            return None
        question = self.base.facts[reply.facts[0]].question.get(reply.language)
        return Context(reply.facts, self._analyser.understand(question).whole)

    def shortcut(self, command: str, language: Language) -> Reply:
        """The facts behind a command of the manifest. Raises KeyError for another command."""
        facts = [self.base.facts[id_] for id_ in self.base.manifest.commands[command]]
        return self._composer.facts(f"/{command}", facts, language)

    def welcome(self, language: Language) -> Reply:
        """What somebody reads first."""
        return self._composer.welcome(language)

    def help(self, language: Language) -> Reply:
        """What can be asked, and the commands."""
        return self._composer.help(language, ("ask", *self.base.manifest.commands, "sources", "help"))

    def sources(self, language: Language) -> Reply:
        """What the answers rest on."""
        return self._composer.sources(language)

    def none_of_these(self, language: Language) -> Reply:
        """When none of the offered questions was meant."""
        return self._composer.none_of_these(language)


def presumed(question: Analysis) -> int | None:
    """The direction that a question takes for granted or asks about: 1 up, -1 down, 0 none; None if it does not."""
    directions = {_DIRECTION[cue] for cue in question.cues if cue in _DIRECTION}
    return directions.pop() if len(directions) == 1 and not question.negated else None


def _words(base: FactBase) -> frozenset[str]:
    """Every word of the fact base's questions and phrasings."""
    asked: list[Asked] = [*base.facts.values(), *base.comparisons.values(), *base.decoys.values()]
    return frozenset(token for each in asked for text in each.wordings() for token in tokenise(clean(text)))
