"""Why a question was not right."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.answer import Answerer
from knowledge.curation.misses import Miss, Misses
from knowledge.evaluate import Row, evaluate
from knowledge.plain import as_json


@pytest.fixture
def misses(small: Answerer) -> Misses:
    return Misses(small)


def miss(small: Answerer, misses: Misses, question: str, **row: Any) -> Miss:
    (judged,) = evaluate(
        [Row.model_validate({"id": "r", "lang": "en", "kind": "fact", "q": question, **row})],
        lambda text: as_json(small.answer(text), small.texts),
    )
    return misses.explain(judged)


def test_the_fact_that_would_have_been_right_is_named(small: Answerer, misses: Misses) -> None:
    found = miss(small, misses, "tide seats", must=["81.5"])
    assert found.found == ("tide-seats",)
    assert found.best[0].intent.id == "tide-seats"
    assert [each.intent for each in found.expected] == ["turnout"]
    assert found.expected[0].candidate is None
    assert found.kept_out is None


def test_a_fact_that_was_near_is_named_with_its_score(small: Answerer, misses: Misses) -> None:
    found = miss(small, misses, "did tide voters turnout", must=["81.5"])
    (expected,) = found.expected
    assert expected.candidate is not None
    assert expected.candidate.score > 0
    assert expected.candidate.rejection is not None, "naming a party rules turnout out"


def test_what_a_gate_kept_out_is_named_if_it_scored_best(small: Answerer, misses: Misses) -> None:
    found = miss(small, misses, "turnout in 2031", must=["81.5"])
    assert found.found == ()
    assert found.kept_out is not None
    assert found.kept_out.rejection is not None
    assert (found.kept_out.intent.id, found.kept_out.rejection.named) == ("turnout", "2031")


@pytest.mark.parametrize(("kind", "must"), [("none", []), ("chat", []), ("fact", ["99 percent"])])
def test_nothing_is_expected_where_nothing_would_be_right(
    small: Answerer, misses: Misses, kind: str, must: list[str]
) -> None:
    assert miss(small, misses, "turnout", kind=kind, must=must).expected == ()
