"""The one way a reply leaves: HTML, no link previews."""

from __future__ import annotations

from telegram import LinkPreviewOptions, Message
from telegram.constants import ParseMode

from handlers.render import Rendered

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(message: Message, rendered: Rendered) -> None:
    """Answer a message in its chat."""
    await message.reply_text(
        rendered.html,
        parse_mode=ParseMode.HTML,
        reply_markup=rendered.keyboard,
        link_preview_options=_NO_PREVIEW,
    )


async def replace(message: Message, rendered: Rendered) -> None:
    """Put a reply in the place of one of our own messages."""
    await message.edit_text(
        rendered.html,
        parse_mode=ParseMode.HTML,
        reply_markup=rendered.keyboard,
        link_preview_options=_NO_PREVIEW,
    )
