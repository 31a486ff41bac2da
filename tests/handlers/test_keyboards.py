"""The buttons under a reply: what they say, how many there are, and that Telegram takes them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from telegram import InlineKeyboardMarkup

from handlers.callbacks import Choose, NoneOfThese, ShowChart, Vote
from handlers.keyboards import keyboard, language_keyboard, open_bot
from knowledge.answer import Answerer
from knowledge.model import Language
from knowledge.reply import Reply, ReplyKind, Suggestion
from tests.handlers.test_render import SEAL, TEXTS, passage, reply, suggested
from tests.telegram_server.keyboards import check_reply_markup

ME = "mazhilis_test_bot"


def rows(markup: InlineKeyboardMarkup | None) -> list[list[str]]:
    """Labels row by row; ApiError if Telegram would refuse the buttons."""
    check_reply_markup(markup.to_dict() if markup is not None else None, "private")
    return [[button.text for button in row] for row in markup.inline_keyboard] if markup is not None else []


def data(markup: InlineKeyboardMarkup | None) -> list[object]:
    """What the buttons say that say something."""
    buttons = [button for row in markup.inline_keyboard for button in row] if markup is not None else []
    return [button.callback_data for button in buttons if button.callback_data is not None]


def answer(answerer: Answerer, intent: str, language: Language = Language.EN) -> Reply:
    """The reply that a fact or comparison gives."""
    chosen = answerer.chosen(intent, language)
    assert chosen is not None
    return chosen


@pytest.mark.parametrize("language", Language)
def test_choices_come_with_none_of_these(small: Answerer, language: Language) -> None:
    choice = reply("Which?", ReplyKind.CLARIFICATION, language, suggestions=suggested("a", "b", "c", "d"))
    markup = keyboard(choice, small, ME)
    assert rows(markup) == [*([f"What about {each}?"] for each in "abcd"), [TEXTS.get(language, "none_of_these")]]
    assert data(markup) == [*(Choose(each, language).pack() for each in "abcd"), NoneOfThese(language).pack()]


@pytest.mark.parametrize("kind", [ReplyKind.FACT, ReplyKind.COMPARISON])
def test_at_most_two_related_questions_stand_under_an_answer(small: Answerer, kind: ReplyKind) -> None:
    related = reply("It was 81.", kind, suggestions=suggested("a", "b", "c"))
    assert data(keyboard(related, small, ME)) == ["c:en:a", "c:en:b"]


@pytest.mark.parametrize("kind", [ReplyKind.NO_ANSWER, ReplyKind.HELP])
def test_examples_are_all_offered(small: Answerer, kind: ReplyKind) -> None:
    offer = reply("No.", kind, suggestions=suggested("a", "b", "c", "d"))
    assert data(keyboard(offer, small, ME)) == ["c:en:a", "c:en:b", "c:en:c", "c:en:d"]


def test_small_talk_has_no_buttons(small: Answerer) -> None:
    assert keyboard(reply("Hello!", ReplyKind.SMALL_TALK, suggestions=suggested("a")), small, ME) is None


def test_everything_that_can_stand_under_an_answer(council: Answerer) -> None:
    markup = keyboard(answer(council, "tide-seats"), council, ME)
    assert rows(markup) == [
        ["What was the turnout?"],
        ["Since 2016", "Chart"],
        ["👍", "👎"],
        ["Copy citation", "Share"],
    ]
    assert data(markup) == [
        "c:en:turnout",
        Choose("change-seats-tide", Language.EN).pack(),
        ShowChart("seats-chart", Language.EN).pack(),
        Vote("tide-seats", Language.EN, helpful=True).pack(),
        Vote("tide-seats", Language.EN, helpful=False).pack(),
    ]


def test_under_a_picture_there_is_no_button_for_it(council: Answerer) -> None:
    assert ["Since 2016"] in rows(keyboard(answer(council, "tide-seats"), council, ME, with_chart=False))


@pytest.mark.parametrize(
    ("fact", "comparison"),
    [
        ("turnout", "change-turnout"),
        ("turnout-2016", "change-turnout"),
        ("harbour-seats-2016", "change-seats-harbour"),
        ("boycott", "change-boycott"),
        ("council-size", None),
    ],
)
def test_the_comparison_that_goes_with_a_fact(council: Answerer, fact: str, comparison: str | None) -> None:
    assert answer(council, fact).since == comparison


def test_a_base_without_an_election_before_has_no_button_for_it(small: Answerer) -> None:
    labels = [label for row in rows(keyboard(answer(small, "tide-seats"), small, ME)) for label in row]
    assert not [label for label in labels if label.startswith("Since")]


@pytest.mark.parametrize(("intent", "payload"), [("tide-seats", "fact-tide-seats"), ("change-seats-tide", None)])
def test_an_answer_is_shared_by_a_link_that_gives_it(council: Answerer, intent: str, payload: str | None) -> None:
    markup = keyboard(answer(council, intent), council, ME)
    assert markup is not None
    url = markup.inline_keyboard[-1][-1].url
    assert url is not None
    shared = parse_qs(urlsplit(url).query)
    assert shared["url"] == [f"https://t.me/{ME}?start={payload or intent}"]
    assert shared["text"] == [council.question_of(intent, Language.EN)]


def test_the_citation_is_copied_with_quotation_and_source(council: Answerer) -> None:
    markup = keyboard(answer(council, "tide-seats"), council, ME)
    assert markup is not None
    copied = markup.inline_keyboard[-1][0].copy_text
    assert copied is not None
    assert copied.text == "“The Tide Party won 12 seats” — Harbour Gazette, “Council chosen”, paragraph 1"


def test_a_citation_longer_than_a_button_copies_is_cut(council: Answerer) -> None:
    long = reply("x", passages=(passage(f"a b {SEAL * 200}"),), intent="tide-seats")
    markup = keyboard(long, council, ME)
    rows(markup)
    assert markup is not None
    copied = markup.inline_keyboard[-1][0].copy_text
    assert copied is not None
    assert copied.text.endswith("…")


@pytest.mark.parametrize(("question", "label"), [("x" * 64, "x" * 64), ("x" * 65, "x" * 63 + "…"),
                                                  (SEAL * 33, SEAL * 31 + "…")],
                         ids=["fits", "too long", "seals"])  # fmt: skip
def test_a_long_question_is_cut_to_the_width_of_a_button(small: Answerer, question: str, label: str) -> None:
    offer = reply("No.", ReplyKind.HELP, suggestions=(Suggestion("a", question),))
    assert rows(keyboard(offer, small, ME)) == [[label]]


@pytest.mark.parametrize("language", Language)
def test_languages_to_choose_from(small: Answerer, language: Language) -> None:
    markup = language_keyboard(small, language)
    assert [row[0] for row in rows(markup)][:3] == ["English", "Русский", "Қазақша"]
    assert data(markup) == ["l:en", "l:ru", "l:kk", "l:auto"]


def test_a_message_that_others_sent_links_to_the_bot(council: Answerer) -> None:
    markup = open_bot(council, ME, answer(council, "tide-seats"))
    assert markup.inline_keyboard[0][0].url == f"https://t.me/{ME}?start=fact-tide-seats"
    assert open_bot(council, ME, council.help(Language.EN)).inline_keyboard[0][0].url == f"https://t.me/{ME}?start=help"


@pytest.mark.parametrize("language", Language)
def test_every_answer_of_the_built_in_base_has_buttons_that_telegram_takes(
    built_in: Answerer, language: Language
) -> None:
    for intent in built_in.base.facts:
        assert ["👍", "👎"] in rows(keyboard(answer(built_in, intent, language), built_in, ME))
