"""The one door: a question in, a reply out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.analysis import Analysis, Question
from knowledge.compare import Comparer
from knowledge.compose import Composer
from knowledge.conversation import Context, is_elliptical, merge
from knowledge.decide import Band, Decision, Outcome, band
from knowledge.finding import Finder, Finding
from knowledge.gates import Gate, Rejection
from knowledge.intents import AskedComparison, Intent, IntentKind, asked_comparisons
from knowledge.lexicon import Cue, FollowUp, Lexicon
from knowledge.match import Ranking
from knowledge.model import ComparisonKind, Language, Thresholds
from knowledge.reply import Note, Reply, Suggestion
from knowledge.texts import Texts

if TYPE_CHECKING:
    from knowledge.load import FactBase

_TELLING_GATES = frozenset({Gate.YEAR, Gate.PLACE, Gate.COUNTRY})
"""Gates whose reason is worth saying: "nothing about 2023"."""
CLOSE = 0.06
"""Score from which a fact is near enough to be offered where there is no answer."""
TELLING = 0.12
"""Score from which a fact that a gate put out would have been the answer."""
_COMMANDS = ("changes", "timeline", "sources", "language", "privacy", "help")
"""Commands that every fact base has, after those it names itself."""
SURE_TALK = 0.6
"""Score from which small talk need not be nearer than what is asked and has no answer: the words may be the same."""
_DIRECTION = {Cue.UP: 1, Cue.DOWN: -1, Cue.SAME: 0}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reply with everything that led to it."""

    finding: Finding
    reply: Reply


class Answerer:
    """Answers questions from one fact base. Building one reads every phrasing (some twenty seconds); keep it."""

    def __init__(self, base: FactBase, lexicon: Lexicon, texts: Texts) -> None:
        self._finder = Finder(base, lexicon)
        base = base.without_wordings()
        self.base = base
        self.texts = texts
        self._composer = Composer(base, texts)
        self._comparer = Comparer(base, texts, self._composer) if base.manifest.before is not None else None
        self._comparisons: dict[str, AskedComparison] = {
            asked.id: asked for comparison in base.comparisons.values() for asked in asked_comparisons(comparison)
        }

    # --- questions -------------------------------------------------------------------------------

    def answer(self, question: str, language: Language | None = None, preferred: Language | None = None) -> Reply:
        """The reply to a question.

        Any text is allowed, also empty or of any length; there is always a reply and never an exception.

        Args:
            question: as typed.
            language: of the reply; that of the question if not given.
            preferred: the language of a question that shows none (figures, emoji, a bare name).
        """
        return self.explain(question, language, preferred).reply

    def explain(
        self, question: str, language: Language | None = None, preferred: Language | None = None
    ) -> Explanation:
        """The reply together with how the question was understood, ranked and decided."""
        finding = self._finder.find(question, language or preferred)
        reply = self._reply(finding, language or finding.question.language)
        return Explanation(finding, replace(reply, question=question))

    def language_of(self, text: str, preferred: Language | None = None) -> Language:
        """The language of a text; `preferred`, or English, where it shows none."""
        return self._finder.reader.language_of(text, preferred)

    def converse(
        self,
        message: str,
        language: Language | None = None,
        context: Context | None = None,
        preferred: Language | None = None,
    ) -> tuple[Reply, Context | None]:
        """Like `answer`, with what came before: "and Aq Zhol?", "why?", "source?", "more".

        Returns:
            The reply, and the context for the next message: that of this reply if it was an answer, else
            the old one.
        """
        if context is not None and any(fact in self.base.facts for fact in context.facts):
            followed = self._follow_up(message, language, context)
            if followed is not None:
                return followed
        explained = self.explain(message, language, preferred)
        facts = explained.reply.facts
        if facts:
            return explained.reply, Context(facts, explained.finding.question, len(facts))
        return explained.reply, context

    def _follow_up(self, message: str, language: Language | None, context: Context) -> tuple[Reply, Context] | None:
        """The reply to a message that only makes sense after the last answer, or None if it is not one."""
        before = context.question
        read_in = dict.fromkeys((before.language, self._finder.reader.language_of(message, before.language)))
        for spoken in read_in:
            analyser = self._finder.reader.analyser(spoken)
            question = analyser.understand(message)
            about = analyser.follow_up(question.text)
            if about is not None:
                return self._about_answer(message, about, context, language or spoken)
            if self._finder.is_set_phrase(question):
                return None
            if spoken is before.language and self._takes_up(question, leads_in=analyser.leads_in(question.text)):
                merged = replace(question, whole=merge(before.whole, question.whole), parts=())
                finding = self._finder.decide(merged)
                if finding.decision.outcome is Outcome.ANSWER:
                    reply = replace(self._reply(finding, language or spoken), question=message)
                    return reply, Context(reply.facts, merged, len(reply.facts))
        return None

    def _takes_up(self, question: Question, *, leads_in: bool) -> bool:
        """Whether a message lacks what the question before it had. "And what was the turnout?" lacks nothing."""
        if is_elliptical(question, leads_in=False):
            return True
        if not is_elliptical(question, leads_in=leads_in):
            return False
        return self._finder.decide(question).decision.outcome is not Outcome.ANSWER

    def _about_answer(
        self, message: str, about: FollowUp, context: Context, language: Language
    ) -> tuple[Reply, Context]:
        facts = [self.base.facts[id_] for id_ in context.facts if id_ in self.base.facts]
        if about is FollowUp.SOURCE:
            return self._composer.where_written(message, facts[: context.shown], language), context
        related = dict.fromkeys(other for fact in facts for other in fact.related if other not in context.facts)
        if not related:
            return self._composer.nothing_more(message, language), context
        following = next(iter(related))
        reply = self._composer.fact(message, self.base.facts[following], language, 1.0, Band.HIGH)
        return reply, Context((following, *context.facts), context.question)

    def _reply(self, finding: Finding, language: Language) -> Reply:
        thresholds = self.base.thresholds.of(finding.question.language)
        text, decision = finding.question.text, finding.decision
        talk = finding.small_talk
        if talk is not None and is_small_talk(finding, thresholds):
            sure = min(1.0, talk.score)
            return self._composer.chat(text, talk.chat, language, sure, band(sure, thresholds))
        ids = [intent.id for intent in decision.intents]
        if decision.outcome is Outcome.ANSWER:
            return self.reply_with(finding, decision, language)
        if decision.outcome is Outcome.CHOICE:
            return self._composer.clarification(text, self._suggestions(ids, language), language, decision.confidence)
        nearest = self._nearest(decision.intents, finding.ranking)
        because = self._reason(finding.ranking) if not decision.intents else None
        return self._composer.no_answer(text, language, decision.confidence, nearest, because)

    def reply_with(self, finding: Finding, decision: Decision, language: Language) -> Reply:
        """The reply to a question where it was decided to answer."""
        question, ids = finding.question, [intent.id for intent in decision.intents]
        compared = [self._comparisons[id_] for id_ in ids if id_ in self._comparisons]
        if compared and self._comparer is not None:
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
        found: list[Suggestion] = []
        for intent in intents:
            compared = self._comparisons.get(intent)
            if compared is not None and self._comparer is not None:
                found.append(Suggestion(intent, self._comparer.question(compared, language)))
            else:
                found += self._composer.suggestions([intent], language)
        return tuple(found)

    def _nearest(self, decoys: tuple[Intent, ...], ranking: Ranking) -> tuple[str, ...]:
        """Facts to offer where there is no answer."""
        if decoys and self.base.decoys[decoys[0].id].nearest:
            return self.base.decoys[decoys[0].id].nearest
        close = [c.intent.id for c in ranking.passed if c.score >= CLOSE]
        facts = [id_ for id_ in close if id_ in self.base.facts]
        return tuple(facts[:2]) or self.base.manifest.examples[:3]

    def _reason(self, ranking: Ranking) -> Rejection | None:
        """The gate that put out the best-scoring fact, if it was good enough to be the answer."""
        facts = [c for c in ranking.rejected if c.intent.kind is IntentKind.FACT]
        best = max(facts, key=lambda c: c.score, default=None)
        if best is None or best.rejection is None or best.score < TELLING:
            return None
        return best.rejection if best.rejection.gate in _TELLING_GATES else None

    # --- what needs no matching ------------------------------------------------------------------

    def chosen(self, intent: str, language: Language) -> Reply | None:
        """The answer to a choice somebody made, or None if there is no such fact or comparison (any more)."""
        compared = self._comparisons.get(intent)
        if compared is not None and self._comparer is not None:
            question = self._comparer.question(compared, language)
            return self._comparer.reply(question, [compared], language, 1.0, Band.HIGH)
        fact = self.base.facts.get(intent)
        if fact is None:
            return None
        return self._composer.fact_asked_for(fact, language)

    def question_of(self, intent: str, language: Language) -> str | None:
        """How a fact or comparison reads as a question, or None if there is no such thing."""
        if intent not in self.base.facts and intent not in self._comparisons:
            return None
        return self._suggestions([intent], language)[0].question

    def context_of(self, reply: Reply) -> Context | None:
        """The context that an answer given without a question (a choice, a shortcut) leaves for follow-ups."""
        if not reply.facts or reply.facts[0] not in self.base.facts:
            return None
        question = self.base.facts[reply.facts[0]].question.get(reply.language)
        understood = self._finder.reader.analyser(reply.language).understand(question)
        return Context(reply.facts, understood, len(reply.facts))

    def shortcut(self, command: str, language: Language) -> Reply:
        """The facts behind a command of the manifest. Raises KeyError for another command."""
        facts = [self.base.facts[id_] for id_ in self.base.manifest.commands[command]]
        return self._composer.facts(f"/{command}", facts, language)

    def about(self, command: str, words: str, language: Language) -> Reply:
        """A shortcut with something added: "/results 2016". Raises KeyError for another command."""
        first = self.base.facts[self.base.manifest.commands[command][0]]
        return self.answer(f"{first.question.get(language)} {words}", language)

    def changes(self, words: str, language: Language) -> Reply:
        """What changed between the two elections, in all or for what the words name."""
        overview, before = self.base.manifest.overview, self.base.manifest.before
        if overview is None or before is None:
            return self.help(language)
        if words:
            years = {
                "before": self.base.entities[before].year,
                "after": self.base.entities[self.base.manifest.election].year,
            }
            return self.answer(self.texts.get(language, "changes_about", about=words, **years), language)
        return self.chosen(overview, language) or self.help(language)

    def timeline(self, language: Language) -> Reply:
        """The dated events between the two elections."""
        timelines = (c.id for c in self.base.comparisons.values() if c.kind is ComparisonKind.TIMELINE)
        return self.chosen(next(timelines, ""), language) or self.help(language)

    def caveats(self, language: Language) -> list[Note]:
        """Everything that is wrong, stale or contradictory in the material."""
        return [self._composer.caveat(caveat, language) for caveat in self.base.caveats.values()]

    def welcome(self, language: Language) -> Reply:
        """What somebody reads first."""
        return self._composer.welcome(language)

    def help(self, language: Language) -> Reply:
        """What can be asked, and the commands."""
        return self._composer.help(language, self.commands)

    @property
    def commands(self) -> tuple[str, ...]:
        """Every command there is, without the slash, in the order in which people want them."""
        return ("ask", *self.base.manifest.commands, *_COMMANDS)

    def most_asked(self, language: Language) -> tuple[Suggestion, ...]:
        """The questions that people begin with."""
        return self._composer.most_asked(language)

    def privacy(self, language: Language, *, keeps_unanswered: bool) -> Reply:
        """What is kept of whoever writes to the bot, and what is not."""
        questions = "privacy_unanswered" if keeps_unanswered else "privacy_no_unanswered"
        kept = f"{self.texts.get(language, 'privacy').rstrip()}\n{self.texts.get(language, questions)}"
        return self._composer.said(f"{kept}\n\n{self.texts.get(language, 'privacy_nothing_else')}", language)

    def sources(self, language: Language) -> Reply:
        """What the answers rest on."""
        return self._composer.sources(language)

    def none_of_these(self, language: Language) -> Reply:
        """When none of the offered questions was meant."""
        return self._composer.none_of_these(language)


def is_small_talk(finding: Finding, thresholds: Thresholds) -> bool:
    """Whether a message is small talk: a set phrase, or near enough to one, nearer than to any fact, naming nothing."""
    talk = finding.small_talk
    if talk is None or talk.certain:
        return talk is not None
    nearest = talk.score > (finding.best_answer if talk.score >= SURE_TALK else finding.best)
    return talk.score >= thresholds.chat and nearest and not finding.question.whole.mentions


def presumed(question: Analysis) -> int | None:
    """The direction that a question takes for granted or asks about: 1 up, -1 down, 0 no change, None for none."""
    directions = {_DIRECTION[cue] for cue in question.cues if cue in _DIRECTION}
    return directions.pop() if len(directions) == 1 and not question.negated else None
