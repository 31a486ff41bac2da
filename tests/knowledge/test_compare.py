"""Replies to questions about change: both numbers, both citations, the arithmetic; wrong presuppositions corrected."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answer import Answerer
from knowledge.intents import IntentKind
from knowledge.lexicon import Lexicon
from knowledge.load import load
from knowledge.model import Language
from knowledge.plain import plain_text
from knowledge.reply import NoteKind, Reply, ReplyKind
from knowledge.texts import Texts
from tests.knowledge.two_elections import LONGER_ARTICLE, two_elections
from tests.small_base import write_base

EN, RU, KK = Language


def compared(answerer: Answerer, intent: str, language: Language = EN) -> Reply:
    reply = answerer.chosen(intent, language)
    assert reply is not None
    assert reply.kind is ReplyKind.COMPARISON
    return reply


TABLE = """\
Seats, 2016 → 2020:
• Tide Party: 14 → 12 (−2)
• Harbour League: 4 → 9 (+5)
• Gull Union: 3 → no figure"""
SAID = {
    "change-seats-tide": """\
Tide Party's seats went down from 14 seats in 2016 to 12 seats in 2020: 14 → 12, −2 seats, \
−9.5 percentage points of the 21-seat house, 66.7 to 57.1 percent, −14.3 percent.""",
    "change-seats-harbour": """\
Harbour League's seats went up from 4 seats in 2016 to 9 seats in 2020: 4 → 9, +5 seats, \
+23.8 percentage points of the 21-seat house, 19.0 to 42.9 percent, +125.0 percent.""",
    "change-seats-gull": "For 2020 I have no figure for that. In 2016 it was, for Gull Union's seats: 3 seats.",
    "what-changed": f"The Gull Union is gone.\n{TABLE}",
    "change-extremes": f"""\
Harbour League gained most: 4 seats → 9 seats (+5 seats).
Tide Party lost most: 14 seats → 12 seats (−2 seats).
{TABLE}""",
    "change-boycott": "The boycott was new.\n2016: nobody boycotted.\n2020: the union boycotted.",
    "change-steps": """\
2016 to 2020, step by step:
• 2016 — the old council was chosen
• April 2020 — the union left
• 3 May 2020 — the vote was held""",
}


@pytest.mark.parametrize(("intent", "body"), SAID.items(), ids=SAID)
def test_what_a_comparison_says(two: Answerer, intent: str, body: str) -> None:
    assert compared(two, intent).body == body


@pytest.mark.parametrize(
    ("intent", "facts"),
    [
        ("change-seats-tide", ("tide-seats-2016", "tide-seats")),
        ("change-seats-gull", ("gull-seats-2016",)),
        ("change-turnout", ("turnout-2016", "turnout-almanac", "boycott")),
        ("change-boycott", ("no-boycott-2016", "boycott")),
        ("change-steps", ("tide-seats-2016", "boycott", "tide-seats")),
    ],
)
def test_both_sides_and_what_supports_them_are_cited(two: Answerer, intent: str, facts: tuple[str, ...]) -> None:
    reply = compared(two, intent)
    assert reply.facts == facts
    cited = {citation for id_ in facts for citation in two.base.facts[id_].citations}
    assert {passage.citation for passage in reply.passages} == cited


def test_percentages_change_by_points_and_by_percent(two: Answerer) -> None:
    body = compared(two, "change-turnout").body
    assert body.startswith("Turnout went up from 78.40 percent in 2016 to 81.47 percent in 2020: 78.40 → 81.47,")
    assert "+3.07 percentage points, +3.9 percent" in body
    assert body.endswith("+3.9 percent (of registered islanders)."), "the denominator is said"


def test_a_comparison_carries_its_caveats_and_says_what_is_beyond_the_material(two: Answerer) -> None:
    reply = compared(two, "change-turnout")
    assert [(note.kind, note.text) for note in reply.notes] == [
        (NoteKind.CAVEAT, "Note: The almanac prints 81.47 percent.")
    ]
    beyond = "Beyond the article; the words of this source were not checked by machine."
    assert beyond in plain_text(reply, two.texts)
    assert beyond not in plain_text(compared(two, "change-seats-tide"), two.texts)


def test_the_picture_of_a_comparison_goes_with_it(two: Answerer) -> None:
    assert compared(two, "what-changed").chart == "seats-chart"
    assert compared(two, "change-turnout").chart is None


@pytest.mark.parametrize(
    ("question", "begins", "facts"),
    [
        ("How did the seats of the tide change?", "Tide Party's seats went down", 2),
        ("Did the tide lose seats since 2016?", "Yes. Tide Party's seats went down", 2),
        ("Did the tide gain seats since 2016?", "Not so. Tide Party's seats went down", 2),
        ("how come the tide gained seats since 2016", "Not so. Tide Party's seats went down", 2),
        ("tide seats lost since 2016", "Tide Party's seats went down", 2),
        ("Did the tide gain or lose seats?", "Tide Party's seats went down", 2),
        ("Did the harbour league gain seats?", "Yes. Harbour League's seats went up", 2),
        ("Did the harbour league lose seats?", "Not so. Harbour League's seats went up", 2),
        ("did harbour keep its seats", "Not so. Harbour League's seats went up", 2),
        ("Did the gulls gain seats?", "For 2020 I have no figure for that.", 1),
        ("did turnout fall compared with 2016", "Not so. Turnout went up", 3),
        ("did turnout rise", "Yes. Turnout went up", 3),
    ],
)
def test_what_a_question_takes_for_granted_is_corrected(two: Answerer, question: str, begins: str, facts: int) -> None:
    reply = two.answer(question)
    assert reply.kind is ReplyKind.COMPARISON
    assert reply.body.startswith(begins)
    assert len(reply.facts) == facts


def test_a_negated_question_is_not_answered_by_yes_or_no(two: Answerer) -> None:
    reply = two.answer("why did the tide not gain seats since 2016")
    assert not reply.body.startswith(("Yes.", "Not so."))


@pytest.mark.parametrize("words", ["tide seats", "the seats of the tide party"])
def test_a_command_with_words_compares_what_they_name(two: Answerer, words: str) -> None:
    assert two.changes(words, EN).facts == ("tide-seats-2016", "tide-seats")


def test_the_commands_without_words(two: Answerer, small: Answerer) -> None:
    assert two.changes("", EN) == compared(two, "what-changed")
    assert two.timeline(EN) == compared(two, "change-steps")
    assert small.changes("", EN) == small.help(EN) == small.timeline(EN), "nothing to compare with"


def test_a_choice_of_one_subject_reads_with_its_name(two: Answerer) -> None:
    assert compared(two, "change-seats-gull").question == "How did the seats of the Gull Union change?"
    assert two.chosen("change-seats", EN) is None
    assert two.chosen("change-seats-council", EN) is None


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (RU, ["Партия прилива, места — снижение: было 14 мест (2016), стало 12 мест", "−2 места", "14,3 процента"]),
        (KK, ["Толқын партиясы, орын саны: 2016 жылы 14 орын, 2020 жылы 12 орын", "азайды", "−2 орын", "−14,3 пайыз"]),
    ],
)  # fmt: skip
def test_numbers_and_nouns_in_other_languages(two: Answerer, language: Language, parts: list[str]) -> None:
    body = compared(two, "change-seats-tide", language).body
    assert [part for part in parts if part not in body] == []


@pytest.mark.parametrize(
    ("seats", "body"),
    [
        (14, "Tide Party's seats did not change: 14 seats in 2016 and 14 seats in 2020."),
        (15, "Tide Party's seats went up from 14 seats in 2016 to 15 seats in 2020: 14 → 15, +1 seat,"),
        (1, "Tide Party's seats went down from 14 seats in 2016 to 1 seat in 2020: 14 → 1, −13 seats,"),
    ],
)
def test_up_down_and_the_same(tmp_path: Path, lexicon: Lexicon, texts: Texts, seats: int, body: str) -> None:
    files = two_elections()
    files["facts/results.yaml"][0]["values"][0]["value"] = seats
    answerer = Answerer(load(write_base(tmp_path, files, LONGER_ARTICLE)), lexicon, texts)
    assert compared(answerer, "change-seats-tide").body.startswith(body)
    same = answerer.answer("did the tide keep its seats since 2016").body
    assert same.startswith("Yes. " if seats == 14 else "Not so. ")


def test_large_numbers_are_grouped_as_the_language_does(tmp_path: Path, lexicon: Lexicon, texts: Texts) -> None:
    files = two_elections()
    for each in (*files["facts/more.yaml"], *files["facts/results.yaml"]):
        if each["id"] in {"tide-seats-2016", "tide-seats"}:
            each["values"][0]["value"] *= 1000
    answerer = Answerer(load(write_base(tmp_path, files, LONGER_ARTICLE)), lexicon, texts)
    assert "• Tide Party: 14,000 → 12,000 (−2,000)" in compared(answerer, "what-changed").body
    assert "14\u00a0000 → 12\u00a0000 (−2\u00a0000)" in compared(answerer, "what-changed", RU).body


def test_no_figure_before(tmp_path: Path, lexicon: Lexicon, texts: Texts) -> None:
    files = two_elections()
    next(each for each in files["facts/more.yaml"] if each["id"] == "harbour-seats-2016").pop("values")
    answerer = Answerer(load(write_base(tmp_path, files, LONGER_ARTICLE)), lexicon, texts)
    said = compared(answerer, "change-seats-harbour").body
    assert said == "For 2016 I have no figure for that. In 2020 it was, for Harbour League's seats: 9 seats."
    assert "• Harbour League: no figure → 9" in compared(answerer, "what-changed").body


def test_nobody_gained(tmp_path: Path, lexicon: Lexicon, texts: Texts) -> None:
    files = two_elections()
    next(each for each in files["facts/more.yaml"] if each["id"] == "harbour-seats-2020")["values"][0]["value"] = 4
    answerer = Answerer(load(write_base(tmp_path, files, LONGER_ARTICLE)), lexicon, texts)
    lines = compared(answerer, "change-extremes").body.splitlines()
    assert lines[:2] == ["Nobody gained.", "Tide Party lost most: 14 seats → 12 seats (−2 seats)."]


def test_nothing_to_compare(tmp_path: Path, lexicon: Lexicon, texts: Texts) -> None:
    files = two_elections()
    for each in (*files["facts/more.yaml"], *files["facts/vote.yaml"]):
        each.pop("values", None)
    answerer = Answerer(load(write_base(tmp_path, files, LONGER_ARTICLE)), lexicon, texts)
    reply = compared(answerer, "change-turnout")
    assert reply.body == "I have no figures to compare for that."
    assert reply.facts == ("boycott",)


@pytest.mark.parametrize("question", ["how many seats did Tide win compared to", "Tide Party seats, more or fewer"])
def test_a_question_about_change_is_for_the_comparison_that_shows_the_facts_it_fits(
    two: Answerer, question: str
) -> None:
    passed = two.explain(question).finding.ranking.passed
    scores = {each.intent.id: each.score for each in passed}
    assert scores["change-seats-tide"] >= max(scores.get(fact, 0.0) for fact in ("tide-seats", "tide-seats-2016")) > 0
    assert passed[0].intent.kind is IntentKind.COMPARISON


def test_a_question_that_says_nothing_of_change_is_for_the_fact(two: Answerer) -> None:
    ranking = two.explain("number of seats for the Tide Party in 2016").finding.ranking
    assert ranking.passed[0].intent.id == "tide-seats-2016"
