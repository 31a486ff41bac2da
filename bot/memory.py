"""What stays in memory for good, and what goes back to the operating system."""

from __future__ import annotations

import ctypes
import gc
import sys


def settle() -> None:
    """Call when a fact base has been opened, and the one before is let go.

    The fact base stays as it is: the collector need not walk through it again and again. What opening it used
    is free again, but in small pieces between what stays, which the C library keeps unless it is told.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    if sys.platform.startswith("linux"):
        _hand_back()


def _hand_back() -> None:
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):
        return  # not the C library that has this; nothing is lost but some memory
