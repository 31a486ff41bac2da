"""`check`: problems, warnings, and what the exit code makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.support import Run, charted_base
from tests.small_base import ARTICLE, small_base, write_base

WARNINGS = "warning: facts/harbour.yaml: harbour-seats: answer.en: no value, date or quotation of the fact holds 21\n"
WARNINGS += "warning: facts/results.yaml: tide-seats: answer.en: no value, date or quotation of the fact holds 21\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "gazette.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_a_sound_base_is_counted(run: Run) -> None:
    ended = run("check")
    assert (ended.code, ended.err) == (0, WARNINGS)
    assert ended.out.startswith(
        "3 facts, 24 phrasings, 1 decoys, 1 caveats; 3 citations checked word for word against the fingerprint;"
        " 2 warnings. Version"
    )


def test_warnings_count_where_somebody_is_strict(run: Run) -> None:
    ended = run("check", "--strict")
    assert (ended.code, ended.err) == (1, WARNINGS)
    assert "2 warnings" in ended.out


def test_a_base_without_warnings_is_sound_also_to_the_strict(run: Run, tmp_path: Path) -> None:
    files = small_base()
    files["facts/results.yaml"][0]["answer"]["en"] = "The Tide Party won 12 seats."
    ended = run("check", "--strict", facts=write_base(tmp_path / "clean", files))
    assert (ended.code, ended.err) == (0, "")


def test_long_messages_are_warned_of_and_long_captions_mentioned(run: Run, tmp_path: Path) -> None:
    files = charted_base()
    files["facts/results.yaml"][0]["answer"]["en"] = "The Tide Party won. " * 60
    files["facts/vote.yaml"][0]["answer"]["en"] = "Nobody had counted. " * 210
    ended = run("check", facts=write_base(tmp_path / "wordy", files))
    assert ended.code == 0
    warning, info = (line for line in ended.err.splitlines() if "harbour-seats" not in line)
    assert warning.startswith("warning: facts/vote.yaml: turnout: message.en: ")
    assert warning.endswith(" characters; of more than 4096 the end is left out")
    assert info.startswith("info: facts/results.yaml: tide-seats: caption.en: ")
    assert info.endswith(" characters; of more than 1024 it stands apart from the chart")


def test_only_a_deep_check_asks_the_matcher(run: Run, tmp_path: Path) -> None:
    files = charted_base()
    files["facts/vote.yaml"][0]["phrasings"]["en"] += ["what seats did the tide have"]
    facts = write_base(tmp_path / "astray", files)
    assert run("check", facts=facts).err == WARNINGS
    ended = run("check", "--deep", facts=facts)
    assert ended.code == 0
    led = [line for line in ended.err.splitlines() if line not in WARNINGS]
    assert any(line.startswith("warning: facts/vote.yaml: turnout: phrasings.en.8: “what seats did") for line in led)


def test_every_mistake_is_one_line_with_file_id_and_field(run: Run, tmp_path: Path) -> None:
    files = charted_base()
    files["facts/results.yaml"][0]["citations"][0]["quote"] = "The Tide Party won 13 seats"
    files["facts/vote.yaml"][0]["related"] = ["gone"]
    files["charts.yaml"][0]["subjects"] = ["tide", "whales"]
    del files["chat.yaml"][0]["reply"]
    ended = run("check", facts=write_base(tmp_path / "broken", files))
    assert (ended.code, ended.out) == (1, "")
    places = [line.split(": ", 3)[:3] for line in ended.err.splitlines()]
    assert places == [
        ["charts.yaml", "council", "subjects"],
        ["chat.yaml", "greeting", "reply"],
        ["facts/results.yaml", "tide-seats", "citations.0.quote"],
        ["facts/vote.yaml", "turnout", "related"],
    ]


def test_the_quotations_hold_in_the_article_too(run: Run, article: Path) -> None:
    ended = run("check", "--article", article)
    assert (ended.code, ended.err) == (0, WARNINGS)
    assert "3 citations checked word for word against the article" in ended.out


def test_another_article_is_noticed(run: Run, article: Path) -> None:
    article.write_text(ARTICLE.replace("81.5", "81.6"), encoding="utf-8")
    ended = run("check", "--article", article)
    assert ended.code == 1
    assert ended.err.splitlines() == [
        "gazette.fingerprint: -: -: is not the fingerprint of this article",
        (
            "facts/vote.yaml: turnout: citations.0.quote: paragraph 2 does not hold, letter for letter: "
            "“Turnout was 81.5 percent”"
        ),
    ]


def test_only_the_article_itself_shows_a_quotation_that_is_not_letter_for_letter(
    run: Run, article: Path, tmp_path: Path
) -> None:
    files = small_base()
    files["facts/results.yaml"][0]["citations"][0]["quote"] = "the tide party won 12 seats"
    facts = write_base(tmp_path / "careless", files)
    assert run("check", facts=facts).code == 0
    ended = run("check", "--article", article, facts=facts)
    assert ended.code == 1
    assert ended.err.startswith("facts/results.yaml: tide-seats: citations.0.quote: paragraph 1 does not hold")
    assert len(ended.err.splitlines()) == 1
