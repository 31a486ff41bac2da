from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.intent_sets import OUT_OF_SCOPE, Example, load_intent_set

TINY = {
    "train": [["wake me at seven", "alarm"], ["set an alarm", "alarm"], ["how do i make soup", "recipe"]],
    "val": [["alarm at noon", "alarm"]],
    "test": [["recipe for a pie", "recipe"]],
    "oos_train": [["who wrote this opera", "oos"]],
    "oos_val": [["how tall is that mountain", "oos"]],
    "oos_test": [["name a good film", "oos"], ["sing a song", "oos"]],
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.json"
    path.write_text(json.dumps(TINY), encoding="utf-8")
    return path


def test_out_of_scope_is_for_choosing_and_measuring_never_for_training(data: Path) -> None:
    read = load_intent_set(data)
    assert read.intents == ["alarm", "recipe"]
    assert read.validation == [
        Example("alarm at noon", "alarm"),
        Example("how tall is that mountain", OUT_OF_SCOPE),
    ]
    assert [example.intent for example in read.test] == ["recipe", OUT_OF_SCOPE, OUT_OF_SCOPE]


def test_few_shots_are_drawn_the_same_way_each_time(data: Path) -> None:
    read = load_intent_set(data)
    one = read.with_shots(1, seed=3)
    assert [example.intent for example in one.train] == ["alarm", "recipe"]
    assert one == read.with_shots(1, seed=3)
    assert one.test == read.test


def test_a_file_of_another_kind_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "domains.json"
    path.write_text(json.dumps({"train": []}), encoding="utf-8")
    with pytest.raises(ValueError, match="it has no val, test, oos_val, oos_test"):
        load_intent_set(path)


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"nothing\.json: cannot be read"):
        load_intent_set(tmp_path / "nothing.json")
