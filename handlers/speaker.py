"""Which language somebody is answered in when the question itself does not show it."""

from __future__ import annotations

from telegram import User

from knowledge.model import Language


def client_language(user: User | None) -> Language:
    """The language of somebody's Telegram, if it is one of ours; English otherwise."""
    code = (user.language_code or "").split("-")[0] if user is not None else ""
    return Language(code) if code in {language.value for language in Language} else Language.EN
