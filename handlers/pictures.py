"""Charts as photos: where they come from, and how they are sent and sent again."""

from __future__ import annotations

from typing import Protocol

from telegram import InputFile, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.render import Rendered
from handlers.sending import as_reply
from knowledge.model import Language

_NO_PHOTOS = ("to send photos", "chat_send_photos_forbidden", "chat_send_media_forbidden")
"""How Telegram says that photos may not be sent to a chat; texts may well be."""


class Pictures(Protocol):
    """Drawn charts. Telegram's id of one that was sent before stands in for the picture itself."""

    async def get(self, chart: str, language: Language) -> str | InputFile | None:
        """A `file_id` or the picture; None if there is no such chart (any more)."""

    def known(self, chart: str, language: Language) -> str | None:
        """The `file_id` of a chart that was sent before, or None."""

    def sent(self, chart: str, language: Language, file_id: str) -> None:
        """Telegram keeps the picture under this id."""

    def forget(self, chart: str, language: Language) -> None:
        """Telegram does not know the id any more."""


async def send_picture(
    message: Message, pictures: Pictures, chart: str, language: Language, caption: Rendered | None
) -> Message | None:
    """Answer a message with a chart; None if there was none to send, or none may be sent there."""
    for _ in range(2):
        photo = await pictures.get(chart, language)
        if photo is None:
            return None
        try:
            answer = await message.reply_photo(
                photo,
                caption=caption.html if caption is not None else None,
                parse_mode=ParseMode.HTML,
                reply_markup=caption.keyboard if caption is not None else None,
                reply_parameters=as_reply(message),
            )
        except BadRequest as error:
            if any(words in error.message.lower() for words in _NO_PHOTOS):
                return None
            if not isinstance(photo, str):
                raise
            pictures.forget(chart, language)
            continue
        if answer.photo:
            pictures.sent(chart, language, answer.photo[-1].file_id)
        return answer
    return None
