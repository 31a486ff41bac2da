"""Long polling that acknowledges an update only after it has been answered.

Telegram forgets an update when it is asked for one with a higher number. So it is never asked for one
beyond the lowest that is still unanswered: whatever a kill interrupts is delivered again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from telegram import Update
from telegram.error import RetryAfter, TelegramError

from bot.delivery import Delivery
from bot.errors import TokenRefusedError
from bot.faults import TOKEN_REFUSED, Fault, Pauses, fault_of, is_refusal, seconds_to_wait
from bot.health import Health, Part
from bot.reading import read_update
from bot.telegram_client import Json, TelegramBot
from bot.watching import DeliveryObserver, NothingWatched

logger = logging.getLogger(__name__)

_PROBE = 1


@dataclass(frozen=True, slots=True)
class Fetching:
    """What to fetch, and how; times are in seconds.

    Attributes:
        kinds: of updates to ask for.
        long_poll: that Telegram may hold a request open while there is nothing to deliver.
        patience: until more is asked for while something is unanswered still.
        grace: that what is unanswered may take when polling is told to stop.
        farewell: that the last acknowledgement may take.
        pauses: between tries when fetching fails.
    """

    kinds: Sequence[str]
    long_poll: int = 30
    patience: float = 0.5
    grace: float = 7.0
    farewell: float = 1.5
    pauses: Pauses = field(default_factory=Pauses)


class Poller:
    """Fetches updates and has them delivered.

    As a rule it asks for more when all that it holds is answered. If that takes long, it asks again from the
    lowest unanswered update on, so that a slow chat does not hold up the others.

    Args:
        bot: fetches.
        delivery: answers.
        fetching: what and how.
        health: told whether updates can be fetched.
        observer: told of failed calls.
    """

    def __init__(
        self,
        bot: TelegramBot,
        delivery: Delivery,
        fetching: Fetching,
        health: Health | None = None,
        observer: DeliveryObserver | None = None,
    ) -> None:
        self._bot = bot
        self._delivery = delivery
        self._how = fetching
        self._health = health or Health()
        self._observer = observer or NothingWatched()
        self._next: int | None = None
        """One more than the highest number fetched, until Telegram has been told."""
        self._asked_from: int | None = None
        self._unanswered: set[int] = set()
        self._answered: set[int] = set()
        """Those above the lowest unanswered one, which Telegram therefore sends again."""
        self._refused: BaseException | None = None
        self._failures = 0
        self._webhook_removed = False
        self._stopping = asyncio.Event()
        self._idle = asyncio.Event()
        self._fetching: asyncio.Future[list[Json]] | None = None

    def stop(self) -> None:
        """Finish what has been fetched, then return from `run`."""
        self._stopping.set()
        self._idle.set()
        if self._fetching is not None:
            self._fetching.cancel()

    async def run(self) -> None:
        """Poll until stopped; faults of Telegram or the network are waited out.

        Raises:
            TokenRefusedError: Telegram does not know the token.
        """
        while not self._stopping.is_set():
            self._take(await self._fetch())
            await self._let_answer()
        if left := await self._delivery.finish(self._how.grace):
            logger.warning("%d updates are left unanswered; they will be delivered again", left)
        await self._acknowledge()

    @property
    def _offset(self) -> int | None:
        return min(self._unanswered, default=self._next)

    async def _fetch(self) -> list[Json]:
        self._fetching = asyncio.ensure_future(self._ask())
        try:
            updates = await self._fetching
        except asyncio.CancelledError:
            if not self._stopping.is_set():
                raise
            return []
        except TelegramError as error:
            await self._wait_out(error)
            return []
        finally:
            self._fetching = None
        if self._asked_from == self._next:
            # Telegram has been told, once and for all. If its numbers begin anew, below, they are heard, too.
            self._next = None
        if self._failures:
            self._failures = 0
            logger.info("updates are fetched again")
            self._health.well(Part.TELEGRAM)
        return updates

    async def _ask(self) -> list[Json]:
        if not self._webhook_removed:
            await self._bot.delete_webhook()
            self._webhook_removed = True
        # After a failure, briefly: whether it works again, or nobody else polls any more, is soon known.
        seconds = 0 if self._unanswered else min(_PROBE, self._how.long_poll) if self._failures else self._how.long_poll
        self._asked_from = self._offset
        return await self._bot.raw_updates(self._asked_from, seconds, self._how.kinds)

    def _take(self, fetched: Iterable[Json]) -> None:
        """Begin with what is new among the fetched updates."""
        new = [update for raw in fetched if (update := self._read(raw)) is not None]
        for update, task in zip(new, self._delivery.begin(new), strict=True):
            self._unanswered.add(update.update_id)
            task.add_done_callback(partial(self._ended, update.update_id))

    def _read(self, raw: Json) -> Update | None:
        number = int(raw["update_id"])
        if number in self._unanswered or number in self._answered:
            return None
        self._next = max(number + 1, self._next or 0)
        try:
            return read_update(raw, self._bot)
        except Exception as error:  # noqa: BLE001 -- whatever is odd about it, the others are answered
            logger.error("an update was set aside, it cannot be read: %s", type(error).__name__)  # noqa: TRY400 -- kind only
            self._observer.set_aside()
            self._answered.add(number)
            return None

    def _ended(self, number: int, task: asyncio.Task[None]) -> None:
        if task.cancelled():
            return
        if error := task.exception():
            self._refused = error
        else:
            self._unanswered.discard(number)
            self._answered.add(number)
        if error or not self._unanswered:
            self._idle.set()

    async def _let_answer(self) -> None:
        """Wait until all is answered, but not for long.

        Raises what delivery raises.
        """
        if self._unanswered and not self._stopping.is_set():
            self._idle.clear()
            await _at_most(self._how.patience, self._idle)
        if self._refused is not None:
            raise self._refused
        lowest = min(self._unanswered, default=None)
        self._answered = {number for number in self._answered if lowest is not None and number > lowest}

    async def _wait_out(self, error: TelegramError) -> None:
        fault, self._failures = fault_of(error), self._failures + 1
        self._observer.telegram_error(fault)
        if is_refusal(error):
            raise TokenRefusedError(TOKEN_REFUSED) from None
        pause = self._how.pauses.after(self._failures)
        if isinstance(error, RetryAfter):
            pause = seconds_to_wait(error)
            logger.warning("Telegram asks to wait %.0f s before more updates are fetched", pause)
        elif fault is Fault.CONFLICT:
            self._conflict(error)
        else:
            logger.warning("fetching updates failed (%s: %s); next try in %.1f s", fault, type(error).__name__, pause)
            if self._failures > 1:  # a single lost connection is nothing to speak of
                self._health.trouble(Part.TELEGRAM, "updates cannot be fetched")
        await _at_most(pause, self._stopping)

    def _conflict(self, error: TelegramError) -> None:
        if "webhook" in error.message:
            # Set by somebody while we were polling; whoever starts last has the bot.
            self._webhook_removed = False
            logger.error("a webhook was set for this token, so updates cannot be fetched; it is removed")
            self._health.trouble(Part.TELEGRAM, "a webhook is set for this token")
        else:
            logger.error("another instance is polling with this token; stop one of the two")
            self._health.trouble(Part.TELEGRAM, "another instance is polling with this token")

    async def _acknowledge(self) -> None:
        """Tell Telegram what has been answered, so that a restart does not answer it again."""
        if self._offset is None:
            return
        try:
            async with asyncio.timeout(self._how.farewell):
                await self._bot.get_updates(offset=self._offset, timeout=0, limit=1)
        except (TelegramError, TimeoutError) as error:
            logger.warning("the last updates could not be acknowledged (%s)", type(error).__name__)


async def _at_most(seconds: float, event: asyncio.Event) -> None:
    """Wait for the event, but no longer than this."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
