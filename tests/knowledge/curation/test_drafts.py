"""A fact started from a quotation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.curation.drafts import draft_fact
from knowledge.curation.texts import doubtful_texts
from knowledge.errors import DraftError, FactBaseError
from knowledge.load import FactBase, load
from tests.small_base import ARTICLE, small_base, write_base


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    return load(write_base(tmp_path_factory.mktemp("lumea")))


def entry(draft: str) -> dict[str, Any]:
    (found,) = yaml.safe_load(draft)
    assert isinstance(found, dict)
    return found


def test_the_paragraph_is_found_and_the_citation_filled_in(base: FactBase) -> None:
    draft = draft_fact(base, "the nets  had not been counted")
    assert draft.paragraphs == (2,)
    assert entry(draft.yaml()) == {
        "id": "the-nets-had-not-been",
        "topic": "vote",
        "question": {"en": "TODO how people would ask"},
        "phrasings": {"en": ["TODO other words for it, 8 at the least and better 40"]},
        "answer": {"en": "TODO one to three plain sentences"},
        "values": [],
        "citations": [{"paragraph": 2, "quote": "the nets had not been counted"}],
        "related": [],
    }


def test_facts_that_quote_some_of_the_words_are_named_and_related(base: FactBase) -> None:
    draft = draft_fact(base, "Party won 12 seats and the Harbour League 9")
    assert [(overlap.fact, overlap.quote) for overlap in draft.overlaps] == [
        ("tide-seats", "The Tide Party won 12 seats")
    ]
    assert (draft.topic, entry(draft.yaml())["related"]) == ("results", ["tide-seats"])
    assert draft_fact(base, "seats and the Harbour League 9").overlaps[0].fact == "tide-seats"
    assert draft_fact(base, "and the Harbour League 9").overlaps == ()


def test_each_number_of_the_quotation_is_offered_as_a_value(base: FactBase) -> None:
    written = draft_fact(base, "Turnout was 81.5 percent").yaml()
    assert (
        "  # - {measure: TODO, subject: TODO, election: council-2020, value: 81.5, unit: TODO}" in written.splitlines()
    )


def test_with_the_article_the_words_are_quoted_letter_for_letter(base: FactBase) -> None:
    typed = "the fishermen’s UNION boycotted the vote"
    assert draft_fact(base, typed).quote == typed
    assert draft_fact(base, typed, article=ARTICLE).quote == "The fishermen's union boycotted the vote"


def test_quotation_marks_inside_stay_valid_yaml(base: FactBase) -> None:
    draft = draft_fact(base, 'expected so many votes," he added', article=ARTICLE)
    assert entry(draft.yaml())["citations"][0]["quote"] == 'expected so many votes," he added'


@pytest.mark.parametrize("article", ["Another text.", ARTICLE.replace("81.5", "81.6")])
def test_another_article_is_refused(base: FactBase, article: str) -> None:
    with pytest.raises(DraftError, match="the article given is not the material"):
        draft_fact(base, "Turnout was 81.5 percent", article=article)


@pytest.mark.parametrize(
    ("quote", "problem"),
    [
        ("two words", "the quotation has 2 words; give 3 to 15 that stand together"),
        ("", "the quotation has 0 words"),
        ("word " * 16, "the quotation has 16 words"),
        ("The Tide Party won 13 seats", "not found: .*; only “The Tide Party won” stands in paragraph 1"),
        ("seals in the harbour", "not found: “seals in the harbour”$"),
        ("The Tide Party won the vote because the nets", "stitched together from two places: "),
        ("- - - -", "not found"),
    ],
)
def test_words_that_cannot_be_cited_are_refused_with_the_reason(base: FactBase, quote: str, problem: str) -> None:
    with pytest.raises(DraftError, match=problem):
        draft_fact(base, quote)


def test_id_and_topic_can_be_given(base: FactBase) -> None:
    draft = draft_fact(base, "Turnout was 81.5 percent", id_="how-many-came", topic="people")
    assert (draft.id, draft.topic) == ("how-many-came", "people")


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        ({"id_": "turnout"}, "the id 'turnout' is used already in facts/vote.yaml"),
        ({"id_": "How many"}, "'How many' cannot be the id"),
        ({"id_": "a" * 57}, "at most 56 letters"),
        ({"topic": "the vote"}, "'the vote' cannot be the topic"),
    ],
)
def test_names_that_cannot_be_are_refused(base: FactBase, names: dict[str, str], problem: str) -> None:
    with pytest.raises(DraftError, match=problem):
        draft_fact(base, "Turnout was 81.5 percent", **names)


def test_the_proposed_id_is_free(tmp_path: Path) -> None:
    files = small_base()
    files["facts/vote.yaml"][0]["id"] = "turnout-was-81-5-percent"
    files["base.yaml"]["examples"] = ["tide-seats"]
    files["facts/results.yaml"][0]["related"] = []
    files["decoys/sea.yaml"][0]["nearest"] = []
    files["caveats.yaml"][0]["facts"] = []
    base = load(write_base(tmp_path, files))
    assert draft_fact(base, "Turnout was 81.5 percent").id == "turnout-was-81-5-percent-2"


def test_a_draft_goes_into_the_base_once_it_is_worded(base: FactBase, tmp_path: Path) -> None:
    files = small_base()
    draft = entry(draft_fact(base, "the nets had not been counted").yaml())
    files["facts/nets.yaml"] = [draft]
    with pytest.raises(FactBaseError, match="needs at least 8 different phrasings"):
        load(write_base(tmp_path, files))
    draft["phrasings"]["en"] = [f"why number {number}" for number in range(8)]
    left = [str(doubt) for doubt in doubtful_texts(load(write_base(tmp_path, files))) if doubt.item == draft["id"]]
    assert left == [
        "facts/nets.yaml: the-nets-had-not-been: question.en: is still to be written",
        "facts/nets.yaml: the-nets-had-not-been: answer.en: is still to be written",
    ]
