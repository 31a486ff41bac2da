"""Groups, supergroups and forum topics: silent unless addressed, and then a reply to whoever asked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.handlers.support import PrivateChat
from tests.handlers.test_private_chat import TIDE
from tests.telegram_server.people import FORUM, GROUP, SUPERGROUP, user
from tests.telegram_support import ME

ENGLISH = user(1001, language_code="en")
PLACES = pytest.mark.parametrize("chat_kind", [GROUP, SUPERGROUP], ids=["group", "supergroup"])


@PLACES
@pytest.mark.parametrize(
    "text",
    ["/results", "/results@mazhilis_test_bot", "@mazhilis_test_bot /results",
     "@mazhilis_test_bot /ask tide seats", "/RESULTS@Mazhilis_Test_Bot", "/ask tide seats",
     "@mazhilis_test_bot tide seats", "tide seats @mazhilis_test_bot", "so @Mazhilis_test_BOT, tide seats?"],
)  # fmt: skip
async def test_what_is_addressed_to_the_bot_is_answered_as_a_reply(
    chat: PrivateChat, text: str, chat_kind: dict[str, Any]
) -> None:
    update = chat.updates.group_text(text, ENGLISH, chat_kind)
    call = await chat.answer_to(update)
    assert call.text == TIDE
    assert call.params["chat_id"] == str(chat_kind["id"])
    assert call.params["reply_parameters"] == {
        "message_id": update["message"]["message_id"],
        "allow_sending_without_reply": True,
    }


@PLACES
@pytest.mark.parametrize(
    "text",
    ["tide seats", "how many seats did the tide party win?", "/nonsense", "/results@another_bot", "@another_bot seats",
     "hello", "mazhilis_test_bot tide seats", "mail me at x@mazhilis_test_bot.org", "the /results"],
)  # fmt: skip
async def test_what_is_not_addressed_to_the_bot_is_none_of_its_business(
    chat: PrivateChat, text: str, chat_kind: dict[str, Any]
) -> None:
    assert await chat.happens(chat.updates.group_text(text, ENGLISH, chat_kind)) == []


async def test_a_reply_to_one_of_its_messages_is_for_the_bot(chat: PrivateChat) -> None:
    first = await chat.answer_to(chat.updates.supergroup_text("/ask@mazhilis_test_bot turnout", ENGLISH))
    answer = await chat.answer_to(
        chat.updates.supergroup_text("and the tide seats", ENGLISH, reply_to_message=first.result)
    )
    assert answer.text == TIDE


async def test_a_reply_to_somebody_else_is_not(chat: PrivateChat) -> None:
    other = chat.updates.supergroup_text("what do you think", ENGLISH)
    await chat.happens(other)
    update = chat.updates.supergroup_text("tide seats", ENGLISH, reply_to_message=other["message"])
    assert await chat.happens(update) == []


async def test_a_bare_mention_under_a_question_answers_that_question(chat: PrivateChat) -> None:
    question = chat.updates.supergroup_text("tide seats", ENGLISH)
    await chat.happens(question)
    update = chat.updates.supergroup_text("@mazhilis_test_bot", ENGLISH, reply_to_message=question["message"])
    assert (await chat.answer_to(update)).text == TIDE


async def test_a_bare_mention_under_a_part_of_a_message_answers_that_part(chat: PrivateChat) -> None:
    question = chat.updates.supergroup_text("zorp flibble, and then: tide seats", ENGLISH)
    await chat.happens(question)
    update = chat.updates.supergroup_text(
        "@mazhilis_test_bot",
        ENGLISH,
        reply_to_message=question["message"],
        quote={"text": "tide seats", "position": 24},
    )
    assert (await chat.answer_to(update)).text == TIDE


async def test_a_bare_mention_gets_help(chat: PrivateChat) -> None:
    call = await chat.answer_to(chat.updates.supergroup_text("@mazhilis_test_bot", ENGLISH))
    assert call.text.startswith("Ask me anything")


async def test_an_unknown_command_by_name_gets_help(chat: PrivateChat) -> None:
    call = await chat.answer_to(chat.updates.supergroup_text("/nonsense@mazhilis_test_bot", ENGLISH))
    assert call.text.startswith("Ask me anything")


async def test_a_decline_is_one_short_line_without_buttons(chat: PrivateChat) -> None:
    call = await chat.answer_to(chat.updates.supergroup_text("@mazhilis_test_bot how many nets are there", ENGLISH))
    assert call.text == "I have no answer to that in my material."
    assert call.buttons == []


async def test_choices_are_offered_in_a_group_too(hesitant_chat: PrivateChat) -> None:
    chat = hesitant_chat
    call = await chat.answer_to(chat.updates.supergroup_text("/ask tell me what the tide has won", ENGLISH))
    assert call.labels[-1] == "None of these"
    calls = await chat.happens(chat.updates.callback(call.result, call.labels[0], ENGLISH))
    assert [each.method for each in calls] == ["answerCallbackQuery", "editMessageText"]


async def test_an_answer_stays_in_its_topic(chat: PrivateChat) -> None:
    call = await chat.answer_to(chat.updates.topic_text("/ask turnout", 42, ENGLISH))
    assert call.params["message_thread_id"] == "42"
    assert call.params["chat_id"] == str(FORUM["id"])


async def test_the_service_message_that_begins_a_topic_is_no_message_of_the_bot(chat: PrivateChat) -> None:
    begun = {"message_id": 42, "date": 1, "chat": FORUM, "from": ME,
             "forum_topic_created": {"name": "Lumea", "icon_color": 7322096}}  # fmt: skip
    update = chat.updates.topic_text("tide seats", 42, ENGLISH, reply_to_message=begun)
    assert await chat.happens(update) == []


async def test_anonymous_administrators_and_channels_are_answered(chat: PrivateChat) -> None:
    for update in (
        chat.updates.anonymous_admin("@mazhilis_test_bot tide seats"),
        chat.updates.as_channel("@mazhilis_test_bot tide seats"),
    ):
        assert (await chat.answer_to(update)).text == TIDE


async def test_other_bots_are_not_answered(chat: PrivateChat) -> None:
    bot = {"id": 999, "is_bot": True, "first_name": "Other", "username": "other_bot"}
    assert await chat.happens(chat.updates.supergroup_text("@mazhilis_test_bot tide seats", bot)) == []


async def test_what_was_sent_through_the_bot_itself_is_not_answered(chat: PrivateChat) -> None:
    update = chat.updates.supergroup_text("@mazhilis_test_bot tide seats", ENGLISH, via_bot=ME)
    assert await chat.happens(update) == []


async def test_a_mention_in_a_caption_counts(chat: PrivateChat) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    entity = {"type": "mention", "offset": 11, "length": 18}
    caption = "tide seats @mazhilis_test_bot"
    update = chat.updates.group_text(None, ENGLISH, photo=photo, caption=caption, caption_entities=[entity])
    assert (await chat.answer_to(update)).text == TIDE


async def test_a_mention_by_name_of_an_account_counts(chat: PrivateChat) -> None:
    entity = {"type": "text_mention", "offset": 0, "length": 8, "user": ME}
    update = chat.updates.group_text("Mazhilis, tide seats", ENGLISH, entities=[entity])
    assert (await chat.answer_to(update)).text == TIDE


async def test_emoji_before_a_mention_do_not_shift_it(chat: PrivateChat) -> None:
    assert (await chat.answer_to(chat.updates.group_text("🦭🦭 @mazhilis_test_bot tide seats", ENGLISH))).text == TIDE


async def test_a_photo_without_words_in_reply_to_the_bot_gets_nothing(chat: PrivateChat) -> None:
    first = await chat.answer_to(chat.updates.group_text("/ask turnout", ENGLISH))
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    update = chat.updates.group_text(None, ENGLISH, photo=photo, reply_to_message=first.result)
    assert await chat.happens(update) == []


async def test_a_group_that_became_a_supergroup_meanwhile_is_answered_there(chat: PrivateChat) -> None:
    update = chat.updates.group_text("/ask turnout", ENGLISH)
    chat.log.migrate = (GROUP["id"], SUPERGROUP["id"])
    chat.log.state.learn_chat(SUPERGROUP)
    refused, sent = await chat.happens(update)
    assert refused.error is not None
    assert sent.params["chat_id"] == str(SUPERGROUP["id"])


async def test_pictures_are_replies_too(council_chat: PrivateChat) -> None:
    update = council_chat.updates.supergroup_text("/results", ENGLISH)
    (call,) = await council_chat.happens(update)
    assert call.method == "sendPhoto"
    assert call.params["reply_parameters"]["message_id"] == update["message"]["message_id"]
