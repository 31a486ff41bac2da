from __future__ import annotations

from pathlib import Path

from knowledge.load import load
from tests.benchmarks.synthetic import PHRASINGS, SyntheticBase


def test_an_invented_base_loads_and_has_as_many_phrasings_as_asked_for(tmp_path: Path) -> None:
    base = load(SyntheticBase(200).write(tmp_path))
    invented = [fact for id_, fact in base.facts.items() if id_.startswith("fact-")]
    assert len(invented) == 200 // PHRASINGS
    assert all(len(fact.phrasings.en) == PHRASINGS - 1 for fact in invented)


def test_the_same_size_gives_the_same_base_and_questions(tmp_path: Path) -> None:
    one, other = SyntheticBase(100), SyntheticBase(100)
    assert load(one.write(tmp_path / "one")).facts == load(other.write(tmp_path / "other")).facts
    assert one.questions(5) == other.questions(5)


def test_questions_ask_for_facts_of_the_base(tmp_path: Path) -> None:
    synthetic = SyntheticBase(100)
    base = load(synthetic.write(tmp_path))
    assert all(asked.fact in base.facts for asked in synthetic.questions(20))
