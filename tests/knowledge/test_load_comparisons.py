"""Mistakes in comparisons, charts, events and the manifest are found when a base is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.load import load
from tests.knowledge.breaking import Change, entry, problems, written

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
        "a measure without a word for it",
        lambda f: entry(f, "change-turnout").pop("name"),
        "comparisons.yaml: change-turnout: -: needs a name: what 'turnout' is called in a sentence",
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
]


@pytest.mark.parametrize(("change", "line"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_each_mistake_gets_a_line(tmp_path: Path, change: Change, line: str) -> None:
    found = problems(written(tmp_path, change))
    assert any(each.startswith(line) for each in found), found


def test_a_sound_base_with_two_elections_loads(tmp_path: Path) -> None:
    base = load(written(tmp_path))
    assert list(base.comparisons) == [
        "change-seats", "change-turnout", "what-changed", "change-extremes", "change-boycott", "change-steps",
    ]  # fmt: skip
    assert (base.manifest.before, base.manifest.overview) == ("council-2016", "what-changed")
    assert list(base.charts) == ["seats-chart", "turnout-chart"]
    assert list(base.events) == ["first-vote", "union", "second-vote"], "by date, whatever their order in the file"
    assert base.files["change-seats"] == "comparisons.yaml"
    assert base.weights == {}
