"""Every method that answers at once, by name; getUpdates and those of the webhook are the server's own."""

from __future__ import annotations

from collections.abc import Callable

from tests.telegram_server import answering, bot_profile, chat_methods, editing, sending
from tests.telegram_server.records import Json
from tests.telegram_server.sending import Uploads
from tests.telegram_server.state import State

Method = Callable[[State, Json, Uploads], object]

METHODS: dict[str, Method] = {
    "getMe": bot_profile.get_me,
    "logOut": bot_profile.log_out,
    "close": bot_profile.log_out,
    "setMyCommands": bot_profile.set_my_commands,
    "getMyCommands": bot_profile.get_my_commands,
    "deleteMyCommands": bot_profile.delete_my_commands,
    "setMyName": bot_profile.setter("setMyName", "name"),
    "getMyName": bot_profile.getter("name"),
    "setMyDescription": bot_profile.setter("setMyDescription", "description"),
    "getMyDescription": bot_profile.getter("description"),
    "setMyShortDescription": bot_profile.setter("setMyShortDescription", "short_description"),
    "getMyShortDescription": bot_profile.getter("short_description"),
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "setMessageReaction": editing.set_message_reaction,
    "answerCallbackQuery": answering.answer_callback_query,
    "answerInlineQuery": answering.answer_inline_query,
    "answerGuestQuery": answering.answer_guest_query,
    "savePreparedInlineMessage": answering.save_prepared_inline_message,
    "getChat": chat_methods.get_chat,
    "getChatMember": chat_methods.get_chat_member,
    "leaveChat": chat_methods.leave_chat,
}
