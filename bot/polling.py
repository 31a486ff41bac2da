"""Long polling that acknowledges an update only after it has been answered.

Telegram forgets an update when it is asked for one with a higher number. So the next ones are asked for
only when all that were fetched have been handled: whatever a kill interrupts is delivered again.
"""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.errors import TokenRefusedError

logger = logging.getLogger(__name__)

LONG_POLL = 30
"""Seconds that Telegram may hold a request open while there is nothing to deliver."""
MAX_CONCURRENT_CHATS = 32
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY)
"""Only the kinds that have a handler, so that Telegram does not send the rest."""

Handle = Callable[[Update], Awaitable[None]]


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    with warnings.catch_warnings():
        # The library announces that the type will change; both are understood here.
        warnings.simplefilter("ignore")
        after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()


class Poller:
    """Fetches updates and has them handled, chats side by side, each chat in order."""

    def __init__(self, bot: Bot, handle: Handle, *, long_poll: int = LONG_POLL) -> None:
        self._bot = bot
        self._handle = handle
        self._long_poll = long_poll
        self._offset: int | None = None
        self._stopping = asyncio.Event()
        self._pause = FIRST_PAUSE

    def stop(self) -> None:
        """Finish what has been fetched, then return from `run`."""
        self._stopping.set()

    async def run(self) -> None:
        """Poll until stopped; faults of Telegram or the network are waited out.

        Raises:
            TokenRefusedError: Telegram does not know the token.
        """
        while not self._stopping.is_set():
            updates = await self._fetch()
            if updates:
                await self._handle_all(updates)
                self._offset = updates[-1].update_id + 1
        await self._acknowledge()

    async def _fetch(self) -> Sequence[Update]:
        fetching = asyncio.ensure_future(
            self._bot.get_updates(offset=self._offset, timeout=self._long_poll, allowed_updates=list(ALLOWED_UPDATES))
        )
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not fetching.done():
                return ()
            updates = await fetching
        except TelegramError as error:
            await self._wait_out(error)
            return ()
        else:
            self._pause = FIRST_PAUSE
            return updates
        finally:
            for task in (fetching, stopping):
                task.cancel()
            await asyncio.gather(fetching, stopping, return_exceptions=True)

    async def _wait_out(self, error: TelegramError) -> None:
        if isinstance(error, InvalidToken):
            raise TokenRefusedError("Telegram refuses BOT_TOKEN: check it with @BotFather") from None
        pause = self._pause
        if isinstance(error, RetryAfter):
            pause = seconds_to_wait(error)
            logger.warning("Telegram asks to wait %.0f s", pause)
        elif isinstance(error, Conflict):
            logger.error("another instance is polling with this token; stop one of the two")
        else:
            kind = "network" if isinstance(error, NetworkError) else "Telegram"
            logger.warning("fetching updates failed (%s: %s); next try in %.1f s", kind, type(error).__name__, pause)
        self._pause = min(LONGEST_PAUSE, self._pause * 2)
        try:
            await asyncio.wait_for(self._stopping.wait(), pause)
        except TimeoutError:
            return

    async def _handle_all(self, updates: Iterable[Update]) -> None:
        by_chat: dict[int, list[Update]] = defaultdict(list)
        for update in updates:
            # What belongs to no chat (an update kind of its own) waits for nobody.
            chat = update.effective_chat
            by_chat[chat.id if chat is not None else -update.update_id].append(update)
        slots = asyncio.Semaphore(MAX_CONCURRENT_CHATS)

        async def in_order(of_one_chat: Iterable[Update]) -> None:
            async with slots:
                for update in of_one_chat:
                    await self._handle(update)

        await asyncio.gather(*(in_order(group) for group in by_chat.values()))

    async def _acknowledge(self) -> None:
        """Tell Telegram what has been answered, so that a restart does not answer it again."""
        if self._offset is None:
            return
        try:
            await self._bot.get_updates(offset=self._offset, timeout=0, limit=1)
        except TelegramError as error:
            logger.warning("the last updates could not be acknowledged (%s)", type(error).__name__)
