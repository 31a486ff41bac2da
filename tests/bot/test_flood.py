"""Telegram's limits, on a clock that costs no time; the last tests keep to the stand-in's limits over HTTP."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from bot.flood import FloodControl, Limits
from bot.sent import Result
from bot.telegram_client import TelegramBot
from tests.bot.virtual_time import now, run_virtually
from tests.bot.watching_support import Watched
from tests.telegram_server import TelegramServer
from tests.telegram_server.limits import FloodLimits
from tests.telegram_server.people import user

GROUP, OTHER_GROUP, ANNA, BORIS = -100_123, -5, 1, 2


class Telegram:
    """Notes when which chat was called; `errors` are raised first, for each chat its own."""

    def __init__(self, limiter: FloodControl, errors: dict[object, list[TelegramError]] | None = None) -> None:
        self.came: list[tuple[float, object]] = []
        self.refused: list[tuple[float, object]] = []
        self._limiter = limiter
        self._errors = {chat: iter(all_) for chat, all_ in (errors or {}).items()}

    async def send(self, chat: object, method: str = "sendMessage") -> None:
        data = {"chat_id": chat} if chat is not None else {}

        async def call(endpoint: str, data: dict[str, Any]) -> Result:
            where = data.get("chat_id", endpoint)
            if error := next(self._errors.get(where, iter(())), None):
                self.refused.append((round(now(), 3), where))
                raise error
            self.came.append((round(now(), 3), where))
            return True

        assert await self._limiter.process_request(call, (method, data), {}, method, data, None) is True

    async def send_all(self, chats: Sequence[object]) -> None:
        await asyncio.gather(*(self.send(chat) for chat in chats))

    def times(self, chat: object) -> list[float]:
        return [time for time, where in self.came if where == chat]


def wait(seconds: float) -> RetryAfter:
    return RetryAfter(timedelta(seconds=seconds))


def most_within(seconds: float, times: list[float]) -> int:
    """How many fall into the fullest stretch of this length."""
    return max((sum(start <= time < start + seconds for time in times) for start in times), default=0)


def test_what_goes_to_a_group_is_spread_before_telegram_asks() -> None:
    async def work() -> Telegram:
        telegram = Telegram(FloodControl())
        await telegram.send_all([GROUP] * 42 + [ANNA] * 100)
        return telegram

    telegram = run_virtually(work())
    assert telegram.times(GROUP) == [0.0] * 20 + [61.0] * 20 + [122.0] * 2
    assert telegram.times(ANNA) == [0.0] * 100


@settings(deadline=None, max_examples=50)
@given(pauses=st.lists(st.floats(0, 30), max_size=80))
def test_a_group_never_gets_more_than_20_messages_a_minute(pauses: list[float]) -> None:
    async def work() -> list[float]:
        telegram = Telegram(FloodControl())
        async with asyncio.TaskGroup() as tasks:
            for pause in pauses:
                await asyncio.sleep(pause)
                tasks.create_task(telegram.send(GROUP))
        return telegram.times(GROUP)

    times = run_virtually(work())
    assert len(times) == len(pauses)
    assert most_within(60, times) <= 20


@pytest.mark.parametrize("chat", [-5, "-5", "@some_channel"])
def test_groups_and_channels_are_told_by_their_identifiers(chat: object) -> None:
    async def work() -> Telegram:
        telegram = Telegram(FloodControl())
        await telegram.send_all([chat] * 21)
        return telegram

    assert run_virtually(work()).times(chat)[-1] == 61.0


@pytest.mark.parametrize("method", ["sendChatAction", "getChat", "answerCallbackQuery", "answerInlineQuery"])
def test_what_puts_nothing_into_a_group_is_not_held_back(method: str) -> None:
    async def work() -> Telegram:
        telegram = Telegram(FloodControl())
        await asyncio.gather(*(telegram.send(GROUP, method) for _ in range(30)))
        return telegram

    assert run_virtually(work()).times(GROUP) == [0.0] * 30


def test_a_wait_is_kept_for_its_chat_while_others_go_on() -> None:
    async def work() -> Telegram:
        telegram = Telegram(FloodControl(), {ANNA: [wait(7)]})
        await telegram.send_all([ANNA, BORIS])
        await telegram.send_all([BORIS] * 3)
        return telegram

    telegram = run_virtually(work())
    assert telegram.times(ANNA) == [7.0]
    assert telegram.times(BORIS)[0] == 0.0

    async def second() -> Telegram:
        telegram = Telegram(FloodControl(), {ANNA: [wait(7)]})
        first = asyncio.create_task(telegram.send(ANNA))
        await asyncio.sleep(1)
        await telegram.send_all([ANNA, BORIS])
        await first
        return telegram

    telegram = run_virtually(second())
    assert telegram.times(ANNA) == [7.0, 7.0], "a later call to the chat waits as well"
    assert telegram.times(BORIS) == [1.0]
    assert telegram.refused == [(0.0, ANNA)]


def test_telegram_may_ask_to_wait_again_and_again() -> None:
    async def work() -> Telegram:
        telegram = Telegram(FloodControl(), {ANNA: [wait(30)] * 200})
        await telegram.send(ANNA)
        return telegram

    assert run_virtually(work()).times(ANNA) == [6000.0]


def test_a_call_without_a_chat_waits_by_itself() -> None:
    async def work() -> Telegram:
        telegram = Telegram(FloodControl(), {"answerInlineQuery": [wait(5)]})
        first = asyncio.create_task(telegram.send(None, "answerInlineQuery"))
        await asyncio.sleep(1)
        await telegram.send(None, "answerInlineQuery")
        await first
        return telegram

    assert run_virtually(work()).times("answerInlineQuery") == [1.0, 5.0]


def test_many_chats_asked_to_wait_mean_the_whole_bot(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> Telegram:
        telegram = Telegram(FloodControl(), {chat: [wait(2)] for chat in range(1, 4)})
        await telegram.send_all([1, 2, 3])
        await telegram.send_all(list(range(10, 100)))
        await asyncio.sleep(60)
        await telegram.send_all(list(range(100, 200)))
        return telegram

    with caplog.at_level(logging.INFO, logger="bot"):
        telegram = run_virtually(work())
    spread = [time for time, chat in telegram.came if isinstance(chat, int) and 10 <= chat < 100]
    assert most_within(1, spread) <= 30
    assert spread[-1] - spread[0] == pytest.approx(89 / 29, abs=0.01)
    after = [time for time, chat in telegram.came if isinstance(chat, int) and chat >= 100]
    assert len(set(after)) == 1, "a minute later there is no limit of our own any more"
    assert caplog.text.count("Telegram asks to wait in many chats") == 1


def test_two_chats_or_three_at_different_times_do_not() -> None:
    async def work() -> Telegram:
        telegram = Telegram(FloodControl(), {chat: [wait(2), wait(2)] for chat in range(1, 6)})
        await telegram.send_all([1, 2])
        await telegram.send_all([3, 4])
        await telegram.send_all(list(range(10, 100)))
        return telegram

    telegram = run_virtually(work())
    assert len({time for time, chat in telegram.came if isinstance(chat, int) and chat >= 10}) == 1


def test_a_group_that_became_a_supergroup_is_answered_there() -> None:
    async def work() -> Telegram:
        telegram = Telegram(FloodControl(), {OTHER_GROUP: [ChatMigrated(GROUP)]})
        await telegram.send(OTHER_GROUP)
        return telegram

    assert run_virtually(work()).came == [(0.0, GROUP)]


def test_it_does_not_follow_a_group_round_and_round() -> None:
    async def work() -> None:
        errors: dict[object, list[TelegramError]] = {
            OTHER_GROUP: [ChatMigrated(GROUP)] * 9,
            GROUP: [ChatMigrated(OTHER_GROUP)] * 9,
        }
        await Telegram(FloodControl(), errors).send(OTHER_GROUP)

    with pytest.raises(ChatMigrated):
        run_virtually(work())


def test_other_errors_are_let_through_and_waits_are_counted() -> None:
    watched = Watched()

    async def work() -> None:
        await Telegram(FloodControl(watched), {ANNA: [wait(3), BadRequest("no")]}).send(ANNA)

    with pytest.raises(BadRequest):
        run_virtually(work())
    assert watched.errors == ["flood"]


def test_memory_is_bounded_under_many_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.flood._REMEMBERED", 50)

    async def work() -> None:
        limiter = FloodControl()
        telegram = Telegram(limiter, {-number: [wait(3)] for number in range(1, 400)})
        await telegram.send_all([-number for number in range(1, 400)])
        assert len(telegram.came) == 399
        assert max(len(limiter._groups), len(limiter._waits), len(limiter._signs)) <= 50
        await asyncio.sleep(130)
        assert (len(limiter._groups), len(limiter._waits)) == (0, 0)

    run_virtually(work())


async def test_a_burst_above_telegrams_limits_comes_through_in_the_end() -> None:
    async with TelegramServer(flood_limits=FloodLimits()) as server, sending(server) as bot:
        people = [user(number) for number in range(1, 61)]
        for person in people:
            server.push(server.updates.private_text("hello", person))
        await asyncio.gather(*(bot.send_message(person["id"], "an answer") for person in people))
        assert all(len(server.sent(person["id"])) == 1 for person in people)
        refused = [call for call in server.called("sendMessage") if call.error]
        assert refused, "this burst was one"
        assert all(str(call.error).startswith("Too Many Requests") for call in refused)


def sending(server: TelegramServer) -> TelegramBot:
    return TelegramBot(server.token, base_url=f"{server.base_url}/bot", rate_limiter=FloodControl(limits=Limits()))
