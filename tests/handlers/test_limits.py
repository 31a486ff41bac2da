"""How much one may ask."""

from __future__ import annotations

from handlers.limits import MAX_COUNTED, Admission, Limits
from handlers.messages import overlooking
from handlers.ports import Surface
from tests.handlers.support import Clock, PrivateChat
from tests.handlers.test_private_chat import TIDE, TURNOUT
from tests.telegram_server.people import user
from tests.telegram_support import made, private_message

ENGLISH = user(1001, language_code="en")
OTHER = user(1002, "Bolat", language_code="en")


async def test_who_asks_too_much_is_told_once_and_then_not_answered_for_a_minute(chat: PrivateChat) -> None:
    chat.desk.limits = Limits(3, chat.clock)
    texts = []
    for _ in range(6):
        texts += [call.text for call in await chat.happens(chat.updates.private_text("tide seats", ENGLISH))]
    assert texts == [TIDE, TIDE, TIDE, "That is a lot of questions at once. I will be glad to go on in a minute."]
    assert chat.counted.limits == [Surface.PRIVATE] * 3
    assert (await chat.answer_to(chat.updates.private_text("tide seats", OTHER))).text == TIDE
    chat.clock.now += 61
    assert (await chat.answer_to(chat.updates.private_text("tide seats", ENGLISH))).text == TIDE


async def test_presses_count_too_and_are_answered_without_a_message(chat: PrivateChat) -> None:
    answer = await chat.answer_to(chat.updates.private_text("tide seats", ENGLISH))
    chat.desk.limits = Limits(1, chat.clock)
    calls = [await chat.happens(chat.updates.callback(answer.result, "👍", ENGLISH)) for _ in range(3)]
    assert [[call.method for call in each] for each in calls] == [["answerCallbackQuery"]] * 3
    assert [each[0].text.split()[0] for each in calls if each[0].text] == ["Thank", "That"]


async def test_one_person_in_many_groups_is_limited_as_one(chat: PrivateChat) -> None:
    chat.desk.limits = Limits(1, chat.clock)
    await chat.answer_to(chat.updates.supergroup_text("/ask tide seats", ENGLISH))
    call = await chat.answer_to(chat.updates.group_text("/ask tide seats", ENGLISH))
    assert call.text.startswith("That is a lot of questions")


async def test_what_is_not_for_the_bot_is_not_counted(chat: PrivateChat) -> None:
    chat.desk.limits = Limits(1, chat.clock)
    for _ in range(5):
        await chat.happens(chat.updates.supergroup_text("good morning", ENGLISH))
    assert (await chat.answer_to(chat.updates.supergroup_text("/ask tide seats", ENGLISH))).text == TIDE


async def test_who_asks_too_much_is_overlooked_before_their_turn_comes(chat: PrivateChat) -> None:
    chat.desk.limits = Limits(2, chat.clock)
    overlooked = overlooking(chat.desk)
    updates = [chat.log.happened(chat.app.bot, chat.updates.private_text("tide seats", ENGLISH)) for _ in range(5)]
    assert [overlooked(update) for update in updates] == [False, False, False, True, True]
    assert chat.counted.limits == [Surface.PRIVATE] * 2
    for update in updates[:3]:
        await chat.app.process_update(update)
    assert [call.text.partition("\n")[0][:14] for call in chat.log.calls] == [
        "The Tide Party",
        "The Tide Party",
        "That is a lot ",
    ]


async def test_what_is_for_nobody_or_without_words_is_left_to_its_turn(chat: PrivateChat) -> None:
    chat.desk.limits = Limits(0, chat.clock)
    overlooked = overlooking(chat.desk)
    sticker = {"file_id": "a", "file_unique_id": "b", "type": "regular", "width": 1, "height": 1}
    for update in (
        made(chat.app.bot, chat.updates.supergroup_text("good morning", ENGLISH)),
        made(chat.app.bot, chat.updates.inline_query("tide seats", ENGLISH)),
        private_message(chat.app.bot, None, sticker={**sticker, "is_animated": False, "is_video": False}),
    ):
        assert not overlooked(update)
    assert chat.counted.limits == []


def test_memory_stays_bounded_under_a_million_chats() -> None:
    limits = Limits(1, Clock())
    for chat in range(MAX_COUNTED * 3):
        assert limits.admit(chat, -chat, chat) is Admission.ANSWER
    assert len(limits._windows) == MAX_COUNTED


async def test_presses_do_not_use_up_what_a_chat_may_ask(chat: PrivateChat) -> None:
    chat.desk.limits = Limits(2, chat.clock)
    answer = await chat.answer_to(chat.updates.channel_post("/ask tide seats"))
    for number in range(5):
        (toast,) = await chat.happens(chat.updates.callback(answer.result, "👍", user(3000 + number)))
        assert toast.text
    assert (await chat.answer_to(chat.updates.channel_post("/ask turnout"))).text == TURNOUT


async def test_an_update_that_is_tried_again_counts_once(chat: PrivateChat) -> None:
    chat.desk.limits = Limits(1, chat.clock)
    update = chat.updates.private_text("tide seats", ENGLISH)
    assert [chat.desk.limits.admit(1, 1, update["update_id"]) for _ in range(3)] == [Admission.ANSWER] * 3
