"""Comparisons into replies: both numbers, the arithmetic, the denominator, both citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from knowledge.changes import Change, Changes, Figure, facts_of
from knowledge.compose import Composer
from knowledge.dates import write_date
from knowledge.decide import Band
from knowledge.intents import AskedComparison, about_subject
from knowledge.model import Comparison, ComparisonKind, Fact, Language, Measure, State, Unit
from knowledge.numbers import write_difference, write_number
from knowledge.reply import Reply
from knowledge.texts import Texts

if TYPE_CHECKING:
    from knowledge.load import FactBase

_SHARE_DIGITS = 2


class Comparer:
    """Writes the reply to a question about change. Every number comes from `knowledge.changes`."""

    def __init__(self, base: FactBase, texts: Texts, composer: Composer) -> None:
        self._base = base
        self._texts = texts
        self._composer = composer
        self._changes = Changes(base)
        before, after = base.entities[self._changes.before], base.entities[self._changes.after]
        self._years = {"year_before": before.year, "year_after": after.year}

    def reply(  # noqa: PLR0913, PLR0917 -- each is shown or shapes what is shown
        self,
        question: str,
        asked: Sequence[AskedComparison],
        language: Language,
        confidence: float,
        band: Band,
        presumed: int | None = None,
        yes_or_no: bool = False,
    ) -> Reply:
        """The reply to a comparison, or to several of one subject.

        Args:
            question: as typed.
            asked: what is compared, and whose numbers; not empty.
            language: of the reply.
            confidence: 0 to 1.
            band: of the confidence.
            presumed: the direction that the question takes for granted or asks about: 1 up, -1 down,
                0 no change, None for no direction. A wrong one is corrected.
            yes_or_no: whether the question can be answered by yes.
        """
        bodies, facts = [], dict[str, Fact]()
        direction = None
        for number, each in enumerate(self._shown(asked)):
            body, found, its_direction = self._compared(each, language)
            bodies.append(body)
            facts |= {fact.id: fact for fact in found}
            facts |= {id_: self._base.facts[id_] for id_ in each.comparison.supporting}
            direction = its_direction if number == 0 else direction
        verdict = self._verdict(presumed, direction, language, yes_or_no=yes_or_no)
        body = "\n".join(bodies)
        return self._composer.comparison(
            question,
            f"{verdict} {body}" if verdict else body,
            tuple(facts.values()),
            asked[0].comparison,
            asked[0].id,
            language,
            confidence,
            band,
        )

    def _shown(self, asked: Sequence[AskedComparison]) -> Iterator[AskedComparison]:
        """What is compared, with what goes along, each once; what has no figures gives way to another."""
        seen = set[str]()
        for each in asked:
            comparison = each.comparison
            if comparison.instead is not None and not self._has_figures(each):
                shown = [self._of_subject(comparison.instead, each)]
            elif comparison.along is not None:
                shown = [each, self._of_subject(comparison.along, each)]
            else:
                shown = [each]
            for one in shown:
                if one.id not in seen and (one is each or self._has_figures(one)):
                    seen.add(one.id)
                    yield one

    def _of_subject(self, comparison: str, asked: AskedComparison) -> AskedComparison:
        return AskedComparison(self._base.comparisons[comparison], asked.subject)

    def _has_figures(self, asked: AskedComparison) -> bool:
        comparison = asked.comparison
        return any(change.subject == asked.subject for change in self._changes.table(comparison))

    def _compared(self, asked: AskedComparison, language: Language) -> tuple[str, tuple[Fact, ...], int | None]:
        """Text, facts and direction of one comparison."""
        comparison = asked.comparison
        if comparison.kind is ComparisonKind.STATES:
            return (*self._states(comparison, language), None)
        if comparison.kind is ComparisonKind.TIMELINE:
            return (*self._timeline(language), None)
        return self._numbers(comparison, asked.subject, language)

    def question(self, asked: AskedComparison, language: Language) -> str:
        """How a comparison reads as a question."""
        text = asked.comparison.question.get(language)
        return about_subject(text, self._entity(asked.subject, language)) if asked.subject is not None else text

    def _verdict(
        self, presumed: int | None, direction: int | None, language: Language, *, yes_or_no: bool
    ) -> str | None:
        if presumed is None or direction is None:
            return None
        if presumed != direction:
            return self._texts.get(language, "change_not_so")
        return self._texts.get(language, "change_yes") if yes_or_no else None

    # --- kinds of comparison ---------------------------------------------------------------------

    def _states(self, comparison: Comparison, language: Language) -> tuple[str, tuple[Fact, ...]]:
        lines = [comparison.verdict.get(language)] if comparison.verdict else []
        facts: dict[str, Fact] = {}
        for state, key in ((comparison.before, "year_before"), (comparison.after, "year_after")):
            if isinstance(state, State):
                text = state.text.get(language).rstrip(".")
                lines.append(self._texts.get(language, "change_state", year=self._years[key], text=text))
                facts |= {id_: self._base.facts[id_] for id_ in state.facts}
        return "\n".join(lines), tuple(facts.values())

    def _timeline(self, language: Language) -> tuple[str, tuple[Fact, ...]]:
        events = self._base.events.values()
        dated = ((write_date(event.date, self._texts, language), event.text.get(language)) for event in events)
        rows = [self._texts.get(language, "timeline_row", date=date, text=text) for date, text in dated]
        years = {"before": self._years["year_before"], "after": self._years["year_after"]}
        head = self._texts.get(language, "timeline", **years)
        facts = dict.fromkeys(event.fact for event in events)
        return "\n".join([head, *(f"• {row}" for row in rows)]), tuple(self._base.facts[id_] for id_ in facts)

    def _numbers(
        self, comparison: Comparison, subject: str | None, language: Language
    ) -> tuple[str, tuple[Fact, ...], int | None]:
        changes = self._changes.table(comparison)
        if comparison.kind is ComparisonKind.NUMBERS:
            changes = tuple(change for change in changes if subject in {None, change.subject})
        if not changes:
            return self._texts.get(language, "change_nothing"), (), None
        if comparison.kind is ComparisonKind.NUMBERS:
            lines = [self._sentence(comparison, change, language) for change in changes]
            known = changes[0].difference is not None
            return "\n".join(lines), facts_of(changes), changes[0].direction if known else None
        lines = []
        if comparison.verdict is not None:
            lines.append(comparison.verdict.get(language))
        if comparison.kind is ComparisonKind.EXTREMES:
            lines += self._extremes(changes, language)
        measure = self._measure(comparison, language)
        lines.append(self._texts.get(language, "change_table", measure=measure, **self._years))
        lines += [f"• {self._row(change, language)}" for change in changes]
        return "\n".join(lines), facts_of(changes), None

    def _extremes(self, changes: Iterable[Change], language: Language) -> Iterable[str]:
        found = self._changes.extremes(changes)
        for change, key in ((found.gained, "gained"), (found.lost, "lost")):
            if change is None:
                yield self._texts.get(language, f"change_nobody_{key}")
                continue
            yield self._texts.get(
                language,
                f"change_{key}",
                subject=self._entity(change.subject, language),
                before=self._amount(change.before, language),
                after=self._amount(change.after, language),
                difference=self._difference(change, language),
            )

    def _row(self, change: Change, language: Language) -> str:
        missing = self._texts.get(language, "change_missing")
        return self._texts.get(
            language,
            "change_row" if change.difference is not None else "change_row_missing",
            subject=self._entity(change.subject, language),
            before=self._plain(change.before, language) or missing,
            after=self._plain(change.after, language) or missing,
            difference=self._difference(change, language, short=True),
        )

    def _sentence(self, comparison: Comparison, change: Change, language: Language) -> str:
        values = {
            "subject": self._subject(comparison, change, language),
            "before": self._amount(change.before, language),
            "after": self._amount(change.after, language),
            **self._years,
        }
        if change.before is None or change.after is None:
            key = "change_no_before" if change.before is None else "change_no_after"
            return self._texts.get(language, key, **values)
        if change.direction == 0:
            return self._texts.get(language, "change_same", **values)
        key = "change_up" if change.direction > 0 else "change_down"
        sentence = self._texts.get(language, key, arithmetic=self._arithmetic(comparison, change, language), **values)
        if comparison.of is not None:
            return f"{sentence.removesuffix('.')} ({comparison.of.get(language)})."
        return sentence

    def _arithmetic(self, comparison: Comparison, change: Change, language: Language) -> str:
        before, after = self._plain(change.before, language), self._plain(change.after, language)
        parts = [f"{before} → {after}", self._difference(change, language)]
        shares = self._changes.shares(change, comparison.share_of) if comparison.share_of else None
        if shares is not None and comparison.share_of is not None:
            size = self._base_size(comparison.share_of)
            points = write_difference(shares[1] - shares[0], language, 1)
            share_before, share_after = (write_number(share, language, 1) for share in shares)
            parts.append(
                self._texts.get(
                    language,
                    "change_house",
                    points=points,
                    size=size,
                    share_before=share_before,
                    share_after=share_after,
                )
            )
        if change.relative is not None:
            percent = write_difference(change.relative, language, 1)
            relative = self._texts.get(language, "change_relative", percent=percent)
            parts.append(relative)
        return ", ".join(parts)

    # --- words for things ------------------------------------------------------------------------

    def _base_size(self, whole: str) -> str:
        size = self._changes.of(Measure.HOUSE_SIZE, whole).after
        return str(size.number) if size is not None else ""

    def _entity(self, entity: str, language: Language) -> str:
        return self._base.entities[entity].name.get(language)

    def _subject(self, comparison: Comparison, change: Change, language: Language) -> str:
        if comparison.name is not None:
            return comparison.name.get(language)
        name = self._entity(change.subject, language)
        return self._texts.get(language, f"subject_{change.measure.value}", subject=name)

    def _measure(self, comparison: Comparison, language: Language) -> str:
        if comparison.name is not None:
            return comparison.name.get(language)
        return self._texts.get(language, f"measure_{comparison.measure.value}") if comparison.measure else ""

    def _plain(self, figure: Figure | None, language: Language) -> str:
        return write_number(figure.number, language, self._digits(figure)) if figure is not None else ""

    def _amount(self, figure: Figure | None, language: Language) -> str:
        if figure is None:
            return ""
        return self._with_unit(self._plain(figure, language), abs(figure.number), figure.unit, language)

    def _difference(self, change: Change, language: Language, *, short: bool = False) -> str:
        difference, figure = change.difference, change.after
        if difference is None or figure is None:
            return ""
        number = write_difference(difference, language, self._digits(figure))
        if short:
            return number
        if figure.unit is Unit.PERCENT:
            return self._texts.counted(language, "change_points", abs(difference), points=number)
        return self._with_unit(number, abs(difference), figure.unit, language)

    @staticmethod
    def _digits(figure: Figure) -> int | None:
        return _SHARE_DIGITS if figure.unit is Unit.PERCENT and figure.number % 1 else None

    def _with_unit(self, number: str, amount: Decimal, unit: Unit, language: Language) -> str:
        return self._texts.counted(language, f"unit_{unit.value}", amount, number=number)
