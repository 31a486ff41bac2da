"""What each command answers with. /language has a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.desk import Desk
from handlers.links import intent_of
from knowledge.model import Language
from knowledge.reply import Reply

Compose = Callable[[str, Language], Reply]
"""What was written after the command and the language for what shows none, to a reply."""


class Commands:
    """The commands of the fact base and of the bot."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def reply(self, command: str, words: str, language: Language) -> Reply:
        """The reply to a command; help for one that there is not."""
        answerer = self._desk.answerer
        own: Mapping[str, Compose] = {
            "start": self._start,
            "changes": answerer.changes,
            "timeline": lambda _, language: answerer.timeline(language),
            "sources": lambda _, language: answerer.sources(language),
            "privacy": self._privacy,
        }
        if command in own:
            return own[command](words, language)
        if command in answerer.base.manifest.commands:
            return answerer.about(command, words, language) if words else answerer.shortcut(command, language)
        return answerer.help(language)

    def _start(self, payload: str, language: Language) -> Reply:
        """The welcome, or what a deep link asks for: a command, a fact, a comparison."""
        answerer = self._desk.answerer
        if payload in self._desk.commands - {"start", "ask"}:
            return self.reply(payload, "", language)
        chosen = answerer.chosen(intent_of(payload), language) if payload else None
        return chosen or answerer.welcome(language)

    def _privacy(self, _: str, language: Language) -> Reply:
        return self._desk.answerer.privacy(language, keeps_unanswered=self._desk.keeps_unanswered)
