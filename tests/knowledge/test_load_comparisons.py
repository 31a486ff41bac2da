"""Mistakes in comparisons, charts, events, weights and thresholds are found when a base is loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import FactBaseError
from knowledge.learned import LearnedWeights
from knowledge.load import FactBase, load, weights_file
from knowledge.model import Language
from tests.knowledge.two_elections import LONGER_ARTICLE, two_elections
from tests.small_base import write_base

EN, RU, KK = Language
Files = dict[str, Any]
Change = Callable[[Files], object]


def written(tmp_path: Path, change: Change = lambda _: None) -> Path:
    files = two_elections()
    change(files)
    return write_base(tmp_path, files, LONGER_ARTICLE)


def changed(tmp_path: Path, change: Change) -> FactBase:
    return load(written(tmp_path, change))


def problems(directory: Path) -> list[str]:
    with pytest.raises(FactBaseError) as caught:
        load(directory)
    return [str(problem) for problem in caught.value.problems]


def entry(files: Files, id_: str) -> dict[str, Any]:
    lists = [content for content in files.values() if isinstance(content, list)]
    found: dict[str, Any] = next(each for content in lists for each in content if each["id"] == id_)
    return found


MISTAKES: list[tuple[str, Change, str]] = [
    (
        "unknown subject",
        lambda f: entry(f, "change-seats").update(subjects=["tide", "whale"]),
        "comparisons.yaml: change-seats: subjects: no entity 'whale'",
    ),
    (
        "unknown entity beside it",
        lambda f: entry(f, "change-seats").update(also_about=["whale"]),
        "comparisons.yaml: change-seats: also_about: no entity 'whale'",
    ),
    (
        "share of an unknown house",
        lambda f: entry(f, "change-seats").update(share_of="senate"),
        "comparisons.yaml: change-seats: share_of: no entity 'senate'",
    ),
    (
        "state on an unknown fact",
        lambda f: entry(f, "change-boycott")["before"].update(facts=["nobody"]),
        "comparisons.yaml: change-boycott: before.facts: no fact 'nobody'",
    ),
    (
        "state on no fact",
        lambda f: entry(f, "change-boycott")["after"].update(facts=[]),
        "comparisons.yaml: change-boycott: after.facts: Tuple should have at least 1 item",
    ),
    (
        "unknown supporting fact",
        lambda f: entry(f, "change-turnout").update(supporting=["nobody"]),
        "comparisons.yaml: change-turnout: supporting: no fact 'nobody'",
    ),
    (
        "unknown related fact",
        lambda f: entry(f, "change-turnout").update(related=["nobody"]),
        "comparisons.yaml: change-turnout: related: no fact 'nobody'",
    ),
    (
        "unknown caveat",
        lambda f: entry(f, "change-turnout").update(caveats=["nothing"]),
        "comparisons.yaml: change-turnout: caveats: no caveat 'nothing'",
    ),
    (
        "id of one subject used elsewhere",
        lambda f: entry(f, "nets").update(id="change-seats-gull"),
        "comparisons.yaml: change-seats: subjects: 'change-seats-gull' is the id of something else",
    ),
    (
        "several subjects in a question about none",
        lambda f: entry(f, "change-seats").update(question={"en": "How did seats change?"}),
        "comparisons.yaml: change-seats: question.en: must hold {subject}, once for each subject",
    ),
    (
        "a place for the subject where there is one only",
        lambda f: entry(f, "change-turnout").update(question={"en": "How did {subject} change?"}),
        "comparisons.yaml: change-turnout: question.en: may not hold {subject}",
    ),
    (
        "states without verdict",
        lambda f: entry(f, "change-boycott").pop("verdict"),
        "comparisons.yaml: change-boycott: -: states need before, after and verdict",
    ),
    (
        "states without one side",
        lambda f: entry(f, "change-boycott").pop("before"),
        "comparisons.yaml: change-boycott: -: states need before, after and verdict",
    ),
    (
        "numbers without measure",
        lambda f: entry(f, "change-turnout").pop("measure"),
        "comparisons.yaml: change-turnout: -: numbers, table and extremes need a measure and subjects",
    ),
    (
        "extremes of nobody",
        lambda f: entry(f, "change-extremes").pop("subjects"),
        "comparisons.yaml: change-extremes: -: numbers, table and extremes need a measure and subjects",
    ),
    (
        "unknown kind of comparison",
        lambda f: entry(f, "change-steps").update(kind="guess"),
        "comparisons.yaml: change-steps: kind: Input should be 'numbers', ",
    ),
    (
        "comparisons without an election before",
        lambda f: f["base.yaml"].pop("before"),
        "base.yaml: -: before: comparisons need the election to compare with",
    ),
    (
        "unknown election before",
        lambda f: f["base.yaml"].update(before="council-2012"),
        "base.yaml: -: before: no entity 'council-2012'",
    ),
    (
        "a party for an election",
        lambda f: f["base.yaml"].update(before="tide"),
        "base.yaml: -: before: 'tide' must be of type election and have a year",
    ),
    (
        "an election without year",
        lambda f: entry(f, "council-2020").pop("year"),
        "base.yaml: -: election: 'council-2020' must be of type election and have a year",
    ),
    (
        "unknown overview",
        lambda f: f["base.yaml"].update(overview="tide-seats"),
        "base.yaml: -: overview: no comparison 'tide-seats'",
    ),
    (
        "unknown example",
        lambda f: f["base.yaml"].update(examples=["nobody"]),
        "base.yaml: -: examples: no fact 'nobody'",
    ),
    (
        "unknown subject of a chart",
        lambda f: entry(f, "seats-chart").update(subjects=["whale"]),
        "charts.yaml: seats-chart: subjects: no entity 'whale'",
    ),
    (
        "unknown election of a chart",
        lambda f: entry(f, "seats-chart").update(elections=["council-2012"]),
        "charts.yaml: seats-chart: elections: no entity 'council-2012'",
    ),
    (
        "chart of nobody",
        lambda f: entry(f, "seats-chart").update(subjects=[]),
        "charts.yaml: seats-chart: subjects: Tuple should have at least 1 item",
    ),
    (
        "chart shown with nothing known",
        lambda f: entry(f, "seats-chart").update(shows=["tide-seats", "change-seats-tide"]),
        "charts.yaml: seats-chart: shows: no fact or comparison 'change-seats-tide'",
    ),
    (
        "event on an unknown fact",
        lambda f: entry(f, "union").update(fact="nobody"),
        "timeline.yaml: union: fact: no fact 'nobody'",
    ),
    (
        "event on no day",
        lambda f: entry(f, "union").update(date="spring 2020"),
        "timeline.yaml: union: date: String should match pattern",
    ),
    (
        "caveat about a paragraph that is not there",
        lambda f: entry(f, "turnout-rounded").update(paragraphs=[2, 9]),
        "caveats.yaml: turnout-rounded: paragraphs: the material has no paragraph 9",
    ),
    (
        "colour that is none",
        lambda f: entry(f, "tide").update(colour="blue"),
        "entities.yaml: tide: colour: String should match pattern",
    ),
    (
        "id too long for a button",
        lambda f: entry(f, "boycott").update(id="b" * 57),
        f"facts/more.yaml: {'b' * 57}: id: String should have at most 56 characters",
    ),
    (
        "threshold above 1",
        lambda f: f["thresholds.yaml"]["en"].update(accept=1.5),
        "thresholds.yaml: -: en.accept: Input should be less than or equal to 1",
    ),
    (
        "thresholds of a language that misses one",
        lambda f: f["thresholds.yaml"].update(ru={"accept": 0.4}),
        "thresholds.yaml: -: ru.choice: Field required",
    ),
    (
        "no thresholds for English",
        lambda f: f.update({"thresholds.yaml": {"ru": f["thresholds.yaml"]["en"]}}),
        "thresholds.yaml: -: en: Field required",
    ),
    (
        "thresholds of an unknown language",
        lambda f: f["thresholds.yaml"].update(de=f["thresholds.yaml"]["en"]),
        "thresholds.yaml: -: de: no such field; known are en, kk, ru",
    ),
    (
        "no facts at all",
        lambda f: [f.pop(name) for name in list(f) if name.startswith("facts/")],
        "facts: -: -: no facts: there must be at least one file facts/*.yaml",
    ),
]


@pytest.mark.parametrize(("change", "line"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_each_mistake_gets_a_line(tmp_path: Path, change: Change, line: str) -> None:
    found = problems(written(tmp_path, change))
    assert any(each.startswith(line) for each in found), found


def test_a_sound_base_with_two_elections_loads(two_directory: Path) -> None:
    base = load(two_directory)
    assert list(base.comparisons) == [
        "change-seats", "change-turnout", "what-changed", "change-extremes", "change-boycott", "change-steps",
    ]  # fmt: skip
    assert (base.manifest.before, base.manifest.overview) == ("council-2016", "what-changed")
    assert list(base.charts) == ["seats-chart", "turnout-chart"]
    assert list(base.events) == ["first-vote", "union", "second-vote"], "by date, whatever their order in the file"
    assert base.files["change-seats"] == "comparisons.yaml"
    assert base.weights == {}


@pytest.fixture
def two_directory(tmp_path: Path) -> Path:
    return written(tmp_path)


def test_a_language_without_thresholds_has_those_of_english(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        files["thresholds.yaml"]["ru"] = files["thresholds.yaml"]["en"] | {"accept": 0.7}

    thresholds = changed(tmp_path, change).thresholds
    assert [thresholds.of(language).accept for language in Language] == [0.4, 0.7, 0.4]
    assert thresholds.of(KK) == thresholds.en


def test_learnt_weights_are_read_for_each_language_that_has_some(two_directory: Path) -> None:
    before = load(two_directory).version
    path = two_directory / weights_file(RU)
    path.parent.mkdir()
    path.write_bytes(LearnedWeights(["turnout"], [0.5], {"явк": [(0, 1.0)]}).dump())
    base = load(two_directory)
    assert {language: found.intents for language, found in base.weights.items()} == {RU: ("turnout",)}
    assert base.version != before, "weights are part of the base"


def test_damaged_weights(two_directory: Path) -> None:
    path = two_directory / weights_file(EN)
    path.parent.mkdir()
    path.write_bytes(b"rubbish")
    assert problems(two_directory) == ["weights/en.json.z: -: -: is not a file of learnt weights"]
