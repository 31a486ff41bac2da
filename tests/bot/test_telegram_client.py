"""Whatever is answered, it is an answer or an error of the library, and nothing of it gets into a log."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import NetworkError, TelegramError

from bot.faults import Fault, fault_of
from bot.telegram_client import TelegramBot, TelegramRequest
from tests.telegram_server import TelegramServer
from tests.telegram_server.people import user

PAGE = "<html><body>secret 502 Bad Gateway</body></html>"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["ok", "result", "description", "parameters", "retry_after"]), inner)
    ),
)


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_body_is_an_answer_or_an_error(body: bytes) -> None:
    try:
        answer = TelegramRequest.parse_json_payload(body)
    except TelegramError:
        return
    assert {"ok", "result"} <= answer.keys()


def test_a_body_nested_without_end_is_an_error() -> None:
    with pytest.raises(TelegramError):
        TelegramRequest.parse_json_payload(b'{"ok": ' + b"[" * 200_000)


@asynccontextmanager
async def answering(respond: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]) -> AsyncIterator[TelegramBot]:
    """A bot whose calls are all answered so."""
    runner = web.ServerRunner(web.Server(respond, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot = TelegramBot(
        "1:secret",
        base_url=f"http://127.0.0.1:{runner.addresses[0][1]}/bot",
        request=TelegramRequest(),
        get_updates_request=TelegramRequest(),
    )
    try:
        yield bot
    finally:
        await bot.shutdown()
        await bot.request.shutdown()
        await bot._request[0].shutdown()
        await runner.cleanup()


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 409, 429, 500, 502, 503])
@pytest.mark.parametrize(
    "body",
    [
        PAGE, "", '{"ok":tru', "[]", "null", '{"description": "secret"}', '{"ok": false, "description": ["secret"]}',
        '{"ok": false, "parameters": ["secret"]}', '{"ok": false, "parameters": {"retry_after": "secret"}}',
    ],
)  # fmt: skip
async def test_an_answer_that_is_not_telegrams_is_trouble_on_the_way(
    caplog: pytest.LogCaptureFixture, status: int, body: str
) -> None:
    async def respond(_: web.BaseRequest) -> web.Response:
        return web.Response(text=body, status=status, content_type="text/html")

    caplog.set_level(logging.INFO)
    async with answering(respond) as bot:
        for call in (bot.get_me(), bot.raw_updates(None, 0, ["message"])):
            with pytest.raises(TelegramError) as caught:
                await call
            assert fault_of(caught.value) is Fault.NETWORK
    assert "secret" not in "".join(each.getMessage() for each in caplog.records if each.name != "httpx")


@pytest.mark.parametrize("result", ["true", "{}", "[1]", '[{"message": {}}]', '[{"update_id": "1"}]', "null"])
async def test_a_list_of_anything_but_updates_is_trouble_on_the_way(result: str) -> None:
    async def respond(_: web.BaseRequest) -> web.Response:
        return web.Response(text=f'{{"ok": true, "result": {result}}}', content_type="application/json")

    async with answering(respond) as bot:
        with pytest.raises(TelegramError) as caught:
            await bot.raw_updates(None, 0, ["message"])
    assert fault_of(caught.value) is Fault.NETWORK


async def test_an_answer_that_breaks_off_is_trouble_on_the_way() -> None:
    async def respond(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"ok": true, "result": [')
        assert request.transport is not None
        request.transport.close()
        return response

    async with answering(respond) as bot:
        with pytest.raises(TelegramError) as caught:
            await bot.raw_updates(None, 0, ["message"])
    assert fault_of(caught.value) is Fault.NETWORK


async def test_a_server_that_is_not_there_is_trouble_on_the_way(unused_tcp_port: int) -> None:
    bot = TelegramBot("1:x", base_url=f"http://127.0.0.1:{unused_tcp_port}/bot", request=TelegramRequest())
    with pytest.raises(TelegramError) as caught:
        await bot.get_me()
    assert fault_of(caught.value) is Fault.NETWORK
    await bot.request.shutdown()


async def test_of_a_message_of_our_own_only_what_is_looked_at_is_read(server: TelegramServer, bot: TelegramBot) -> None:
    server.push(server.updates.private_text("turnout", user(101)))
    button = InlineKeyboardButton("more", callback_data="more")
    sent = await bot.send_message(101, "Turnout.", reply_markup=InlineKeyboardMarkup([[button]]))
    (call,) = server.called("sendMessage")
    assert isinstance(call.result, dict)
    assert call.result["text"] == "Turnout."
    assert "reply_markup" in call.result
    assert sent.message_id == call.result["message_id"]
    assert sent.chat.id == 101
    assert sent.text is None
    assert sent.reply_markup is None


async def test_a_call_that_fails_says_nothing_of_its_address(unused_tcp_port: int) -> None:
    request = TelegramRequest()
    bot = TelegramBot("1:secret", base_url=f"http://127.0.0.1:{unused_tcp_port}/bot", request=request)
    with pytest.raises(NetworkError) as raised:
        await bot.get_me()
    assert "secret" not in str(raised.value)
    await request.shutdown()


async def test_a_closed_pool_is_opened_again(server: TelegramServer) -> None:
    request = TelegramRequest()
    for _ in range(2):
        await request.initialize()
        status, _body = await request.do_request(f"{server.base_url}/bot{server.token}/getMe", "POST")
        assert status == 200
        await request.shutdown()


async def test_nobody_is_followed_elsewhere_with_what_a_call_carries() -> None:
    paths: list[str] = []

    async def respond(request: web.BaseRequest) -> web.Response:
        paths.append(request.path)
        return web.Response(status=307, headers={"Location": "/elsewhere", "Set-Cookie": "who=1"})

    async with answering(respond) as bot:
        for _ in range(2):
            with pytest.raises(TelegramError):
                await bot.send_message(101, "Turnout.")
    assert paths == ["/bot1:secret/sendMessage"] * 2
