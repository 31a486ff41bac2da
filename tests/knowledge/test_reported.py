"""One test for each bug that was met and belongs nowhere else."""

from __future__ import annotations

import pytest

from knowledge.answer import Answerer
from knowledge.lexicon import Lexicon
from knowledge.linking import EntityLinker
from knowledge.model import Entity, EntityType, Language, LocalText
from knowledge.normalise import MAX_CHARACTERS, clean, split_sentences
from knowledge.speech import Speech


def test_a_whole_question_after_a_lead_in_is_answered_by_itself(two: Answerer) -> None:
    _, context = two.converse("tide seats")
    reply, _ = two.converse("and what was the turnout?", context=context)
    assert reply.facts == ("turnout",)


@pytest.mark.parametrize(("latin", "cyrillic"), [("partiya", "партия"), ("kakaya", "какая"), ("moya", "моя")])
def test_vowels_before_ya_in_russian_typed_in_latin(lexicon: Lexicon, latin: str, cyrillic: str) -> None:
    assert Speech(Language.RU, lexicon.scripts).normal(latin) == cyrillic


def test_one_slip_in_a_name_of_five_letters(lexicon: Lexicon) -> None:
    lumea = Entity(id="lumea", type=EntityType.COUNTRY, name=LocalText(en="Lumea"))
    linker = EntityLinker([lumea], lexicon.gazetteer, Speech(Language.EN, lexicon.scripts))
    found = linker.link(["lumae"], ["lumae"], lambda _: False, lambda _: 0.0)
    assert [mention.entity for mention in found] == ["lumea"]


@pytest.mark.parametrize("name", ["Nur Otan", "Ak Zhol 2016"])
def test_a_bare_name_is_answered_in_the_language_of_the_client(built_in: Answerer, name: str) -> None:
    assert built_in.language_of(name, Language.RU) is Language.RU
    assert built_in.answer(name, preferred=Language.RU).language is Language.RU
    assert built_in.language_of(name) is Language.EN


def test_lines_are_sentences() -> None:
    assert split_sentences("one\ntwo") == ["one", "two"]


def test_what_is_composed_after_invisible_signs_are_gone() -> None:
    assert clean("e\u200b\u0301") == "é"
    assert len(clean("\u0958" * MAX_CHARACTERS)) <= MAX_CHARACTERS


def test_no_score_is_over_one(two: Answerer) -> None:
    ranking = two.explain("what changed since 2016").finding.ranking
    assert max(candidate.score for candidate in ranking.passed) <= 1


def test_the_denominator_stands_inside_the_sentence(two: Answerer) -> None:
    reply = two.chosen("change-turnout", Language.EN)
    assert reply is not None
    assert reply.body.endswith("(of registered islanders).")
