"""Cross checks of a fact base: every id named exists, every quotation stands where it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from knowledge.citations import Verdict, check_quote
from knowledge.errors import Problem
from knowledge.intents import SUBJECT, asked_comparisons
from knowledge.model import MAX_ID, Chart, Citation, Comparison, ComparisonKind, EntityType, Fact, SourceRole
from knowledge.signs import bare

if TYPE_CHECKING:
    from knowledge.load import FactBase

MIN_PHRASINGS = 8
"""Differently worded English phrasings that a fact needs before it can be found reliably."""


def check_references(base: FactBase) -> list[Problem]:
    """Every broken reference and every quotation that does not hold; empty for a sound base."""
    problems = [*_check_manifest(base), *_check_sources(base)]
    for fact in base.facts.values():
        file = base.files[fact.id]
        problems += _check_fact(base, file, fact)
        problems += _check_citations(base, file, fact.id, fact.citations)
    for caveat in base.caveats.values():
        file = base.files[caveat.id]
        problems += _unknown_facts(base, file, caveat.id, "facts", caveat.facts)
        problems += _check_citations(base, file, caveat.id, caveat.citations)
        for number in caveat.paragraphs:
            if not 1 <= number <= len(base.fingerprint.paragraphs):
                problems.append(Problem(file, caveat.id, "paragraphs", f"the material has no paragraph {number}"))
    for decoy in base.decoys.values():
        problems += _unknown_facts(base, base.files[decoy.id], decoy.id, "nearest", decoy.nearest)
    for comparison in base.comparisons.values():
        problems += _check_comparison(base, base.files[comparison.id], comparison)
    for chart in base.charts.values():
        problems += _check_chart(base, base.files[chart.id], chart)
    for event in base.events.values():
        problems += _unknown_facts(base, base.files[event.id], event.id, "fact", [event.fact])
    return [*problems, *_check_signs(base)]


def _check_manifest(base: FactBase) -> Iterator[Problem]:
    manifest = base.manifest
    for field, election in (("election", manifest.election), ("before", manifest.before)):
        if election is None:
            continue
        entity = base.entities.get(election)
        if entity is None:
            yield Problem("base.yaml", "-", field, f"no entity {election!r}")
        elif entity.type is not EntityType.ELECTION or entity.year is None:
            yield Problem("base.yaml", "-", field, f"{election!r} must be of type election and have a year")
    if manifest.overview is not None and manifest.overview not in base.comparisons:
        yield Problem("base.yaml", "-", "overview", f"no comparison {manifest.overview!r}")
    if base.comparisons and manifest.before is None:
        yield Problem("base.yaml", "-", "before", "comparisons need the election to compare with")
    yield from _unknown_facts(base, "base.yaml", "-", "examples", manifest.examples)
    for command, facts in manifest.commands.items():
        yield from _unknown_facts(base, "base.yaml", "-", f"commands.{command}", facts)


def _check_sources(base: FactBase) -> Iterator[Problem]:
    materials = [source.id for source in base.sources.values() if source.role is SourceRole.MATERIAL]
    if materials != [base.manifest.material]:
        yield Problem("sources.yaml", "-", "role", f"exactly {base.manifest.material!r} must be the material")


def _unknown_facts(base: FactBase, file: str, item: str, field: str, facts: Iterable[str]) -> Iterator[Problem]:
    for fact in facts:
        if fact not in base.facts:
            yield Problem(file, item, field, f"no fact {fact!r}")


def _check_fact(base: FactBase, file: str, fact: Fact) -> Iterator[Problem]:
    if len(set(fact.phrasings.en)) < MIN_PHRASINGS:
        yield Problem(file, fact.id, "phrasings.en", f"needs at least {MIN_PHRASINGS} different phrasings")
    for number, value in enumerate(fact.values):
        for field, entity in (("subject", value.subject), ("election", value.election)):
            if entity is not None and entity not in base.entities:
                yield Problem(file, fact.id, f"values.{number}.{field}", f"no entity {entity!r}")
    for entity in fact.also_about:
        if entity not in base.entities:
            yield Problem(file, fact.id, "also_about", f"no entity {entity!r}")
    yield from _unknown_facts(base, file, fact.id, "related", fact.related)
    yield from _unknown_facts(base, file, fact.id, "contradicts", fact.contradicts)
    for other in fact.contradicts:
        if other in base.facts and fact.id not in base.facts[other].contradicts:
            yield Problem(file, fact.id, "contradicts", f"{other!r} does not point back at {fact.id!r}")


def _check_comparison(base: FactBase, file: str, comparison: Comparison) -> Iterator[Problem]:
    item = comparison.id
    entities = [("subjects", id_) for id_ in comparison.subjects]
    entities += [("also_about", id_) for id_ in comparison.also_about]
    entities += [("share_of", id_) for id_ in (comparison.share_of,) if id_ is not None]
    for field, entity in entities:
        if entity not in base.entities:
            yield Problem(file, item, field, f"no entity {entity!r}")
    for field, state in (("before", comparison.before), ("after", comparison.after)):
        if state is not None:
            yield from _unknown_facts(base, file, item, f"{field}.facts", state.facts)
    yield from _unknown_facts(base, file, item, "related", comparison.related)
    yield from _unknown_facts(base, file, item, "supporting", comparison.supporting)
    for field, other in (("along", comparison.along), ("instead", comparison.instead)):
        if other is not None and other not in base.comparisons:
            yield Problem(file, item, field, f"no comparison {other!r}")
    for caveat in comparison.caveats:
        if caveat not in base.caveats:
            yield Problem(file, item, "caveats", f"no caveat {caveat!r}")
    yield from _check_asked(base, file, comparison)


def _check_asked(base: FactBase, file: str, comparison: Comparison) -> Iterator[Problem]:
    """What is asked with a comparison, once for each subject, needs ids and wordings of its own."""
    item = comparison.id
    for asked in asked_comparisons(comparison):
        if asked.id != item and (asked.id in base.files):
            yield Problem(file, item, "subjects", f"{asked.id!r} is the id of something else")
        if len(asked.id) > MAX_ID:
            yield Problem(file, item, "id", f"{asked.id!r} is longer than {MAX_ID} characters")
    several = comparison.kind is ComparisonKind.NUMBERS and len(comparison.subjects) > 1
    if several != (SUBJECT in comparison.question.en):
        rule = "must hold {subject}, once for each subject" if several else "may not hold {subject}"
        yield Problem(file, item, "question.en", rule)


def _check_chart(base: FactBase, file: str, chart: Chart) -> Iterator[Problem]:
    for field, entities in (("subjects", chart.subjects), ("elections", chart.elections)):
        for entity in entities:
            if entity not in base.entities:
                yield Problem(file, chart.id, field, f"no entity {entity!r}")
    for shown in chart.shows:
        if shown not in base.facts and shown not in base.comparisons:
            yield Problem(file, chart.id, "shows", f"no fact or comparison {shown!r}")


def _check_signs(base: FactBase) -> Iterator[Problem]:
    """A sign can stand for one thing only."""
    owners: dict[str, str] = {}
    for chat in base.chats.values():
        for number, sign in enumerate(chat.signs):
            where = f"signs.{number}"
            if not bare(sign):
                yield Problem(base.files[chat.id], chat.id, where, "holds nothing that can be seen")
            elif owners.setdefault(bare(sign), chat.id) != chat.id:
                message = f"“{sign}” stands for {owners[bare(sign)]!r} already"
                yield Problem(base.files[chat.id], chat.id, where, message)


def _check_citations(base: FactBase, file: str, item: str, citations: Iterable[Citation]) -> Iterator[Problem]:
    for number, citation in enumerate(citations):
        where = f"citations.{number}"
        source = base.sources.get(citation.source)
        if source is None:
            yield Problem(file, item, f"{where}.source", f"no source {citation.source!r}")
        elif source.role is SourceRole.SECOND:
            if citation.paragraph is not None:
                yield Problem(file, item, f"{where}.paragraph", "only the material has numbered paragraphs")
        elif citation.paragraph is None:
            yield Problem(file, item, f"{where}.paragraph", "must name the paragraph of the material")
        elif citation.paragraph > len(base.fingerprint.paragraphs):
            message = f"the material has no paragraph {citation.paragraph}"
            yield Problem(file, item, f"{where}.paragraph", message)
        else:
            check = check_quote(base.fingerprint, citation.quote, citation.paragraph)
            if check.verdict is not Verdict.FOUND:
                place = f": it stands in paragraph {check.paragraph}" if check.paragraph else ""
                message = f"{check.verdict.value}{place}: “{citation.quote}”"
                yield Problem(file, item, f"{where}.quote", message)
