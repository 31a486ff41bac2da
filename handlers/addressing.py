"""Which messages are meant for the bot, and what of them is the question.

In a private chat everything is. Elsewhere only a command, a mention, or (in groups) a reply to one of the bot's
messages; whatever else is said there is none of its business.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from telegram import Message, MessageEntity, Update, User
from telegram.constants import ChatType

from handlers.ports import Surface

QUESTIONS = frozenset({None, "ask"})
"""Commands after which the words are a plain question, and no command at all."""
_SPEAK_FOR_PEOPLE = frozenset({1_087_968_824, 136_817_688})
"""Telegram's own accounts that administrators and channels write in groups with; other bots are not answered."""
_MARKS = (MessageEntity.BOT_COMMAND, MessageEntity.MENTION, MessageEntity.TEXT_MENTION)
_SURFACES = {ChatType.PRIVATE: Surface.PRIVATE, ChatType.CHANNEL: Surface.CHANNEL}


@dataclass(frozen=True, slots=True)
class Asked:
    """A message that is meant for the bot."""

    message: Message
    surface: Surface
    words: str
    """What was said, without the command and without the bot's name; empty where nothing else was."""
    command: str | None = None
    """The command in lower case, without slash and name."""
    edited: bool = False

    @property
    def wordless(self) -> bool:
        """Whether a message came without any text: a photo, a sticker."""
        return not (self.message.text or self.message.caption)


def addressed(update: Update, me: User, commands: Collection[str]) -> Asked | None:
    """What an update asks of the bot, or None if it is not meant for it.

    Args:
        update: of any kind.
        me: the bot.
        commands: that the bot knows. Where many bots may listen, an unknown one is somebody else's.
    """
    message = update.message or update.channel_post or update.edited_message or update.edited_channel_post
    if message is None or _is_no_question(message, me):
        return None
    edited = message is update.edited_message or message is update.edited_channel_post
    surface = _SURFACES.get(ChatType(message.chat.type), Surface.GROUP)
    command, bot = _command(message, me)
    named = bot is not None and bot == _name(me)
    if bot is not None and not named:
        return Asked(message, surface, "", "help", edited) if surface is Surface.PRIVATE else None
    if surface is not Surface.PRIVATE:
        known = command is not None and (named or command in commands)
        if command is not None and not known and not _mentions(message, me):
            return None  # another bot's, even in reply to us
        if not (known or _mentions(message, me) or (surface is Surface.GROUP and _replies_to(message, me))):
            return None
        command = command if known else None
    asked = Asked(message, surface, _words(message, me, command), command, edited)
    return None if asked.wordless and (edited or surface is not Surface.PRIVATE) else asked


def asked_of_guest(message: Message, me: User) -> tuple[str | None, str]:
    """The command and the words of a message that names the bot where it is no member.

    Without words of its own, those of the message it replies to are meant.
    """
    command, _ = _command(message, me)
    return command, _words(message, me, command)


def _is_no_question(message: Message, me: User) -> bool:
    """Whether a message is none that a person wrote to be read: a service message, a bot's, or what we sent."""
    sender = message.from_user
    by_a_bot = sender is not None and sender.is_bot and sender.id not in _SPEAK_FOR_PEOPLE
    # What people send with our inline mode is our answer; a post in the discussion group was answered in its channel.
    ours = message.via_bot is not None and message.via_bot.id == me.id
    contentless = not (message.text or message.caption or message.effective_attachment)
    return by_a_bot or ours or bool(message.is_automatic_forward) or contentless


def _name(me: User) -> str:
    return (me.username or "").lower()


def _entities(message: Message) -> dict[MessageEntity, str]:
    wanted: list[str | None] = list(_MARKS)
    return message.parse_entities(wanted) if message.text else message.parse_caption_entities(wanted)


def _command(message: Message, me: User) -> tuple[str | None, str | None]:
    """The command that a message begins with and the bot it names, both in lower case."""
    leading = _leading_command(message, me)
    if leading is None:
        return None, None
    command, _, bot = _entities(message)[leading].removeprefix("/").lower().partition("@")
    return command, bot or None


def _leading_command(message: Message, me: User) -> MessageEntity | None:
    """The command that stands first, or right behind the bot's name."""
    begins = 0
    for entity, text in _entities(message).items():
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == begins:
            return entity
        if not (_is_me(entity, text, me) and entity.offset == 0):
            return None
        begins = entity.length + 1
    return None


def _is_me(entity: MessageEntity, text: str, me: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return entity.type == MessageEntity.MENTION and text.lower() == f"@{_name(me)}"


def _mentions(message: Message, me: User) -> bool:
    return any(_is_me(entity, text, me) for entity, text in _entities(message).items())


def _replies_to(message: Message, me: User) -> bool:
    """Whether a message replies to one of the bot's. The first message of a topic is nothing that was said."""
    original = message.reply_to_message
    if original is None or original.from_user is None or original.from_user.id != me.id:
        return False
    return bool(original.text or original.caption or original.effective_attachment)


def _words(message: Message, me: User, command: str | None) -> str:
    text = message.text or message.caption or ""
    leading = _leading_command(message, me) if command is not None else None
    taken = [entity for entity, said in _entities(message).items() if _is_me(entity, said, me) or entity is leading]
    units = text.encode("utf-16-le")
    for entity in sorted(taken, key=lambda each: each.offset, reverse=True):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        units = units[:start] + " ".encode("utf-16-le") + units[end:]
    words = units.decode("utf-16-le", "replace").strip()
    return words or (_quoted_question(message, me) if command in QUESTIONS else "")


def _quoted_question(message: Message, me: User) -> str:
    """What somebody else said, when the bot is only named under it."""
    original = message.reply_to_message
    if original is None or (original.from_user is not None and original.from_user.id == me.id):
        return ""
    if message.quote is not None:
        return message.quote.text
    return original.text or original.caption or ""
