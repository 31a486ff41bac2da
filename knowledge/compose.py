"""Facts into replies: answer, quotations with their sources, and notes where the source is not to be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from knowledge.decide import Band
from knowledge.gates import Gate, Rejection
from knowledge.model import Caveat, Chat, Citation, Comparison, Fact, Language
from knowledge.plain import place_name
from knowledge.reply import Note, NoteKind, Passage, Reply, ReplyKind, Suggestion
from knowledge.since import SinceBefore
from knowledge.texts import Texts

if TYPE_CHECKING:
    from knowledge.load import FactBase

MAX_SUGGESTIONS = 4
MAX_NOTES = 3
"""Notes under one answer; more would bury it."""


class Composer:
    """Writes replies in a language from a fact base and the interface texts."""

    def __init__(self, base: FactBase, texts: Texts) -> None:
        self._base = base
        self._texts = texts
        self._since = SinceBefore(base)

    def fact(self, question: str, fact: Fact, language: Language, confidence: float, band: Band) -> Reply:
        """The answer that a fact gives, with both sides where the material contradicts itself."""
        return self.facts(question, [fact], language, confidence, band)

    def fact_asked_for(self, fact: Fact, language: Language) -> Reply:
        """The answer to a fact's very own question."""
        reply = self.facts(fact.question.get(language), [fact], language)
        return replace(reply, body=fact.answer.get(language))

    def facts(
        self,
        question: str,
        facts: list[Fact],
        language: Language,
        confidence: float = 1.0,
        band: Band = Band.HIGH,
    ) -> Reply:
        """One reply from several facts, in order; `facts` must not be empty.

        A "yes" or "no" that an answer begins with is left out: what was typed may ask for the opposite.
        """
        shown = [fact.id for fact in facts]
        notes = {note.text: note for fact in facts for note in self._notes(fact, shown, language)}
        return Reply(
            question=question,
            kind=ReplyKind.FACT,
            language=language,
            body="\n\n".join(self._told(fact, language) for fact in facts),
            passages=self.passages(citation for fact in facts for citation in fact.citations),
            notes=tuple(notes.values())[:MAX_NOTES],
            facts=tuple(shown),
            confidence=confidence,
            band=band,
            suggestions=self._related(facts, language),
            chart=self._chart(shown[0]),
            intent=shown[0],
            since=self._since.of(shown),
        )

    def _told(self, fact: Fact, language: Language) -> str:
        """What a fact says, without the "yes" or "no" that only answers its own question."""
        told = fact.answer.get(language)
        for word in (self._texts.get(language, "yes_word"), self._texts.get(language, "no_word")):
            for begins in (f"{word}. ", f"{word}, "):
                if told.startswith(begins):
                    rest = told.removeprefix(begins)
                    return rest[0].upper() + rest[1:]
        return told

    def comparison(  # noqa: PLR0913, PLR0917 -- each is shown
        self,
        question: str,
        body: str,
        facts: Sequence[Fact],
        comparison: Comparison,
        intent: str,
        language: Language,
        confidence: float,
        band: Band,
    ) -> Reply:
        """A reply that compares, citing the facts on both sides."""
        caveats = [self.caveat(self._base.caveats[id_], language) for id_ in comparison.caveats]
        return Reply(
            question=question,
            kind=ReplyKind.COMPARISON,
            language=language,
            body=body,
            passages=self.passages(citation for fact in facts for citation in fact.citations),
            notes=tuple(caveats),
            facts=tuple(fact.id for fact in facts),
            confidence=confidence,
            band=band,
            suggestions=self.suggestions(comparison.related, language),
            chart=self._chart(comparison.id),
            intent=intent,
        )

    def _chart(self, shown: str) -> str | None:
        """The chart that goes with a fact or comparison, if there is one."""
        return next((chart.id for chart in self._base.charts.values() if shown in chart.shows), None)

    def passages(self, citations: Iterable[Citation]) -> tuple[Passage, ...]:
        """Citations with their sources, each once."""
        unique = {(c.source, c.paragraph, c.quote): c for c in citations}
        return tuple(Passage(citation, self._base.sources[citation.source]) for citation in unique.values())

    def _notes(self, fact: Fact, shown: list[str], language: Language) -> Iterable[Note]:
        for other_id in fact.contradicts:
            if other_id in shown:
                continue
            other = self._base.facts[other_id]
            passages = self.passages(other.citations[:1])
            place = place_name(passages[0], self._texts, language) or ""
            told = other.answer.get(language)
            text = self._texts.get(language, "contradiction", place=place, text=told)
            yield Note(NoteKind.CONTRADICTION, text, passages)
        for caveat in self._base.caveats_of(fact.id):
            yield self.caveat(caveat, language)

    def caveat(self, caveat: Caveat, language: Language) -> Note:
        """A note on something that is wrong with the material."""
        text = self._texts.get(language, "caveat", text=caveat.text.get(language))
        return Note(NoteKind.CAVEAT, text, self.passages(caveat.citations))

    def _related(self, facts: list[Fact], language: Language) -> tuple[Suggestion, ...]:
        shown = {fact.id for fact in facts}
        ids = dict.fromkeys(other for fact in facts for other in fact.related if other not in shown)
        return self.suggestions(ids, language)

    def suggestions(self, intents: Iterable[str], language: Language) -> tuple[Suggestion, ...]:
        """The questions of the first few of these facts."""
        facts = (self._base.facts[id_] for id_ in intents)
        return tuple(Suggestion(fact.id, fact.question.get(language)) for fact in facts)[:MAX_SUGGESTIONS]

    def clarification(
        self, question: str, offered: tuple[Suggestion, ...], language: Language, confidence: float
    ) -> Reply:
        """Up to four questions to choose from."""
        return Reply(
            question=question,
            kind=ReplyKind.CLARIFICATION,
            language=language,
            body=self._texts.get(language, "clarification"),
            confidence=confidence,
            suggestions=offered[:MAX_SUGGESTIONS],
        )

    def where_written(self, question: str, facts: list[Fact], language: Language) -> Reply:
        """The quotations and sources of an answer given before."""
        found = self.facts(question, facts, language)
        return replace(found, body=self._texts.get(language, "where_written"), notes=(), suggestions=())

    def nothing_more(self, question: str, language: Language) -> Reply:
        """When "more" is asked for and there is none."""
        declined = self.no_answer(question, language, 0.0, self._base.manifest.examples, None, key="nothing_more")
        return replace(declined, kind=ReplyKind.HELP)

    def no_answer(  # noqa: PLR0913, PLR0917 -- each is shown or shapes what is shown
        self,
        question: str,
        language: Language,
        confidence: float,
        nearest: Iterable[str],
        because: Rejection | None,
        key: str = "no_answer",
    ) -> Reply:
        """Says that there is no answer, why if a gate knows, and what could be asked instead."""
        suggestions = self.suggestions(nearest, language)
        lines = [self._why_not(because, language, key)]
        if suggestions:
            lines.append(self._texts.get(language, "offer"))
        return Reply(
            question=question,
            kind=ReplyKind.NO_ANSWER,
            language=language,
            body=" ".join(lines),
            confidence=confidence,
            suggestions=suggestions,
        )

    def _why_not(self, because: Rejection | None, language: Language, key: str) -> str:
        if because is not None and because.gate is Gate.YEAR:
            return self._texts.get(language, "no_answer_year", named=because.named)
        if because is not None and because.gate in {Gate.PLACE, Gate.COUNTRY}:
            name = because.named.removeprefix("place:").replace("-", " ").title()
            return self._texts.get(language, "no_answer_place", named=name)
        topic = self._base.manifest.title.get(language)
        return self._texts.get(language, key, topic=topic)

    def chat(self, question: str, chat: Chat, language: Language, confidence: float, band: Band) -> Reply:
        """The fixed reply of small talk; help also offers examples."""
        kind = ReplyKind(chat.kind)
        examples = self._base.manifest.examples if kind is ReplyKind.HELP else ()
        return Reply(
            question=question,
            kind=kind,
            language=language,
            body=chat.reply.get(language),
            confidence=confidence,
            band=band,
            suggestions=self.suggestions(examples, language),
        )

    def welcome(self, language: Language) -> Reply:
        """What somebody reads first."""
        topic = self._base.manifest.title.get(language)
        return self._with_examples(self._texts.get(language, "welcome", topic=topic), language)

    def help(self, language: Language, commands: Iterable[str]) -> Reply:
        """What can be asked, and the commands."""
        topic = self._base.manifest.title.get(language)
        listed = " ".join(f"/{command}" for command in commands)
        text = self._texts.get(language, "help", topic=topic, subjects=self._subjects(language), commands=listed)
        return self._with_examples(text, language)

    def _subjects(self, language: Language) -> str:
        """The end of the sentence that says what can be asked about."""
        subjects = self._base.manifest.subjects
        if subjects is None:
            return self._texts.get(language, "help_no_subjects")
        return self._texts.get(language, "help_subjects", subjects=subjects.get(language))

    def none_of_these(self, language: Language) -> Reply:
        """When no choice was meant."""
        text = self._texts.get(language, "none_of_these_reply")
        return replace(self._with_examples(text, language), kind=ReplyKind.NO_ANSWER)

    def _with_examples(self, body: str, language: Language) -> Reply:
        return Reply(
            question="",
            kind=ReplyKind.HELP,
            language=language,
            body=body,
            confidence=1.0,
            band=Band.HIGH,
            suggestions=self.suggestions(self._base.manifest.examples, language),
        )

    def said(self, body: str, language: Language) -> Reply:
        """A fixed text of the interface as a reply."""
        return Reply("", ReplyKind.HELP, language, body, confidence=1.0, band=Band.HIGH)

    def most_asked(self, language: Language) -> tuple[Suggestion, ...]:
        """The questions that people begin with."""
        facts = (self._base.facts[id_] for id_ in self._base.manifest.examples)
        return tuple(Suggestion(fact.id, fact.question.get(language)) for fact in facts)

    def sources(self, language: Language) -> Reply:
        """What the answers rest on, and how far it is to be trusted."""
        base, texts = self._base, self._texts
        material = f"{base.material.publisher}, “{base.material.title}”"
        blocks = [texts.get(language, "sources", material=material, facts=len(base.facts))]
        if len(base.sources) > 1:
            count = len(base.sources) - 1
            blocks.append(texts.counted(language, "sources_second", Decimal(count), number=count))
        if base.caveats:
            count = len(base.caveats)
            blocks.append(texts.counted(language, "sources_caveats", Decimal(count), number=count))
        return self.said("\n\n".join(blocks), language)
