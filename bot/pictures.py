"""The charts of a fact base, each drawn once a language and then sent again by Telegram's `file_id`."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from telegram import InputFile

from bot.drawing import draw_png
from knowledge.charts import chart_data
from knowledge.load import FactBase
from knowledge.model import Language


class DrawnPictures:
    """Draws charts on demand; fulfils `handlers.pictures.Pictures`."""

    def __init__(self, base: FactBase) -> None:
        self._base = base
        self._drawn: dict[tuple[str, Language], bytes] = {}
        self._ids: dict[tuple[str, Language], str] = {}
        self._drawing: dict[tuple[str, Language], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def get(self, chart: str, language: Language) -> str | InputFile | None:
        """A `file_id` or the picture; None for an unknown chart."""
        if chart not in self._base.charts:
            return None
        key = (chart, language)
        if key in self._ids:
            return self._ids[key]
        async with self._drawing[key]:
            if key not in self._drawn:
                data = chart_data(self._base, self._base.charts[chart], language)
                # Drawing takes a tenth of a second; other chats are answered meanwhile.
                self._drawn[key] = await asyncio.to_thread(draw_png, data)
        return InputFile(self._drawn[key], filename=f"{chart}.png")

    def known(self, chart: str, language: Language) -> str | None:
        """The `file_id` of a chart that was sent before, or None."""
        return self._ids.get((chart, language))

    def sent(self, chart: str, language: Language, file_id: str) -> None:
        """Telegram keeps the picture under this id."""
        self._ids[chart, language] = file_id

    def forget(self, chart: str, language: Language) -> None:
        """Telegram does not know the id any more."""
        self._ids.pop((chart, language), None)
