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
    """

    def __init__(self, queue: UpdateQueue, deliver_to: str | None = None) -> None:
        self.queue = queue
        self.deliver_to = deliver_to
        self.settings: Json = {}
        self.attempts = 0
        self.last_error: tuple[int, str] | None = None
        self._task: asyncio.Task[None] | None = None
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
        self._task = asyncio.get_running_loop().create_task(self._deliver_all())

    async def stop(self) -> None:
        """Stop delivering."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _deliver_all(self) -> None:
        pause = FIRST_PAUSE
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
            while True:
                await self._wanted.wait()
                if not self.queue.pending:
                    await self.queue.changed()
                    continue
                if await self._deliver(session, self.queue.pending[0]):
                    pause = FIRST_PAUSE
                else:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)

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
