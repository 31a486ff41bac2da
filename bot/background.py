"""Tasks that nobody waits for: should one end by a mistake, that does not go unnoticed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from functools import partial
from typing import Any

from handlers.errors import where

logger = logging.getLogger(__name__)


def in_background(what: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Start a task; `what` is its subject, for the one line in the log if it ends by a mistake."""
    task = asyncio.create_task(work)
    task.add_done_callback(partial(_tell, what))
    return task


def _tell(what: str, task: asyncio.Task[None]) -> None:
    if task.cancelled():
        return
    if error := task.exception():
        logger.error("%s: ended by a mistake, %s at %s", what, type(error).__name__, where(error))
