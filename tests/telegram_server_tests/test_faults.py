"""Scripted faults, as bare HTTP and as the real library sees them."""

from __future__ import annotations

import math
import time

import aiohttp
import pytest
from telegram import Bot
from telegram.error import ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.telegram_server import FloodLimits, TelegramServer
from tests.telegram_server.faults import Kind, When
from tests.telegram_server.people import GROUP, USER
from tests.telegram_server.polling import OTHER_POLL
from tests.telegram_server_tests.conftest import Api

pytestmark = pytest.mark.asyncio
CHAT = USER["id"]


@pytest.mark.parametrize(
    ("kind", "code", "description"),
    [
        ("flood", 429, "Too Many Requests: retry after 7"),
        ("forbidden", 403, "Forbidden: bot was blocked by the user"),
        ("chat_not_found", 400, "Bad Request: chat not found"),
        ("conflict", 409, OTHER_POLL),
        ("unauthorized", 401, "Unauthorized"),
        ("bad_request", 400, "Bad Request: not enough rights"),
        ("migrated", 400, "Bad Request: group chat was upgraded to a supergroup chat"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("when", ["before", "after"])
async def test_errors_of_the_api(
    api: Api, server: TelegramServer, kind: Kind, code: int, description: str, when: When
) -> None:
    server.faults.add(
        "sendMessage",
        kind,
        when=when,
        retry_after=7,
        description="not enough rights",
        migrate_to=-1001,
    )
    answer = await api("sendMessage", chat_id=CHAT, text="a")
    assert (answer["error_code"], answer["description"]) == (code, description)
    parameters = {"flood": {"retry_after": 7}, "migrated": {"migrate_to_chat_id": -1001}}
    assert answer.get("parameters") == parameters.get(kind)
    call = server.calls[-1]
    assert (call.fault, call.ok, call.error) == (
        kind,
        when == "after",
        None if when == "after" else description,
    )
    assert len(server.sent(CHAT)) == (when == "after")
    await api.text("b")


@pytest.mark.parametrize("took_effect", [False, True])
async def test_faults_of_the_network(api: Api, server: TelegramServer, took_effect: bool) -> None:
    when: When = "after" if took_effect else "before"
    form = {"chat_id": str(CHAT), "text": "a"}
    server.fail("sendMessage", "server_error", when=when)
    async with api.session.post(api.url("sendMessage"), data=form) as response:
        assert (response.status, response.content_type) == (502, "text/html")
        assert "<html>" in await response.text()
    server.fail("sendMessage", "not_json", when=when)
    async with api.session.post(api.url("sendMessage"), data=form) as response:
        assert response.status == 200
        with pytest.raises(ValueError, match="Expecting"):
            await response.json()
    server.fail("sendMessage", "drop", when=when)
    with pytest.raises(aiohttp.ClientConnectionError):
        await api.session.post(api.url("sendMessage"), data=form)
    assert len(server.sent(CHAT)) == (3 if took_effect else 0)
    await api.text("b")


async def test_delay_then_another_fault(api: Api, server: TelegramServer) -> None:
    server.fail("sendMessage", "delay", seconds=0.2)
    server.fail("sendMessage", "flood")
    began = time.monotonic()
    assert (await api("sendMessage", chat_id=CHAT, text="a"))["error_code"] == 429
    assert time.monotonic() - began >= 0.2
    server.fail("sendMessage", "delay", seconds=0.2, when="after")
    assert await api.text("a")


async def test_which_calls_are_struck(api: Api, server: TelegramServer) -> None:
    server.fail("sendMessage", "flood", times=2, chat_id=GROUP["id"])
    await api.text("a")
    for code in (429, 429, None):
        answer = await api("sendMessage", chat_id=GROUP["id"], text="a")
        assert answer.get("error_code") == code
    server.fail(None, "unauthorized", times=math.inf)
    for method in ("getMe", "getMyName", "getUpdates"):
        assert (await api(method))["error_code"] == 401
    server.faults.clear()
    assert await api.result("getMe")


async def test_refused_calls_use_up_no_fault(api: Api, server: TelegramServer) -> None:
    server.fail("sendMessage", "flood")
    assert await api.error("sendMessage", chat_id=CHAT) == "Bad Request: message text is empty"
    server.fail("sendMessage", "drop", when="after")
    assert (await api("sendMessage", chat_id=CHAT, text="a"))["error_code"] == 429
    assert await api.text_error(" ")
    assert [fault.kind for fault in server.faults.waiting] == ["drop"]


async def test_lost_answer_of_get_updates(api: Api, server: TelegramServer) -> None:
    server.push(server.updates.private_text("a"))
    server.fail("getUpdates", "server_error", when="after")
    async with api.session.get(api.url("getUpdates")) as response:
        assert response.status == 502
    assert len(await api.result("getUpdates")) == 1


async def test_faults_need_what_they_need(server: TelegramServer) -> None:
    with pytest.raises(ValueError, match="a delay needs seconds"):
        server.fail("getMe", "delay")
    with pytest.raises(ValueError, match="a migration needs"):
        server.fail("getMe", "migrated")


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("flood", RetryAfter),
        ("forbidden", Forbidden),
        ("conflict", Conflict),
        ("unauthorized", InvalidToken),
        ("migrated", ChatMigrated),
        ("server_error", NetworkError),
        ("drop", NetworkError),
    ],
)
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_as_the_library_sees_them(bot: Bot, server: TelegramServer, kind: Kind, error: type[Exception]) -> None:
    server.fail("sendMessage", kind, migrate_to=-1001)
    with pytest.raises(error):
        await bot.send_message(CHAT, "a")


class Clock:
    """Time that passes on demand."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


async def test_flood_limits() -> None:
    clock = Clock()
    async with TelegramServer(flood_limits=FloodLimits(clock)) as server, aiohttp.ClientSession() as session:
        api = Api(server, session)
        server.push(server.updates.private_text("a"))
        server.push(server.updates.group_text("a"))
        for _ in range(5):
            await api.text("a")
        answer = await api("sendMessage", chat_id=CHAT, text="a")
        assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 5})
        assert await api.result("sendChatAction", chat_id=CHAT, action="typing")
        clock.now = 5.0
        await api.text("a")


async def test_flood_limit_of_groups_and_in_all() -> None:
    clock = Clock()
    limits = FloodLimits(clock, burst=1000)
    async with TelegramServer(flood_limits=limits) as server, aiohttp.ClientSession() as session:
        api = Api(server, session)
        server.push(server.updates.private_text("a"))
        server.push(server.updates.group_text("a"))
        for _ in range(20):
            await api.result("sendMessage", chat_id=GROUP["id"], text="a")
        answer = await api("sendMessage", chat_id=GROUP["id"], text="a")
        assert answer["parameters"] == {"retry_after": 60}
        for _ in range(10):
            await api.text("a")
        answer = await api("sendMessage", chat_id=CHAT, text="a")
        assert answer["parameters"] == {"retry_after": 1}
        clock.now = 1.0
        for _ in range(28):
            await api.text("a")
        photo = {"type": "photo", "media": "https://a.kz/a.png"}
        assert not (await api("sendMediaGroup", chat_id=CHAT, media=[photo] * 3))["ok"]
        assert (await api("sendMediaGroup", chat_id=CHAT, media=[photo] * 2))["ok"]


async def test_no_flood_limits_by_default(api: Api) -> None:
    for _ in range(50):
        await api.text("a")
