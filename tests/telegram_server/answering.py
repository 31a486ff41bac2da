"""Methods that answer queries, each query once."""

from __future__ import annotations

import time

from tests.telegram_server.prose import check_inline_answer, check_inline_result, check_length
from tests.telegram_server.records import Json, bad_request
from tests.telegram_server.sending import Uploads, text_content
from tests.telegram_server.state import State, StoredMessage
from tests.telegram_server.urls import is_valid_url

INLINE_TEXT = {"message_text": "text", "parse_mode": "parse_mode", "entities": "entities"}


def answer_callback_query(state: State, params: Json, _: Uploads) -> object:
    """AnswerCallbackQuery."""
    check_length("answerCallbackQuery", params, "text")
    if "url" in params and not is_valid_url(params["url"]):
        raise bad_request("URL_INVALID")
    if params.get("cache_time", 0) < 0:
        raise bad_request("cache_time must not be negative")
    state.open_query("callback", params["callback_query_id"]).answered = True
    return True


def answer_inline_query(state: State, params: Json, _: Uploads) -> object:
    """AnswerInlineQuery; the results stay with the query, so that one can be chosen."""
    check_inline_answer(params, state.files)
    query = state.open_query("inline", params["inline_query_id"])
    query.answered = True
    query.data["results"] = params["results"]
    return True


def answer_guest_query(state: State, params: Json, _: Uploads) -> object:
    """AnswerGuestQuery."""
    check_inline_result(params["result"], state.files)
    query = state.open_query("guest", params["guest_query_id"])
    query.answered = True
    return {"inline_message_id": add_inline_message(state, params["result"])}


def save_prepared_inline_message(state: State, params: Json, _: Uploads) -> object:
    """SavePreparedInlineMessage, for a user the bot has met."""
    if params["user_id"] not in state.users:
        raise bad_request("user not found")
    check_inline_result(params["result"], state.files)
    if not any(params.get(f"allow_{kind}_chats") for kind in ("user", "bot", "group", "channel")):
        raise bad_request("PEER_TYPES_INVALID")
    return {"id": state.unique(), "expiration_date": int(time.time()) + 600}


def add_inline_message(state: State, result: Json) -> str:
    """Let the message of an inline result appear in some chat; returns its inline_message_id."""
    inline_id = f"BAAA{state.unique()}"
    content = result.get("input_message_content", {})
    data: Json = {}
    if "message_text" in content:
        renamed = {new: content[old] for old, new in INLINE_TEXT.items() if old in content}
        data = text_content(renamed | {k: v for k, v in content.items() if k == "link_preview_options"})
    if any(result.get("reply_markup", {}).get("inline_keyboard", [])):
        data["reply_markup"] = result["reply_markup"]
    state.inline_messages[inline_id] = StoredMessage(data, outgoing=True)
    return inline_id
