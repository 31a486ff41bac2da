"""Channels: commands and mentions in posts are answered, automatic forwards of them are not answered again."""

from __future__ import annotations

import pytest

from tests.handlers.support import PrivateChat
from tests.handlers.test_private_chat import TIDE
from tests.telegram_server.people import CHANNEL


@pytest.mark.parametrize("text", ["/results", "/results@mazhilis_test_bot", "@mazhilis_test_bot tide seats"])
async def test_a_post_for_the_bot_is_answered_in_the_channel(chat: PrivateChat, text: str) -> None:
    update = chat.updates.channel_post(text)
    call = await chat.answer_to(update)
    assert call.text == TIDE
    assert call.params["chat_id"] == str(CHANNEL["id"])
    assert call.params["reply_parameters"]["message_id"] == update["channel_post"]["message_id"]


@pytest.mark.parametrize("text", ["tide seats", "/nonsense", "/results@another_bot", "@another_bot tide seats"])
async def test_other_posts_are_left_alone(chat: PrivateChat, text: str) -> None:
    assert await chat.happens(chat.updates.channel_post(text)) == []


async def test_a_reply_among_posts_is_not_for_the_bot(chat: PrivateChat) -> None:
    first = await chat.answer_to(chat.updates.channel_post("/ask turnout"))
    assert await chat.happens(chat.updates.channel_post("tide seats", reply_to_message=first.result)) == []


async def test_the_forward_into_the_discussion_group_is_not_answered_again(chat: PrivateChat) -> None:
    post = chat.updates.channel_post("@mazhilis_test_bot tide seats")
    await chat.answer_to(post)
    assert await chat.happens(chat.updates.automatic_forward(post)) == []


async def test_an_edited_post_edits_its_answer(chat: PrivateChat) -> None:
    post = chat.updates.channel_post("@mazhilis_test_bot turnout")
    first = await chat.answer_to(post)
    (call,) = await chat.happens(chat.updates.edited(post, "@mazhilis_test_bot tide seats"))
    assert call.method == "editMessageText"
    assert call.params["message_id"] == str(first.result["message_id"])
    assert call.text == TIDE


async def test_a_post_that_is_addressed_only_when_edited_is_answered_then(chat: PrivateChat) -> None:
    post = chat.updates.channel_post("tide seats")
    assert await chat.happens(post) == []
    assert (await chat.answer_to(chat.updates.edited(post, "tide seats @mazhilis_test_bot"))).text == TIDE


async def test_a_mention_in_the_caption_of_a_post_counts(chat: PrivateChat) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    message = chat.updates.message(
        CHANNEL, None, photo=photo, caption="@mazhilis_test_bot tide seats", sender_chat=CHANNEL,
        caption_entities=[{"type": "mention", "offset": 0, "length": 18}],
    )  # fmt: skip
    assert (await chat.answer_to(chat.updates.update("channel_post", message))).text == TIDE


async def test_a_declined_post_gets_one_short_line(chat: PrivateChat) -> None:
    call = await chat.answer_to(chat.updates.channel_post("/ask how many nets are there"))
    assert call.text == "I have no answer to that in my material."


async def test_a_language_is_chosen_by_whoever_may_post(chat: PrivateChat) -> None:
    call = await chat.answer_to(chat.updates.channel_post("/language ru"))
    assert call.text == "Готово: Русский."
    assert (await chat.answer_to(chat.updates.channel_post("/ask"))).text.startswith("Спрашивайте что угодно")
