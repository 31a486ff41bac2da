"""What Telegram shows of the bot outside of messages: menus of commands by scope and language, and descriptions."""

from __future__ import annotations

from collections.abc import Iterator

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)

from handlers.lengths import cut
from knowledge.answer import Answerer
from knowledge.model import Language

MAX_COMMAND_DESCRIPTION = 256
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120
_FALLBACK = Language.EN
"""What people get whose language is none of ours."""
_PRIVATE_ONLY = frozenset({"privacy"})
_ADMINISTRATORS_ONLY = frozenset({"language"})


async def set_profile(bot: Bot, answerer: Answerer) -> int:
    """Set menus and descriptions where they differ from what is set.

    Returns:
        How many were set.

    Raises:
        TelegramError: Telegram was not reached or refused.
    """
    changed = 0
    for code, language in _languages():
        for scope, commands in _menus(answerer, language):
            if tuple(await bot.get_my_commands(scope, code)) != commands:
                await bot.set_my_commands(commands, scope, code)
                changed += 1
        topic = answerer.base.manifest.title.get(language)
        text = cut(answerer.texts.get(language, "description", topic=topic), MAX_DESCRIPTION)
        if (await bot.get_my_description(code)).description != text:
            await bot.set_my_description(text, code)
            changed += 1
        short = cut(answerer.texts.get(language, "short_description"), MAX_SHORT_DESCRIPTION)
        if (await bot.get_my_short_description(code)).short_description != short:
            await bot.set_my_short_description(short, code)
            changed += 1
    return changed


def _languages() -> Iterator[tuple[str | None, Language]]:
    """Codes as Telegram wants them, None for everybody else."""
    yield None, _FALLBACK
    for language in Language:
        yield language.value, language


def _menus(answerer: Answerer, language: Language) -> Iterator[tuple[BotCommandScope, tuple[BotCommand, ...]]]:
    everywhere = _commands(answerer, language, without=_ADMINISTRATORS_ONLY | _PRIVATE_ONLY)
    yield BotCommandScopeDefault(), everywhere
    yield BotCommandScopeAllPrivateChats(), _commands(answerer, language, without=frozenset())
    yield BotCommandScopeAllGroupChats(), everywhere
    yield BotCommandScopeAllChatAdministrators(), _commands(answerer, language, without=_PRIVATE_ONLY)


def _commands(answerer: Answerer, language: Language, *, without: frozenset[str]) -> tuple[BotCommand, ...]:
    return tuple(
        BotCommand(command, cut(_description(answerer, command, language), MAX_COMMAND_DESCRIPTION))
        for command in answerer.commands
        if command not in without
    )


def _description(answerer: Answerer, command: str, language: Language) -> str:
    """A command of the fact base is described by the question that it answers."""
    facts = answerer.base.manifest.commands.get(command)
    if facts is None:
        return answerer.texts.get(language, f"command_{command}")
    return answerer.base.facts[facts[0]].question.get(language)
