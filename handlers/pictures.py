"""Charts as photos: where they come from, and how they are sent and sent again."""

from __future__ import annotations

from typing import Protocol

from telegram import InputFile, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.render import Rendered
from knowledge.model import Language


class Pictures(Protocol):
    """Drawn charts. Telegram's id of one that was sent before stands in for the picture itself."""

    async def get(self, chart: str, language: Language) -> str | InputFile | None:
        """A `file_id` or the picture; None if there is no such chart (any more)."""

    def sent(self, chart: str, language: Language, file_id: str) -> None:
        """Telegram keeps the picture under this id."""

    def forget(self, chart: str, language: Language) -> None:
        """Telegram does not know the id any more."""


async def send_picture(
    message: Message, pictures: Pictures, chart: str, language: Language, caption: Rendered | None
) -> bool:
    """Answer a message with a chart; whether there was one."""
    for _ in range(2):
        photo = await pictures.get(chart, language)
        if photo is None:
            return False
        try:
            answer = await message.reply_photo(
                photo,
                caption=caption.html if caption is not None else None,
                parse_mode=ParseMode.HTML,
                reply_markup=caption.keyboard if caption is not None else None,
            )
        except BadRequest:
            if not isinstance(photo, str):
                raise
            pictures.forget(chart, language)
            continue
        if answer.photo:
            pictures.sent(chart, language, answer.photo[-1].file_id)
        return True
    return False
