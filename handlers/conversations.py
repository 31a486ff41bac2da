"""What is remembered of conversations, in memory only, for a while and never of too many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cachetools import TTLCache
from telegram import Message

from handlers.addressing import Asked
from handlers.ports import Surface
from knowledge.conversation import Context

FOLLOW_UP_SECONDS = 600
MAX_CONTEXTS = 5_000
LONGEST_REMEMBERED = 300
"""Characters of a question that a follow-up can build on; how a longer one was understood takes much memory."""
EDIT_SECONDS = 86_400
MAX_ANSWERS = 20_000
MAX_VOTES = 20_000

Timer = Callable[[], float]
_Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Answered:
    """The message that answered another."""

    message_id: int
    is_photo: bool


class Conversations:
    """The last answer of each chat or thread, which message answered which, and who has voted on what.

    Args:
        timer: seconds on a clock that only goes forward.
    """

    def __init__(self, timer: Timer) -> None:
        self._contexts: TTLCache[_Key, Context] = TTLCache(MAX_CONTEXTS, FOLLOW_UP_SECONDS, timer)
        self._answers: TTLCache[_Key, Answered] = TTLCache(MAX_ANSWERS, EDIT_SECONDS, timer)
        self._votes: TTLCache[tuple[int, int, int], None] = TTLCache(MAX_VOTES, EDIT_SECONDS, timer)

    def context(self, asked: Asked) -> Context | None:
        """What a follow-up builds on: in a private chat the last answer, elsewhere the one that is replied to."""
        if asked.surface is Surface.PRIVATE:
            return self._contexts.get(_private_key(asked.message))
        original = asked.message.reply_to_message
        return self._contexts.get((asked.message.chat_id, original.message_id)) if original is not None else None

    def answered(self, asked: Asked, answer: Message | None, context: Context | None) -> None:
        """Remember which message answered, and what the next one can build on."""
        if answer is None:
            return
        self._answers[asked.message.chat_id, asked.message.message_id] = Answered(answer.message_id, bool(answer.photo))
        if context is not None and len(asked.words) <= LONGEST_REMEMBERED:
            private = asked.surface is Surface.PRIVATE
            self._contexts[_private_key(answer) if private else (answer.chat_id, answer.message_id)] = context

    def chosen(self, message: Message, context: Context | None) -> None:
        """Remember an answer that was given to the press of a button, in this message of the bot."""
        if context is not None:
            self._contexts[message.chat_id, message.message_id] = context
            self._contexts[_private_key(message)] = context

    def answer_to(self, question: Message) -> Answered | None:
        """The message that answered this one, if it is remembered."""
        return self._answers.get((question.chat_id, question.message_id))

    def first_vote(self, message: Message, person: int) -> bool:
        """Whether this is the first vote of a person on a message, as far as is remembered."""
        key = (message.chat_id, message.message_id, person)
        if key in self._votes:
            return False
        self._votes[key] = None
        return True


def _private_key(message: Message) -> _Key:
    """A private chat, or one of its topics; negative, so that it is no message of the chat."""
    topic = message.message_thread_id if message.is_topic_message else None
    return message.chat_id, -(topic or 0) - 1
