"""Whatever is asked, wherever: every call the bot makes is one that Telegram takes."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answer import Answerer
from tests.handlers.support import PrivateChat, private_chat
from tests.handlers.test_any_input import COMMANDS, TEXTS
from tests.telegram_server.people import FORUM, user
from tests.telegram_server.records import Json

ASKED = TEXTS.map(lambda text: text.strip()).filter(lambda text: 0 < len(text.encode("utf-16-le")) // 2 <= 3900)
CLIENTS = st.sampled_from(["en", "ru", "kk", "de", None])
SURFACES = st.sampled_from(["private", "group", "topic", "channel", "inline", "guest", "anonymous", "edited"])
WAYS = st.sampled_from(["{}", "@mazhilis_test_bot {}", "{} @mazhilis_test_bot", *(f"{each} {{}}" for each in COMMANDS)])


def _happening(chat: PrivateChat, surface: str, text: str, person: dict[str, Any]) -> Json:
    updates = chat.updates
    if surface == "inline":
        return updates.inline_query(text[:256].encode("utf-16", "ignore").decode("utf-16", "ignore")[:256], person)
    if surface == "guest":
        return updates.guest_text(text, person)
    if surface == "channel":
        return updates.channel_post(text)
    if surface == "topic":
        return updates.topic_text(text, 5, person, FORUM)
    if surface == "anonymous":
        return updates.anonymous_admin(text)
    return updates.private_text(text, person) if surface == "private" else updates.supergroup_text(text, person)


@settings(deadline=None)
@given(asked=ASKED, way=WAYS, surface=SURFACES, client=CLIENTS)
async def test_every_call_is_valid_on_every_surface(
    council: Answerer, asked: str, way: str, surface: str, client: str | None
) -> None:
    person = user(1001, language_code=client)
    text = way.format(asked).strip()
    async with private_chat(council) as chat:
        if surface == "edited":
            first = chat.updates.supergroup_text("@mazhilis_test_bot turnout", person)
            await chat.happens(first)
            calls = await chat.happens(chat.updates.edited(first, text))
        else:
            calls = await chat.happens(_happening(chat, surface, text, person))
    assert len(calls) <= 2
    assert all(call.error is None or "not modified" in call.error for call in calls)
    if surface in {"inline", "guest"}:
        assert len(calls) == 1
