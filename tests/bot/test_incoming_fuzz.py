"""Whatever is posted to the webhook, the answer is 200 or 4xx: nothing that comes in can break the server."""

from __future__ import annotations

import asyncio
import copy
import json
from typing import Any

import httpx
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.bot.web_support import PATH, WITH_SECRET, Delivered, Webserver, body_of, update_json
from tests.telegram_support import CHAT, user

NUMBERS = st.one_of(st.integers(), st.floats(), st.sampled_from([2**31, 2**63, -(2**63), 10**30, 1e308]))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=15,
)  # fmt: skip
FIELDS = st.sampled_from(
    ["update_id", "message", "edited_message", "channel_post", "inline_query", "callback_query", "my_chat_member",
     "guest_message", "poll", "chat", "from", "text", "entities", "date", "id", "type", "reply_markup", "photo",
     "reply_to_message", "forward_origin", "message_id", "data"]
)  # fmt: skip
TELEGRAM_LIKE = st.recursive(
    JSON,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(FIELDS, inner, max_size=6)),
    max_leaves=25,
)  # fmt: skip
UPDATES = st.sampled_from(
    [
        update_json(entities=[{"type": "bold", "offset": 0, "length": 4}], reply_to_message=update_json()["message"]),
        {"update_id": 2, "callback_query": {
            "id": "1", "from": user(), "chat_instance": "1", "data": "a:b", "message": update_json()["message"],
        }},
        {"update_id": 3, "inline_query": {"id": "1", "from": user(), "query": "turnout", "offset": ""}},
        {"update_id": 4, "my_chat_member": {
            "chat": CHAT, "from": user(), "date": 0,
            "old_chat_member": {"status": "left", "user": user()},
            "new_chat_member": {"status": "member", "user": user()},
        }},
    ]
)  # fmt: skip


def status_of(body: bytes) -> int:
    """What a post with the secret is answered with; an error that reaches the server is raised here."""

    async def post() -> int:
        transport = httpx.ASGITransport(Webserver(Delivered()).application)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answer = await client.post(PATH, content=body, headers=WITH_SECRET)
        return answer.status_code

    return asyncio.run(post())


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [path] if path else []
    for key, child in inside:
        found += places(child, (*path, key))
    return found


def replaced(update: dict[str, Any], path: tuple[Any, ...], value: object) -> dict[str, Any]:
    """A copy of an update with another value at one place."""
    changed = copy.deepcopy(update)
    holder: Any = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return changed


@given(st.binary(max_size=200))
@example(b"\xed\xa0\x80")
@example(b'"\\ud800"')
@settings(max_examples=60, deadline=None)
def test_any_bytes(body: bytes) -> None:
    assert status_of(body) in {200, 400}


@given(TELEGRAM_LIKE)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_json(value: object) -> None:
    assert status_of(body_of(value)) in {200, 400}


@given(UPDATES, st.data())
@settings(max_examples=200, deadline=None)
def test_updates_with_something_else_in_them(update: dict[str, Any], data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(places(update)))
    changed = replaced(update, path, data.draw(JSON))
    assert status_of(body_of(changed)) in {200, 400}


@given(UPDATES, st.data())
@settings(max_examples=60, deadline=None)
def test_updates_with_a_piece_missing(update: dict[str, Any], data: st.DataObject) -> None:
    body = json.dumps(update, ensure_ascii=False).encode()
    begin = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(begin, len(body)))
    assert status_of(body[:begin] + body[end:]) in {200, 400}


def test_updates_as_they_are_go_through() -> None:
    for update in (update_json(), {"update_id": 3}):
        assert status_of(body_of(update)) == 200
