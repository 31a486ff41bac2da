"""What is remembered of conversations, in memory only, for a while and never of too many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TTLCache
from telegram import Message
from telegram.constants import ChatType

from handlers.addressing import Asked
from handlers.ports import Surface
from knowledge.conversation import Context

FOLLOW_UP_SECONDS = 600
MAX_CONTEXTS = 5_000
LONGEST_REMEMBERED = 300
"""Characters of a question that a follow-up can build on; how a longer one was understood takes much memory."""
EDIT_SECONDS = 86_400
MAX_ANSWERS = 5_000
MAX_VOTES = 20_000
MAX_ALBUMS = 5_000

Timer = Callable[[], float]
_Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Answered:
    """The message that answered another, and what that other could build on."""

    message_id: int
    is_photo: bool
    before: Context | None = None


@dataclass(frozen=True, slots=True)
class _Last:
    """What a follow-up can build on, and the question that led to it."""

    context: Context
    question: int


class Conversations:
    """The last answer of each chat or thread, which message answered which, and who has voted on what.

    Args:
        timer: seconds on a clock that only goes forward.
    """

    def __init__(self, timer: Timer) -> None:
        self._contexts: TTLCache[_Key, _Last] = TTLCache(MAX_CONTEXTS, FOLLOW_UP_SECONDS, timer)
        self._answers: TTLCache[_Key, Answered] = TTLCache(MAX_ANSWERS, EDIT_SECONDS, timer)
        self._votes: TTLCache[tuple[int, int, int, str], str] = TTLCache(MAX_VOTES, EDIT_SECONDS, timer)
        self._albums: TTLCache[str, int] = TTLCache(MAX_ALBUMS, FOLLOW_UP_SECONDS, timer)

    def context(self, asked: Asked) -> Context | None:
        """What a follow-up builds on: in a private chat the last answer, elsewhere the one that is replied to.

        A question that was edited builds on what it could build on before.
        """
        known = self.answer_to(asked.message) if asked.edited else None
        if known is not None:
            return known.before
        if asked.surface is Surface.PRIVATE:
            last = self._contexts.get(_private_key(asked.message))
        else:
            original = asked.message.reply_to_message
            last = self._contexts.get((asked.message.chat_id, original.message_id)) if original is not None else None
        return last.context if last is not None else None

    def answered(self, asked: Asked, answer: Answered, context: Context | None) -> None:
        """Remember which message answered, and what the next one can build on."""
        message = asked.message
        self._answers[message.chat_id, message.message_id] = answer
        key = (message.chat_id, answer.message_id)
        if asked.surface is Surface.PRIVATE:
            key = _private_key(message)
            last = self._contexts.get(key)
            if asked.edited and last is not None and last.question != message.message_id:
                return  # an older question was edited; the conversation has gone on
        if context is not None and len(asked.words) <= LONGEST_REMEMBERED:
            self._contexts[key] = _Last(context, message.message_id)
        elif context is not None:
            self._contexts.pop(key, None)

    def chosen(self, message: Message, context: Context | None) -> None:
        """Remember an answer that was given to the press of a button, in this message of the bot."""
        if context is not None:
            private = message.chat.type == ChatType.PRIVATE
            key = _private_key(message) if private else (message.chat_id, message.message_id)
            self._contexts[key] = _Last(context, 0)

    def answer_to(self, question: Message) -> Answered | None:
        """The message that answered this one, if it is remembered."""
        return self._answers.get((question.chat_id, question.message_id))

    def first_vote(self, message: Message, person: int, intent: str, query: str) -> bool | None:
        """Whether this is the first vote of a person on an answer, as far as is remembered.

        None if it is, but was counted already when this very query was handled before.
        """
        key = (message.chat_id, message.message_id, person, intent)
        before = self._votes.get(key)
        if before is None:
            self._votes[key] = query
            return True
        return None if before == query else False

    def first_of_album(self, message: Message) -> bool:
        """Whether a message is the first of its album, or of none; the same for one that is handled again."""
        album = message.media_group_id
        if album is None:
            return True
        if album not in self._albums:
            self._albums[album] = message.message_id
        return self._albums[album] == message.message_id


def _private_key(message: Message) -> _Key:
    """A private chat, or one of its topics; negative, so that it is no message of the chat."""
    topic = message.message_thread_id if message.is_topic_message else None
    return message.chat_id, -(topic or 0) - 1
