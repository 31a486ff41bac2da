"""`python -m bot run`, the real process, against the stand-in server over HTTP."""

from __future__ import annotations

import asyncio
import re
import signal
from typing import Any

import pytest

from tests.bot.polling_support import until
from tests.bot.process_support import PATIENCE, Processes, ended, written
from tests.bot.support import PNG
from tests.telegram_server import Call, TelegramServer, Upload
from tests.telegram_server.people import USER, user

CHAT = USER["id"]
TIDE = (
    "The Tide Party won 12 of 21 seats.\n\n“The Tide Party won 12 seats”\n\n"
    "Harbour Gazette, “Council chosen”, paragraph 1"
)
ENGLISH = user(CHAT, language_code="en")


async def next_sent(server: TelegramServer, method: str, update: dict[str, Any]) -> Call:
    """Let an update happen; the call that follows it."""
    before = len(server.calls)
    server.push(update)
    return await server.wait_for(lambda call: call.method == method and call.ok, PATIENCE, after=before)


async def struck(server: TelegramServer) -> None:
    """Wait until every scripted fault has been met."""
    async with asyncio.timeout(PATIENCE):
        while server.faults.waiting:  # noqa: ASYNC110 -- the server tells nobody of it
            await asyncio.sleep(0.01)


def first_line(message: dict[str, Any]) -> str:
    return str(message["text"]).splitlines()[0]


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


async def test_a_private_chat_from_question_to_picture(server: TelegramServer, processes: Processes) -> None:
    process = await processes.start(server)

    call = await next_sent(server, "sendMessage", server.updates.private_text("How many seats did tide win?", ENGLISH))
    assert plain(call.params["text"]) == TIDE
    assert call.params["parse_mode"] == "HTML"
    assert call.params["chat_id"] == CHAT
    answer = server.sent(CHAT)[-1]
    assert [entity["type"] for entity in answer["entities"]] == ["expandable_blockquote", "italic"]

    call = await next_sent(server, "sendMessage", server.updates.callback(answer, "What was the turnout?", ENGLISH))
    assert call.params["text"].startswith("Turnout was 81.5 percent")
    assert server.sent(CHAT)[-2] == answer, "the answer with the button is still there"
    assert len(server.called("answerCallbackQuery")) == 1

    call = await next_sent(server, "sendMessage", server.updates.private_text("/help", ENGLISH))
    assert "/results" in call.params["text"]

    first = await next_sent(server, "sendPhoto", server.updates.private_text("/results", ENGLISH))
    assert plain(first.params["caption"]) == TIDE
    assert isinstance(first.params["photo"], Upload)
    assert first.params["photo"].content.startswith(PNG)
    second = await next_sent(server, "sendPhoto", server.updates.private_text("/results", ENGLISH))
    assert second.params["photo"] == server.sent(CHAT)[-2]["photo"][-1]["file_id"]
    assert second.params["caption"] == first.params["caption"]
    third = await next_sent(server, "sendPhoto", server.updates.callback(answer, "Chart", ENGLISH))
    assert third.params["photo"] == second.params["photo"]

    process.send_signal(signal.SIGTERM)
    code, err = await ended(process)
    assert code == 0
    assert server.pending == []
    assert [call.error for call in server.calls if call.error] == []
    for secret in (server.token, "How many seats", USER["first_name"]):
        assert secret not in err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_answers_what_is_held_then_ends_well(
    server: TelegramServer, processes: Processes, number: signal.Signals
) -> None:
    for text in ("tide seats", "turnout"):
        server.push(server.updates.private_text(text, ENGLISH))
    server.fail("sendMessage", "delay", seconds=0.3)
    process = await processes.start(server)
    await struck(server)
    process.send_signal(number)
    code, err = await ended(process)
    assert code == 0
    assert [first_line(message) for message in server.sent(CHAT)] == [
        "The Tide Party won 12 of 21 seats.",
        "Turnout was 81.5 percent, the harbour master said.",
    ]
    assert server.pending == []
    assert err.splitlines()[-1].endswith("INFO bot.service: stopped")
    assert "Traceback" not in err


async def test_after_a_kill_only_what_was_not_answered_is_answered(
    server: TelegramServer, processes: Processes
) -> None:
    process = await processes.start(server)
    await next_sent(server, "sendMessage", server.updates.private_text("tide seats", ENGLISH))
    async with asyncio.timeout(PATIENCE):
        while server.pending:  # noqa: ASYNC110 -- the next long poll acknowledges it
            await asyncio.sleep(0.01)
    server.fail("sendMessage", "delay", seconds=60)  # does not come through in the life of this test
    interrupted = server.updates.private_text("turnout", ENGLISH)
    server.push(interrupted)
    await struck(server)
    process.kill()
    await ended(process)
    assert server.pending == [interrupted]
    assert [first_line(message) for message in server.sent(CHAT)] == ["The Tide Party won 12 of 21 seats."]

    answered = len(server.calls)
    process = await processes.start(server)
    await server.wait_for(lambda call: call.method == "sendMessage", PATIENCE, after=answered)
    process.send_signal(signal.SIGTERM)
    assert (await ended(process))[0] == 0
    assert [first_line(message) for message in server.sent(CHAT)] == [
        "The Tide Party won 12 of 21 seats.",
        "Turnout was 81.5 percent, the harbour master said.",
    ]
    assert server.pending == []


async def test_a_wrong_token_is_one_clear_line(server: TelegramServer, processes: Processes) -> None:
    process = await processes.start(server, BOT_TOKEN="123456:wrong", BOT_LOG_LEVEL="WARNING")
    code, err = await ended(process)
    assert (code, err) == (2, "Telegram refuses BOT_TOKEN: check it with @BotFather\n")


async def test_a_token_withdrawn_while_it_runs_is_the_same_line(server: TelegramServer, processes: Processes) -> None:
    server.fail("getUpdates", "unauthorized")
    process = await processes.start(server, BOT_LOG_LEVEL="WARNING")
    assert await ended(process) == (2, "Telegram refuses BOT_TOKEN: check it with @BotFather\n")


async def test_a_missing_token_is_one_line_that_says_what_to_set(processes: Processes) -> None:
    code, err = await ended(await processes.start())
    assert code == 2
    assert len(err.splitlines()) == 1
    assert err.startswith("BOT_TOKEN is not set: get a token from @BotFather")


async def test_telegram_may_come_later_than_the_bot(server: TelegramServer, processes: Processes) -> None:
    server.fail("getMe", "server_error")
    process = await processes.start(server)
    await written(process, "Telegram cannot be reached")
    await next_sent(server, "sendMessage", server.updates.private_text("turnout", ENGLISH))
    process.send_signal(signal.SIGTERM)
    assert (await ended(process))[0] == 0


async def test_the_bot_may_be_there_before_the_server(processes: Processes, unused_tcp_port: int) -> None:
    server = TelegramServer(port=unused_tcp_port)
    process = await processes.start(BOT_API_URL=f"http://127.0.0.1:{unused_tcp_port}", BOT_TOKEN=server.token)
    await written(process, "Telegram cannot be reached (network)")
    async with server:
        await next_sent(server, "sendMessage", server.updates.private_text("turnout", ENGLISH))
        process.send_signal(signal.SIGTERM)
        assert (await ended(process))[0] == 0


async def test_a_connection_lost_and_found_again_loses_nothing(processes: Processes, unused_tcp_port: int) -> None:
    async with TelegramServer(port=unused_tcp_port) as server:
        process = await processes.start(server)
        await next_sent(server, "sendMessage", server.updates.private_text("turnout", ENGLISH))
        await until(lambda: not server.queue.pending, PATIENCE)
    await written(process, "fetching updates failed (network: ")
    async with TelegramServer(port=unused_tcp_port) as server:
        same_number = server.updates.private_text("tide seats", ENGLISH, date=5)
        await next_sent(server, "sendMessage", same_number)
        process.send_signal(signal.SIGTERM)
        code, err = await ended(process)
    assert code == 0
    assert "updates are fetched again" in err


async def test_it_can_be_stopped_while_it_waits_for_telegram(server: TelegramServer, processes: Processes) -> None:
    server.fail("getMe", "server_error", 100)
    process = await processes.start(server)
    await written(process, "Telegram cannot be reached")
    process.send_signal(signal.SIGTERM)
    code, err = await ended(process)
    assert code == 0
    assert "Traceback" not in err
    assert "Unclosed" not in err
