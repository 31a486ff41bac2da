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


@settings(deadline=None, max_examples=40)
@given(
    asked=ASKED,
    surface=st.sampled_from(["private", "group", "topic", "channel"]),
    which=st.integers(0, 7),
    client=CLIENTS,
)
async def test_every_press_under_any_answer_makes_valid_calls(
    council: Answerer, asked: str, surface: str, which: int, client: str | None
) -> None:
    person = user(1001, language_code=client)
    text = asked if surface == "private" else f"@mazhilis_test_bot {asked}"
    async with private_chat(council) as chat:
        calls = await chat.happens(_happening(chat, surface, text, person))
        pressable = [button for button in calls[-1].buttons if "callback_data" in button] if calls else []
        if pressable:
            data = pressable[which % len(pressable)]["callback_data"]
            pressed = await chat.happens(chat.updates.callback(calls[-1].result, data, person))
            assert [call.method for call in pressed].count("answerCallbackQuery") == 1
            assert all(call.error is None or "not modified" in call.error for call in pressed)


@settings(deadline=None, max_examples=30)
@given(asked=ASKED, client=CLIENTS)
async def test_every_inline_answer_is_valid_where_charts_were_sent_before(
    council: Answerer, asked: str, client: str | None
) -> None:
    person = user(1001, language_code=client)
    async with private_chat(council) as chat:
        for language in ("en", "ru", "kk"):
            await chat.happens(chat.updates.private_text("/results", user(1002, language_code=language)))
        (call,) = await chat.happens(_happening(chat, "inline", asked, person))
    assert call.error is None


@settings(deadline=None, max_examples=40)
@given(first=ASKED, then=ASKED, surface=st.sampled_from(["private", "channel"]), client=CLIENTS)
async def test_every_edit_makes_valid_calls(
    council: Answerer, first: str, then: str, surface: str, client: str | None
) -> None:
    person = user(1001, language_code=client)
    named = "" if surface == "private" else "@mazhilis_test_bot "
    async with private_chat(council) as chat:
        asked = _happening(chat, surface, f"{named}{first}".strip(), person)
        await chat.happens(asked)
        calls = await chat.happens(chat.updates.edited(asked, f"{named}{then}".strip()))
    assert all(call.error is None or "not modified" in call.error for call in calls)
