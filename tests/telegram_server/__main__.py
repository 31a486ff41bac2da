"""Run the server by hand, to try a real bot without Telegram.

    python -m tests.telegram_server --token 1:T --port 8081

Each line typed is a private message to the bot. `:press LABEL` presses a button of the bot's newest message
that has it, `:inline QUERY` asks inline, `:quit` ends. Every call of the bot is printed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from tests.telegram_server.people import USER
from tests.telegram_server.records import Call, Json
from tests.telegram_server.server import TOKEN, TelegramServer


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _show(call: Call) -> None:
    if call.method == "getUpdates" and call.ok and not call.result:
        return
    params = json.dumps(call.params, ensure_ascii=False, default=repr)
    _say(f"<- {call.method} {params}" + ("" if call.ok else f"\n   REFUSED: {call.error}"))


def _press(server: TelegramServer, label: str) -> Json:
    for message in reversed(server.sent(USER["id"])):
        try:
            return server.updates.callback(message, label)
        except ValueError:
            continue
    raise ValueError(f"no message of the bot has a button {label!r}")


def _update(server: TelegramServer, line: str) -> Json:
    if line.startswith(":press "):
        return _press(server, line.removeprefix(":press ").strip())
    if line.startswith(":inline "):
        return server.updates.inline_query(line.removeprefix(":inline ").strip())
    return server.updates.private_text(line)


async def run(token: str, port: int) -> None:
    """Serve until the input ends or says `:quit`."""
    async with TelegramServer(token, port, on_call=_show) as server:
        _say(f"serving at {server.base_url} for the token {token}")
        while line := (await asyncio.to_thread(sys.stdin.readline)):
            if line.strip() == ":quit":
                break
            if line.strip():
                try:
                    server.push(_update(server, line.strip()))
                except ValueError as error:
                    _say(f"   not sent: {error}")


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_server", description="A stand-in for Telegram")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--port", type=int, default=8081)
    arguments = parser.parse_args()
    asyncio.run(run(arguments.token, arguments.port))


if __name__ == "__main__":
    main()
