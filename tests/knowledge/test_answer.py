"""The one door: kinds of reply, notes, reasons for a decline, the JSON contract."""

from __future__ import annotations

import json
import pickle

import pytest

from knowledge.answer import Answerer
from knowledge.decide import Band
from knowledge.lexicon import Lexicon
from knowledge.load import load
from knowledge.model import Language
from knowledge.plain import as_json, plain_text
from knowledge.reply import NoteKind, ReplyKind
from knowledge.texts import Texts
from tests.knowledge.two_elections import LONGER_ARTICLE, two_elections
from tests.small_base import small_base, write_base

EN, RU, KK = Language
DECLINED = "I have no answer to that in my material, which is about the council election of Lumea."
OFFERED = "I can tell you, for example:"


@pytest.mark.parametrize(
    ("question", "kind", "facts"),
    [
        ("How many seats did the Tide Party win?", ReplyKind.FACT, ("tide-seats",)),
        ("TURNOUT???", ReplyKind.FACT, ("turnout",)),
        ("what was the turnuot", ReplyKind.FACT, ("turnout",)),
        ("tide seats in 2016", ReplyKind.FACT, ("tide-seats-2016",)),
        ("явка", ReplyKind.FACT, ("turnout",)),
        ("yavka izbirateley", ReplyKind.FACT, ("turnout",)),
        ("қанша адам келді", ReplyKind.FACT, ("turnout",)),
        ("did the tide lose seats since 2016", ReplyKind.COMPARISON, ("tide-seats-2016", "tide-seats")),
        ("How many nets are there?", ReplyKind.NO_ANSWER, ()),
        ("zorp flibble", ReplyKind.NO_ANSWER, ()),
        ("", ReplyKind.NO_ANSWER, ()),
        ("Hello!", ReplyKind.SMALL_TALK, ()),
    ],
)
def test_kinds_of_reply(two: Answerer, question: str, kind: ReplyKind, facts: tuple[str, ...]) -> None:
    reply = two.answer(question)
    assert (reply.kind, reply.facts) == (kind, facts)


def test_an_answer_with_quotation_and_source(small: Answerer) -> None:
    reply = small.answer("How many seats did the Tide Party win?")
    assert plain_text(reply, small.texts) == (
        "The Tide Party won 12 of 21 seats.\n\n"
        "“The Tide Party won 12 seats”\n"
        "— Harbour Gazette, “Council chosen”, paragraph 1"
    )
    assert [suggestion.intent for suggestion in reply.suggestions] == ["turnout"]


def test_a_contradiction_shows_both_sides_and_a_caveat_its_source(two: Answerer) -> None:
    reply = two.answer("turnout")
    assert [note.kind for note in reply.notes] == [NoteKind.CONTRADICTION, NoteKind.CAVEAT]
    assert plain_text(reply, two.texts) == (
        "Turnout was 81.5 percent, the harbour master said.\n\n"
        "“Turnout was 81.5 percent”\n"
        "— Harbour Gazette, “Council chosen”, paragraph 2\n\n"
        "Set beside that, the article also says (paragraph 4): Elsewhere it gives 80 percent.\n"
        "“80 percent of the islanders voted in 2020”\n\n"
        "Note: The almanac prints 81.47 percent."
    )
    assert [passage.source.id for passage in reply.all_passages] == ["harbour-gazette", "harbour-gazette", "almanac"]


def test_both_sides_shown_as_answers_are_not_noted_again(two: Answerer) -> None:
    facts = [two.base.facts["turnout"], two.base.facts["turnout-elsewhere"]]
    reply = two._composer.facts("turnout", facts, EN)
    assert reply.body == "Turnout was 81.5 percent, the harbour master said.\n\nElsewhere it gives 80 percent."
    assert [note.kind for note in reply.notes] == [NoteKind.CAVEAT]


def test_what_second_sources_say_is_marked(two: Answerer) -> None:
    text = plain_text(two.answer("exact turnout in the almanac"), two.texts)
    assert text == (
        "The almanac gives 81.47 percent.\n\n"
        "“turnout of 81.47 percent”\n"
        "— Lumea Press, “Almanac of Lumea”, 2021, page 3\n"
        "Beyond the article; the words of this source were not checked by machine."
    )


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("how many islanders took part in 2019", "My material says nothing about that for 2019."),
        ("what was the share of islanders who voted in almaty", "My material says nothing about Almaty in particular."),
        ("how many islanders took part in new zealand", "My material says nothing about New Zealand in particular."),
        ("zorp in 2019", DECLINED),
        ("zorp flibble", DECLINED),
    ],
)
def test_a_decline_says_why_where_a_gate_knows(hesitant: Answerer, question: str, reason: str) -> None:
    assert hesitant.answer(question).body == f"{reason} {OFFERED}"


@pytest.fixture(scope="module")
def hesitant(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon, texts: Texts) -> Answerer:
    """Offers choices early and gives reasons early."""
    files = two_elections()
    files["thresholds.yaml"]["en"] |= {"accept": 1.0, "choice": 0.1}
    return Answerer(load(write_base(tmp_path_factory.mktemp("hesitant"), files, LONGER_ARTICLE)), lexicon, texts)


def test_a_clarification_offers_questions(hesitant: Answerer) -> None:
    reply = hesitant.answer("turnout")
    assert reply.kind is ReplyKind.CLARIFICATION
    assert reply.body == "Which of these do you mean?"
    assert reply.suggestions[0].question == "What was the turnout?"
    assert plain_text(reply, hesitant.texts).splitlines()[2] == "• What was the turnout?"
    assert (reply.band, reply.facts, reply.passages) == (Band.LOW, (), ())


def test_a_comparison_can_be_a_choice(hesitant: Answerer) -> None:
    reply = hesitant.answer("tide seats in 2020")
    offered = {suggestion.intent: suggestion.question for suggestion in reply.suggestions}
    assert offered["change-seats-tide"] == "How did the seats of the Tide Party change?"
    chosen = hesitant.chosen("change-seats-tide", EN)
    assert chosen is not None
    assert chosen.kind is ReplyKind.COMPARISON


def test_a_decline_offers_what_a_decoy_is_near_to_or_else_examples(two: Answerer) -> None:
    assert [each.intent for each in two.answer("number of nets").suggestions] == ["turnout"]
    assert [each.intent for each in two.answer("zorp").suggestions] == ["tide-seats", "turnout"]
    assert plain_text(two.answer("number of nets"), two.texts) == f"{DECLINED} {OFFERED}\n\n• What was the turnout?"


def test_the_json_contract(two: Answerer) -> None:
    found = as_json(two.answer("  Turnout? "), two.texts)
    assert json.loads(json.dumps(found)) == found
    confidence = found.pop("confidence")
    assert 0 < confidence <= 1
    assert confidence == round(confidence, 4)
    assert found == {
        "question": "  Turnout? ",
        "kind": "fact",
        "language": "en",
        "text": plain_text(two.answer("Turnout?"), two.texts),
        "facts": ["turnout"],
        "citations": [
            {"source": "harbour-gazette", "paragraph": 2, "quote": "Turnout was 81.5 percent", "locator": None},
            {
                "source": "harbour-gazette", "paragraph": 4, "quote": "80 percent of the islanders voted in 2020",
                "locator": None,
            },
            {"source": "almanac", "paragraph": None, "quote": "turnout of 81.47 percent", "locator": None},
        ],
        "band": found["band"],
        "suggestions": ["What was the turnout in 2016?", "What turnout does the almanac give?"],
    }  # fmt: skip
    assert found["band"] in {"high", "medium", "low"}


def test_the_values_of_the_json_contract() -> None:
    kinds = {"fact", "comparison", "clarification", "no_answer", "small_talk", "help"}
    assert {kind.value for kind in ReplyKind} == kinds
    assert {each.value for each in Band} == {"high", "medium", "low"}
    assert [each.value for each in Language] == ["en", "ru", "kk"]


def test_the_reply_is_in_the_language_of_the_question_unless_one_is_wanted(two: Answerer) -> None:
    assert two.answer("явка").body == "Явка составила 81,5 процента."
    assert two.answer("turnout", RU).body == "Явка составила 81,5 процента."
    assert two.answer("turnout", KK).body == "Turnout was 81.5 percent, the harbour master said.", "not written yet"
    assert two.answer("🦭", preferred=RU).language is RU
    assert two.answer("turnout", preferred=RU).language is EN


def test_choices_shortcuts_and_fixed_replies(two: Answerer) -> None:
    chosen = two.chosen("turnout", EN)
    assert chosen is not None
    assert (chosen.question, chosen.facts, chosen.band) == ("What was the turnout?", ("turnout",), Band.HIGH)
    assert two.chosen("gone", EN) is None
    assert two.shortcut("results", EN).facts == ("tide-seats",)
    assert two.about("results", "2016", EN).facts == ("tide-seats-2016",)
    with pytest.raises(KeyError):
        two.shortcut("zorp", EN)
    with pytest.raises(KeyError):
        two.about("zorp", "", EN)
    assert [each.intent for each in two.welcome(EN).suggestions] == ["tide-seats", "turnout"]
    assert "/ask /results /changes /timeline /sources /language /privacy /help" in two.help(EN).body
    assert two.none_of_these(EN).kind is ReplyKind.NO_ANSWER


def test_the_sources_and_their_faults_are_told(two: Answerer) -> None:
    body = two.sources(EN).body
    assert "Harbour Gazette, “Council chosen”" in body
    assert f"{len(two.base.facts)} facts" in body
    assert "second source" in body
    assert [note.text for note in two.caveats(EN)] == ["Note: The almanac prints 81.47 percent."]


def test_an_answerer_that_was_kept_on_disk_answers_the_same(two: Answerer) -> None:
    kept = pickle.loads(pickle.dumps(two))
    for question in (
        "turnout",
        "did tide gain seats since 2016",
        "явка",
        "kansha adam keldi",
        "number of nets",
        "hello",
    ):
        assert kept.answer(question) == two.answer(question)


def test_a_yes_is_said_only_to_the_facts_own_question(
    tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon, texts: Texts
) -> None:
    files = small_base()
    files["facts/results.yaml"][0]["answer"]["en"] = "Yes, the Tide Party won 12 of 21 seats."
    answerer = Answerer(load(write_base(tmp_path_factory.mktemp("yes"), files)), lexicon, texts)
    assert answerer.answer("tide seats").body == "The Tide Party won 12 of 21 seats."
    own = answerer.chosen("tide-seats", EN)
    assert own is not None
    assert own.body == "Yes, the Tide Party won 12 of 21 seats."


@pytest.mark.parametrize("text", ["vated", "The vated?"])
def test_a_bare_guess_is_offered_and_not_answered(small: Answerer, text: str) -> None:
    reply = small.answer(text)
    assert reply.kind is ReplyKind.CLARIFICATION
    assert [each.intent for each in reply.suggestions] == ["turnout"]


@pytest.mark.parametrize("text", ["turnuot", "turnuot vated", "voter participaton"])
def test_a_plain_slip_is_answered(small: Answerer, text: str) -> None:
    assert small.answer(text).facts == ("turnout",)
