"""After busy days every table is read, and every log line: there stands what /privacy says, and nothing else."""

from __future__ import annotations

import asyncio
import logging
from datetime import date, timedelta

import pytest

from bot.logs import set_up_logging
from bot.storage.pruning import UNANSWERED_DAYS, UPDATE_DAYS
from bot.storage.tables import answered_update, metadata, unanswered
from knowledge.model import Language
from tests.bot.storage.support import TODAY, Place

EN = Language.EN
PEOPLE = range(70_001, 70_013)
NAME = "Gulshara"
USER_NAME = "gulshara_k"
PHONE = "+7 701 555 66 77"
QUESTION = (
    f"I am {NAME} (@{USER_NAME}), call {PHONE}: who is the mayor of Almaty? {NAME.upper()} x@example.com t.me/abc"
)


async def busy_day(place: Place) -> None:
    async with place.opened() as storage:

        async def somebody(person: int) -> None:
            if person % 3 == 0:
                await storage.keeper.choose_language(person, Language.KK)
            await storage.keeper.language(person)
            await storage.keeper.unanswered(QUESTION, EN, (NAME, USER_NAME))
            await storage.keeper.vote("turnout", helpful=bool(person % 2))
            await storage.ledger.note(900_000 + person)

        await asyncio.gather(*(somebody(person) for person in PEOPLE))


async def test_every_table_holds_only_what_it_should(place: Place) -> None:
    await busy_day(place)
    everything = await place.everything()
    assert set(everything) == {table.name for table in metadata.sorted_tables}
    assert everything["schema_version"] == [(1,)]
    assert sorted(everything["chat_language"]) == [(person, "kk") for person in PEOPLE if person % 3 == 0]
    assert everything["feedback"] == [("turnout", 6, 6)]
    left = "I am … call …: who is the mayor of Almaty? …"
    assert await place.rows(unanswered) == [(TODAY, "en", left, len(PEOPLE))]
    noted = [(0, 900_000 + person, TODAY) for person in PEOPLE]
    assert await place.rows(answered_update) == noted


async def test_the_log_holds_nobodys_words_at_any_level(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, []
    levels = {name: logging.getLogger(name).level for name in (None, "aiosqlite", "sqlalchemy", "asyncio")}
    try:
        set_up_logging(place.settings(log_level="DEBUG"))
        await busy_day(place)
        await place.execute("ALTER TABLE unanswered RENAME TO elsewhere")
        await busy_day(place)
    finally:
        root.handlers = handlers
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
    written = capsys.readouterr().err
    assert "the database cannot be used" in written
    for private in ("mayor", NAME, USER_NAME, "Almaty", *map(str, PEOPLE)):
        assert private.lower() not in written.lower()


@pytest.mark.parametrize("restarted", [True, False])
async def test_unanswered_questions_go_after_ninety_days(place: Place, restarted: bool) -> None:
    async with place.opened() as storage:
        for day in range(4):
            await storage.keeper.unanswered(f"who is {'abcd'[day]}", EN)
            await storage.ledger.note(day)
            place.today.wait(1)
        if not restarted:
            place.today.day = TODAY + timedelta(days=UNANSWERED_DAYS + 1)
            while await storage._database.write(storage._writer._prune):
                pass
            assert await days(place) == [TODAY + timedelta(days=2), TODAY + timedelta(days=3)]
            return
    place.today.day = TODAY + timedelta(days=UNANSWERED_DAYS - 1)
    async with place.opened():
        pass
    assert await days(place) == [TODAY + timedelta(days=day) for day in range(4)]
    assert await place.rows(answered_update) == []
    place.today.day = TODAY + timedelta(days=UNANSWERED_DAYS)
    async with place.opened():
        pass
    assert await days(place) == [TODAY + timedelta(days=day) for day in range(1, 4)]


async def days(place: Place) -> list[date]:
    return [day for day, *_ in await place.rows(unanswered)]


async def test_answered_updates_go_after_days(place: Place) -> None:
    async with place.opened() as storage:
        await storage.ledger.note(1)
        place.today.wait(1)
        await storage.ledger.note(2)
    place.today.wait(UPDATE_DAYS)
    async with place.opened():
        pass
    assert [number for _, number, _ in await place.rows(answered_update)] == [2]


async def test_what_was_deleted_is_not_in_the_file_any_more(sqlite: Place) -> None:
    async with sqlite.opened() as storage:
        await storage.keeper.unanswered("who is the lighthouse keeper", EN)
    file = sqlite.where["data_dir"] / "mazhilis-bot.sqlite3"
    assert b"lighthouse" in file.read_bytes()
    async with sqlite.opened(keep_unanswered=False):
        pass
    assert b"lighthouse" not in b"".join(path.read_bytes() for path in file.parent.iterdir())
