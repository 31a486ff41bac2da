"""Mistakes in thresholds, weights, caveats and entities are found when a base is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.load import load, weights_file
from knowledge.model import Language
from knowledge.weights import dump
from tests.knowledge.breaking import Change, Files, entry, problems, written
from tests.knowledge.networks import direct

EN, RU, KK = Language

MISTAKES: list[tuple[str, Change, str]] = [
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


@pytest.fixture
def two_directory(tmp_path: Path) -> Path:
    return written(tmp_path)


def test_a_language_without_thresholds_has_those_of_english(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        files["thresholds.yaml"]["ru"] = files["thresholds.yaml"]["en"] | {"accept": 0.7}

    thresholds = load(written(tmp_path, change)).thresholds
    assert [thresholds.of(language).accept for language in Language] == [0.4, 0.7, 0.4]
    assert thresholds.of(KK) == thresholds.en


def test_learnt_weights_are_read_for_each_language_that_has_some(two_directory: Path) -> None:
    before = load(two_directory).version
    path = two_directory / weights_file(RU)
    path.parent.mkdir()
    path.write_bytes(dump(["turnout"], ["явк"], [1.0], direct([[1]], biases=[0.5])))
    base = load(two_directory)
    assert {language: found.intents for language, found in base.weights.items()} == {RU: ("turnout",)}
    assert base.version != before, "weights are part of the base"


def test_damaged_weights(two_directory: Path) -> None:
    path = two_directory / weights_file(EN)
    path.parent.mkdir()
    path.write_bytes(b"rubbish")
    assert problems(two_directory) == ["weights/en.json.z: -: -: is not a file of learnt weights"]
