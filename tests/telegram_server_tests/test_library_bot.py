"""The main methods, called as the real bot calls them."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputMediaPhoto,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReactionTypeEmoji,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest

from tests.telegram_server import TelegramServer
from tests.telegram_server.people import CHANNEL, GROUP, SUPERGROUP, USER
from tests.telegram_server_tests.samples import png

pytestmark = pytest.mark.asyncio
CHAT = USER["id"]
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more:1")]])


async def test_who_the_bot_is(bot: Bot, server: TelegramServer) -> None:
    assert bot.id == int(server.token.partition(":")[0])
    assert bot.username == "the_test_bot"
    assert server.called("getMe")


async def test_send_edit_and_delete_text(bot: Bot, server: TelegramServer) -> None:
    message = await bot.send_message(
        CHAT,
        "<b>Сәлем</b> 😀",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(1),
    )
    assert message.text_html == "<b>Сәлем</b> 😀"
    assert message.reply_to_message is not None
    assert message.reply_markup == KEYBOARD
    edited = await bot.edit_message_text("New", CHAT, message.message_id)
    assert isinstance(edited, type(message))
    assert (edited.text, edited.reply_markup) == ("New", None)
    await bot.edit_message_reply_markup(CHAT, message.message_id, reply_markup=KEYBOARD)
    assert server.sent(CHAT)[0]["text"] == "New"
    assert "reply_markup" in server.sent(CHAT)[0]
    assert await bot.delete_message(CHAT, message.message_id)
    assert server.sent(CHAT) == []
    assert len(server.sent(CHAT, deleted=True)) == 1


async def test_send_photo_then_the_same_by_its_identifier(bot: Bot, server: TelegramServer) -> None:
    first = await bot.send_photo(CHAT, png(), caption="<i>a</i>", parse_mode="HTML", reply_markup=KEYBOARD)
    assert [(size.width, size.height) for size in first.photo] == [(320, 240), (400, 300)]
    second = await bot.send_photo(GROUP["id"], first.photo[-1].file_id)
    assert second.photo == first.photo
    caption = await bot.edit_message_caption(CHAT, first.message_id, caption="b")
    assert caption is not True
    media = await bot.edit_message_media(InputMediaPhoto(png(100, 100), caption="c"), CHAT, first.message_id)
    assert not isinstance(media, bool)
    assert (media.caption, media.photo[0].width) == ("c", 100)
    assert server.state.files.files[first.photo[0].file_id].content == png()


async def test_album_and_document(bot: Bot, server: TelegramServer) -> None:
    known = (await bot.send_photo(CHAT, png())).photo[-1].file_id
    album = await bot.send_media_group(CHAT, [InputMediaPhoto(png(seed=1), caption="a"), InputMediaPhoto(known)])
    assert len({message.media_group_id for message in album}) == 1
    assert album[1].photo[-1].file_id == known
    document = await bot.send_document(CHAT, b"x", filename="a.txt")
    assert document.document is not None
    assert (document.document.file_name, document.document.file_size) == ("a.txt", 1)
    assert len(server.sent(CHAT)) == 4


async def test_press_a_button(bot: Bot, server: TelegramServer) -> None:
    await bot.send_message(CHAT, "x", reply_markup=KEYBOARD)
    server.push(server.updates.callback(server.sent(CHAT)[0], "More"))
    (update,) = await bot.get_updates(timeout=1)
    assert update.callback_query is not None
    assert update.callback_query.data == "more:1"
    assert await update.callback_query.answer("ok", show_alert=True)
    with pytest.raises(BadRequest, match="Query is too old"):
        await update.callback_query.answer()


async def test_inline_query_and_choice(bot: Bot, server: TelegramServer) -> None:
    photo = (await bot.send_photo(CHAT, png())).photo[-1].file_id
    question = server.updates.inline_query("who")
    server.push(question)
    (update,) = await bot.get_updates()
    assert update.inline_query is not None
    text = InputTextMessageContent("<b>x</b>", parse_mode="HTML")
    await update.inline_query.answer(
        [
            InlineQueryResultArticle("a", "A", text, reply_markup=KEYBOARD),
            InlineQueryResultCachedPhoto("p", photo),
        ],
        cache_time=0,
        is_personal=True,
        button=InlineQueryResultsButton("Ask", start_parameter="ask_1"),
    )
    chosen = server.updates.chosen(question, "a")
    server.push(chosen)
    inline_id = chosen["chosen_inline_result"]["inline_message_id"]
    server.push(server.updates.inline_callback(inline_id, "more:1"))
    assert await bot.edit_message_text("y", inline_message_id=inline_id) is True
    with pytest.raises(BadRequest, match="Message_id_invalid"):
        await bot.edit_message_text("y", inline_message_id="unknown")


async def test_commands_and_descriptions(bot: Bot) -> None:
    commands = [BotCommand("start", "Бастау"), BotCommand("help_2", "Help")]
    scope = BotCommandScopeChat(CHAT)
    await bot.set_my_commands(commands, scope=scope, language_code="kk")
    assert await bot.get_my_commands(scope=scope, language_code="kk") == tuple(commands)
    assert await bot.get_my_commands() == ()
    await bot.delete_my_commands(scope=scope, language_code="kk")
    assert await bot.get_my_commands(scope=scope, language_code="kk") == ()
    await bot.set_my_description("d", "ru")
    await bot.set_my_short_description("s")
    await bot.set_my_name("n")
    assert (await bot.get_my_description("ru")).description == "d"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_short_description("ru")).short_description == "s"
    assert (await bot.get_my_name()).name == "n"
    await bot.set_my_name("")
    assert (await bot.get_my_name()).name == "Test bot"


async def test_chats(bot: Bot, server: TelegramServer) -> None:
    assert (await bot.get_chat("@a_channel")).id == CHANNEL["id"]
    assert (await bot.get_chat_member(SUPERGROUP["id"], bot.id)).status == "administrator"
    server.push(server.updates.group_text("hi"))
    assert (await bot.get_chat_member(GROUP["id"], CHAT)).user.id == CHAT
    assert await bot.send_chat_action(CHAT, "typing")
    assert await bot.set_message_reaction(CHAT, 1, [ReactionTypeEmoji("👍")])
    assert (await bot.send_message("@a_channel", "post")).sender_chat is not None
    assert await bot.leave_chat(GROUP["id"])
    assert server.state.chats[GROUP["id"]].status == "left"
    assert await bot.log_out()
    assert await bot.close()


async def test_prepared_message(bot: Bot) -> None:
    result = InlineQueryResultArticle("a", "A", InputTextMessageContent("x"))
    prepared = await bot.save_prepared_inline_message(CHAT, result, allow_user_chats=True)
    assert prepared.id


async def test_all_kinds_of_updates_can_be_asked_for(bot: Bot, server: TelegramServer) -> None:
    assert await bot.get_updates(allowed_updates=Update.ALL_TYPES) == ()
    assert "chat_member" in server.queue.allowed
