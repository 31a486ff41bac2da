"""Telegram in, Telegram out. Nothing is decided here."""
