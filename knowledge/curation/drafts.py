"""A new fact started from the words it shall rest on: the paragraph found, the citation filled in."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.citations import QuoteCheck, Verdict, check_quote
from knowledge.curation.texts import TO_DO, spoken_languages
from knowledge.errors import DraftError
from knowledge.fingerprint import RUN, normalise_words, split_paragraphs, verbatim
from knowledge.model import MAX_ID, QUOTE_WORDS, Language
from knowledge.numbers import numbers_in
from knowledge.references import MIN_PHRASINGS

if TYPE_CHECKING:
    from knowledge.load import FactBase

_ID_WORDS = 5
"""Words of the quotation that a proposed id is made of."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_TOPIC = "new"


@dataclass(frozen=True, slots=True)
class Overlap:
    """A fact that quotes some of the same words already."""

    fact: str
    quote: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact with everything filled in that the quotation tells."""

    id: str
    topic: str
    quote: str
    paragraphs: tuple[int, ...]
    """Where the words stand, from 1; usually one paragraph. The citation names the first."""
    overlaps: tuple[Overlap, ...]
    languages: tuple[Language, ...]
    election: str

    def yaml(self) -> str:
        """An entry for a file of facts; what is left to write is marked `TO_DO`."""
        spoken = [language.value for language in self.languages]
        lines = [f"- id: {self.id}", f"  topic: {self.topic}", "  question:"]
        lines += [f"    {language}: {TO_DO} how people would ask" for language in spoken]
        lines.append("  phrasings:")
        for language in spoken:
            lines += [
                f"    {language}:",
                f"      - {TO_DO} other words for it, {MIN_PHRASINGS} at the least and better 40",
            ]
        lines.append("  answer:")
        lines += [f"    {language}: {TO_DO} one to three plain sentences" for language in spoken]
        lines.append("  values: []")
        for number in sorted(numbers_in(self.quote, Language.EN)):
            value = f"election: {self.election}, value: {number}"
            lines.append(f"  # - {{measure: {TO_DO}, subject: {TO_DO}, {value}, unit: {TO_DO}}}")
        lines.append("  citations:")
        lines.append(f"    - {{paragraph: {self.paragraphs[0]}, quote: {json.dumps(self.quote, ensure_ascii=False)}}}")
        lines.append(f"  related: [{', '.join(dict.fromkeys(overlap.fact for overlap in self.overlaps))}]")
        return "\n".join(lines) + "\n"


def draft_fact(
    base: FactBase, quote: str, *, id_: str | None = None, topic: str | None = None, article: str | None = None
) -> Draft:
    """A draft of a fact that rests on some words of the material.

    Args:
        base: that it shall go into.
        quote: 3 to 15 words, one after another.
        id_: of the fact; made from the words if not given.
        topic: of the fact; that of the facts which cite the same paragraph if not given.
        article: text of the material. With it the quotation is written letter for letter, without it as given.

    Raises:
        DraftError: the words are too few or too many, do not stand there, or the id or topic cannot be.
    """
    quote = " ".join(quote.split())
    places = _places(base, quote)
    first = places[0]
    if article is not None:
        quote = _letter_for_letter(article, quote, first)
    return Draft(
        id=_free_id(base, id_) if id_ is not None else _proposed_id(base, quote),
        topic=_checked(topic, "topic") if topic is not None else _usual_topic(base, first),
        quote=quote,
        paragraphs=tuple(place.paragraph for place in places if place.paragraph is not None),
        overlaps=tuple(_overlaps(base, quote, places)),
        languages=tuple(spoken_languages(base)),
        election=base.manifest.election,
    )


# --- where the words stand ---------------------------------------------------------------------------


def _places(base: FactBase, quote: str) -> list[QuoteCheck]:
    """Every paragraph that holds the words; at least one."""
    count = len(quote.split())
    if count not in QUOTE_WORDS:
        raise DraftError(
            f"the quotation has {count} words; give {QUOTE_WORDS.start} to {QUOTE_WORDS.stop - 1} that stand together"
        )
    numbers = range(1, len(base.fingerprint.paragraphs) + 1)
    checks = [check_quote(base.fingerprint, quote, number) for number in numbers]
    found = [check for check in checks if check.verdict is Verdict.FOUND]
    if not found:
        raise DraftError(f"{checks[0].verdict.value}: “{quote}”{_longest_part(base, quote)}")
    return found


def _longest_part(base: FactBase, quote: str) -> str:
    """Which of the words do stand together somewhere, as the end of a sentence; empty where none do."""
    words = normalise_words(quote)
    for size in range(len(words) - 1, RUN - 1, -1):
        for start in range(len(words) - size + 1):
            part = verbatim(quote, start, start + size - 1)
            paragraph = check_quote(base.fingerprint, part, 1).paragraph
            if paragraph is not None:
                return f"; only “{part}” stands in paragraph {paragraph}"
    return ""


def _letter_for_letter(article: str, quote: str, place: QuoteCheck) -> str:
    paragraphs = split_paragraphs(article)
    words = normalise_words(quote)
    if place.paragraph is None or place.offset is None or place.paragraph > len(paragraphs):
        raise DraftError("the article given is not the material")
    text = " ".join(paragraphs[place.paragraph - 1].split())
    last = place.offset + len(words) - 1
    if normalise_words(text)[place.offset : last + 1] != words:
        raise DraftError("the article given is not the material")
    return verbatim(text, place.offset, last)


def _overlaps(base: FactBase, quote: str, places: Iterable[QuoteCheck]) -> Iterable[Overlap]:
    length = len(normalise_words(quote))
    spans = {place.paragraph: place.offset for place in places}
    for fact in base.facts.values():
        for citation in fact.citations:
            if citation.source != base.manifest.material or citation.paragraph is None:
                continue
            other = check_quote(base.fingerprint, citation.quote, citation.paragraph).offset
            own = spans.get(citation.paragraph)
            if own is None or other is None:
                continue
            if other < own + length and own < other + len(normalise_words(citation.quote)):
                yield Overlap(fact.id, citation.quote)


# --- id and topic ------------------------------------------------------------------------------------


def _checked(name: str, what: str) -> str:
    if not _ID.fullmatch(name) or len(name) > MAX_ID:
        raise DraftError(f"{name!r} cannot be the {what}: lower-case words joined by hyphens, at most {MAX_ID} letters")
    return name


def _free_id(base: FactBase, id_: str) -> str:
    if id_ in base.files:
        raise DraftError(f"the id {id_!r} is used already in {base.files[id_]}")
    return _checked(id_, "id")


def _proposed_id(base: FactBase, quote: str) -> str:
    plain = unicodedata.normalize("NFKD", quote).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:_ID_WORDS]
    proposed = "-".join(words)[: MAX_ID - 3].strip("-") or _NO_TOPIC
    taken = (f"{proposed}-{number}" for number in range(2, len(base.files) + 3))
    return proposed if proposed not in base.files else next(id_ for id_ in taken if id_ not in base.files)


def _usual_topic(base: FactBase, place: QuoteCheck) -> str:
    topics = Counter(
        fact.topic
        for fact in base.facts.values()
        if any(c.source == base.manifest.material and c.paragraph == place.paragraph for c in fact.citations)
    )
    return topics.most_common(1)[0][0] if topics else _NO_TOPIC
