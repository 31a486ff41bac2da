"""Doubts about phrasings: shared words, words that lead elsewhere, facts nobody reaches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.curation.phrasings import misleading_wordings, shared_wordings, wordings_of
from knowledge.errors import Problem
from knowledge.lexicon import load_lexicon
from knowledge.load import FactBase, load
from tests.knowledge.two_elections import LONGER_ARTICLE, two_elections
from tests.small_base import small_base, write_base

Files = dict[str, Any]


def small(directory: Path, *phrasings: str) -> FactBase:
    """The small base with more phrasings for turnout."""
    files = small_base()
    files["facts/vote.yaml"][0]["phrasings"]["en"] += phrasings
    return load(write_base(directory, files))


def of_turnout(found: list[Problem]) -> list[str]:
    return [each.message for each in found if each.item == "turnout"]


def test_every_wording_is_looked_at_once_with_its_place(tmp_path: Path) -> None:
    wordings = list(wordings_of(small(tmp_path)))
    assert len(wordings) == 9 + 9 + 4
    assert (wordings[0].item, wordings[0].field) == ("tide-seats", "question.en")
    assert (wordings[-1].item, wordings[-1].field, wordings[-1].text) == ("nets", "phrasings.en.2", "nets counted")


def test_nothing_is_shared_in_a_base_in_good_order(tmp_path: Path) -> None:
    assert shared_wordings(small(tmp_path)) == []


@pytest.mark.parametrize("same", ["Tide-Party seats?", "tide party  SEATS", "tide party's seats"])
def test_a_wording_that_two_facts_share_is_named_with_both(tmp_path: Path, same: str) -> None:
    (found,) = shared_wordings(small(tmp_path, same))
    assert str(found) == (
        f"facts/vote.yaml: turnout: phrasings.en.8: “{same}” also asks for 'tide-seats' (phrasings.en.0)"
    )


def test_comparisons_are_asked_about_each_of_their_subjects(tmp_path: Path) -> None:
    base = load(write_base(tmp_path, two_elections(), LONGER_ARTICLE))
    texts = [wording.text for wording in wordings_of(base) if wording.item == "change-seats"]
    assert texts
    assert not any("{subject}" in text for text in texts)


def test_a_deep_look_at_a_base_in_good_order_finds_nothing(tmp_path: Path) -> None:
    asked = []
    base = small(tmp_path)
    assert misleading_wordings(base, load_lexicon(), lambda: asked.append(1)) == []
    assert len(asked) == len(list(wordings_of(base)))


def test_words_that_the_matcher_takes_for_the_same_are_found(tmp_path: Path) -> None:
    found = of_turnout(misleading_wordings(small(tmp_path, "what are the seats of the Tide"), load_lexicon()))
    assert "“what are the seats of the Tide” is to the matcher the same as “seats of the tide” of 'tide-seats'" in found


def test_words_that_lead_elsewhere_are_found(tmp_path: Path) -> None:
    found = of_turnout(misleading_wordings(small(tmp_path, "did the tide win its mandates"), load_lexicon()))
    assert len(found) == 1
    assert found[0].startswith("“did the tide win its mandates” matches 'tide-seats' better (")


def test_a_wording_that_a_gate_keeps_out_is_found(tmp_path: Path) -> None:
    files = two_elections()
    fact = files["facts/results.yaml"][0]
    fact["phrasings"]["en"].append("tide seats in 2016 and in 2020")
    found = misleading_wordings(load(write_base(tmp_path, files, LONGER_ARTICLE)), load_lexicon())
    (message,) = (each.message for each in found if each.item == fact["id"] and "gate" in each.message)
    assert message == "“tide seats in 2016 and in 2020” is kept out by the gate 'election' (council-2016)"


def test_a_fact_that_no_wording_reaches_is_found(tmp_path: Path) -> None:
    files = small_base()
    twin = dict(files["facts/results.yaml"][0], id="tide-twin", topic="other", related=[])
    files["facts/twin.yaml"] = [twin]
    files["thresholds.yaml"]["en"]["choice"] = 1.0
    found = misleading_wordings(load(write_base(tmp_path, files)), load_lexicon())
    assert "no wording reaches this fact" in [each.message for each in found if each.item == "tide-twin"]
