"""/language, and what becomes of the choice when the bot comes, goes or a group moves."""

from __future__ import annotations

import pytest

from knowledge.model import Language
from tests.handlers.support import PrivateChat
from tests.handlers.test_private_chat import TURNOUT
from tests.telegram_server.people import CHANNEL, GROUP, SUPERGROUP, user

ENGLISH = user(1001, language_code="en")
OTHER = user(1002, "Bolat", language_code="en")


@pytest.mark.parametrize(
    ("named", "language"),
    [("ru", Language.RU), ("Русский", Language.RU), ("қазақша", Language.KK), ("EN", Language.EN)],
)
async def test_a_language_is_chosen_by_code_or_by_its_own_name(
    chat: PrivateChat, named: str, language: Language
) -> None:
    await chat.answer_to(chat.updates.private_text(f"/language {named}", ENGLISH))
    assert chat.kept.languages == {1001: language}


async def test_without_a_name_languages_are_offered_and_chosen_by_a_press(chat: PrivateChat) -> None:
    offer = await chat.answer_to(chat.updates.private_text("/language", ENGLISH))
    assert offer.text.startswith("I follow the language of your Telegram")
    assert offer.labels == ["English", "Русский", "Қазақша", "As in Telegram"]
    answered, edited = await chat.happens(chat.updates.callback(offer.result, "Қазақша", ENGLISH))
    assert (answered.method, edited.method) == ("answerCallbackQuery", "editMessageText")
    assert edited.text == "Дайын: Қазақша."
    assert chat.kept.languages == {1001: Language.KK}
    shown = await chat.answer_to(chat.updates.private_text("/language", ENGLISH))
    assert "Қазақша" in shown.text
    await chat.happens(chat.updates.callback(shown.result, "l:auto", ENGLISH))
    assert chat.kept.languages == {}


async def test_the_chosen_language_is_used_and_the_question_still_wins(chat: PrivateChat) -> None:
    chat.kept.languages[1001] = Language.RU
    assert (await chat.answer_to(chat.updates.private_text("/help", ENGLISH))).text.startswith("Спрашивайте")
    assert (await chat.answer_to(chat.updates.private_text("what was the turnout", ENGLISH))).text == TURNOUT


async def test_an_unknown_language_is_said_to_be_unknown(chat: PrivateChat) -> None:
    call = await chat.answer_to(chat.updates.private_text("/language fr", ENGLISH))
    assert call.text.startswith("I speak English, Russian and Kazakh")
    assert chat.kept.languages == {}


async def test_in_a_group_only_administrators_choose(chat: PrivateChat) -> None:
    looked_up, call = await chat.happens(chat.updates.supergroup_text("/language ru", ENGLISH))
    assert looked_up.method == "getChatMember"
    assert call.text == "In a group only its administrators choose the language."
    assert chat.kept.languages == {}
    update = chat.updates.supergroup_text("/language ru", ENGLISH)
    received = chat.log.happened(chat.app.bot, update)
    members = chat.log.state.chats[SUPERGROUP["id"]].members
    members[1001] = {"status": "creator", "user": ENGLISH, "is_anonymous": False}
    await chat.delivery.deliver(received)
    assert chat.kept.languages == {SUPERGROUP["id"]: Language.RU}


async def test_whom_telegram_does_not_show_in_a_group_cannot_choose(chat: PrivateChat) -> None:
    chat.log.refuse["getChatMember"] = (400, "Bad Request: PARTICIPANT_ID_INVALID")
    _, call = await chat.happens(chat.updates.supergroup_text("/language ru", ENGLISH))
    assert call.text == "In a group only its administrators choose the language."
    assert chat.kept.languages == {}


async def test_an_anonymous_administrator_may_choose(chat: PrivateChat) -> None:
    await chat.answer_to(chat.updates.anonymous_admin("/language kk"))
    assert chat.kept.languages == {SUPERGROUP["id"]: Language.KK}


async def test_a_member_of_a_group_cannot_choose_by_a_press_either(chat: PrivateChat) -> None:
    await chat.happens(chat.updates.supergroup_text("good morning", OTHER))
    offer = await chat.answer_to(chat.updates.supergroup_text("/language", ENGLISH))
    await chat.happens(chat.updates.callback(offer.result, "l:ru", OTHER))
    assert chat.kept.languages == {}


async def test_who_reads_a_channel_cannot_choose_its_language_or_post_in_it(council_chat: PrivateChat) -> None:
    chat = council_chat
    offer = await chat.answer_to(chat.updates.channel_post("/language"))
    chat.log.state.chats[CHANNEL["id"]].members[OTHER["id"]] = {"status": "member", "user": OTHER}
    looked_up, toast = await chat.happens(chat.updates.callback(offer.result, "l:ru", OTHER))
    assert (looked_up.method, toast.method) == ("getChatMember", "answerCallbackQuery")
    assert toast.text == "In a group only its administrators choose the language."
    assert chat.kept.languages == {}
    answer = await chat.answer_to(chat.updates.channel_post("/ask tide seats"))
    for label in ("What was the turnout?", "Since 2016", "Chart"):
        (opened,) = await chat.happens(chat.updates.callback(answer.result, label, OTHER))
        assert opened.method == "answerCallbackQuery"
        assert opened.params["url"].startswith("https://t.me/mazhilis_test_bot?start=")


@pytest.mark.parametrize(("new", "old"), [("member", "left"), ("administrator", "member")])
async def test_being_added_is_no_occasion_to_speak(chat: PrivateChat, new: str, old: str) -> None:
    assert await chat.happens(chat.updates.my_chat_member(SUPERGROUP, new, old)) == []


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_being_removed_forgets_the_language(chat: PrivateChat, status: str) -> None:
    chat.kept.languages = {SUPERGROUP["id"]: Language.RU, 5: Language.KK}
    assert await chat.happens(chat.updates.my_chat_member(SUPERGROUP, status)) == []
    assert chat.kept.languages == {5: Language.KK}


async def test_the_language_moves_with_a_group_that_becomes_a_supergroup(chat: PrivateChat) -> None:
    chat.kept.languages[GROUP["id"]] = Language.RU
    update = chat.updates.group_text(None, ENGLISH, migrate_to_chat_id=SUPERGROUP["id"])
    assert await chat.happens(update) == []
    assert chat.kept.languages == {SUPERGROUP["id"]: Language.RU}


async def test_a_group_that_chose_no_language_has_none_to_take_along(chat: PrivateChat) -> None:
    chat.kept.languages[5] = Language.KK
    update = chat.updates.group_text(None, ENGLISH, migrate_to_chat_id=SUPERGROUP["id"])
    assert await chat.happens(update) == []
    assert chat.kept.languages == {5: Language.KK}
