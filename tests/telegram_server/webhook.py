"""Webhook mode: updates are posted to the bot's address, in order, again and again until it says yes."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import urlsplit

import aiohttp

from tests.telegram_server.polling import UpdateQueue
from tests.telegram_server.prose import check_webhook
from tests.telegram_server.records import Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FIRST_PAUSE, LONGEST_PAUSE, PATIENCE = 0.05, 1.0, 10.0


class Webhook:
    """The webhook's settings and the deliveries to it.

    Args:
        queue: whose updates are delivered.
        deliver_to: scheme, host and port that stand in for those of the address the bot sets, since a test
            cannot be reached at a public name.
        connections: posts under way at once; one keeps them in order, Telegram makes up to `max_connections`.
    """

    def __init__(self, queue: UpdateQueue, deliver_to: str | None = None, connections: int = 1) -> None:
        self.queue = queue
        self.deliver_to = deliver_to
        self.settings: Json = {}
        self.attempts = 0
        self.last_error: tuple[int, str] | None = None
        self._connections = connections
        self._under_way: set[int] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._wanted = asyncio.Event()

    def set(self, params: Json) -> bool:
        """SetWebhook; an empty address deletes it."""
        check_webhook(params)
        if not params["url"]:
            return self.delete(params)
        self.queue.allow(params.get("allowed_updates"))
        if params.get("drop_pending_updates"):
            self.queue.pending = []
        self.settings = params
        self.last_error = None
        self.queue.set_webhook_active(True)
        self._wanted.set()
        return True

    def delete(self, params: Json) -> bool:
        """DeleteWebhook."""
        if params.get("drop_pending_updates"):
            self.queue.pending = []
        self.settings = {}
        self._wanted.clear()
        self.queue.set_webhook_active(False)
        return True

    def info(self) -> Json:
        """GetWebhookInfo."""
        info: Json = {
            "url": self.settings.get("url", ""),
            "has_custom_certificate": "certificate" in self.settings,
            "pending_update_count": len(self.queue.pending),
        }
        if self.settings:
            info["max_connections"] = self.settings.get("max_connections", 40)
        if self.last_error:
            info["last_error_date"], info["last_error_message"] = self.last_error
        if self.queue.allowed_as_given:
            info["allowed_updates"] = self.queue.allowed_as_given
        return info

    def start(self) -> None:
        """Begin to deliver, in the background."""
        self._tasks = [asyncio.create_task(self._deliver_all()) for _ in range(self._connections)]

    async def stop(self) -> None:
        """Stop delivering."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _deliver_all(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
            while True:
                await self._wanted.wait()
                update = next((u for u in self.queue.pending if u["update_id"] not in self._under_way), None)
                if update is None:
                    await self.queue.changed()
                    continue
                self._under_way.add(update["update_id"])
                try:
                    await self._deliver_until_taken(session, update)
                finally:
                    self._under_way.discard(update["update_id"])

    async def _deliver_until_taken(self, session: aiohttp.ClientSession, update: Json) -> None:
        pause = FIRST_PAUSE
        while not await self._deliver(session, update):
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            if not self._wanted.is_set() or update not in self.queue.pending:
                return

    async def _deliver(self, session: aiohttp.ClientSession, update: Json) -> bool:
        secret = self.settings.get("secret_token")
        headers = {SECRET_HEADER: secret} if secret else {}
        self.attempts += 1
        try:
            async with session.post(self._address(), json=update, headers=headers, allow_redirects=False) as answer:
                failure = "" if answer.status // 100 == 2 else f"{answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            failure = f"Connection failed: {type(error).__name__}"
        if failure:
            self.last_error = (int(time.time()), f"Wrong response from the webhook: {failure}")
            return False
        self.queue.remove(update)
        return True

    def _address(self) -> str:
        url = str(self.settings["url"])
        if self.deliver_to is None:
            return url
        parts = urlsplit(url)
        return self.deliver_to.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")
