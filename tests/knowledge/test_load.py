"""A base with any mistake does not load: one clear line for each, with file, id and field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import FactBaseError, Problem
from knowledge.load import load
from tests.small_base import small_base, write_base

Files = dict[str, Any]


def problems_of(directory: Path) -> tuple[Problem, ...]:
    with pytest.raises(FactBaseError) as caught:
        load(directory)
    return caught.value.problems


def broken(tmp_path: Path, change: Callable[[Files], object]) -> list[str]:
    files = small_base()
    change(files)
    return [str(problem) for problem in problems_of(write_base(tmp_path, files))]


def test_a_sound_base_loads(tmp_path: Path) -> None:
    base = load(write_base(tmp_path))
    assert list(base.facts) == ["tide-seats", "turnout"]
    assert base.facts["turnout"].citations[0].source == "harbour-gazette", "the material is the default source"
    assert base.files["turnout"] == "facts/vote.yaml"
    assert [caveat.id for caveat in base.caveats_of("turnout")] == ["turnout-rounded"]
    assert base.caveats_of("tide-seats") == []


def test_a_sign_stands_for_one_small_talk(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        files["chat.yaml"][0]["signs"] = ["👋", "👋🏽", ":d", "\ufe0f"]
        files["chat.yaml"].append(files["chat.yaml"][0] | {"id": "farewell", "signs": [":D"]})

    assert broken(tmp_path, change) == [
        "chat.yaml: farewell: signs.0: “:D” stands for 'greeting' already",
        "chat.yaml: greeting: signs.3: holds nothing that can be seen",
    ]


def test_the_version_changes_with_any_file(tmp_path: Path) -> None:
    before = load(write_base(tmp_path)).version
    assert load(tmp_path).version == before
    files = small_base()
    files["chat.yaml"][0]["reply"]["en"] = "Hello."
    assert load(write_base(tmp_path, files)).version != before


def _fact(files: Files) -> dict[str, Any]:
    fact: dict[str, Any] = files["facts/results.yaml"][0]
    return fact


MISTAKES: list[tuple[str, Callable[[Files], object], str]] = [
    (
        "duplicate id",
        lambda f: f["facts/vote.yaml"].append(f["facts/vote.yaml"][0]),
        "facts/vote.yaml: turnout: id: used already in facts/vote.yaml",
    ),
    (
        "id used by another kind of record",
        lambda f: f["decoys/sea.yaml"][0].update(id="turnout"),
        "decoys/sea.yaml: turnout: id: used already in facts/vote.yaml",
    ),
    (
        "unknown entity in a value",
        lambda f: _fact(f)["values"][0].update(subject="tidal"),
        "facts/results.yaml: tide-seats: values.0.subject: no entity 'tidal'",
    ),
    (
        "unknown election in a value",
        lambda f: _fact(f)["values"][0].update(election="council-2024"),
        "facts/results.yaml: tide-seats: values.0.election: no entity 'council-2024'",
    ),
    (
        "uncited fact",
        lambda f: _fact(f).pop("citations"),
        "facts/results.yaml: tide-seats: citations: Field required",
    ),
    (
        "empty citations",
        lambda f: _fact(f).update(citations=[]),
        "facts/results.yaml: tide-seats: citations: Tuple should have at least 1 item after validation, not 0",
    ),
    (
        "quotation not found",
        lambda f: _fact(f)["citations"][0].update(quote="The Tide Party won 14 seats"),
        "facts/results.yaml: tide-seats: citations.0.quote: not found: “The Tide Party won 14 seats”",
    ),
    (
        "quotation in another paragraph",
        lambda f: _fact(f)["citations"][0].update(paragraph=2),
        (
            "facts/results.yaml: tide-seats: citations.0.quote: wrong paragraph: it stands in paragraph 1: "
            "“The Tide Party won 12 seats”"
        ),
    ),
    (
        "stitched quotation",
        lambda f: _fact(f)["citations"][0].update(quote="The Tide Party the harbour master said"),
        (
            "facts/results.yaml: tide-seats: citations.0.quote: stitched together from two places: "
            "“The Tide Party the harbour master said”"
        ),
    ),
    (
        "quotation too short",
        lambda f: _fact(f)["citations"][0].update(quote="Tide Party"),
        "facts/results.yaml: tide-seats: citations.0: quotation has 2 words; it must have 3 to 15",
    ),
    (
        "quotation too long",
        lambda f: _fact(f)["citations"][0].update(quote="word " * 16),
        "facts/results.yaml: tide-seats: citations.0: quotation has 16 words; it must have 3 to 15",
    ),
    (
        "paragraph that is not there",
        lambda f: _fact(f)["citations"][0].update(paragraph=3),
        "facts/results.yaml: tide-seats: citations.0.paragraph: the material has no paragraph 3",
    ),
    (
        "material cited without paragraph",
        lambda f: _fact(f)["citations"][0].pop("paragraph"),
        "facts/results.yaml: tide-seats: citations.0.paragraph: must name the paragraph of the material",
    ),
    (
        "unknown source",
        lambda f: _fact(f)["citations"][0].update(source="gazette"),
        "facts/results.yaml: tide-seats: citations.0.source: no source 'gazette'",
    ),
    (
        "paragraph of a second source",
        lambda f: f["caveats.yaml"][0]["citations"][0].update(paragraph=1),
        "caveats.yaml: turnout-rounded: citations.0.paragraph: only the material has numbered paragraphs",
    ),
    (
        "misspelt field",
        lambda f: _fact(f).update(phrasing=["x"]),
        (
            "facts/results.yaml: tide-seats: phrasing: no such field; known are also_about, answer, citations, "
            "contradicts, id, phrasings, question, related, topic, values, years"
        ),
    ),
    (
        "misspelt nested field",
        lambda f: _fact(f)["values"][0].update(units="seats"),
        "facts/results.yaml: tide-seats: values.0.units: no such field",
    ),
    (
        "too few phrasings",
        lambda f: _fact(f)["phrasings"].update(en=["tide"] * 8),
        "facts/results.yaml: tide-seats: phrasings.en: needs at least 8 different phrasings",
    ),
    (
        "unknown related fact",
        lambda f: _fact(f).update(related=["nobody"]),
        "facts/results.yaml: tide-seats: related: no fact 'nobody'",
    ),
    (
        "one-sided contradiction",
        lambda f: _fact(f).update(contradicts=["turnout"]),
        "facts/results.yaml: tide-seats: contradicts: 'turnout' does not point back at 'tide-seats'",
    ),
    (
        "unknown fact in a command",
        lambda f: f["base.yaml"]["commands"].update(results=["seats"]),
        "base.yaml: -: commands.results: no fact 'seats'",
    ),
    (
        "unknown fact of a decoy",
        lambda f: f["decoys/sea.yaml"][0].update(nearest=["seats"]),
        "decoys/sea.yaml: nets: nearest: no fact 'seats'",
    ),
    (
        "unknown fact of a caveat",
        lambda f: f["caveats.yaml"][0].update(facts=["seats"]),
        "caveats.yaml: turnout-rounded: facts: no fact 'seats'",
    ),
    (
        "value of another type",
        lambda f: _fact(f)["values"][0].update(unit="chairs"),
        "facts/results.yaml: tide-seats: values.0.unit: Input should be ",
    ),
    (
        "entry without id",
        lambda f: f["facts/vote.yaml"].append({"topic": "vote"}),
        "facts/vote.yaml: entry 2: id: every entry needs an id",
    ),
    (
        "not a list",
        lambda f: f.update({"facts/vote.yaml": {"turnout": {}}}),
        "facts/vote.yaml: -: -: must be a list of entries, each starting with `- id:`",
    ),
    (
        "not YAML",
        lambda f: f.update({"facts/vote.yaml": "- id: x\n  topic: [vote"}),
        "facts/vote.yaml: -: -: not valid YAML in line",
    ),
    (
        "a key twice",
        lambda f: f.update({"facts/vote.yaml": "- id: x\n  topic: vote\n  topic: results\n"}),
        "facts/vote.yaml: -: -: not valid YAML in line 1: key 'topic' twice",
    ),
    (
        "two materials",
        lambda f: f["sources.yaml"][1].update(role="material"),
        "sources.yaml: -: role: exactly 'harbour-gazette' must be the material",
    ),
    (
        "material without fingerprint",
        lambda f: f["sources.yaml"][0].pop("fingerprint"),
        "base.yaml: -: material: no source 'harbour-gazette' with a fingerprint",
    ),
]


@pytest.mark.parametrize(("change", "line"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_each_mistake_gets_a_line(tmp_path: Path, change: Callable[[Files], object], line: str) -> None:
    assert any(found.startswith(line) for found in broken(tmp_path, change)), broken(tmp_path / "again", change)


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        _fact(files)["related"] = ["nobody"]
        files["facts/vote.yaml"][0]["citations"][0]["quote"] = "Turnout was 99 percent"

    assert len(broken(tmp_path, change)) == 2


def test_words_that_yaml_takes_for_booleans_stay_words(tmp_path: Path) -> None:
    files = small_base()
    files["facts/vote.yaml"] = "\n".join(
        [
            "- id: turnout", "  topic: vote", "  question: {en: Turnout?}",
            "  phrasings: {en: [yes, no, on, off, true, y, n, turnout]}",
            "  answer: {en: 81.5 percent.}",
            "  citations: [{paragraph: 2, quote: Turnout was 81.5 percent}]",
        ]
    )  # fmt: skip
    base = load(write_base(tmp_path, files))
    assert base.facts["turnout"].phrasings.en[:4] == ("yes", "no", "on", "off")


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    lines = [str(problem) for problem in problems_of(tmp_path / "nowhere")]
    assert "base.yaml: -: -: cannot be read: No such file or directory" in lines


def test_a_damaged_fingerprint(tmp_path: Path) -> None:
    write_base(tmp_path)
    (tmp_path / "gazette.fingerprint").write_text("rubbish\n")
    assert [p.file for p in problems_of(tmp_path)] == ["gazette.fingerprint"]
