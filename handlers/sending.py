"""The ways a reply leaves: where the question was asked, as HTML, without link previews."""

from __future__ import annotations

from collections.abc import Awaitable

from telegram import LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest

from handlers.render import Rendered

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_GONE_OR_SAME = (
    "not modified",
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
    "query is too old",
    "query id is invalid",
)
"""What Telegram says when what should be changed is gone, or is as it should be already."""


def as_reply(message: Message) -> ReplyParameters | None:
    """In company an answer is a reply to the question, also if that is gone by then. In private it is plain."""
    if message.chat.type == ChatType.PRIVATE:
        return None
    return ReplyParameters(message.message_id, allow_sending_without_reply=True)


async def send(message: Message, rendered: Rendered) -> Message:
    """Answer a message where it was written: its chat, its topic, as a reply in company."""
    return await message.reply_text(
        rendered.html,
        parse_mode=ParseMode.HTML,
        reply_markup=rendered.keyboard,
        link_preview_options=NO_PREVIEW,
        reply_parameters=as_reply(message),
    )


async def replace(message: Message, rendered: Rendered) -> None:
    """Put a reply in the place of one of our own messages, if that is still there."""
    await replace_numbered(message, message.message_id, rendered)


async def replace_numbered(message: Message, message_id: int, rendered: Rendered) -> None:
    """The same for a message of the same chat of which only the number is known."""
    await tolerating(
        message.get_bot().edit_message_text(
            rendered.html,
            chat_id=message.chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=rendered.keyboard,
            link_preview_options=NO_PREVIEW,
        )
    )


async def tolerating(call: Awaitable[object]) -> None:
    """Make a call whose object may be gone, or changed already: then there is nothing to do."""
    try:
        await call
    except BadRequest as error:
        if not any(known in error.message.lower() for known in _GONE_OR_SAME):
            raise
