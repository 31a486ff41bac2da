"""Tests of the stand-in for Telegram's server, which other tests rely on."""
