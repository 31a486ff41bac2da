"""Methods that send: each checks everything first and only then lets the message appear in the chat."""

from __future__ import annotations

from tests.telegram_server.formatting import caption_of, message_text
from tests.telegram_server.keyboards import check_reply_markup
from tests.telegram_server.markup import Formatted, utf16_length
from tests.telegram_server.media import StoredFile
from tests.telegram_server.prose import check_preview
from tests.telegram_server.records import Json, Upload, bad_request
from tests.telegram_server.state import Chat, State, StoredMessage

Uploads = dict[str, Upload]
ALBUM_SIZES = range(2, 11)
UNGROUPED = {"audio", "document"}


def send_message(state: State, params: Json, _: Uploads) -> object:
    """SendMessage."""
    chat = state.writable_chat(params)
    content = text_content(params)
    return _post(state, chat, params, content)


def send_photo(state: State, params: Json, uploads: Uploads) -> object:
    """SendPhoto."""
    return _send_medium(state, params, uploads, "photo")


def send_document(state: State, params: Json, uploads: Uploads) -> object:
    """SendDocument."""
    return _send_medium(state, params, uploads, "document")


def _send_medium(state: State, params: Json, uploads: Uploads, kind: str) -> object:
    chat = state.writable_chat(params)
    content = caption_content(params)
    check_message(state, chat, params)
    content |= shown_file(state.files.take(kind, params[kind], uploads))
    return _post(state, chat, params, content)


def send_media_group(state: State, params: Json, uploads: Uploads) -> object:
    """SendMediaGroup: 2-10 media; documents and audio only among themselves."""
    chat = state.writable_chat(params)
    media = params["media"]
    if len(media) not in ALBUM_SIZES:
        raise bad_request("media group must include 2-10 items")
    kinds = {item["type"] for item in media}
    if len(kinds) > 1 and kinds & UNGROUPED:
        raise bad_request("can't mix different types of media in this album")
    check_message(state, chat, params)
    contents = [media_content(state, item, uploads) for item in media]
    album = {"media_group_id": state.unique()}
    return [_post(state, chat, params, content | album) for content in contents]


def send_chat_action(state: State, params: Json, _: Uploads) -> object:
    """SendChatAction; not for channels."""
    if state.writable_chat(params).kind == "channel":
        raise bad_request("chat actions can't be sent to channel chats")
    return True


def text_content(params: Json) -> Json:
    """The fields of a text message."""
    content = worded("text", "entities", message_text(params["text"], params.get("parse_mode"), params.get("entities")))
    if options := params.get("link_preview_options"):
        check_preview(options)
        content["link_preview_options"] = options
    return content


def caption_content(params: Json) -> Json:
    """The fields of a medium's caption and how it is shown."""
    content = worded("caption", "caption_entities", caption_of(params))
    if params.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    if params.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


def media_content(state: State, item: Json, uploads: Uploads) -> Json:
    """The fields that an InputMedia gives to its message."""
    if item["type"] not in ("photo", "document"):
        raise bad_request(f"this server has no media of type {item['type']}")
    return caption_content(item) | shown_file(state.files.take(item["type"], item["media"], uploads))


def shown_file(stored: StoredFile) -> Json:
    """The field that shows a file in a message."""
    return {stored.kind: stored.shown}


def worded(name: str, entities_name: str, words: Formatted) -> Json:
    """Text with its entities, as fields of a message; nothing at all if there is no text."""
    fields: Json = {name: words.text} if words.text else {}
    if words.entities:
        fields[entities_name] = words.entities
    return fields


def check_message(state: State, chat: Chat, params: Json) -> Json:
    """Check the parameters that all messages share, before anything is stored; returns the reply's fields."""
    check_reply_markup(params.get("reply_markup"), chat.kind)
    if "message_effect_id" in params and chat.kind != "private":
        raise bad_request("message effects can be used only in private chats")
    for name in ("direct_messages_topic_id", "suggested_post_parameters"):
        if name in params:
            raise bad_request(f"{name} can be used only in channel direct messages chats")
    return _reply(state, chat, params.get("reply_parameters"))


def _reply(state: State, chat: Chat, reply: Json | None) -> Json:
    if reply is None:
        return {}
    elsewhere = "chat_id" in reply and state.chat(reply["chat_id"]) is not chat
    source = state.chat(reply["chat_id"]) if elsewhere else chat
    stored = source.message(reply["message_id"])
    if stored is None:
        if reply.get("allow_sending_without_reply") and not elsewhere:
            return {}
        raise bad_request("message to be replied not found")
    fields: Json = {}
    if quote := reply.get("quote"):
        fields["quote"] = _quote(quote, reply, stored)
    if elsewhere:
        origin = {"type": "chat", "sender_chat": source.data, "date": stored.data["date"]}
        fields["external_reply"] = {"origin": origin, "chat": source.data, "message_id": reply["message_id"]}
    else:
        fields["reply_to_message"] = {k: v for k, v in stored.data.items() if k != "reply_to_message"}
    return fields


def _quote(quote: str, reply: Json, stored: StoredMessage) -> Json:
    words = message_text(quote, reply.get("quote_parse_mode"), reply.get("quote_entities"))
    original = stored.data.get("text") or stored.data.get("caption") or ""
    if words.text not in original or utf16_length(words.text) > 1024:
        raise bad_request("QUOTE_TEXT_INVALID")
    position = utf16_length(original[: original.index(words.text)])
    return {"text": words.text, "position": position, "is_manual": True}


def _post(state: State, chat: Chat, params: Json, content: Json) -> Json:
    reply = check_message(state, chat, params)
    markup = params.get("reply_markup")
    message: Json = {
        "message_id": state.new_message_id(chat.data["id"]),
        "date": state.now(),
        "chat": chat.data,
    }
    message |= {"sender_chat": chat.data} if chat.kind == "channel" else {"from": state.author}
    if (thread := params.get("message_thread_id")) is not None:
        message |= {"message_thread_id": thread}
        message |= {"is_topic_message": True} if chat.data.get("is_forum") else {}
    message |= reply | content
    if params.get("protect_content"):
        message["has_protected_content"] = True
    if "message_effect_id" in params:
        message["effect_id"] = params["message_effect_id"]
    inline = markup is not None and "inline_keyboard" in markup
    if markup and any(markup.get("inline_keyboard", [])):
        message["reply_markup"] = markup
    stored = StoredMessage(message, outgoing=True, has_reply_keyboard=markup is not None and not inline)
    chat.messages[message["message_id"]] = stored
    return message
