"""The buttons under a reply."""

from __future__ import annotations

from collections.abc import Iterable

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import Choose, ChooseLanguage, NoneOfThese, Pressable, ShowChart, Vote
from handlers.lengths import MAX_BUTTON_TEXT, MAX_COPIED, cut
from handlers.links import deep_link, link_to_answer, share_link
from knowledge.answer import Answerer
from knowledge.model import Language
from knowledge.plain import source_lines
from knowledge.reply import Reply, ReplyKind

MAX_RELATED = 2
"""Related questions offered under an answer."""
_ANSWERS = frozenset({ReplyKind.FACT, ReplyKind.COMPARISON})

Row = list[InlineKeyboardButton]


def keyboard(
    reply: Reply, answerer: Answerer, username: str, *, with_chart: bool = True
) -> InlineKeyboardMarkup | None:
    """Questions to go on with, "since 2016" and the chart, then votes, the citation to copy and a link to share."""
    more = _more(reply, answerer, with_chart=with_chart)
    rows = [row for row in (*_questions(reply), more, *_about_answer(reply, answerer, username)) if row]
    return InlineKeyboardMarkup(rows) if rows else None


def open_bot(answerer: Answerer, username: str, reply: Reply) -> InlineKeyboardMarkup:
    """One button into the private chat, for messages that the bot did not send itself."""
    link = _link(reply, answerer, username) or deep_link(username, "help")
    label = answerer.texts.get(reply.language, "open_bot")
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, url=link)]])


def language_keyboard(answerer: Answerer, language: Language) -> InlineKeyboardMarkup:
    """One button a language, and one for that of the client."""
    texts = answerer.texts
    rows = [[_button(texts.get(language, f"language_{each.value}"), ChooseLanguage(each))] for each in Language]
    rows.append([_button(texts.get(language, "language_auto"), ChooseLanguage(None))])
    return InlineKeyboardMarkup(rows)


def _button(label: str, pressable: Pressable) -> InlineKeyboardButton:
    return InlineKeyboardButton(cut(label, MAX_BUTTON_TEXT), callback_data=pressable.pack())


def _questions(reply: Reply) -> Iterable[Row]:
    offered = () if reply.kind is ReplyKind.SMALL_TALK else reply.suggestions
    if reply.kind in _ANSWERS:
        offered = offered[:MAX_RELATED]
    return [[_button(each.question, Choose(each.intent, reply.language))] for each in offered]


def _more(reply: Reply, answerer: Answerer, *, with_chart: bool) -> Row:
    texts, language = answerer.texts, reply.language
    row = []
    before = answerer.base.manifest.before
    if reply.since is not None and before is not None:
        label = texts.get(language, "since_button", year=answerer.base.entities[before].year)
        row.append(_button(label, Choose(reply.since, language)))
    if reply.chart is not None and with_chart:
        row.append(_button(texts.get(language, "chart_button"), ShowChart(reply.chart, language)))
    if reply.kind is ReplyKind.CLARIFICATION:
        row.append(_button(texts.get(language, "none_of_these"), NoneOfThese(language)))
    return row


def _about_answer(reply: Reply, answerer: Answerer, username: str) -> Iterable[Row]:
    if reply.kind not in _ANSWERS or reply.intent is None:
        return
    texts, language = answerer.texts, reply.language
    yield [
        _button(texts.get(language, "helpful_button"), Vote(reply.intent, language, helpful=True)),
        _button(texts.get(language, "not_helpful_button"), Vote(reply.intent, language, helpful=False)),
    ]
    row = []
    if reply.passages:
        source = source_lines(reply.passages[:1], texts, language)[0]
        citation = texts.get(language, "citation", quote=reply.passages[0].citation.quote, source=source)
        label = texts.get(language, "copy_button")
        row.append(InlineKeyboardButton(label, copy_text=CopyTextButton(cut(citation, MAX_COPIED))))
    link = _link(reply, answerer, username)
    if link is not None:
        question = answerer.question_of(reply.intent, language) or ""
        row.append(InlineKeyboardButton(texts.get(language, "share_button"), url=share_link(link, question)))
    yield row


def _link(reply: Reply, answerer: Answerer, username: str) -> str | None:
    if reply.intent is None:
        return None
    return link_to_answer(username, reply.intent, is_fact=reply.intent in answerer.base.facts)
