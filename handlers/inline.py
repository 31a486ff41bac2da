"""Inline mode: the bot's name and a question in any chat; what is tapped is sent there, cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import perf_counter
from typing import Any

from telegram import (
    InlineQuery,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import BaseHandler, ContextTypes, InlineQueryHandler

from handlers.desk import Desk
from handlers.keyboards import open_bot
from handlers.lengths import cut
from handlers.limits import WINDOW_SECONDS
from handlers.ports import Surface
from handlers.render import render, render_caption
from handlers.sending import NO_PREVIEW, tolerating
from knowledge.model import Language
from knowledge.reply import Reply, ReplyKind

CACHE_SECONDS = 300
MAX_DESCRIPTION = 200
"""UTF-16 units; a phone shows two or three lines."""
_START = "help"
"""What the button above the results asks for in the private chat."""
_ANSWERS = frozenset({ReplyKind.FACT, ReplyKind.COMPARISON})


def inline_handlers(desk: Desk) -> list[BaseHandler[Update, Any, None]]:
    """Handlers for inline queries."""
    return [InlineQueryHandler(Inline(desk).asked)]


class Inline:
    """Answers inline queries."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def asked(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer answers to what has been typed so far."""
        query = update.inline_query
        if query is None:
            return
        if not self._desk.limits.admit_inline(query.from_user.id, update.update_id):
            self._desk.observer.limited(Surface.INLINE)
            await tolerating(query.answer([], cache_time=WINDOW_SECONDS, is_personal=True))
            return
        preferred = await self._desk.preferred(query.from_user.id, query.from_user)
        replies = self._replies(query, preferred)
        results = [result for reply in replies for result in self._results(reply, context.bot.username)]
        language = replies[0].language if replies else self._desk.answerer.language_of(query.query, preferred)
        label = self._desk.texts.get(language, "inline_more" if results else "inline_none")
        try:
            await self._offer(query, results, label)
        except BadRequest:
            texts = [result for result in results if not isinstance(result, InlineQueryResultCachedPhoto)]
            if len(texts) == len(results):
                raise
            # Most likely Telegram does not know a picture any more.
            for reply in replies:
                if reply.chart is not None:
                    self._desk.pictures.forget(reply.chart, reply.language)
            await self._offer(query, texts, label)

    async def _offer(self, query: InlineQuery, results: Sequence[InlineQueryResult], label: str) -> None:
        await tolerating(
            query.answer(
                results,
                cache_time=CACHE_SECONDS,
                is_personal=self._is_personal(query.query),
                button=InlineQueryResultsButton(label, start_parameter=_START),
            )
        )

    def _replies(self, query: InlineQuery, preferred: Language) -> list[Reply]:
        """The answers to offer: to the question, to what it may mean, or to what is asked most."""
        answerer, typed = self._desk.answerer, query.query.strip()
        if not typed:
            return self._chosen((each.intent for each in answerer.most_asked(preferred)), preferred)
        began = perf_counter()
        reply = answerer.answer(typed, preferred=preferred)
        self._desk.observer.replied(Surface.INLINE, reply.kind, perf_counter() - began)
        if reply.kind in _ANSWERS:
            return [reply]
        if reply.kind is ReplyKind.NO_ANSWER:
            return []
        return self._chosen((each.intent for each in reply.suggestions), reply.language)

    def _chosen(self, intents: Iterable[str], language: Language) -> list[Reply]:
        replies = (self._desk.answerer.chosen(intent, language) for intent in intents)
        return [reply for reply in replies if reply is not None]

    def _results(self, reply: Reply, username: str) -> Iterable[InlineQueryResult]:
        answerer, language = self._desk.answerer, reply.language
        intent = reply.intent or ""
        title = answerer.question_of(intent, language) or reply.question
        button = open_bot(answerer, username, reply)
        yield InlineQueryResultArticle(
            id=f"{language.value}:{intent}",
            title=title,
            description=cut(reply.body, MAX_DESCRIPTION),
            input_message_content=InputTextMessageContent(
                render(reply, answerer.texts).html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
            ),
            reply_markup=button,
        )
        photo = self._desk.pictures.known(reply.chart, language) if reply.chart is not None else None
        caption = render_caption(reply, answerer.texts)
        if photo is not None and caption is not None:
            yield InlineQueryResultCachedPhoto(
                id=f"p:{language.value}:{intent}",
                photo_file_id=photo,
                title=title,
                caption=caption.html,
                parse_mode=ParseMode.HTML,
                reply_markup=button,
            )

    def _is_personal(self, typed: str) -> bool:
        """Whether the results depend on who asks: where the words do not show their language, on that of the client."""
        languages = {self._desk.answerer.language_of(typed, preferred) for preferred in Language}
        return len(languages) > 1
