"""getUpdates as Telegram does it."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.telegram_server import TelegramServer
from tests.telegram_server.people import SUPERGROUP, USER
from tests.telegram_server_tests.conftest import Api

pytestmark = pytest.mark.asyncio


def push_texts(server: TelegramServer, *texts: str) -> list[int]:
    updates = [server.updates.private_text(text) for text in texts]
    assert all(map(server.push, updates))
    return [update["update_id"] for update in updates]


async def fetched(api: Api, **params: object) -> list[int]:
    answer = await api("getUpdates", **params)
    assert answer["ok"], answer
    return [update["update_id"] for update in answer["result"]]


async def test_updates_come_again_until_acknowledged(api: Api, server: TelegramServer) -> None:
    first, second, third = push_texts(server, "a", "b", "c")
    assert await fetched(api) == [first, second, third]
    assert await fetched(api, offset=second) == [second, third]
    assert await fetched(api) == [second, third]
    assert [update["update_id"] for update in server.pending] == [second, third]
    assert await fetched(api, offset=third + 1) == []
    assert server.pending == []


async def test_limit(api: Api, server: TelegramServer) -> None:
    ids = push_texts(server, *"abcd")
    assert await fetched(api, limit=2) == ids[:2]
    for limit in (0, 101):
        assert "limit must be" in await api.error("getUpdates", limit=limit)
    assert "timeout must not" in await api.error("getUpdates", timeout=-1)


async def test_negative_offset_forgets_all_but_the_newest(api: Api, server: TelegramServer) -> None:
    ids = push_texts(server, *"abcd")
    assert await fetched(api, offset=-2) == ids[2:]
    assert await fetched(api) == ids[2:]


async def test_a_hundred_at_once(api: Api, server: TelegramServer) -> None:
    ids = push_texts(server, *["a"] * 120)
    assert await fetched(api) == ids[:100]


async def test_long_poll_ends_with_an_update(api: Api, server: TelegramServer) -> None:
    poll = asyncio.create_task(fetched(api, timeout=20))
    await asyncio.sleep(0.1)
    assert not poll.done()
    ids = push_texts(server, "a")
    assert await poll == ids


async def test_long_poll_ends_empty(api: Api) -> None:
    began = time.monotonic()
    assert await fetched(api, timeout=1) == []
    assert 0.9 < time.monotonic() - began < 3


async def test_a_poll_under_way_ends_when_the_server_stops() -> None:
    async with TelegramServer() as server:
        poll = asyncio.create_task(server.queue.poll({"timeout": 30}))
        await asyncio.sleep(0)
    assert await poll == []


async def test_two_polls_conflict(api: Api, server: TelegramServer) -> None:
    older = asyncio.create_task(api("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    newer = asyncio.create_task(fetched(api, timeout=20))
    answer = await older
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")
    (update_id,) = push_texts(server, "a")
    assert await newer == [update_id]


async def test_an_abandoned_poll_is_no_conflict(api: Api, server: TelegramServer) -> None:
    abandoned = asyncio.create_task(api("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    abandoned.cancel()
    await asyncio.gather(abandoned, return_exceptions=True)
    await asyncio.sleep(0.1)
    assert await fetched(api) == []
    assert [call.error for call in server.calls] == [None, None]


async def test_allowed_updates_hold_for_later_updates(api: Api, server: TelegramServer) -> None:
    await fetched(api, allowed_updates=["callback_query"])
    assert not server.push(server.updates.private_text("a"))
    await fetched(api)
    assert not server.push(server.updates.private_text("a"))
    await fetched(api, allowed_updates=[])
    assert server.push(server.updates.private_text("a"))
    error = await api.error("getUpdates", allowed_updates=["massage"])
    assert error == "Bad Request: unknown update type massage in allowed_updates"


async def test_some_kinds_come_only_on_request(api: Api, server: TelegramServer) -> None:
    content = {
        "chat": SUPERGROUP,
        "message_id": 1,
        "date": 1,
        "user": USER,
        "old_reaction": [],
        "new_reaction": [],
    }
    assert not server.push(server.updates.update("message_reaction", content))
    await fetched(api, allowed_updates=["message_reaction"])
    assert server.push(server.updates.update("message_reaction", content))


async def test_push_refuses_what_telegram_would_not_send(server: TelegramServer) -> None:
    good = server.updates.private_text("a")
    assert server.push(good)
    again = server.updates.private_text("b") | {"update_id": good["update_id"]}
    with pytest.raises(ValueError, match="is not greater than"):
        server.push(again)
    with pytest.raises(ValueError, match="was there before"):
        server.push(good | {"update_id": good["update_id"] + 10})
    with pytest.raises(ValueError, match="exactly one kind"):
        server.push({"update_id": 1})
    with pytest.raises(ValueError, match="Unknown field"):
        server.push({"update_id": 1, "massage": {}})
    with pytest.raises(ValueError, match="Can't find field"):
        server.push({"update_id": 1, "message": {}})
