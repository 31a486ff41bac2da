"""Doubts about texts: numbers that nothing bears out, languages out of step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.curation.texts import doubtful_texts, spoken_languages
from knowledge.errors import Problem
from knowledge.load import load
from knowledge.model import Language
from tests.small_base import small_base, write_base

Files = dict[str, Any]


@pytest.fixture
def files() -> Files:
    """A base that gives no cause for doubt."""
    files = small_base()
    files["facts/results.yaml"][0]["answer"]["en"] = "The Tide Party won 12 seats."
    return files


def doubts(directory: Path, files: Files) -> list[Problem]:
    return doubtful_texts(load(write_base(directory, files)))


def test_a_base_in_good_order_raises_no_doubt(tmp_path: Path, files: Files) -> None:
    assert doubts(tmp_path, files) == []


@pytest.mark.parametrize(
    ("added", "unheld"),
    [
        ("", None),
        ("It was 2020.", None),  # the year of the election
        ("It got 2021 votes.", "2021"),
        ("It had 12.5 percent.", "12.5"),
        ("One of 21, and of 7.", "7, 21"),
    ],
)
def test_a_number_must_be_borne_out(tmp_path: Path, files: Files, added: str, unheld: str | None) -> None:
    files["facts/results.yaml"][0]["answer"]["en"] += f" {added}"
    expected = f"no value, date or quotation of the fact holds {unheld}"
    assert [(found.field, found.message) for found in doubts(tmp_path, files)] == (
        [("answer.en", expected)] if unheld else []
    )


@pytest.mark.parametrize(
    "values",
    [
        [{"measure": "house-size", "subject": "harbour", "election": "council-2020", "value": 21, "unit": "seats"}],
        [{"measure": "date", "subject": "council-2020", "value": "2020-05-21", "unit": "date"}],
        [{"measure": "count", "subject": "harbour", "date": "2020-05-21", "value": 3, "unit": "people"}],
    ],
)
def test_typed_values_and_dates_bear_out_a_number(tmp_path: Path, files: Files, values: list[Any]) -> None:
    files["facts/results.yaml"][0]["answer"]["en"] += " That is 12 of 21."
    files["facts/results.yaml"][0]["values"] += values
    assert doubts(tmp_path, files) == []


def test_the_frame_of_its_election_bears_a_number_out_for_every_fact(tmp_path: Path, files: Files) -> None:
    files["facts/results.yaml"][0]["answer"]["en"] += " That is 12 of 21."
    size = {"measure": "house-size", "subject": "harbour", "election": "council-2020", "value": 21, "unit": "seats"}
    files["facts/vote.yaml"][0]["values"] = [size]
    assert doubts(tmp_path, files) == []


def test_what_lies_between_two_numbers_needs_no_value_of_its_own(tmp_path: Path, files: Files) -> None:
    files["facts/vote.yaml"][0]["values"] = [
        {"measure": "turnout", "subject": "council-2020", "date": "2016", "value": 80, "unit": "percent"}
    ]
    files["facts/vote.yaml"][0]["answer"]["en"] += " That is 1.5 points more than in 2016."
    assert doubts(tmp_path, files) == []


def test_a_base_speaks_the_languages_of_its_answers(tmp_path: Path, files: Files) -> None:
    assert spoken_languages(load(write_base(tmp_path / "one", files))) == [Language.EN]
    files["facts/vote.yaml"][0]["answer"]["kk"] = "Қатысу деңгейі 81,5 пайыз болды."
    assert spoken_languages(load(write_base(tmp_path / "two", files))) == [Language.EN, Language.KK]


def test_a_language_that_is_spoken_must_be_written_everywhere(tmp_path: Path, files: Files) -> None:
    vote, results = files["facts/vote.yaml"][0], files["facts/results.yaml"][0]
    vote["question"]["ru"] = "Какова явка?"
    vote["answer"]["ru"] = "Явка составила 81,5 процента."
    vote["phrasings"]["ru"] = [f"явка {number}" for number in range(8)]
    results["question"]["ru"] = "Сколько мест у Партии прилива?"
    results["phrasings"]["ru"] = ["места прилива"]
    files["chat.yaml"][0]["reply"]["ru"] = "Здравствуйте!"
    del files["decoys/sea.yaml"]
    assert [(found.item, found.field, found.message) for found in doubts(tmp_path, files)] == [
        ("tide-seats", "answer.ru", "is not written yet"),
        ("tide-seats", "phrasings.ru", "only 1 phrasings where English has 8"),
        ("turnout-rounded", "text.ru", "is not written yet"),
    ]


def test_the_texts_of_an_answer_must_name_the_same_numbers(tmp_path: Path, files: Files) -> None:
    vote = files["facts/vote.yaml"][0]
    vote["answer"]["ru"] = "Явка составила 81,5 процента, а может быть 2020."
    vote["answer"]["kk"] = "Қатысу деңгейі жоғары болды."
    found = {(each.field, each.message) for each in doubts(tmp_path, files) if each.item == "turnout"}
    assert ("answer.ru", "has 2020, which the English has not") in found
    assert ("answer.kk", "lacks 81.5") in found


def test_nested_texts_are_looked_at(tmp_path: Path, files: Files) -> None:
    state = {"text": {"en": "9 nets", "kk": "8 тор"}, "facts": ["turnout"]}
    files["facts/vote.yaml"][0]["answer"]["kk"] = "81,5 пайыз"
    files["base.yaml"]["before"] = "council-2016"
    files["entities.yaml"].append(
        {"id": "council-2016", "type": "election", "name": {"en": "council election of 2016"}, "year": 2016}
    )
    files["comparisons.yaml"] = [
        {
            "id": "nets-then", "topic": "sea", "kind": "states", "question": {"en": "Nets then and now?"},
            "phrasings": {"en": ["nets"]}, "before": state, "after": state, "verdict": {"en": "Fewer."},
        }
    ]  # fmt: skip
    found = {each.field: each.message for each in doubts(tmp_path, files) if each.item == "nets-then"}
    assert found["before.text.kk"] == found["after.text.kk"] == "has 8, which the English has not and lacks 9"
