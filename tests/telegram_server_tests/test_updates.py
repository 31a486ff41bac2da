"""Builders of updates; each is also read by the real library."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from telegram import Bot, Update

from tests.telegram_server import TelegramServer, entities_of
from tests.telegram_server.people import CHANNEL, GROUP, SUPERGROUP, USER, channel, group, private, user
from tests.telegram_server_tests.conftest import Api
from tests.telegram_server_tests.samples import keyboard

pytestmark = pytest.mark.asyncio


async def test_identifiers_increase(server: TelegramServer) -> None:
    updates = [server.updates.private_text(text) for text in "abc"]
    assert [u["update_id"] - updates[0]["update_id"] for u in updates] == [0, 1, 2]
    assert [u["message"]["message_id"] for u in updates] == [2, 3, 4]


async def test_entities() -> None:
    assert entities_of("😀 /help@the_test_bot a@bcde @bcde x/y /z") == [
        {"type": "bot_command", "offset": 3, "length": 18},
        {"type": "mention", "offset": 29, "length": 5},
        {"type": "bot_command", "offset": 39, "length": 2},
    ]
    assert entities_of("plain") == []


async def test_every_kind(bot: Bot, server: TelegramServer) -> None:
    make = server.updates
    text = make.private_text("/start x", user(5, "A", None, username="abcde"), message_thread_id=3)
    post = make.channel_post("post")
    updates = [
        text,
        post,
        make.group_text("a"),
        make.supergroup_text("a"),
        make.topic_text("a", 7),
        make.edited(text, "b"),
        make.edited(post, "b"),
        make.inline_query("q", chat_type="private"),
        make.guest_text("@the_test_bot"),
        make.my_chat_member(private(USER), "kicked"),
        make.my_chat_member(SUPERGROUP, "administrator", "left"),
        make.anonymous_admin("a"),
        make.as_channel("a"),
        make.automatic_forward(post),
        make.group_text("a", reply_to_message=text["message"]),
    ]
    for update in updates:
        assert server.push(update)
    got = await bot.get_updates()
    assert [update.update_id for update in got] == [update["update_id"] for update in updates]
    command, edited, anonymous, forward = got[0].message, got[5].edited_message, got[11], got[13]
    assert command is not None
    assert command.parse_entities() == {command.entities[0]: "/start"}
    assert edited is not None
    assert (edited.text, edited.edit_date is not None) == ("b", True)
    assert anonymous.message is not None
    assert anonymous.message.sender_chat == anonymous.message.chat
    assert anonymous.effective_user is not None
    assert anonymous.effective_user.username == "GroupAnonymousBot"
    assert forward.message is not None
    assert forward.message.is_automatic_forward
    assert all(isinstance(update, Update) for update in got)


async def test_wrong_uses(api: Api, server: TelegramServer) -> None:
    make = server.updates
    sent = await api.text("a", reply_markup=keyboard({"text": "A", "callback_data": "a"}))
    wrong: list[tuple[Callable[[], object], str]] = [
        (lambda: make.private_text(" a"), "Telegram delivers texts"),
        (lambda: make.private_text("a" * 4097), "Telegram delivers texts"),
        (lambda: make.topic_text("a", 1, chat=SUPERGROUP), "only a forum has topics"),
        (lambda: make.callback(sent, "b"), "no button 'b'"),
        (lambda: make.callback(sent | {"message_id": 1}, "a"), "no such message of the bot"),
        (lambda: make.edited(make.inline_query("a"), "b"), "only a message or a channel post"),
        (lambda: make.inline_query("a" * 257), "at most 256"),
        (lambda: group(1), "identifiers of basic groups"),
        (lambda: channel(-5), "identifiers of supergroups and channels"),
    ]
    for use, reason in wrong:
        with pytest.raises(ValueError, match=reason):
            use()
    asked = make.inline_query("a")
    server.push(asked)
    with pytest.raises(ValueError, match="the bot gave no result"):
        make.chosen(asked, "1")


async def test_message_ids_are_shared_with_the_bot(api: Api, server: TelegramServer) -> None:
    assert (await api.text("a"))["message_id"] == 2
    assert server.updates.private_text("a")["message"]["message_id"] == 3
    assert (await api.text("a"))["message_id"] == 4


async def test_building_alone_tells_nobody(api: Api, server: TelegramServer) -> None:
    unseen = server.updates.private_text("a", user(6))
    assert await api.error("sendMessage", chat_id=6, text="a")
    server.push(unseen)
    assert await api.result("sendMessage", chat_id=6, text="a")
    assert server.state.chats[GROUP["id"]].data["title"] == GROUP["title"]
    assert server.state.chats[CHANNEL["id"]].kind == "channel"


async def test_by_hand() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.telegram_server", "--token", "1:T", "--port", "0",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    output, _ = await asyncio.wait_for(process.communicate(b"hello\n:press More\n:inline who\n\n:quit\n"), 20)
    assert process.returncode == 0
    first, second = io.StringIO(output.decode()).readlines()
    assert first.startswith("serving at http://127.0.0.1:")
    assert second == "   not sent: no message of the bot has a button 'More'\n"
