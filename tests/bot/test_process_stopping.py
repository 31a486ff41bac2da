"""The real process ends within ten seconds, whatever hangs."""

from __future__ import annotations

import asyncio
import math
import signal
import sqlite3
import time
from pathlib import Path

from tests.bot.polling_support import until
from tests.bot.process_support import PATIENCE, Processes, ended, written
from tests.telegram_server import TelegramServer
from tests.telegram_server.people import user

PROMISED = 10.0
ANNA = user(1, language_code="en")
HANGING_NAMES = """\
import socket, time

known = socket.getaddrinfo

def looked_up(host, *more, **named):
    if host == "telegram.test":
        time.sleep(60)
    return known(host, *more, **named)

socket.getaddrinfo = looked_up
"""


async def test_though_telegram_and_the_database_hang(
    server: TelegramServer, processes: Processes, tmp_path: Path
) -> None:
    file = tmp_path / "hanging.sqlite3"
    process = await processes.start(server, BOT_DATABASE_URL=f"sqlite:///{file}")
    await written(process, "ready")
    server.fail("sendMessage", "delay", math.inf, seconds=60)
    unanswered = [server.updates.private_text("turnout", ANNA), server.updates.private_text("/language kk", ANNA)]
    for update in unanswered:
        server.push(update)
    await until(lambda: len(server.faults.waiting) == 1 and bool(server.called("getUpdates")), PATIENCE)
    server.fail("getUpdates", "delay", math.inf, seconds=60)
    connection = sqlite3.connect(file)
    connection.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    code, err = await ended(process)
    assert time.monotonic() - began < PROMISED
    connection.close()
    assert code == 0
    assert server.pending == unanswered
    assert "Traceback" not in err
    assert err.splitlines()[-1].endswith("INFO bot.service: stopped")


async def test_though_a_name_server_hangs(processes: Processes, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(HANGING_NAMES)
    process = await processes.start(
        BOT_API_URL="http://telegram.test", BOT_TOKEN="1:hanging", BOT_LISTEN="127.0.0.1:0", PYTHONPATH=str(tmp_path)
    )
    await written(process, "web server at port")
    await asyncio.sleep(0.2)  # for the look at the name server to begin
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    code, err = await ended(process)
    assert time.monotonic() - began < PROMISED
    assert (code, err.splitlines()[-1].partition(" INFO ")[2]) == (0, "bot.service: stopped")
