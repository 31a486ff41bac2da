"""Methods that change or delete messages and react to them."""

from __future__ import annotations

import time

from tests.telegram_server.keyboards import check_reply_markup
from tests.telegram_server.prose import check_reactions
from tests.telegram_server.records import Json, bad_request
from tests.telegram_server.sending import Uploads, caption_content, media_content, text_content
from tests.telegram_server.state import State, StoredMessage

TEXT_FIELDS = {"text", "entities", "link_preview_options"}
CAPTION_FIELDS = {"caption", "caption_entities", "show_caption_above_media"}
MEDIA_FIELDS = TEXT_FIELDS | CAPTION_FIELDS | {"photo", "document", "has_media_spoiler"}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


def edit_message_text(state: State, params: Json, _: Uploads) -> object:
    """EditMessageText."""
    if "rich_message" in params:
        raise bad_request("this server has no rich messages")
    if "text" not in params:
        raise bad_request("message text is empty")
    stored = _editable(state, params)
    content = text_content(params)
    if stored.data and "text" not in stored.data:
        raise bad_request("there is no text in the message to edit")
    return _edit(stored, params, content, TEXT_FIELDS)


def edit_message_caption(state: State, params: Json, _: Uploads) -> object:
    """EditMessageCaption."""
    stored = _editable(state, params)
    content = caption_content(params)
    if "text" in stored.data:
        raise bad_request("there is no caption in the message to edit")
    return _edit(stored, params, content, CAPTION_FIELDS)


def edit_message_media(state: State, params: Json, uploads: Uploads) -> object:
    """EditMessageMedia; inline messages take no new uploads."""
    stored = _editable(state, params)
    if "inline_message_id" in params and uploads:
        raise bad_request("a new file can't be uploaded to an inline message")
    if "media_group_id" in stored.data and params["media"]["type"] not in stored.data:
        raise bad_request("can't change the type of media in an album")
    content = media_content(state, params["media"], uploads)
    return _edit(stored, params, content, MEDIA_FIELDS)


def edit_message_reply_markup(state: State, params: Json, _: Uploads) -> object:
    """EditMessageReplyMarkup."""
    return _edit(_editable(state, params), params, {}, set())


def delete_message(state: State, params: Json, _: Uploads) -> object:
    """DeleteMessage: the bot's own anywhere, others' in private chats or as an administrator."""
    chat = state.writable_chat(params)
    stored = chat.message(params["message_id"])
    if stored is None:
        raise bad_request("message to delete not found")
    if not (stored.outgoing or chat.kind == "private" or chat.status == "administrator"):
        raise bad_request("message can't be deleted for everyone")
    stored.deleted = True
    return True


def set_message_reaction(state: State, params: Json, _: Uploads) -> object:
    """SetMessageReaction."""
    chat = state.writable_chat(params)
    check_reactions(params.get("reaction", []))
    if chat.message(params["message_id"]) is None:
        raise bad_request("message to react not found")
    return True


def _editable(state: State, params: Json) -> StoredMessage:
    """The message to edit; checks the new keyboard on the way."""
    inline_id = params.get("inline_message_id")
    if inline_id is not None:
        if "chat_id" in params or "message_id" in params:
            raise bad_request("inline_message_id can't be used together with chat_id and message_id")
        check_reply_markup(params.get("reply_markup"), "")
        stored = state.inline_messages.get(inline_id)
        if stored is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return stored
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = state.writable_chat(params)
    check_reply_markup(params.get("reply_markup"), chat.kind)
    found = chat.message(params["message_id"])
    if found is None:
        raise bad_request("message to edit not found")
    if not found.outgoing or found.has_reply_keyboard:
        raise bad_request("message can't be edited")
    return found


def _edit(stored: StoredMessage, params: Json, content: Json, replaced: set[str]) -> object:
    """Put the content in the place of the replaced fields, and the keyboard given in place of the old one."""
    old = stored.data
    new = {name: value for name, value in old.items() if name not in replaced and name != "reply_markup"} | content
    markup = params.get("reply_markup")
    if markup and any(markup["inline_keyboard"]):
        new["reply_markup"] = markup
    if new == old:
        raise bad_request(NOT_MODIFIED)
    if "inline_message_id" in params:
        stored.data = new
        return True
    stored.data = new | {"edit_date": int(time.time())}
    return stored.data
