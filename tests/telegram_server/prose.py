"""What the prose of the API demands beyond types, other than of text, keyboards and files."""

from __future__ import annotations

import re

from tests.telegram_server.formatting import caption_of, message_text
from tests.telegram_server.keyboards import check_reply_markup
from tests.telegram_server.media import FileStore
from tests.telegram_server.records import Json, bad_request
from tests.telegram_server.urls import is_valid_url

COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
LANGUAGE = re.compile(r"[a-z]{2}\Z")
MOST_RESULTS = 50
LOCAL = re.compile(r"http://(?:127\.0\.0\.1|localhost):[0-9]+/?\S*\Z")
TEXT_LIMITS = {
    ("setMyDescription", "description"): (512, "description is too long"),
    ("setMyShortDescription", "short_description"): (120, "short description is too long"),
    ("setMyName", "name"): (64, "name is too long"),
    ("answerCallbackQuery", "text"): (200, "MESSAGE_TOO_LONG"),
}


def check_length(method: str, params: Json, name: str) -> str:
    """A short text of a call, empty if not given.

    Raises:
        ApiError: 400, it is longer than the API allows.
    """
    limit, reason = TEXT_LIMITS[method, name]
    text: str = params.get(name, "")
    if len(text) > limit:
        raise bad_request(reason)
    return text


def check_language(params: Json) -> str:
    """The `language_code`: two letters, or empty for every other language."""
    code: str = params.get("language_code", "")
    if code and not LANGUAGE.match(code):
        raise bad_request("invalid language code specified")
    return code


def check_commands(commands: list[Json]) -> None:
    """At most 100 commands, of 1-32 of a-z, 0-9 and _, each once, described in 1-256 characters."""
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    names = [command["command"] for command in commands]
    if not all(map(COMMAND.match, names)) or len(set(names)) != len(names):
        raise bad_request("BOT_COMMAND_INVALID")
    if not all(1 <= len(command["description"].strip()) <= 256 for command in commands):
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def check_webhook(params: Json) -> None:
    """HTTPS on a port Telegram allows (or plain HTTP to this machine, for tests), a well-formed secret."""
    url = params["url"]
    if url and not LOCAL.match(url):
        if not url.lower().startswith("https://"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if not is_valid_url(url):
            raise bad_request("bad webhook: invalid webhook URL specified")
        port = re.match(r"https://[^/?#]*:([0-9]+)", url)
        if port and port[1] not in ("80", "88", "443", "8443"):
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = params.get("secret_token")
    if secret is not None and not SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    if not 1 <= params.get("max_connections", 40) <= 100:
        raise bad_request("max_connections must be between 1 and 100")


def check_reactions(reactions: list[Json]) -> None:
    """At most one reaction, and no paid one."""
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction["type"] == "paid" for reaction in reactions):
        raise bad_request("REACTION_INVALID")


def check_inline_answer(params: Json, files: FileStore) -> None:
    """At most 50 results with unique identifiers, each of them valid, a short offset, a valid button."""
    results = params["results"]
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    for result in results:
        check_inline_result(result, files)
    if len({result["id"] for result in results}) != len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(params.get("next_offset", "").encode("utf-8")) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    if params.get("cache_time", 0) < 0:
        raise bad_request("cache_time must not be negative")
    if "button" in params:
        _check_results_button(params["button"])


def _check_results_button(button: Json) -> None:
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if len(button.keys() - {"text"}) != 1:
        raise bad_request("exactly one optional field of the inline query results button must be used")
    if "start_parameter" in button and not START_PARAMETER.match(button["start_parameter"]):
        raise bad_request("START_PARAM_INVALID")
    if "web_app" in button and not is_valid_url(button["web_app"]["url"]):
        raise bad_request("BUTTON_URL_INVALID")


def check_inline_result(result: Json, files: FileStore) -> None:
    """One inline result: its identifier, texts, addresses, files and keyboard.

    Raises:
        ApiError: 400.
    """
    if not 1 <= len(result["id"].encode("utf-8")) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if "title" in result and not result["title"].strip():
        raise bad_request("RESULT_TITLE_INVALID")
    for field, value in result.items():
        if field == "url" or field.endswith("_url"):
            if not is_valid_url(value):
                raise bad_request(f"can't parse inline query result: {field} is not a valid URL")
        elif field.endswith("_file_id"):
            files.known(result["type"], value)
    caption_of(result)
    check_reply_markup(result.get("reply_markup"), "")
    if "input_message_content" in result:
        check_content(result["input_message_content"])


def check_content(content: Json) -> None:
    """The content an inline result sends: only text has more rules than its type."""
    if "message_text" in content:
        message_text(content["message_text"], content.get("parse_mode"), content.get("entities"))
        check_preview(content.get("link_preview_options"))


def check_preview(options: Json | None) -> None:
    """A link preview's address must be valid."""
    url = (options or {}).get("url")
    if url and not is_valid_url(url):
        raise bad_request("wrong link preview URL specified")
