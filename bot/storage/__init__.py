"""What outlives a restart, in SQLite or PostgreSQL. See `tables.py` for all that is kept."""

from __future__ import annotations

from bot.storage.keeper import DatabaseKeeper
from bot.storage.ledger import Ledger
from bot.storage.storage import Storage, open_storage

__all__ = ["DatabaseKeeper", "Ledger", "Storage", "open_storage"]
