"""Menus and descriptions, by scope and language."""

from __future__ import annotations

import pytest
from telegram.error import TelegramError

from handlers.menus import set_profile
from tests.handlers.support import PrivateChat


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
