"""Every reply that a fact or comparison gives when it is asked for by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.compare import Comparer
from knowledge.compose import Composer
from knowledge.curation.texts import spoken_languages
from knowledge.decide import Band
from knowledge.intents import asked_comparisons
from knowledge.reply import Reply
from knowledge.texts import Texts

if TYPE_CHECKING:
    from knowledge.load import FactBase


def every_reply(base: FactBase, texts: Texts) -> Iterator[tuple[str, str, Reply]]:
    """File and id of what is asked for, and its reply, in every language that the base speaks."""
    composer = Composer(base, texts)
    languages = spoken_languages(base)
    for fact in base.facts.values():
        for language in languages:
            reply = composer.fact(fact.question.get(language), fact, language, 1.0, Band.HIGH)
            yield base.files[fact.id], fact.id, reply
    if base.manifest.before is None:
        return
    comparer = Comparer(base, texts, composer)
    for comparison in base.comparisons.values():
        for asked in asked_comparisons(comparison):
            for language in languages:
                question = comparer.question(asked, language)
                yield base.files[comparison.id], asked.id, comparer.reply(question, [asked], language, 1.0, Band.HIGH)
