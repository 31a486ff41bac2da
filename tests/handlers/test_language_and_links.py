"""/language, /privacy, deep links, feedback, and how much one may ask."""

from __future__ import annotations

import pytest
from telegram.error import TelegramError

from handlers.limits import MAX_COUNTED, Admission, Limits
from handlers.menus import set_profile
from handlers.messages import overlooking
from handlers.ports import Surface
from knowledge.model import Language
from tests.handlers.support import Clock, PrivateChat
from tests.handlers.test_private_chat import TIDE, TURNOUT
from tests.telegram_server.people import CHANNEL, GROUP, SUPERGROUP, user
from tests.telegram_support import made, private_message

ENGLISH = user(1001, language_code="en")
OTHER = user(1002, "Bolat", language_code="en")


# --- /language -----------------------------------------------------------------------------------------


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


# --- membership ----------------------------------------------------------------------------------------


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


# --- /privacy and what is kept --------------------------------------------------------------------------


async def test_privacy_says_what_is_kept(chat: PrivateChat) -> None:
    text = (await chat.answer_to(chat.updates.private_text("/privacy", ENGLISH))).text
    assert "90 days" in text
    chat.desk.keeps_unanswered = False
    text = (await chat.answer_to(chat.updates.private_text("/privacy", ENGLISH))).text
    assert "switched off" in text
    assert "90 days" not in text


async def test_a_question_without_answer_is_kept_and_the_names_to_take_out_go_along(chat: PrivateChat) -> None:
    person = user(1001, "Aigul", "en", last_name="Bekova", username="aigul_b")
    await chat.answer_to(chat.updates.private_text("how many nets are there", person))
    ((question, language, names),) = chat.kept.questions
    assert (question, language) == ("how many nets are there", Language.EN)
    assert set(names) == {"Aigul", "Bekova", "aigul_b"}


@pytest.mark.parametrize("text", ["tide seats", "hello", "/help", "/results 1999"])
async def test_nothing_else_is_kept(chat: PrivateChat, text: str) -> None:
    await chat.happens(chat.updates.private_text(text, ENGLISH))
    assert chat.kept.questions == []


# --- deep links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "begins"),
    [
        ("turnout", "Turnout was 81.5 percent"),
        ("fact-tide-seats", "The Tide Party won 12"),
        ("change-seats-tide", "Tide Party"),
        ("timeline", "2016 to 2020"),
        ("sources", "My material"),
        ("gone-with-an-old-link", "I answer questions"),
        ("fact-gone", "I answer questions"),
        ("start", "I answer questions"),
        ("ask", "I answer questions"),
        ("__", "I answer questions"),
    ],
)
async def test_a_deep_link_gives_what_it_names(council_chat: PrivateChat, payload: str, begins: str) -> None:
    (call,) = await council_chat.happens(council_chat.updates.private_text(f"/start {payload}", ENGLISH))
    assert (call.text or call.caption).startswith(begins)


async def test_the_link_of_a_comparison_of_all_is_a_picture_with_text(council_chat: PrivateChat) -> None:
    (call,) = await council_chat.happens(council_chat.updates.private_text("/start changes", ENGLISH))
    assert call.method == "sendPhoto"
    assert call.caption.startswith("The Gull Union is gone.")


# --- feedback ------------------------------------------------------------------------------------------


async def test_one_vote_a_person_and_message(chat: PrivateChat) -> None:
    answer = await chat.answer_to(chat.updates.supergroup_text("/ask tide seats", ENGLISH))
    (first,) = await chat.happens(chat.updates.callback(answer.result, "👍", ENGLISH))
    (again,) = await chat.happens(chat.updates.callback(answer.result, "👎", ENGLISH))
    (other,) = await chat.happens(chat.updates.callback(answer.result, "👎", OTHER))
    assert [call.text for call in (first, again, other)] == [
        "Thank you, counted.",
        "You have already voted on this answer.",
        "Thank you, counted.",
    ]
    assert chat.kept.votes == [("tide-seats", True), ("tide-seats", False)]


async def test_a_vote_for_what_is_gone_is_not_counted(chat: PrivateChat) -> None:
    (call,) = await chat.press("v+:en:gone")
    assert call.text.startswith("This button is from an older version")
    assert chat.kept.votes == []


# --- limits --------------------------------------------------------------------------------------------


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


# --- menus ---------------------------------------------------------------------------------------------


async def test_menus_and_descriptions_are_set_once_and_only_where_they_differ(chat: PrivateChat) -> None:
    bot, answerer = chat.app.bot, chat.desk.answerer
    assert await set_profile(bot, answerer) > 0
    chat.log.calls.clear()
    assert await set_profile(bot, answerer) == 0
    assert {call.method for call in chat.log.calls} == {"getMyCommands", "getMyDescription", "getMyShortDescription"}


async def test_menus_by_scope_and_language(chat: PrivateChat) -> None:
    await set_profile(chat.app.bot, chat.desk.answerer)
    menus = {
        (call.params.get("scope", {"type": "default"})["type"], call.params.get("language_code", "")): {
            command["command"] for command in call.params["commands"]
        }
        for call in chat.log.calls
        if call.method == "setMyCommands"
    }
    assert len(menus) == 16
    assert "language" in menus["all_private_chats", "kk"]
    assert "language" not in menus["all_group_chats", "kk"]
    assert "language" in menus["all_chat_administrators", "ru"]
    assert "results" in menus["default", ""]


async def test_a_profile_that_cannot_be_set_is_an_error_of_telegram(chat: PrivateChat) -> None:
    chat.log.refuse["setMyCommands"] = (500, "Internal Server Error")
    with pytest.raises(TelegramError):
        await set_profile(chat.app.bot, chat.desk.answerer)


# --- what a second pair of eyes found ------------------------------------------------------------------


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
