"""The transport: tokens, methods, kinds of bodies."""

from __future__ import annotations

import aiohttp
import pytest

from tests.telegram_server import TelegramServer
from tests.telegram_server.people import USER
from tests.telegram_server_tests.conftest import Api

pytestmark = pytest.mark.asyncio
CHAT = USER["id"]


async def test_wrong_token(api: Api, server: TelegramServer) -> None:
    for path in ("bot1:wrong/getMe", "botX/getMe", f"bot{server.token}x/getMe"):
        async with api.session.get(f"{server.base_url}/{path}") as response:
            assert response.status == 401
            assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_unknown_path_and_method(api: Api, server: TelegramServer) -> None:
    async with api.session.get(f"{server.base_url}/") as response:
        assert response.status == 404
    assert (await api("getNothing"))["error_code"] == 404
    async with api.session.put(api.url("getMe")) as response:
        assert response.status == 405


async def test_method_names_are_not_case_sensitive(api: Api, server: TelegramServer) -> None:
    assert await api.result("GETME")
    assert server.calls[-1].method == "getMe"


async def test_get_with_a_query(api: Api) -> None:
    async with api.session.get(api.url("sendMessage"), params={"chat_id": str(CHAT), "text": "a b+c"}) as r:
        assert (await r.json())["result"]["text"] == "a b+c"


async def test_json_body(api: Api, server: TelegramServer) -> None:
    body = {
        "chat_id": CHAT,
        "text": "Қ",
        "disable_notification": True,
        "reply_markup": {"inline_keyboard": []},
    }
    async with api.session.post(api.url("sendMessage"), json=body) as response:
        assert (await response.json())["result"]["text"] == "Қ"
    assert server.calls[-1].params == body


async def test_form_body_keeps_every_sign(api: Api) -> None:
    text = 'Қазақ=1&2%3D+\n😀\t"<'
    assert (await api.result("sendMessage", chat_id=CHAT, text=text))["text"] == text


async def test_multipart_body(api: Api) -> None:
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("chat_id", str(CHAT))
    form.add_field("text", "Қ")
    async with api.session.post(api.url("sendMessage"), data=form) as response:
        assert (await response.json())["result"]["text"] == "Қ"


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (b"{", "application/json", "can't parse JSON object"),
        (b"[]", "application/json", "JSON object expected"),
        (b"text=%ff", "application/x-www-form-urlencoded", "strings must be encoded in UTF-8"),
        (b"text=a&text=b", "application/x-www-form-urlencoded", 'parameter "text" is given twice'),
        (b"text", "text/plain", "unsupported Content-Type text/plain"),
    ],
)
async def test_bodies_that_cannot_be_read(api: Api, content: bytes, kind: str, reason: str) -> None:
    headers = {"Content-Type": kind}
    async with api.session.post(api.url("sendMessage"), data=content, headers=headers) as response:
        assert (await response.json())["description"] == f"Bad Request: {reason}"


async def test_parameter_in_query_and_body(api: Api) -> None:
    async with api.session.post(api.url("getChat") + "?chat_id=1", data={"chat_id": "1"}) as response:
        assert response.status == 400


async def test_too_large_a_body(api: Api) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(60 * 2**20)}
    try:
        async with api.session.post(api.url("sendMessage"), data=b"a", headers=headers) as response:
            assert response.status == 413
    except aiohttp.ClientError:
        pytest.skip("the client does not lie about the length")


async def test_waiting_for_a_call(api: Api, server: TelegramServer) -> None:
    with pytest.raises(TimeoutError, match="no such call within"):
        await server.wait_for(lambda call: call.method == "close", timeout=0.05)
    await api.text("a")
    mark = len(server.calls)
    assert (await server.wait_for(lambda call: call.method == "sendMessage")).params["text"] == "a"
    with pytest.raises(TimeoutError):
        await server.wait_for(lambda call: call.method == "sendMessage", timeout=0.05, after=mark)


async def test_a_token_must_have_a_number() -> None:
    with pytest.raises(ValueError, match="a token begins with"):
        TelegramServer("secret")
