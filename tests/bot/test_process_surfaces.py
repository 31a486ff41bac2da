"""The real process on every surface of Telegram, and what it keeps over a restart."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest_asyncio

from tests.bot.process_support import PATIENCE, Processes, ended
from tests.bot.support import Environment
from tests.bot.test_process import next_sent, plain
from tests.telegram_server import Call, TelegramServer
from tests.telegram_server.people import CHANNEL, FORUM, GROUP, SUPERGROUP, USER, user

ENGLISH = user(USER["id"], language_code="en")
NAMED = "@the_test_bot"


@pytest_asyncio.fixture
async def environment(process_environment: Environment, tmp_path: Path) -> Environment:
    """Of commands that look at what the process has kept."""
    return process_environment | {"BOT_DATABASE_URL": f"sqlite:///{tmp_path}/kept.sqlite3"}


def begins(call: Call) -> str:
    """The first line that a message shows."""
    return plain(str(call.params.get("text") or call.params.get("caption"))).splitlines()[0]


async def acknowledged(server: TelegramServer) -> None:
    """Wait until the bot has nothing left to answer."""
    async with asyncio.timeout(PATIENCE):
        while server.pending:  # noqa: ASYNC110 -- the next long poll acknowledges it
            await asyncio.sleep(0.01)


async def command(environment: Environment, *arguments: str) -> str:
    """What a command of the program prints."""

    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, stdout=asyncio.subprocess.PIPE, env=environment,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    out, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0
    return out.decode()


async def test_groups_topics_and_channels(server: TelegramServer, processes: Processes) -> None:
    process = await processes.start(server)
    silent = server.updates.supergroup_text("how many seats did tide win?", ENGLISH)
    server.push(silent)
    call = await next_sent(server, "sendMessage", server.updates.group_text(f"{NAMED} tide seats", ENGLISH))
    assert (call.params["chat_id"], begins(call)) == (GROUP["id"], "The Tide Party won 12 of 21 seats.")
    call = await next_sent(server, "sendMessage", server.updates.topic_text("/ask turnout", 77, ENGLISH))
    assert (call.params["chat_id"], call.params["message_thread_id"]) == (FORUM["id"], 77)
    post = server.updates.channel_post(f"{NAMED} tide seats")
    call = await next_sent(server, "sendMessage", post)
    assert call.params["chat_id"] == CHANNEL["id"]
    server.push(server.updates.automatic_forward(post))
    call = await next_sent(server, "editMessageText", server.updates.edited(post, f"{NAMED} turnout"))
    assert begins(call).startswith("Turnout was 81.5 percent")
    server.push(server.updates.my_chat_member(SUPERGROUP, "left"))
    await acknowledged(server)
    process.send_signal(signal.SIGTERM)
    assert (await ended(process))[0] == 0
    assert server.sent(SUPERGROUP["id"]) == []
    assert [each.error for each in server.calls if each.error] == []
    assert server.pending == []


async def test_inline_guest_and_feedback(
    server: TelegramServer, processes: Processes, environment: Environment
) -> None:
    process = await processes.start(server)
    query = server.updates.inline_query("tide seats", ENGLISH)
    call = await next_sent(server, "answerInlineQuery", query)
    (result,) = call.params["results"]
    assert result["title"] == "How many seats did the Tide Party win?"
    call = await next_sent(server, "answerGuestQuery", server.updates.guest_text(f"{NAMED} turnout", ENGLISH))
    assert "Turnout was 81.5 percent" in call.params["result"]["input_message_content"]["message_text"]

    call = await next_sent(server, "sendMessage", server.updates.private_text("tide seats", ENGLISH))
    answer = server.sent(USER["id"])[-1]
    call = await next_sent(server, "answerCallbackQuery", server.updates.callback(answer, "👍", ENGLISH))
    assert call.params["text"] == "Thank you, counted."
    unknown = server.updates.private_text("how many nets does Aigerim of @mazhilis_club own, 87771234567?", ENGLISH)
    await next_sent(server, "sendMessage", unknown)
    process.send_signal(signal.SIGTERM)
    assert (await ended(process))[0] == 0

    votes = json.loads(await command(environment, "feedback", "--json"))
    assert (votes["intent"], votes["helpful"], votes["not_helpful"]) == ("tide-seats", 1, 0)
    kept = await command(environment, "unanswered", "--json")
    assert "nets" in kept
    for secret in ("Aigerim", "mazhilis_club", "7771234567", str(USER["id"])):
        assert secret not in kept


async def test_a_chosen_language_outlives_a_restart(server: TelegramServer, processes: Processes) -> None:
    process = await processes.start(server)
    call = await next_sent(server, "sendMessage", server.updates.private_text("/language ru", ENGLISH))
    assert begins(call) == "Готово: Русский."
    process.send_signal(signal.SIGTERM)
    await ended(process)
    await processes.start(server)
    call = await next_sent(server, "sendMessage", server.updates.private_text("/help", ENGLISH))
    assert begins(call).startswith("Спрашивайте что угодно")


async def test_menus_are_set_at_the_first_start_only(server: TelegramServer, processes: Processes) -> None:
    for start in (1, 2):
        process = await processes.start(server)
        async with asyncio.timeout(PATIENCE):
            # The last thing looked at, once a language.
            while len(server.called("getMyShortDescription")) < 4 * start:  # noqa: ASYNC110 -- nobody tells of it
                await asyncio.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        await ended(process)
    assert len(server.called("setMyCommands")) == 16


async def test_links_follow_ups_and_edits_in_private(server: TelegramServer, processes: Processes) -> None:
    await processes.start(server)
    call = await next_sent(server, "sendMessage", server.updates.private_text("/start fact-turnout", ENGLISH))
    assert begins(call).startswith("Turnout was 81.5 percent")
    call = await next_sent(server, "sendMessage", server.updates.private_text("source?", ENGLISH))
    assert begins(call) == "That is written here:"
    question = server.updates.private_text("tide seats", ENGLISH)
    await next_sent(server, "sendMessage", question)
    call = await next_sent(server, "editMessageText", server.updates.edited(question, "turnout"))
    assert begins(call).startswith("Turnout was 81.5 percent")


async def test_a_group_that_moves_or_takes_the_right_to_write(server: TelegramServer, processes: Processes) -> None:
    process = await processes.start(server)
    server.state.learn_chat(SUPERGROUP)
    server.fail("sendMessage", "migrated", chat_id=GROUP["id"], migrate_to=SUPERGROUP["id"])
    call = await next_sent(server, "sendMessage", server.updates.group_text(f"{NAMED} tide seats", ENGLISH))
    assert call.params["chat_id"] == SUPERGROUP["id"]
    server.fail("sendMessage", "forbidden", chat_id=FORUM["id"])
    server.push(server.updates.topic_text("/ask turnout", 77, ENGLISH))
    await acknowledged(server)
    assert server.sent(FORUM["id"]) == []
    call = await next_sent(server, "sendMessage", server.updates.anonymous_admin(f"{NAMED} turnout"))
    assert begins(call).startswith("Turnout was 81.5 percent")
    process.send_signal(signal.SIGTERM)
    code, err = await ended(process)
    assert code == 0
    assert " ERROR " not in err
