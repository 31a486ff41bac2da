"""Follow-ups in private and in groups, edited questions, and what is forgotten."""

from __future__ import annotations

import pytest

from handlers.conversations import MAX_CONTEXTS
from tests.handlers.support import PrivateChat
from tests.handlers.test_private_chat import TIDE
from tests.telegram_server.people import FORUM, SUPERGROUP, USER, user
from tests.telegram_support import made

ENGLISH = user(1001, language_code="en")
OTHER = user(1002, "Bolat", language_code="en")


async def test_a_follow_up_in_private_builds_on_the_last_answer(council_chat: PrivateChat) -> None:
    chat = council_chat
    await chat.answer_to(chat.updates.private_text("tide seats", ENGLISH))
    call = await chat.answer_to(chat.updates.private_text("and the harbour league?", ENGLISH))
    assert call.text.startswith("The Harbour League won 9 seats")
    call = await chat.answer_to(chat.updates.private_text("source?", ENGLISH))
    assert call.text.startswith("That is written here:")


async def test_a_follow_up_in_another_chat_builds_on_nothing(council_chat: PrivateChat) -> None:
    chat = council_chat
    await chat.answer_to(chat.updates.private_text("tide seats", ENGLISH))
    call = await chat.answer_to(chat.updates.private_text("source?", OTHER))
    assert not call.text.startswith("That is written here:")


async def test_a_shortcut_and_a_choice_are_answers_to_build_on(council_chat: PrivateChat) -> None:
    chat = council_chat
    (photo,) = await chat.happens(chat.updates.private_text("/results", ENGLISH))
    assert (await chat.answer_to(chat.updates.private_text("source?", ENGLISH))).text.startswith("That is written")
    await chat.happens(chat.updates.callback(photo.result, "What was the turnout?", ENGLISH))
    call = await chat.answer_to(chat.updates.private_text("source?", ENGLISH))
    assert "paragraph 2" in call.text


async def test_in_a_group_the_thread_of_replies_is_the_conversation(council_chat: PrivateChat) -> None:
    chat = council_chat
    tide = await chat.answer_to(chat.updates.supergroup_text("/ask tide seats", ENGLISH))
    await chat.answer_to(chat.updates.supergroup_text("/ask turnout", OTHER))
    follow_up = chat.updates.supergroup_text("and the harbour league?", ENGLISH, reply_to_message=tide.result)
    assert (await chat.answer_to(follow_up)).text.startswith("The Harbour League won 9 seats")


async def test_in_a_group_a_question_outside_of_the_thread_builds_on_nothing(council_chat: PrivateChat) -> None:
    chat = council_chat
    await chat.answer_to(chat.updates.supergroup_text("/ask tide seats", ENGLISH))
    call = await chat.answer_to(chat.updates.supergroup_text("@mazhilis_test_bot source?", ENGLISH))
    assert not call.text.startswith("That is written here:")


async def test_after_ten_minutes_it_is_forgotten(council_chat: PrivateChat) -> None:
    chat = council_chat
    await chat.answer_to(chat.updates.private_text("tide seats", ENGLISH))
    chat.clock.now += 599
    assert (await chat.answer_to(chat.updates.private_text("source?", ENGLISH))).text.startswith("That is written")
    chat.clock.now += 601
    assert not (await chat.answer_to(chat.updates.private_text("source?", ENGLISH))).text.startswith("That is")


async def test_only_so_much_is_remembered(council_chat: PrivateChat) -> None:
    chat = council_chat
    await chat.answer_to(chat.updates.private_text("tide seats", ENGLISH))
    contexts = chat.desk.conversations._contexts
    (last,) = contexts.values()
    for number in range(MAX_CONTEXTS + 10):
        contexts[number, 0] = last
    assert len(contexts) == MAX_CONTEXTS


async def test_a_very_long_question_is_answered_and_not_remembered(council_chat: PrivateChat) -> None:
    chat = council_chat
    await chat.answer_to(chat.updates.private_text("tide seats " + "please " * 100 + "now", ENGLISH))
    assert len(chat.desk.conversations._contexts) == 0


# --- edited questions ----------------------------------------------------------------------------------


async def test_an_edited_question_edits_its_answer(chat: PrivateChat) -> None:
    question = chat.updates.private_text("turnout", ENGLISH)
    first = await chat.answer_to(question)
    (call,) = await chat.happens(chat.updates.edited(question, "tide seats"))
    assert (call.method, call.text) == ("editMessageText", TIDE)
    assert call.params["message_id"] == str(first.result["message_id"])


async def test_an_edit_that_changes_nothing_does_no_harm(chat: PrivateChat, caplog: pytest.LogCaptureFixture) -> None:
    question = chat.updates.private_text("tide seats", ENGLISH)
    await chat.answer_to(question)
    (call,) = await chat.happens(chat.updates.edited(question, "tide seats?"))
    assert call.error is not None
    assert caplog.records == []


async def test_an_edit_whose_answer_was_deleted_does_no_harm(
    chat: PrivateChat, caplog: pytest.LogCaptureFixture
) -> None:
    question = chat.updates.private_text("turnout", ENGLISH)
    first = await chat.answer_to(question)
    chat.log.state.chats[USER["id"]].messages[first.result["message_id"]].deleted = True
    (call,) = await chat.happens(chat.updates.edited(question, "tide seats"))
    assert call.method == "editMessageText"
    assert call.error is not None
    assert caplog.records == []


async def test_an_edited_question_in_a_group_edits_its_answer(chat: PrivateChat) -> None:
    question = chat.updates.supergroup_text("@mazhilis_test_bot turnout", ENGLISH)
    await chat.answer_to(question)
    (call,) = await chat.happens(chat.updates.edited(question, "@mazhilis_test_bot tide seats"))
    assert (call.method, call.text) == ("editMessageText", TIDE)
    assert call.params["chat_id"] == str(SUPERGROUP["id"])


async def test_where_the_answer_was_a_picture_the_new_one_takes_its_place(council_chat: PrivateChat) -> None:
    chat = council_chat
    question = chat.updates.private_text("/results", ENGLISH)
    (photo,) = await chat.happens(question)
    deleted, sent = await chat.happens(chat.updates.edited(question, "turnout"))
    assert deleted.method == "deleteMessage"
    assert deleted.params["message_id"] == str(photo.result["message_id"])
    assert sent.text.startswith("Turnout was 81.5 percent")
    (again,) = await chat.happens(chat.updates.edited(question, "tide seats"))
    assert again.method == "editMessageText"


async def test_an_edited_message_whose_answer_is_forgotten_is_answered_anew(chat: PrivateChat) -> None:
    question = chat.updates.private_text("turnout", ENGLISH)
    await chat.answer_to(question)
    chat.clock.now += 90_000
    assert (await chat.answer_to(chat.updates.edited(question, "tide seats"))).text == TIDE


async def test_a_question_that_is_gone_is_answered_all_the_same(chat: PrivateChat) -> None:
    question = chat.updates.topic_text("/ask tide seats", 42, ENGLISH)
    chat.log.happened(chat.app.bot, question)
    chat.log.state.chats[FORUM["id"]].messages[question["message"]["message_id"]].deleted = True
    chat.log.calls.clear()
    await chat.delivery.deliver(made(chat.app.bot, question))
    assert [call.error for call in chat.log.calls] == [None]
