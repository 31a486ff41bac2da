"""The few fixtures that many tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.app import BotApplication, build_application, make_desk
from bot.opening import open_answerer
from bot.settings import Settings
from knowledge.answer import Answerer
from knowledge.load import BUILT_IN
from tests.small_base import write_base
from tests.telegram_support import TOKEN, RecordingRequest


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """Answers about the invented election of tests/small_base.py."""
    return open_answerer(write_base(tmp_path_factory.mktemp("small")), tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """Answers from the fact base that ships."""
    return open_answerer(BUILT_IN, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def request_log() -> RecordingRequest:
    """The calls a bot made."""
    return RecordingRequest()


@pytest.fixture
async def app(small: Answerer, request_log: RecordingRequest) -> AsyncIterator[BotApplication]:
    """The real application over a recording transport, answering about the invented election."""
    settings = Settings.model_validate({"token": TOKEN})
    application = build_application(settings, make_desk(settings, small), request_log)
    await application.initialize()
    yield application
    await application.shutdown()
