from __future__ import annotations

from pathlib import Path
from typing import Literal

from knowledge.answer import Answerer
from knowledge.evaluate import Row, Verdict
from knowledge.lexicon import load_lexicon
from knowledge.load import load
from knowledge.model import Language
from knowledge.texts import load_texts
from tests.benchmarks.judging import Judge, Scored, best_thresholds, boldly, carefully, phrasings
from tests.small_base import write_base

R, W, D = Verdict.RIGHT, Verdict.WRONG, Verdict.DECLINED


def row(kind: Literal["fact", "none"], **fields: object) -> Row:
    return Row.model_validate({"id": "r", "lang": "en", "q": "?", "kind": kind} | fields)


def scored(score: float, given: Verdict, kind: Literal["fact", "none"] = "fact") -> Scored:
    return Scored(row(kind), score, given, R if kind == "none" else D)


def test_the_bold_threshold_makes_most_rows_right() -> None:
    tuning = [scored(0.9, R), scored(0.7, W), scored(0.5, R), scored(0.3, W, "none")]
    assert best_thresholds(tuning, boldly) == {Language.EN: 0.5}


def test_the_careful_threshold_leaves_right_answers_out_rather_than_give_several_wrong_ones() -> None:
    tuning = [scored(0.9, R), scored(0.7, W), scored(0.6, W), scored(0.5, R), scored(0.4, R), scored(0.3, W, "none")]
    assert best_thresholds(tuning, carefully) == {Language.EN: 0.9}


def test_where_nothing_can_be_trusted_nothing_is_answered() -> None:
    tuning = [scored(0.9, W), scored(0.85, W), scored(0.8, W, "none")]
    (threshold,) = best_thresholds(tuning, carefully).values()
    assert threshold > 0.9


def test_peers_get_every_phrasing_and_are_judged_by_our_own_answers(tmp_path: Path) -> None:
    base = load(write_base(tmp_path))
    all_of_them = list(phrasings(base))
    for fact in base.facts.values():
        texts = {each.text for each in all_of_them if each.owner == fact.id}
        assert texts == {fact.question.en, *fact.phrasings.all()}
    judge = Judge(Answerer(base, load_lexicon(), load_texts()), base)
    seats = row("fact", must=["12 of 21"], cites=[[1]])
    assert judge.verdict(seats, "tide-seats") is R
    assert judge.verdict(seats, "turnout") is W
    assert judge.verdict(seats, None) is D
    assert judge.verdict(row("none"), "turnout") is W
    assert judge.verdict(row("none"), None) is R
