"""Which facts cite each sentence of the material, and which sentences no fact cites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.citations import check_quote
from knowledge.fingerprint import normalise_words
from knowledge.model import Citation

if TYPE_CHECKING:
    from knowledge.load import FactBase


@dataclass(frozen=True, slots=True)
class SentenceCoverage:
    """One sentence of the material (both numbers from 1) and the ids of the facts that quote it."""

    paragraph: int
    sentence: int
    words: int
    facts: tuple[str, ...]
    intended: bool
    """True if the manifest says that no fact is meant to cite it."""


def sentences_of(base: FactBase, citation: Citation) -> list[tuple[int, int]]:
    """Paragraph and sentence numbers that a quotation of the material touches; empty if it is not there."""
    if citation.paragraph is None or citation.source != base.manifest.material:
        return []
    check = check_quote(base.fingerprint, citation.quote, citation.paragraph)
    if check.paragraph is None or check.offset is None:
        return []
    first, last = check.offset, check.offset + len(normalise_words(citation.quote)) - 1
    spans = base.fingerprint.paragraphs[check.paragraph - 1].sentence_spans()
    return [(check.paragraph, number) for number, (start, end) in enumerate(spans, 1) if start <= last and first < end]


def coverage(base: FactBase) -> list[SentenceCoverage]:
    """Every sentence of the material in order, with the facts that quote it."""
    citing: Mapping[tuple[int, int], list[str]] = {
        (p, s): []
        for p, paragraph in enumerate(base.fingerprint.paragraphs, 1)
        for s in range(1, len(paragraph.starts) + 1)
    }
    for fact in base.facts.values():
        for citation in fact.citations:
            for place in sentences_of(base, citation):
                if fact.id not in citing[place]:
                    citing[place].append(fact.id)
    found = []
    for (number, sentence), facts in citing.items():
        start, end = base.fingerprint.paragraphs[number - 1].sentence_spans()[sentence - 1]
        intended = sentence in base.manifest.uncited.get(number, ())
        found.append(SentenceCoverage(number, sentence, end - start, tuple(facts), intended))
    return found
