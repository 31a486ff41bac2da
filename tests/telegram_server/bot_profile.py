"""Methods about the bot itself: who it is, its commands and its descriptions."""

from __future__ import annotations

from collections.abc import Callable

from tests.telegram_server.prose import check_commands, check_language, check_length
from tests.telegram_server.records import Json, bad_request
from tests.telegram_server.sending import Uploads
from tests.telegram_server.state import State


def get_me(state: State, _: Json, __: Uploads) -> object:
    """GetMe."""
    return state.bot


def log_out(_: State, __: Json, ___: Uploads) -> object:
    """LogOut and close: nothing more happens than that they are noted."""
    return True


def set_my_commands(state: State, params: Json, _: Uploads) -> object:
    """SetMyCommands."""
    check_commands(params["commands"])
    place = (_scope(state, params), check_language(params))
    state.commands[place] = params["commands"]
    return True


def get_my_commands(state: State, params: Json, _: Uploads) -> object:
    """GetMyCommands: those of exactly this scope and language."""
    return state.commands.get((_scope(state, params), check_language(params)), [])


def delete_my_commands(state: State, params: Json, _: Uploads) -> object:
    """DeleteMyCommands."""
    state.commands.pop((_scope(state, params), check_language(params)), None)
    return True


def _scope(state: State, params: Json) -> str:
    scope = params.get("scope", {"type": "default"})
    if "chat_id" in scope:
        chat = state.chat(scope["chat_id"])
        if chat.kind == "channel":
            raise bad_request("can't change commands in channel chats")
        return f"{scope['type']}:{chat.data['id']}:{scope.get('user_id', '')}"
    return str(scope["type"])


def setter(method: str, field: str) -> Callable[[State, Json, Uploads], object]:
    """A method that sets one text of the bot's profile in one language; an empty text removes it."""

    def set_text(state: State, params: Json, _: Uploads) -> object:
        text = check_length(method, params, field)
        place = (field, check_language(params))
        if text:
            state.profile[place] = text
        else:
            state.profile.pop(place, None)
        return True

    return set_text


def getter(field: str) -> Callable[[State, Json, Uploads], object]:
    """A method that gets one text of the bot's profile: in this language, else for all languages."""

    def get_text(state: State, params: Json, _: Uploads) -> object:
        general = state.profile.get((field, ""), state.bot["first_name"] if field == "name" else "")
        return {field: state.profile.get((field, check_language(params)), general)}

    return get_text
