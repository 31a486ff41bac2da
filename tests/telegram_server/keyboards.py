"""What Telegram demands of keyboards."""

from __future__ import annotations

from tests.telegram_server.records import ApiError, Json, bad_request
from tests.telegram_server.urls import is_valid_url

LARGEST = 100
LOOKS = {"text", "icon_custom_emoji_id", "style"}


def check_reply_markup(markup: Json | None, chat_type: str) -> None:
    """Check any `reply_markup` for a chat of this type; "" for an inline message, wherever it goes.

    Raises:
        ApiError: 400.
    """
    if markup is None:
        return
    if "inline_keyboard" in markup:
        check_inline_keyboard(markup, chat_type)
        return
    if chat_type in ("channel", ""):
        raise bad_request("object expected as inline keyboard markup")
    if "keyboard" in markup:
        _check_reply_keyboard(markup)
    if markup.get("remove_keyboard") is False or markup.get("force_reply") is False:
        raise bad_request("reply markup must be true")
    if not 1 <= len(markup.get("input_field_placeholder", "-")) <= 64:
        raise bad_request("input_field_placeholder must be of 1-64 characters")


def check_inline_keyboard(markup: Json, chat_type: str) -> None:
    """Check an inline keyboard: at most 100 buttons, each with text and exactly one kind of action."""
    rows = markup["inline_keyboard"]
    if sum(map(len, rows)) > LARGEST:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        for button in row:
            _check_inline_button(button, chat_type)


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _check_inline_button(button: Json, chat_type: str) -> None:
    if not button["text"].strip():
        raise _unparsable('Field "text" must be non-empty')
    actions = [field for field in button if field not in LOOKS]
    if not actions:
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsable(f"exactly one optional field must be used, found {', '.join(actions)}")
    _check_action(actions[0], button[actions[0]], chat_type)


def _check_action(action: str, value: object, chat_type: str) -> None:
    if action == "callback_data" and isinstance(value, str) and not 1 <= len(value.encode("utf-8")) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url" and not is_valid_url(str(value)):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if action in ("pay", "callback_game"):
        raise bad_request("BUTTON_TYPE_INVALID")
    if not isinstance(value, dict):
        return
    if action == "copy_text" and not 1 <= len(value["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if action in ("web_app", "login_url"):
        if not (is_valid_url(value["url"]) and value["url"].lower().startswith("https://")):
            raise bad_request(f"inline keyboard button URL '{value['url']}' is invalid: Only HTTPS links are allowed")
        if action == "web_app" and chat_type not in ("private", ""):
            raise bad_request("BUTTON_TYPE_INVALID")


def _check_reply_keyboard(markup: Json) -> None:
    rows = markup["keyboard"]
    if sum(map(len, rows)) > LARGEST:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    if not any(rows):
        raise bad_request("reply keyboard must have at least one button")
    for row in rows:
        for button in row:
            text = button if isinstance(button, str) else button["text"]
            if not text.strip():
                raise bad_request("keyboard button text must be non-empty")
            if isinstance(button, dict) and len(button.keys() - LOOKS) > 1:
                raise bad_request("can't parse keyboard button: at most one optional field must be used")


def callback_data_in(message: Json) -> dict[str, str]:
    """The callback data on the keyboard of a message, each with the label of its button."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {b["callback_data"]: b["text"] for row in rows for b in row if "callback_data" in b}
