"""One update's way through delivery: the real bot class calls the stand-in over HTTP, handlers are the test's own."""

from __future__ import annotations

import asyncio
import logging
import math
from typing import Any

import pytest
from telegram import Update

from bot.delivery import Delivery, RecentUpdates
from bot.errors import TokenRefusedError
from bot.faults import Pauses
from bot.health import Health, Part
from bot.marks import mark_of
from bot.telegram_client import TelegramBot
from bot.trying import Handle, Persistence, Trier
from tests.bot.polling_support import BRIEF, Handled, until
from tests.bot.watching_support import Watched
from tests.telegram_server import TelegramServer
from tests.telegram_server.faults import Kind
from tests.telegram_server.people import GROUP, SUPERGROUP, user

ANNA, BORIS = user(1, "Anna"), user(2, "Boris")
WORDS = "a secret question"
SORRY = "sorry"


async def answer(update: Update) -> None:
    """A handler that answers with the words of the question."""
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"answer to {update.effective_message.text}")


async def apologise(update: Update) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(SORRY)


class Desk:
    """Delivery to one handler in a test, and updates for it."""

    def __init__(self, server: TelegramServer, bot: TelegramBot) -> None:
        self.server = server
        self.bot = bot
        self.watched = Watched()
        self.health = Health()
        self.health.well(Part.TELEGRAM)
        self.ledger = RecentUpdates()

    def opened(self, handle: Handle, apology: Handle = apologise, **persistence: Any) -> Delivery:
        trier = Trier(Persistence(**{"pauses": BRIEF} | persistence), self.watched, self.health)
        return Delivery(handle, apology, trier, self.ledger, self.watched)

    def asked(self, text: str = WORDS, who: dict[str, Any] = ANNA) -> Update:
        return self.read(self.server.updates.private_text(text, who))

    def read(self, raw: dict[str, Any]) -> Update:
        """An update that happened, as the bot sees it."""
        self.server.push(raw)
        update = Update.de_json(raw, self.bot)
        assert update is not None
        return update

    def answers(self, who: dict[str, Any] = ANNA) -> list[str]:
        return [message["text"] for message in self.server.sent(who["id"])]


@pytest.fixture
def desk(server: TelegramServer, bot: TelegramBot) -> Desk:
    return Desk(server, bot)


FAULTS: list[tuple[Kind, dict[str, Any]]] = [
    ("server_error", {"times": 4}),
    ("not_json", {"times": 4}),
    ("drop", {"times": 4}),
    ("conflict", {"times": 4}),
    ("flood", {"times": 1, "retry_after": 1}),
    ("delay", {"times": 1, "seconds": 0.3}),
]


@pytest.mark.parametrize(("fault", "how"), FAULTS)
async def test_what_goes_wrong_on_the_way_is_tried_again_until_it_arrives_once(
    desk: Desk, caplog: pytest.LogCaptureFixture, fault: Kind, how: dict[str, Any]
) -> None:
    desk.server.fail("sendMessage", fault, **how)
    with caplog.at_level(logging.INFO, logger="bot"):
        await desk.opened(answer).deliver(desk.asked())
    assert desk.answers() == [f"answer to {WORDS}"]
    assert desk.watched.aside == 0
    assert desk.health.ready
    for secret in ("secret", "Anna", desk.server.token):
        assert secret not in caplog.text


async def test_nothing_is_given_up_as_long_as_nothing_gets_through(desk: Desk) -> None:
    desk.server.fail("sendMessage", "server_error", math.inf)
    delivery = desk.opened(answer, unreached=3)
    tasks = delivery.begin([desk.asked("one"), desk.asked("two", BORIS)])
    await until(lambda: desk.watched.retries > 20)
    assert not desk.health.ready
    assert not any(task.done() for task in tasks)
    desk.server.faults.clear()
    await asyncio.gather(*tasks)
    assert (desk.answers(), desk.answers(BORIS)) == (["answer to one"], ["answer to two"])
    assert desk.health.ready


async def test_what_alone_does_not_get_through_is_set_aside(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.server.fail("sendMessage", "server_error", math.inf, chat_id=ANNA["id"])
    delivery = desk.opened(answer, unreached=4, pauses=Pauses(0.05, 0.05))
    (poisonous,) = delivery.begin([desk.asked()])
    number = 0
    while not poisonous.done():
        await delivery.deliver(desk.asked(str(number), BORIS))
        number += 1
        await asyncio.sleep(0.01)
    await poisonous
    assert desk.watched.aside == 1
    assert desk.answers() == []
    assert desk.answers(BORIS) == [f"answer to {each}" for each in range(number)]
    assert len([call for call in desk.server.called("sendMessage") if call.fault]) <= 6
    assert "an update was set aside after 4 tries: NetworkError at " in caplog.text


NOBODY_THERE: list[tuple[Kind, str]] = [
    ("forbidden", ""),
    ("chat_not_found", ""),
    ("bad_request", "not enough rights to send text messages to the chat"),
    ("bad_request", "query is too old and response timeout expired or query ID is invalid"),
    ("bad_request", "CHAT_WRITE_FORBIDDEN"),
]


@pytest.mark.parametrize(("fault", "description"), NOBODY_THERE)
async def test_what_reaches_nobody_is_dropped_quietly(
    desk: Desk, caplog: pytest.LogCaptureFixture, fault: Kind, description: str
) -> None:
    desk.server.fail("sendMessage", fault, math.inf, description=description)
    with caplog.at_level(logging.INFO, logger="bot"):
        await desk.opened(answer).deliver(desk.asked())
    assert len(desk.server.called("sendMessage")) == 1
    assert (desk.watched.aside, desk.watched.errors) == (0, ["gone"])
    assert [record.levelname for record in caplog.records] == ["INFO"]
    assert "Anna" not in caplog.text


async def test_what_telegram_refuses_is_tried_twice_then_apologised_for(desk: Desk) -> None:
    desk.server.fail("sendMessage", "bad_request", 2, description="can't parse entities")
    await desk.opened(answer).deliver(desk.asked())
    assert desk.answers() == [SORRY]
    assert (desk.watched.aside, desk.watched.retries, desk.watched.errors) == (1, 1, ["mistake", "mistake"])


async def test_a_mistake_of_ours_is_tried_twice_then_apologised_for(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    tries = []

    async def fail(update: Update) -> None:
        tries.append(update.update_id)
        raise ValueError(WORDS)

    desk.server.fail("sendMessage", "server_error", 2)  # the apology arrives, too
    update = desk.asked()
    await desk.opened(fail).deliver(update)
    assert tries == [update.update_id] * 2
    assert desk.answers() == [SORRY]
    assert desk.watched.aside == 1
    assert "an update was set aside after 2 tries: ValueError at test_delivery.py:" in caplog.text
    assert "secret" not in caplog.text


async def test_a_mistake_that_happens_once_does_no_harm(desk: Desk) -> None:
    failures = [ValueError()]

    async def fail_once(update: Update) -> None:
        if failures:
            raise failures.pop()
        await answer(update)

    await desk.opened(fail_once).deliver(desk.asked())
    assert desk.answers() == [f"answer to {WORDS}"]
    assert desk.watched.aside == 0


async def test_a_refused_token_is_not_tried_again(desk: Desk) -> None:
    desk.server.fail("sendMessage", "unauthorized")
    update = desk.asked()
    with pytest.raises(TokenRefusedError, match=r"^Telegram refuses BOT_TOKEN"):
        await desk.opened(answer).deliver(update)
    assert await desk.ledger.known([mark_of(update)]) == frozenset()


async def test_a_method_that_the_server_does_not_know_is_no_refused_token(desk: Desk) -> None:
    async def ask_for_too_much(_: Update) -> None:
        await desk.bot.do_api_request("readMinds")

    await desk.opened(ask_for_too_much).deliver(desk.asked())
    assert desk.answers() == [SORRY]


async def test_what_was_sent_is_not_sent_again_when_something_after_it_fails(desk: Desk) -> None:
    tries: list[list[int]] = []

    async def answer_in_parts(update: Update) -> None:
        assert update.message is not None
        first = await update.message.reply_text("one")
        if not tries:
            desk.server.fail("sendMessage", "server_error", 3)
        tries.append([first.message_id])
        second = await update.message.reply_text("two")
        tries[-1].append(second.message_id)

    await desk.opened(answer_in_parts).deliver(desk.asked())
    assert desk.answers() == ["one", "two"]
    ids = [message["message_id"] for message in desk.server.sent(ANNA["id"])]
    assert tries == [ids[:1]] * 3 + [ids], "the handler sees what became of the first part each time"


async def test_an_update_delivered_twice_at_once_is_handled_once(desk: Desk) -> None:
    handled = Handled()
    handled.gate.clear()
    delivery = desk.opened(handled)
    update = desk.asked("one")
    both = [asyncio.create_task(delivery.deliver(update)) for _ in range(2)]
    await handled.until(lambda: handled.begun == ["one"])
    assert not any(task.done() for task in both)
    handled.gate.set()
    await asyncio.gather(*both)
    assert handled.texts == ["one"]


async def test_an_update_that_was_answered_before_is_not_handled(desk: Desk) -> None:
    handled = Handled()
    known, new = desk.asked("known"), desk.asked("new")
    await desk.ledger.note(mark_of(known))
    delivery = desk.opened(handled)
    for _ in range(2):
        await asyncio.gather(*delivery.begin([known, new]))
    assert handled.texts == ["new"]


async def test_another_update_with_the_number_of_an_answered_one_is_answered(desk: Desk) -> None:
    handled = Handled()
    delivery = desk.opened(handled)
    raw = desk.server.updates.private_text("one", ANNA)
    await delivery.deliver(desk.read(raw))
    later = Update.de_json(raw | {"message": raw["message"] | {"text": "later", "date": 5}}, desk.bot)
    assert later is not None
    await delivery.deliver(later)
    async with TelegramServer() as elsewhere:
        other = TelegramBot(elsewhere.token, base_url=f"{elsewhere.base_url}/bot")
        same_number = Update.de_json(raw | {"message": raw["message"] | {"text": "elsewhere"}}, other)
        assert same_number is not None
        await delivery.deliver(same_number)
        again = Update.de_json(raw, desk.bot)
        assert again is not None
        await delivery.deliver(again)
    assert handled.texts == ["one", "later", "elsewhere"]


async def test_an_update_is_seen_through_though_nobody_waits_for_it_any_more(desk: Desk) -> None:
    handled = Handled()
    handled.gate.clear()
    delivery = desk.opened(handled)
    caller = asyncio.create_task(delivery.deliver(desk.asked("one")))
    await handled.until(lambda: handled.begun == ["one"])
    caller.cancel()
    await asyncio.wait({caller})
    handled.gate.set()
    assert await delivery.finish(5) == 0
    assert handled.texts == ["one"]


async def test_a_chat_keeps_its_order_while_its_first_update_is_tried_again(desk: Desk) -> None:
    desk.server.fail("sendMessage", "server_error", 3, chat_id=ANNA["id"])
    delivery = desk.opened(answer, pauses=Pauses(0.02, 0.1))
    tasks = delivery.begin([desk.asked("one"), desk.asked("two"), desk.asked("other", BORIS), desk.asked("three")])
    await tasks[2]
    assert not tasks[0].done(), "other chats do not wait"
    await asyncio.gather(*tasks)
    assert desk.answers() == ["answer to one", "answer to two", "answer to three"]


async def test_queries_and_guests_wait_for_nobody(desk: Desk) -> None:
    begun: list[int] = []
    gate = asyncio.Event()

    async def handle(update: Update) -> None:
        begun.append(update.update_id)
        await gate.wait()

    updates = [
        desk.read(each)
        for each in (
            desk.server.updates.inline_query("turn", ANNA),
            desk.server.updates.inline_query("turnout", ANNA),
            desk.server.updates.guest_text("turnout?", ANNA, SUPERGROUP),
            desk.server.updates.supergroup_text("one", ANNA, SUPERGROUP),
            desk.server.updates.supergroup_text("two", BORIS, SUPERGROUP),
        )
    ]
    tasks = desk.opened(handle).begin(updates)
    await until(lambda: len(begun) == 4)
    assert updates[4].update_id not in begun, "but messages of one chat do, whoever wrote them"
    gate.set()
    await asyncio.gather(*tasks)


async def test_finishing_cuts_off_what_takes_too_long(desk: Desk) -> None:
    handled = Handled()
    handled.gate.clear()
    delivery = desk.opened(handled)
    updates = [desk.asked("one"), desk.asked("two")]
    tasks = delivery.begin(updates)
    assert await delivery.finish(0.05) == 2
    assert all(task.cancelled() for task in tasks)
    assert await desk.ledger.known([mark_of(update) for update in updates]) == frozenset()
    assert desk.watched.counts[-1] == 0
    assert await delivery.finish(0.05) == 0


async def test_a_group_that_became_a_supergroup_is_answered_there(desk: Desk) -> None:
    moved = SUPERGROUP["id"]
    update = desk.read(desk.server.updates.group_text("one", ANNA, GROUP))
    desk.read(desk.server.updates.supergroup_text("hello", ANNA, SUPERGROUP))
    desk.server.fail("sendMessage", "migrated", chat_id=GROUP["id"], migrate_to=moved)
    await desk.opened(answer).deliver(update)
    assert desk.answers(SUPERGROUP) == ["answer to one"]


async def test_one_chat_asked_to_wait_does_not_stop_the_rest(desk: Desk) -> None:
    desk.server.fail("sendMessage", "flood", 1, chat_id=ANNA["id"], retry_after=1)
    delivery = desk.opened(answer)
    waiting, *others = delivery.begin([desk.asked("one"), *(desk.asked(str(number), BORIS) for number in range(20))])
    await asyncio.gather(*others)
    assert not waiting.done()
    await waiting
    assert desk.answers() == ["answer to one"]
    assert desk.watched.errors == [], "that is between the bot and Telegram, not a try of the update"


async def test_the_ledger_of_one_process_forgets_the_oldest() -> None:
    ledger = RecentUpdates(most=3)
    for number in (5, 1, 5, 2, 3):
        await ledger.note(number)
    assert await ledger.known(range(10)) == {1, 2, 3}


async def test_it_counts_what_is_under_way(desk: Desk) -> None:
    await asyncio.gather(*desk.opened(Handled()).begin([desk.asked("one"), desk.asked("two")]))
    await asyncio.sleep(0)
    assert desk.watched.counts == [2, 1, 0]


async def test_what_gets_no_answer_waits_for_no_turn_and_is_done_with(desk: Desk) -> None:
    handled = Handled()
    handled.gate.clear()
    first, second = desk.asked("first"), desk.asked("too much")
    trier = Trier(Persistence(pauses=BRIEF), desk.watched, desk.health, lambda update: update is second)
    delivery = Delivery(handled, apologise, trier, desk.ledger)
    waiting, overlooked = delivery.begin([first, second])
    await asyncio.wait_for(overlooked, 5)
    assert not waiting.done()
    assert await desk.ledger.known([mark_of(first), mark_of(second)]) == {mark_of(second)}
    handled.gate.set()
    await asyncio.wait_for(waiting, 5)
    assert handled.begun == ["first"]


async def test_a_mistake_about_who_gets_no_answer_is_the_handlers(desk: Desk) -> None:
    def mistaken(_: Update) -> bool:
        raise KeyError(WORDS)

    trier = Trier(Persistence(pauses=BRIEF), desk.watched, desk.health, mistaken)
    await Delivery(answer, apologise, trier).deliver(desk.asked())
    assert desk.answers() == [f"answer to {WORDS}"]
