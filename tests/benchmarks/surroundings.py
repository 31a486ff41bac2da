"""When and on what a report was made."""

from __future__ import annotations

import datetime as dt
import platform
from importlib.metadata import version
from pathlib import Path

import psutil

MEASURED_WITH = ("rapidfuzz", "scikit-learn", "bm25s", "numpy", "aiogram", "python-telegram-bot")


def surroundings() -> str:
    """One line: the day, the machine, how busy it was, Python and the versions of what was measured."""
    today = dt.datetime.now(tz=dt.UTC).date()
    memory = psutil.virtual_memory().total / 2**30
    load = psutil.getloadavg()[1] / (psutil.cpu_count() or 1)
    versions = ", ".join(f"{name} {version(name)}" for name in MEASURED_WITH)
    return (
        f"{today}; {_processor()}, {psutil.cpu_count()} cores, {memory:.0f} GB, load {load:.1f} a core;"
        f" Python {platform.python_version()}, {versions}."
    )


def _processor() -> str:
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
