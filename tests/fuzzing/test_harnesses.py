"""The harnesses run over what they begin with; fuzzing itself is done by hand."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from knowledge.answer import Answerer
from tests.fuzzing.answering import Answering
from tests.fuzzing.webhook_body import WebhookBody


@pytest.fixture(scope="module")
def webhook_body(small: Answerer) -> Iterator[WebhookBody]:
    harness = WebhookBody(small)
    yield harness
    harness.close()


@pytest.mark.parametrize("seed", Answering.seeds, ids=range(len(Answering.seeds)))
def test_conversations_from_bytes(small: Answerer, built_in: Answerer, seed: bytes) -> None:
    Answering([small, built_in])(seed)


@pytest.mark.parametrize("seed", WebhookBody.seeds, ids=range(len(WebhookBody.seeds)))
def test_posts_from_bytes(webhook_body: WebhookBody, seed: bytes) -> None:
    webhook_body(seed)


def test_what_should_be_read_is_read(webhook_body: WebhookBody, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        for seed in WebhookBody.seeds:
            webhook_body(seed)
    assert caplog.messages == [], "no update is set aside"
