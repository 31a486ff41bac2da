"""Chats, replies, threads, edits, deletions, members and the bot's profile."""

from __future__ import annotations

import pytest

from tests.telegram_server import TelegramServer
from tests.telegram_server.people import CHANNEL, FORUM, GROUP, SUPERGROUP, USER, private, user
from tests.telegram_server_tests.conftest import Api
from tests.telegram_server_tests.samples import JPEG, keyboard, png

pytestmark = pytest.mark.asyncio
CHAT = USER["id"]
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
BUTTON = keyboard({"text": "a", "callback_data": "b"})


async def test_chats_must_be_known(api: Api, server: TelegramServer) -> None:
    stranger = user(77)
    for chat_id in (77, "@nobody", "@the_test_bot"):
        assert await api.error("sendMessage", chat_id=chat_id, text="x") == "Bad Request: chat not found"
    server.push(server.updates.inline_query("q", stranger))
    assert await api.error("sendMessage", chat_id=77, text="x") == "Bad Request: chat not found"
    server.push(server.updates.private_text("hi", stranger))
    assert await api.result("sendMessage", chat_id=77, text="x")
    assert await api.result("sendMessage", chat_id="@A_Channel", text="x")


async def test_blocked_kicked_left(api: Api, server: TelegramServer) -> None:
    for chat, status, error in (
        (private(USER), "kicked", "Forbidden: bot was blocked by the user"),
        (GROUP, "kicked", "Forbidden: bot was kicked from the group chat"),
        (SUPERGROUP, "left", "Forbidden: bot is not a member of the supergroup chat"),
    ):
        server.push(server.updates.my_chat_member(chat, status))
        assert await api.error("sendMessage", chat_id=chat["id"], text="x") == error
    assert await api.error("getChat", chat_id=GROUP["id"]) == "Forbidden: bot was kicked from the group chat"
    server.push(server.updates.private_text("/start"))
    assert await api.text("x")


async def test_replies_need_a_known_message(api: Api, server: TelegramServer) -> None:
    missing = {"message_id": 99}
    assert await api.text_error("x", reply_parameters=missing) == "Bad Request: message to be replied not found"
    sent = await api.text("x", reply_parameters=missing | {"allow_sending_without_reply": True})
    assert "reply_to_message" not in sent
    answer = await api.text("x", reply_parameters={"message_id": sent["message_id"], "quote": "x"})
    assert answer["reply_to_message"]["message_id"] == sent["message_id"]
    assert answer["quote"] == {"text": "x", "position": 0, "is_manual": True}
    wrong = {"message_id": sent["message_id"], "quote": "y"}
    assert await api.text_error("x", reply_parameters=wrong) == "Bad Request: QUOTE_TEXT_INVALID"
    server.push(server.updates.group_text("hi"))
    elsewhere = {"message_id": 1, "chat_id": GROUP["id"]}
    assert "external_reply" in await api.text("x", reply_parameters=elsewhere)
    elsewhere = {"message_id": 9, "chat_id": GROUP["id"], "allow_sending_without_reply": True}
    assert await api.text_error("x", reply_parameters=elsewhere)


async def test_deleted_message_cannot_be_replied_to(api: Api) -> None:
    sent = await api.text("x")
    await api.result("deleteMessage", chat_id=CHAT, message_id=sent["message_id"])
    assert await api.text_error("x", reply_parameters={"message_id": sent["message_id"]})
    error = await api.error("deleteMessage", chat_id=CHAT, message_id=sent["message_id"])
    assert error == "Bad Request: message to delete not found"


async def test_threads(api: Api, server: TelegramServer) -> None:
    server.push(server.updates.topic_text("hi", 5))
    sent = await api.result("sendMessage", chat_id=FORUM["id"], text="x", message_thread_id=5)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (5, True)
    error = await api.error("sendMessage", chat_id=FORUM["id"], text="x", message_thread_id=6)
    assert error == "Bad Request: message thread not found"


async def test_shared_parameters(api: Api) -> None:
    sent = await api.text("x", protect_content=True, message_effect_id="1")
    assert (sent["has_protected_content"], sent["effect_id"]) == (True, "1")
    assert await api.error("sendMessage", chat_id=GROUP["id"], text="x", message_effect_id="1")
    assert await api.text_error("x", direct_messages_topic_id=1)
    assert await api.text_error("x", business_connection_id="1") == "Bad Request: business connection not found"


async def test_edit_must_change_something(api: Api) -> None:
    sent = await api.text("<b>x</b>", reply_markup=BUTTON)
    place = {"chat_id": CHAT, "message_id": sent["message_id"]}
    same = place | {"text": "<b>x</b> ", "parse_mode": "HTML", "reply_markup": BUTTON}
    assert await api.error("editMessageText", **same) == NOT_MODIFIED
    assert await api.error("editMessageReplyMarkup", **place, reply_markup=BUTTON) == NOT_MODIFIED
    assert await api.result("editMessageText", **(same | {"text": "x"}))
    assert await api.error("editMessageText", **(same | {"text": "x"})) == NOT_MODIFIED
    assert await api.result("editMessageReplyMarkup", **place)
    assert await api.error("editMessageReplyMarkup", **place) == NOT_MODIFIED


async def test_edit_needs_a_message_of_the_bot(api: Api) -> None:
    for params, error in (
        ({"chat_id": CHAT, "message_id": 99}, "message to edit not found"),
        ({"chat_id": CHAT, "message_id": 1}, "message can't be edited"),
        ({"message_id": 1}, "chat_id is empty"),
        ({"chat_id": CHAT}, "message identifier is not specified"),
        ({"inline_message_id": "x"}, "MESSAGE_ID_INVALID"),
        (
            {"inline_message_id": "x", "chat_id": CHAT},
            "inline_message_id can't be used together with chat_id and message_id",
        ),
    ):
        assert await api.error("editMessageText", text="x", **params) == f"Bad Request: {error}"


async def test_edit_of_the_other_kind(api: Api) -> None:
    text = await api.text("x")
    place = {"chat_id": CHAT, "message_id": text["message_id"]}
    error = await api.error("editMessageCaption", **place, caption="y")
    assert error == "Bad Request: there is no caption in the message to edit"
    photo = (await api.photo(png()))["result"]
    place = {"chat_id": CHAT, "message_id": photo["message_id"]}
    error = await api.error("editMessageText", **place, text="y")
    assert error == "Bad Request: there is no text in the message to edit"
    assert await api.error("editMessageText", **place) == "Bad Request: message text is empty"
    same = {"type": "photo", "media": photo["photo"][-1]["file_id"]}
    assert await api.error("editMessageMedia", **place, media=same) == NOT_MODIFIED


async def test_deletion_of_others_messages(api: Api, server: TelegramServer) -> None:
    assert await api.result("deleteMessage", chat_id=CHAT, message_id=1)
    server.push(server.updates.group_text("hi"))
    assert await api.result("deleteMessage", chat_id=GROUP["id"], message_id=1)
    server.push(server.updates.my_chat_member(SUPERGROUP, "member"))
    server.push(server.updates.supergroup_text("hi"))
    error = await api.error("deleteMessage", chat_id=SUPERGROUP["id"], message_id=1)
    assert error == "Bad Request: message can't be deleted for everyone"


async def test_uploads_and_identifiers(api: Api) -> None:
    photo = await api.photo_id()
    assert (await api.result("sendPhoto", chat_id=CHAT, photo=photo))["photo"][-1]["file_id"] == photo
    assert await api.photo_id() == photo
    unknown = "Bad Request: wrong file identifier/HTTP URL specified"
    assert await api.error("sendPhoto", chat_id=CHAT, photo="AgAC") == unknown
    error = await api.error("sendDocument", chat_id=CHAT, document=photo)
    assert error == "Bad Request: can't use file of type Photo as Document"
    assert await api.result("sendPhoto", chat_id=CHAT, photo="https://a.kz/a.png")
    assert await api.error("sendPhoto", chat_id=CHAT, photo="https://a") == "Bad Request: wrong HTTP URL specified"
    error = await api.error("sendPhoto", chat_id=CHAT, photo="attach://x")
    assert error == 'Bad Request: attached file "x" not found'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file must be non-empty"),
        (b"no image", "IMAGE_PROCESS_FAILED"),
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(210, 10), "PHOTO_INVALID_DIMENSIONS"),
        (png() + b"\0" * 10 * 2**20, "file is too big"),
    ],
    ids=["empty", "no image", "too large", "too long", "too heavy"],
)
async def test_bad_photos(api: Api, content: bytes, reason: str) -> None:
    answer = await api.photo(content)
    assert answer["description"] == f"Bad Request: {reason}"


async def test_other_files(api: Api) -> None:
    assert (await api.photo(JPEG))["result"]["photo"][0]["width"] == 32
    assert (await api.photo(b"", "document"))["description"] == "Bad Request: file must be non-empty"
    assert (await api.photo(b"x", "document"))["result"]["document"]["mime_type"] == "image/png"


async def test_albums(api: Api) -> None:
    photo = {"type": "photo", "media": await api.photo_id()}
    for count in (1, 11):
        error = await api.error("sendMediaGroup", chat_id=CHAT, media=[photo] * count)
        assert error == "Bad Request: media group must include 2-10 items"
    mixed = [photo, {"type": "document", "media": "x"}]
    error = await api.error("sendMediaGroup", chat_id=CHAT, media=mixed)
    assert error == "Bad Request: can't mix different types of media in this album"
    before = len(api.server.sent(CHAT))
    assert await api.error("sendMediaGroup", chat_id=CHAT, media=[photo, photo | {"media": "x"}])
    assert len(api.server.sent(CHAT)) == before


async def test_actions_reactions_members(api: Api) -> None:
    assert await api.error("sendChatAction", chat_id=CHANNEL["id"], action="typing")
    assert "must be one of typing" in await api.error("sendChatAction", chat_id=CHAT, action="dance")
    place = {"chat_id": CHAT, "message_id": 1}
    for reactions in (
        [{"type": "emoji", "emoji": "👍"}] * 2,
        [{"type": "paid"}],
        [{"type": "emoji", "emoji": "🏛"}],
    ):
        assert await api.error("setMessageReaction", **place, reaction=reactions)
    error = await api.error("setMessageReaction", chat_id=CHAT, message_id=99)
    assert error == "Bad Request: message to react not found"
    assert await api.error("getChatMember", chat_id=GROUP["id"], user_id=5) == "Bad Request: user not found"
    error = await api.error("getChatMember", chat_id=GROUP["id"], user_id=CHAT)
    assert error == "Bad Request: member not found"
    assert await api.error("leaveChat", chat_id=CHAT)


@pytest.mark.parametrize(
    ("command", "description", "reason"),
    [
        ("Start", "d", "BOT_COMMAND_INVALID"),
        ("", "d", "BOT_COMMAND_INVALID"),
        ("x" * 33, "d", "BOT_COMMAND_INVALID"),
        ("/start", "d", "BOT_COMMAND_INVALID"),
        ("start", "", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("start", "x" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_bad_commands(api: Api, command: str, description: str, reason: str) -> None:
    error = await api.error("setMyCommands", commands=[{"command": command, "description": description}])
    assert error == f"Bad Request: {reason}"


async def test_limits_of_the_profile(api: Api) -> None:
    commands = [{"command": f"c{number}", "description": "d" * 256} for number in range(101)]
    assert await api.error("setMyCommands", commands=commands) == "Bad Request: BOT_COMMANDS_TOO_MUCH"
    assert await api.result("setMyCommands", commands=commands[:100])
    assert await api.error("setMyCommands", commands=commands[:1] * 2) == "Bad Request: BOT_COMMAND_INVALID"
    for method, field, limit in (
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
        ("setMyName", "name", 64),
    ):
        assert await api.result(method, **{field: "x" * limit})
        assert "too long" in await api.error(method, **{field: "x" * (limit + 1)})
        assert await api.error(method, language_code="kaz") == "Bad Request: invalid language code specified"
    scope = {"type": "chat", "chat_id": 5}
    assert await api.error("setMyCommands", commands=[], scope=scope) == "Bad Request: chat not found"
    scope = {"type": "chat", "chat_id": "@a_channel"}
    assert await api.error("getMyCommands", scope=scope)
