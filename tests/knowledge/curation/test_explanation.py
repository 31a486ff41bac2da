"""How a question was understood, ranked and decided, as plain values."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answerer
from knowledge.curation.explanation import explain
from knowledge.match import Parts


def explained(answerer: Answerer, question: str) -> dict[str, Any]:
    found = answerer.explain(question)
    return explain(found, answerer.base.thresholds.of(found.finding.question.language))


def test_what_was_said_is_taken_apart(small: Answerer) -> None:
    said = explained(small, "Why did the tyde party not gain seats in 2020, zorp?")["understood"]
    assert said["entities"] == [{"entity": "tide", "type": "party", "similarity": 1.0}]
    assert said["years"] == [2020]
    assert (said["asks"], said["cues"], said["negated"]) == (["why"], ["up"], True)
    assert said["unknown"] == 1
    assert 0 < said["unknown_share"] < 1
    assert next(iter(said["words"])) == "@tide"


def test_a_misspelt_word_is_shown_as_it_was_read(small: Answerer) -> None:
    (word,) = explained(small, "tunrout")["understood"]["words"].items()
    assert word == ("turnout", 0.86)


def test_the_parts_of_a_score_make_the_score(small: Answerer) -> None:
    values = explained(small, "did the tide win more seats")
    best = values["candidates"][0]
    assert best["id"] == "tide-seats"
    assert best["learned"] is None
    assert best["score"] == pytest.approx(best["index"] * best["factor"], abs=1e-3)
    assert best["factor"] < 1, "the question speaks of change, the phrasings do not"


def test_learnt_weights_are_a_part_of_their_own(built_in: Answerer) -> None:
    best = explained(built_in, "turnout")["candidates"][0]
    parts = Parts(best["index"], best["learned"], best["factor"])
    assert best["score"] == pytest.approx(parts.score, abs=2e-3)


def test_the_gate_that_spoke_is_named_with_its_reason(small: Answerer) -> None:
    values = explained(small, "turnout in Almaty")
    (out,) = (each for each in values["kept_out"] if each["id"] == "turnout")
    assert (out["gate"], out["gate_named"]) == ("place", "place:almaty")
    assert "turnout" not in [each["id"] for each in values["candidates"]]


def test_the_decision_stands_with_the_numbers_it_rests_on(small: Answerer) -> None:
    values = explained(small, "how many nets are there")
    decision = values["decision"]
    assert (decision["outcome"], decision["intents"], decision["decoy"]) == ("no answer", ["nets"], "nets")
    assert decision["confidence"] < values["thresholds"]["choice"]
    assert explained(small, "hello")["small_talk"]["taken"]


def test_sentences_that_were_read_apart_are_shown(small: Answerer) -> None:
    parts = explained(small, "I like the sea. What was the turnout?")["parts"]
    assert [list(part["words"]) for part in parts] == [[], ["turnout"]]


@given(st.text(max_size=80))
def test_whatever_was_typed_can_be_explained_as_json(small: Answerer, typed: str) -> None:
    json.dumps(explained(small, typed))
