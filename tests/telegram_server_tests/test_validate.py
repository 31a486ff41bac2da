"""Calls are checked against the description of the API."""

from __future__ import annotations

import json

import pytest

from tests.telegram_server.records import ApiError, Upload
from tests.telegram_server.validate import METHODS, RESULTS, check, method_named

BUTTON = {"text": "a", "callback_data": "b"}


def refusal(method: str, params: dict[str, object], files: dict[str, Upload] | None = None) -> str:
    with pytest.raises(ApiError) as caught:
        check(method, params, files or {})
    assert caught.value.code == 400
    return caught.value.description.removeprefix("Bad Request: ")


def test_every_method_is_described() -> None:
    assert len(METHODS) == len(RESULTS) == 34
    with pytest.raises(ApiError) as caught:
        method_named("sendNothing")
    assert caught.value.code == 404


def test_forms_are_decoded() -> None:
    params = {
        "chat_id": "-100",
        "text": "12",
        "disable_notification": "true",
        "link_preview_options": '{"is_disabled":true}',
    }
    assert check("sendMessage", params, {}) == {
        "chat_id": -100, "text": "12", "disable_notification": True,
        "link_preview_options": {"is_disabled": True},
    }  # fmt: skip
    assert check("getChat", {"chat_id": "@a"}, {}) == {"chat_id": "@a"}


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("sendMessage", {"chat_id": 1, "text": "a", "txt": "b"},
         'unknown parameter "txt" of method sendMessage'),
        ("sendMessage", {"text": "a"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendPhoto", {"chat_id": 1}, "there is no photo in the request"),
        ("deleteMessage", {"chat_id": 1}, 'parameter "message_id" is required'),
        ("sendMessage", {"chat_id": 1, "text": 1}, 'parameter "text" must be of type String'),
        ("deleteMessage", {"chat_id": 1, "message_id": "x"},
         'parameter "message_id" must be of type Integer'),
        ("deleteMessage", {"chat_id": 1, "message_id": True},
         'parameter "message_id" must be of type Integer'),
        ("deleteMessage", {"chat_id": 1, "message_id": "9" * 19},
         'parameter "message_id" must be of type Integer'),
        ("deleteWebhook", {"drop_pending_updates": "maybe"},
         'parameter "drop_pending_updates" must be of type Boolean'),
        ("setMyCommands", {"commands": "x"}, 'parameter "commands" must be a JSON-serialized object'),
        ("setMyCommands", {"commands": "{}"}, 'parameter "commands" must be of type Array'),
        ("setMyCommands", {"commands": ["x"]}, "can't parse commands: BotCommand must be an object"),
        ("getUpdates", {"allowed_updates": [1]}, 'parameter "allowed_updates" must be of type String'),
    ],
)  # fmt: skip
def test_wrong_parameters(method: str, params: dict[str, object], reason: str) -> None:
    assert refusal(method, params) == reason


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ({"inline_keyboard": [[BUTTON | {"data": "x"}]]}, 'Unknown field "data" in InlineKeyboardButton'),
        ({"inline_keyboard": [[{"callback_data": "x"}]]},
         'Can\'t find field "text" in InlineKeyboardButton'),
        ({"inline_keyboard": [[BUTTON | {"text": 1}]]},
         'Field "text" of InlineKeyboardButton must be of type String'),
        ({"inline_keyboard": [[BUTTON | {"style": "red"}]]},
         'Field "style" of InlineKeyboardButton must be one of danger, success, primary'),
        ({"inline_keyboard": [BUTTON]},
         'Field "inline_keyboard" of InlineKeyboardMarkup must be of type Array'),
        ({"keyboard": [[1]]},
         'Field "keyboard" of ReplyKeyboardMarkup must be of type KeyboardButton or String'),
        ({"remove_keyboard": "yes"},
         'Field "remove_keyboard" of ReplyKeyboardRemove must be of type Boolean'),
    ],
)  # fmt: skip
def test_wrong_nested_objects(markup: object, reason: str) -> None:
    for spelled in (markup, json.dumps(markup)):
        assert refusal("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": spelled}) == (
            f"can't parse reply_markup: {reason}"
        )


def test_one_of_many_types_is_told_by_its_fixed_field() -> None:
    result = {"type": "photo", "id": "1", "photo_url": "https://a.kz", "thumbnail_url": "https://a.kz"}
    cached = {"type": "photo", "id": "2", "photo_file_id": "x"}
    params: dict[str, object] = {"inline_query_id": "1", "results": [result, cached]}
    assert check("answerInlineQuery", dict(params), {}) == params
    wrong = refusal("answerInlineQuery", params | {"results": [{"type": "article", "id": "1", "title": "t"}]})
    assert wrong == "can't parse results: Can't find field \"input_message_content\" in InlineQueryResultArticle"
    wrong = refusal("setMyCommands", {"commands": [], "scope": {"type": "nobody"}})
    assert wrong.startswith('can\'t parse scope: Field "type" of BotCommandScope')


def test_reply_keyboard_buttons_may_be_text() -> None:
    markup = {"keyboard": [["a", {"text": "b", "request_contact": True}]]}
    assert check("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": markup}, {})


def test_files_must_have_a_place() -> None:
    upload = Upload("a.png", "image/png", b"x")
    assert check("sendPhoto", {"chat_id": 1}, {"photo": upload})["photo"] is upload
    assert refusal("sendMessage", {"chat_id": 1}, {"text": upload}) == 'parameter "text" must not be a file'
    assert "neither a parameter nor referred to" in refusal("sendPhoto", {"chat_id": 1, "photo": "x"}, {"b": upload})
    assert check("sendPhoto", {"chat_id": 1, "photo": "attach://b"}, {"b": upload})
