"""How often an update is tried, and when it is no use."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from telegram import Update
from telegram.error import RetryAfter, TelegramError

from bot.errors import TokenRefusedError
from bot.faults import TOKEN_REFUSED, Fault, Pauses, fault_of, seconds_to_wait
from bot.health import Health, Part
from bot.places import Place, Places
from bot.sent import SentCalls
from bot.watching import DeliveryObserver
from handlers.errors import where

logger = logging.getLogger(__name__)

Handle = Callable[[Update], Awaitable[None]]
Overlooks = Callable[[Update], bool]


@dataclass(frozen=True, slots=True)
class Persistence:
    """How long an update is tried.

    Attributes:
        mistakes: tries of one that fails by a mistake of ours, or that Telegram refuses.
        unreached: tries of one that does not get through while others do. As long as none gets through,
            tries are not counted: then it is not the update's fault.
        pauses: between tries.
        at_once: updates half done at the same time.
    """

    mistakes: int = 2
    unreached: int = 30
    pauses: Pauses = field(default_factory=Pauses)
    at_once: int = 8


class Trier:
    """Runs handlers until they come through. What one try has sent, the next one does not send again.

    Args:
        persistence: how long an update is tried.
        observer: told of errors, retries and what is set aside.
        health: told whether answers get through.
        overlooks: says of an update, when it comes in, whether it gets no answer, so that it is not tried at all.
    """

    def __init__(
        self, persistence: Persistence, observer: DeliveryObserver, health: Health, overlooks: Overlooks | None = None
    ) -> None:
        self._overlooks = overlooks
        self._persistence = persistence
        self._observer = observer
        self._health = health
        self._places = Places(persistence.at_once)
        self._got_through = 0
        """Updates whose calls came through; a sign that it is not Telegram when one does not."""
        self._unreached = False

    def overlooks(self, update: Update) -> bool:
        """Whether an update that has come in gets no answer."""
        try:
            return self._overlooks is not None and self._overlooks(update)
        except Exception:  # noqa: BLE001 -- its handler will meet the same, and that is seen to
            return False

    def place(self) -> Place:
        """For one update, to be left when it is done with."""
        return self._places.place()

    async def run(self, handle: Handle, update: Update, place: Place) -> Fault | None:
        """Try until it works or is no use any more; what it failed by, or None.

        Raises:
            TokenRefusedError: Telegram does not know the token (any more).
        """
        calls = SentCalls(place)
        got_through, failures, counted = self._got_through, 0, 0
        while True:
            try:
                with calls.at_work():
                    await handle(update)
            except Exception as error:  # noqa: BLE001 -- whatever a handler raises, the update is seen through
                fault, failures = self._judged(error), failures + 1
                if fault is Fault.GONE:
                    return fault
                if fault is Fault.MISTAKE or self._got_through > got_through:
                    got_through, counted = self._got_through, counted + 1
                if counted >= (self._persistence.mistakes if fault is Fault.MISTAKE else self._persistence.unreached):
                    self._set_aside(error, counted)
                    return fault
                pause = self._pause(error, failures)
            else:
                if calls:
                    self._reached()
                return None
            place.leave()
            self._observer.retried()
            await asyncio.sleep(pause)

    def _judged(self, error: Exception) -> Fault:
        fault = fault_of(error)
        if isinstance(error, TelegramError):
            self._observer.telegram_error(fault)
        if fault is Fault.TOKEN:
            raise TokenRefusedError(TOKEN_REFUSED) from None
        if fault in {Fault.GONE, Fault.MISTAKE} and isinstance(error, TelegramError):
            self._well_again()  # Telegram itself has said no
        if fault is Fault.GONE:
            logger.info("an answer reaches nobody: %s", type(error).__name__)
        elif fault is Fault.NETWORK and not self._unreached:
            self._unreached = True
            self._health.trouble(Part.ANSWERS, "answers do not get through")
            logger.warning("an answer did not get through (%s); it is tried again until it does", type(error).__name__)
        return fault

    def _pause(self, error: Exception, failures: int) -> float:
        return seconds_to_wait(error) if isinstance(error, RetryAfter) else self._persistence.pauses.after(failures)

    def _reached(self) -> None:
        self._got_through += 1
        self._well_again()

    def _well_again(self) -> None:
        if self._unreached:
            self._unreached = False
            self._health.well(Part.ANSWERS)
            logger.info("answers get through again")

    def _set_aside(self, error: Exception, tries: int) -> None:
        self._observer.set_aside()
        logger.error("an update was set aside after %d tries: %s at %s", tries, type(error).__name__, where(error))
