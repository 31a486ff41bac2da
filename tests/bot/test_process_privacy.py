"""After a busy run, every table and every log line: nothing of anybody is in them that /privacy does not say."""

from __future__ import annotations

import signal
import sqlite3
from pathlib import Path

from tests.bot.polling_support import until
from tests.bot.process_support import PATIENCE, Processes, ended
from tests.telegram_server import TelegramServer
from tests.telegram_server.people import CHANNEL, FORUM, SUPERGROUP, user

PERSON = user(700_700_701, "Zhuldyz", "en", last_name="Qarakozova", username="zhuldyz_q")
CHOOSER = user(700_700_702, "Torgyn", "ru", last_name="Alibekqyzy")
NAMED = "@the_test_bot"
UNANSWERED = "how many nets are mended, see https://nets.example/z or call 8 777 123 45 67 @zhuldyz_q"
WITH_A_NAME = "I am Zhuldyz Qarakozova, how many nets has zhuldyz got"
SAID = ["tide seats for my village", "tide seats for my cousins", "hello there", "/help dear bot"]
SECRETS = [
    "zhuldyz", "qarakozova", "torgyn", "alibekqyzy", "700700701", "8 777",
    "87771234567", "123 45 67", "nets.example", "my village",
    "my cousins", "dear bot", "a forum", "a supergroup", "a channel", str(FORUM["id"]), str(SUPERGROUP["id"]),
    str(CHANNEL["id"]),
]  # fmt: skip


async def test_nothing_of_anybody_is_left_in_tables_or_log(
    server: TelegramServer, processes: Processes, tmp_path: Path
) -> None:
    kept = tmp_path / "busy.sqlite3"
    process = await processes.start(server, BOT_DATABASE_URL=f"sqlite:///{kept}", BOT_LOG_LEVEL="DEBUG")
    updates = server.updates
    for said in [*SAID, UNANSWERED, "/language", "/nonsense with words", "/results 1999"]:
        server.push(updates.private_text(said, PERSON))
        server.push(updates.supergroup_text(f"{NAMED} {said}", PERSON))
        server.push(updates.topic_text(said if said.startswith("/") else f"/ask {said}", 9, PERSON))
        server.push(updates.channel_post(f"{NAMED} {said}"))
        server.push(updates.inline_query(said, PERSON))
        server.push(updates.guest_text(f"{NAMED} {said}", PERSON))
    server.push(updates.private_text(WITH_A_NAME, PERSON))
    server.push(updates.supergroup_text(f"{NAMED} {WITH_A_NAME}", PERSON))
    server.push(updates.private_text("/language kk", CHOOSER))
    server.fail("sendMessage", "server_error", times=3)
    server.fail("sendMessage", "forbidden")
    await until(lambda: server.pending == [], PATIENCE)
    answers = [message for message in server.sent(PERSON["id"]) if "reply_markup" in message]
    server.push(updates.callback(answers[0], "👍", PERSON))
    server.push(updates.my_chat_member(SUPERGROUP, "left"))
    await until(lambda: server.pending == [], PATIENCE)
    process.send_signal(signal.SIGTERM)
    code, log = await ended(process)
    assert code == 0

    stored = _everything(kept)
    for secret in SECRETS:
        assert secret not in log.lower(), f"{secret} in the log"
        assert secret not in stored.lower(), f"{secret} in the database"
    assert server.token not in log
    assert str(CHOOSER["id"]) in stored, "the chat that chose a language is what /privacy says is kept"
    assert "how many nets" in stored
    assert "hello" not in stored


def _everything(file: Path) -> str:
    """Every row of every table as text."""
    with sqlite3.connect(file) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [str((table, row)) for table in tables for row in database.execute(f'SELECT * FROM "{table}"')]
    database.close()
    return "\n".join(rows)
