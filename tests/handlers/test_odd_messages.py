"""Replies, edits, albums, pictures and guests at the edges of what is usual."""

from __future__ import annotations

import pytest

from knowledge.model import Language
from tests.handlers.support import PrivateChat
from tests.handlers.test_private_chat import TIDE
from tests.telegram_server.people import user
from tests.telegram_support import private_message

ENGLISH = user(1001, language_code="en")
OTHER = user(1002, "Bolat", language_code="en")


@pytest.mark.parametrize("command", ["/results", "/language"])
async def test_a_command_as_a_reply_to_somebody_does_not_take_their_words(chat: PrivateChat, command: str) -> None:
    said = chat.updates.supergroup_text("did you see the football in 2018?", OTHER)
    await chat.happens(said)
    call = await chat.answer_to(chat.updates.supergroup_text(command, ENGLISH, reply_to_message=said["message"]))
    assert call.text.startswith(("The Tide Party won", "I follow the language"))


async def test_another_bots_command_in_reply_to_the_bot_is_not_for_it(chat: PrivateChat) -> None:
    answer = await chat.answer_to(chat.updates.supergroup_text("/ask turnout", ENGLISH))
    assert await chat.happens(chat.updates.supergroup_text("/del", ENGLISH, reply_to_message=answer.result)) == []
    assert chat.kept.questions == []


async def test_where_photos_may_not_be_sent_the_answer_comes_as_text(council_chat: PrivateChat) -> None:
    chat = council_chat
    chat.log.refuse["sendPhoto"] = (400, "Bad Request: not enough rights to send photos to the chat")
    refused, sent = await chat.happens(chat.updates.supergroup_text("/results", ENGLISH))
    assert refused.error is not None
    assert sent.text == TIDE


async def test_a_picture_that_telegram_refuses_for_another_reason_is_apologised_for(council_chat: PrivateChat) -> None:
    chat = council_chat
    chat.log.refuse["sendPhoto"] = (400, "Bad Request: IMAGE_PROCESS_FAILED")
    *photos, apology = await chat.happens(chat.updates.private_text("/results", ENGLISH))
    assert {photo.error for photo in photos} == {"Bad Request: IMAGE_PROCESS_FAILED"}
    assert apology.text == chat.desk.texts.get(Language.EN, "error")


async def test_an_edited_question_is_what_a_follow_up_builds_on(chat: PrivateChat) -> None:
    question = chat.updates.private_text("turnout", ENGLISH)
    await chat.answer_to(question)
    await chat.happens(chat.updates.edited(question, "tide seats"))
    call = await chat.answer_to(chat.updates.private_text("source?", ENGLISH))
    assert "The Tide Party won 12 seats" in call.text


async def test_an_edited_older_question_builds_on_what_was_before_it(council_chat: PrivateChat) -> None:
    chat = council_chat
    older = chat.updates.private_text("turnout", ENGLISH)
    await chat.answer_to(older)
    await chat.answer_to(chat.updates.private_text("harbour league seats", ENGLISH))
    (call,) = await chat.happens(chat.updates.edited(older, "in 2016?"))
    assert "Harbour League" not in call.text
    call = await chat.answer_to(chat.updates.private_text("source?", ENGLISH))
    assert "Harbour League 9" in call.text


async def test_source_after_a_comparison_cites_both_sides(council_chat: PrivateChat) -> None:
    chat = council_chat
    await chat.answer_to(chat.updates.private_text("did tide party gain seats", ENGLISH))
    call = await chat.answer_to(chat.updates.private_text("source?", ENGLISH))
    assert "14 seats" in call.text
    assert "won 12 seats" in call.text


async def test_an_album_without_words_gets_one_sentence(chat: PrivateChat) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    calls = [await chat.say(None, photo=photo, media_group_id="album") for _ in range(3)]
    assert [len(each) for each in calls] == [1, 0, 0]


async def test_the_first_of_an_album_is_still_the_first_when_it_is_tried_again(chat: PrivateChat) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    message = private_message(chat.app.bot, None, photo=photo, media_group_id="album").effective_message
    assert message is not None
    assert [chat.desk.conversations.first_of_album(message) for _ in range(2)] == [True, True]


async def test_a_guest_and_whoever_was_not_asked_get_no_apology(chat: PrivateChat) -> None:
    chat.log.refuse["answerGuestQuery"] = (400, "Bad Request: can't parse entities")
    calls = await chat.happens(chat.updates.guest_text("@mazhilis_test_bot tide seats", ENGLISH))
    assert {call.method for call in calls} == {"answerGuestQuery"}
