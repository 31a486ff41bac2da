"""The webhook's endpoint: who is let in, what is read, and what is acknowledged when. Over real HTTP."""

from __future__ import annotations

import asyncio
import hmac
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from telegram import Update

from bot.errors import TokenRefusedError
from bot.incoming import LARGEST_BODY, SECRET_HEADER, Deliver
from tests.bot.web_support import PATH, SECRET, WITH_SECRET, Delivered, Webserver, body_of, serving, update_json

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Posting:
    """Posts to a web server whose webhook delivers to `deliver`."""

    def __init__(self, client: aiohttp.ClientSession, address: str, web: Webserver) -> None:
        self.client = client
        self.address = address
        self.web = web

    async def __call__(self, body: Any, headers: dict[str, str] | None = None) -> int:
        """The status that a body is answered with; with the secret unless other headers are given."""
        sent = WITH_SECRET if headers is None else headers
        data = io.BytesIO(body) if isinstance(body, bytes) else body
        async with self.client.post(f"{self.address}{PATH}", data=data, headers=sent) as answer:
            return answer.status

    def posted(self, status: int) -> float:
        """How many posts were answered with a status so far."""
        return self.web.sample("mazhilis_bot_webhook_requests_total", status=str(status)) or 0.0


class Replaceable:
    """Delivers to whomever a test says."""

    def __init__(self) -> None:
        self.to: Deliver = Delivered()

    async def __call__(self, update: Update) -> None:
        await self.to(update)


@asynccontextmanager
async def posting_to(deliver: Deliver) -> AsyncIterator[Posting]:
    web = Webserver(deliver)
    async with serving(web.application) as address, aiohttp.ClientSession() as client:
        yield Posting(client, address, web)


@pytest.fixture(scope="module")
def deliver() -> Replaceable:
    return Replaceable()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def post(deliver: Replaceable) -> AsyncIterator[Posting]:
    """One web server for all tests that do not stop it."""
    async with posting_to(deliver) as posting:
        yield posting


@pytest.fixture(autouse=True)
def delivered(deliver: Replaceable) -> Delivered:
    deliver.to = delivered = Delivered()
    return delivered


async def test_an_update_is_delivered_and_acknowledged(post: Posting, delivered: Delivered) -> None:
    before = post.posted(200)
    assert await post(body_of(update_json(number=7))) == 200
    assert delivered.numbers == [7]
    assert post.posted(200) == before + 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SECRET_HEADER: ""},
        {SECRET_HEADER: SECRET[:-1]},
        {SECRET_HEADER: f"{SECRET}x"},
        {SECRET_HEADER: SECRET.upper()},
        {SECRET_HEADER: "пароль"},
        {"Authorization": SECRET},
    ],
)
async def test_without_the_secret_nobody_is_let_in(
    post: Posting, delivered: Delivered, headers: dict[str, str]
) -> None:
    before = post.posted(403)
    assert await post(body_of(update_json()), headers) == 403
    assert delivered.numbers == []
    assert post.posted(403) == before + 1


async def test_the_secret_is_compared_in_constant_time(
    post: Posting, delivered: Delivered, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    compare = hmac.compare_digest

    def noting(given: bytes, expected: bytes) -> bool:
        compared.append((given, expected))
        return compare(given, expected)

    monkeypatch.setattr("bot.incoming.hmac.compare_digest", noting)
    assert await post(body_of(update_json())) == 200
    assert await post(body_of(update_json()), {SECRET_HEADER: "guess"}) == 403
    assert compared == [(SECRET.encode(), SECRET.encode()), (b"guess", SECRET.encode())]
    assert len(delivered.numbers) == 1


async def test_a_strangers_body_is_not_read(post: Posting) -> None:
    never = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield b"{"
        await never.wait()

    async with asyncio.timeout(5):
        assert await post(endless(), {}) == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"not JSON",
        b'{"update_id": 1',
        b"null",
        b"true",
        b"1",
        b'"update"',
        b"[]",
        b"[{}]",
        b"{}",
        b'{"message": {}}',
        b'{"update_id": "1"}',
        b'{"update_id": true}',
        b'{"update_id": 1.0}',
        b'{"update_id": 0}',
        b'{"update_id": -1}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b'{"update_id": null}',
        b'{"update_id": 1, "message": 5}',
        b'{"update_id": 1, "message": []}',
        b'{"update_id": 1, "message": {}}',
        b'{"update_id": 1, "callback_query": {"id": "1"}}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"\xef\xbb\xbf{}",
    ],
    ids=lambda body: repr(body[:30]),
)
async def test_what_is_no_update_is_refused(post: Posting, delivered: Delivered, body: bytes) -> None:
    assert await post(body) == 400
    assert delivered.numbers == []
    assert await post(body_of(update_json())) == 200, "and the next one is taken"


@pytest.mark.parametrize(
    ("date", "chat"),
    [("1e400", "1"), ("null", "1"), ("0", "[]"), ("0", "{}")],
    ids=["a date that never comes", "no date", "a list for a chat", "an object for a chat"],
)
async def test_an_update_that_cannot_be_read_is_set_aside_and_not_sent_for_ever(
    post: Posting, delivered: Delivered, date: str, chat: str
) -> None:
    message = f'{{"message_id": 1, "date": {date}, "chat": {{"id": {chat}, "type": "private"}}}}'
    assert await post(f'{{"update_id": 1, "message": {message}}}'.encode()) == 200
    assert delivered.numbers == []


async def test_messages_that_answer_each_other_without_end_are_refused(post: Posting, delivered: Delivered) -> None:
    message: dict[str, Any] = update_json()["message"]
    text = json.dumps(message)
    nested = text[:-1] + ', "reply_to_message": '
    assert await post((f'{{"update_id": 1, "message": {nested * 900}{text}' + "}" * 901).encode()) == 400
    assert delivered.numbers == []


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 5},
        {"update_id": 5, "something_new": {"of": "next year"}},
        {"update_id": 5, "poll_answer": {"poll_id": "1", "option_ids": [0], "user": {"id": 1}}},
        update_json(number=5, novelty={"a": 1}),
    ],
)
async def test_kinds_and_fields_that_nobody_knows_are_taken(
    post: Posting, delivered: Delivered, update: dict[str, Any]
) -> None:
    if "poll_answer" in update:
        update["poll_answer"]["user"] |= {"first_name": "A", "is_bot": False}
        update["poll_answer"]["option_persistent_ids"] = ["0"]
    assert await post(body_of(update)) == 200
    assert delivered.numbers == [5]


async def test_the_largest_body_is_taken_and_one_byte_more_is_not(post: Posting, delivered: Delivered) -> None:
    update = body_of(update_json())
    largest = update + b" " * (LARGEST_BODY - len(update))
    assert await post(largest) == 200
    assert await post(largest + b" ") == 413
    assert len(delivered.numbers) == 1


async def test_a_body_that_grows_beyond_the_limit_is_cut_off(post: Posting, delivered: Delivered) -> None:
    sent = 0

    async def growing() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(40):
            yield b" " * 65536
            sent += 65536

    assert await post(growing()) == 413
    assert await post(body_of(update_json())) == 200
    assert len(delivered.numbers) == 1


async def test_a_body_that_never_ends_is_given_up(post: Posting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.incoming.BODY_SECONDS", 0.05)
    never = asyncio.Event()

    async def halting() -> AsyncIterator[bytes]:
        yield b'{"update_id": 1'
        await never.wait()

    assert await post(halting()) == 408


@pytest.mark.parametrize("length", ["-1", "x", "9" * 5000, "1e3"])
async def test_a_length_that_is_no_length_is_refused(post: Posting, length: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(post.address.rsplit(":", 1)[1]))
    writer.write(
        f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: {length}\r\n\r\n{{}}".encode()
    )
    assert (await reader.readline()).startswith(b"HTTP/1.1 400 ")
    writer.close()
    await writer.wait_closed()


async def test_somebody_who_hangs_up_in_the_middle_does_no_harm(post: Posting, delivered: Delivered) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", int(post.address.rsplit(":", 1)[1]))
    writer.write(
        f'POST {PATH} HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: 99\r\n\r\n{{"upd'.encode()
    )
    await writer.drain()
    writer.transport.abort()
    assert await post(body_of(update_json())) == 200
    assert len(delivered.numbers) == 1


async def test_it_is_acknowledged_only_after_it_was_answered(post: Posting, deliver: Replaceable) -> None:
    begun, answered = asyncio.Event(), asyncio.Event()

    async def slowly(_: Update) -> None:
        begun.set()
        await answered.wait()

    deliver.to = slowly
    posting = asyncio.create_task(post(body_of(update_json())))
    await begun.wait()
    assert await post(b"no update") == 400, "others are served meanwhile"
    assert not posting.done()
    answered.set()
    assert await posting == 200


async def test_updates_are_delivered_side_by_side(post: Posting, deliver: Replaceable) -> None:
    together = asyncio.Barrier(30)

    async def all_at_once(_: Update) -> None:
        await together.wait()

    deliver.to = all_at_once
    async with asyncio.timeout(10):
        statuses = await asyncio.gather(*(post(body_of(update_json(number=number))) for number in range(1, 31)))
    assert statuses == [200] * 30


@pytest.mark.parametrize("error", [RuntimeError, ValueError, asyncio.CancelledError, TimeoutError])
async def test_what_was_not_answered_is_asked_for_again(
    post: Posting, deliver: Replaceable, error: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_: Update) -> None:
        raise error("what somebody wrote")

    deliver.to = fail
    assert await post(body_of(update_json())) == 503
    assert "what somebody wrote" not in caplog.text
    deliver.to = Delivered()
    assert await post(body_of(update_json())) == 200


async def test_the_log_says_which_error_and_where(
    post: Posting, deliver: Replaceable, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_: Update) -> None:
        raise RuntimeError("what somebody wrote")

    deliver.to = broken
    await post(body_of(update_json()))
    [line] = [record.getMessage() for record in caplog.records if record.name == "bot.incoming"]
    assert line.startswith("an update was not answered: RuntimeError at test_incoming.py:")
    assert line.endswith("in broken")


async def test_a_token_that_is_refused_is_told(post: Posting, deliver: Replaceable) -> None:
    async def refused(_: Update) -> None:
        raise TokenRefusedError("Telegram refuses BOT_TOKEN")

    deliver.to = refused
    assert await post(body_of(update_json())) == 503
    assert post.web.incoming.token_refused.is_set()


async def test_what_was_begun_is_finished_though_telegram_hangs_up(post: Posting, deliver: Replaceable) -> None:
    begun, answered, finished = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slowly(_: Update) -> None:
        begun.set()
        await answered.wait()
        finished.set()

    deliver.to = slowly
    posting = asyncio.create_task(post(body_of(update_json())))
    await begun.wait()
    posting.cancel()
    await asyncio.gather(posting, return_exceptions=True)
    answered.set()
    async with asyncio.timeout(5):
        await finished.wait()


async def test_stopping_finishes_what_is_at_work_and_takes_nothing_more() -> None:
    begun, answered = asyncio.Event(), asyncio.Event()

    async def slowly(_: Update) -> None:
        begun.set()
        await answered.wait()

    async with posting_to(slowly) as post:
        posting = asyncio.create_task(post(body_of(update_json(number=1))))
        await begun.wait()
        finishing = asyncio.create_task(post.web.incoming.finish(5))
        await asyncio.sleep(0)
        assert await post(body_of(update_json(number=2))) == 503
        assert not finishing.done()
        answered.set()
        await finishing
        assert await posting == 200


async def test_what_takes_too_long_when_stopping_is_left_for_the_next_start(caplog: pytest.LogCaptureFixture) -> None:
    begun = asyncio.Event()

    async def for_ever(_: Update) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with posting_to(for_ever) as post:
        posting = asyncio.create_task(post(body_of(update_json())))
        await begun.wait()
        await post.web.incoming.finish(0.01)
        assert await posting == 503
    assert "updates not answered in time: 1" in caplog.text


async def test_stopping_with_nothing_at_work_is_at_once() -> None:
    async with posting_to(Delivered()) as post:
        await asyncio.wait_for(post.web.incoming.finish(60), 5)
        assert await post(body_of(update_json())) == 503


async def test_before_it_begins_telegram_is_asked_to_come_again() -> None:
    delivered = Delivered()
    async with posting_to(delivered) as post:
        await post.web.incoming.finish(0)
        assert await post(body_of(update_json())) == 503
        post.web.incoming.begin()
        assert await post(body_of(update_json())) == 200
    assert delivered.numbers == [1]
