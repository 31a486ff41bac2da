"""Doubts about the texts of a fact base: numbers that nothing bears out, languages that are out of step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from knowledge.errors import Problem
from knowledge.model import Asked, Decoy, Fact, Identified, Language, LocalText, Measure, Record
from knowledge.numbers import numbers_in
from knowledge.references import MIN_PHRASINGS

if TYPE_CHECKING:
    from knowledge.load import FactBase

FEWEST_PHRASINGS = 0.1
"""Share of the English phrasings that another language should have at the least."""

TO_DO = "TODO"
"""Begins a text of a draft that is still to be written."""
_FRAME = frozenset({Measure.HOUSE_SIZE, Measure.LIST_SEATS, Measure.THRESHOLD})


def doubtful_texts(base: FactBase) -> list[Problem]:
    """Whatever in the texts a curator should look at; the base is sound all the same."""
    spoken = spoken_languages(base)
    doubts: list[Problem] = []
    for fact in base.facts.values():
        doubts += _unheld_numbers(base, fact)
    for record in _records(base):
        file = base.files[record.id]
        if not isinstance(record, Decoy):  # nobody is shown the question of a decoy
            for field, text in texts_of(record):
                doubts += _out_of_step(file, record.id, field, text, spoken)
        if isinstance(record, Asked):
            doubts += _few_phrasings(file, record, spoken)
    return doubts


def spoken_languages(base: FactBase) -> list[Language]:
    """The languages that any answer of the base is written in; a base need not speak all."""
    return [language for language in Language if any(getattr(f.answer, language.value) for f in base.facts.values())]


def texts_of(record: Record, place: str = "") -> Iterator[tuple[str, LocalText]]:
    """Every text of a record in up to three languages, with its dotted field."""
    for name, value in record:
        field = f"{place}{name}"
        if isinstance(value, LocalText):
            yield field, value
        elif isinstance(value, Record):
            yield from texts_of(value, f"{field}.")


def _records(base: FactBase) -> Iterator[Identified]:
    for gathered in (base.facts, base.decoys, base.comparisons, base.chats, base.caveats, base.events, base.charts):
        yield from gathered.values()


# --- numbers -----------------------------------------------------------------------------------------


def _unheld_numbers(base: FactBase, fact: Fact) -> Iterator[Problem]:
    held = held_numbers(base, fact)
    for language, text in fact.answer.items():
        unheld = numbers_in(text, language) - held
        if unheld:
            message = f"no value, date or quotation of the fact holds {_listed(unheld)}"
            yield Problem(base.files[fact.id], fact.id, f"answer.{language.value}", message)


def held_numbers(base: FactBase, fact: Fact) -> frozenset[Decimal]:
    """The numbers that a fact bears out: of its typed values, dates, years and quotations.

    The frame of an election that its values belong to (without any: of the one that the base is about), and
    the dates of the sources that it cites, are its own too. So is what one number with decimals lies above
    another ("missed the threshold by 1.71 points").
    """
    held = {Decimal(year) for year in fact.years}
    for value in fact.values:
        held |= _in_value(value.value) | _in_value(value.date)
    for citation in fact.citations:
        held |= _in_value(base.sources[citation.source].date)
        for language in Language:
            held |= numbers_in(citation.quote, language)
    elections = {value.election for value in fact.values if value.election is not None}
    for election in elections or {base.manifest.election}:
        held |= _frame(base, election)
    differences = {abs(one - other) for one in held for other in held}
    return frozenset(held | {number for number in differences if number % 1})


def _frame(base: FactBase, election: str) -> set[Decimal]:
    """The year and dates of an election, and the numbers by which it is held: seats and threshold."""
    found = _in_value(base.entities[election].year)
    for fact in base.facts.values():
        for value in fact.values:
            of_it = value.measure is Measure.DATE and value.subject == election
            if of_it or (value.measure in _FRAME and value.election == election):
                found |= _in_value(value.value)
    return found


def _in_value(value: str | float | None) -> set[Decimal]:
    if value is None:
        return set()
    parts = value.split("-") if isinstance(value, str) else [str(value)]
    return {Decimal(part) for part in parts}


def _listed(numbers: Iterable[Decimal]) -> str:
    return ", ".join(f"{number:f}" for number in sorted(numbers))


# --- languages ---------------------------------------------------------------------------------------


def _out_of_step(file: str, item: str, field: str, text: LocalText, spoken: Iterable[Language]) -> Iterator[Problem]:
    written = dict(text.items())
    english = numbers_in(text.en, Language.EN)
    for language in spoken:
        own = written.get(language)
        place = f"{field}.{language.value}"
        if own is None:
            yield Problem(file, item, place, "is not written yet")
            continue
        if own.startswith(TO_DO):
            yield Problem(file, item, place, "is still to be written")
            continue
        numbers = numbers_in(own, language)
        if numbers != english:
            extra, missing = _listed(numbers - english), _listed(english - numbers)
            said = [f"has {extra}, which the English has not" if extra else "", f"lacks {missing}" if missing else ""]
            yield Problem(file, item, place, " and ".join(part for part in said if part))


def _few_phrasings(file: str, asked: Asked, spoken: Iterable[Language]) -> Iterator[Problem]:
    english = len(asked.phrasings.en)
    for language in spoken:
        count = len(asked.phrasings.get(language))
        if count < FEWEST_PHRASINGS * english or (count < MIN_PHRASINGS <= english):
            message = f"only {count} phrasings where English has {english}"
            yield Problem(file, asked.id, f"phrasings.{language.value}", message)
