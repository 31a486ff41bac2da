"""What the keeper keeps, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.storage.keeper import QUESTIONS_A_DAY
from bot.storage.tables import chat_language, feedback, unanswered
from handlers.ports import Keeper
from knowledge.model import Language
from tests.bot.storage.support import TODAY, Place

EN, RU, KK = Language.EN, Language.RU, Language.KK


async def test_the_handlers_know_it_as_a_keeper(place: Place) -> None:
    keeper: Keeper = place.storage().keeper
    assert await keeper.language(1) is None


# --- languages ---------------------------------------------------------------------------------------


async def test_a_chosen_language_outlives_a_restart(place: Place) -> None:
    async with place.opened() as storage:
        assert await storage.keeper.language(7) is None
        await storage.keeper.choose_language(7, RU)
        await storage.keeper.choose_language(-1001234567890, KK)
        assert await storage.keeper.language(7) is RU
    async with place.opened() as storage:
        assert await storage.keeper.language(7) is RU
        assert await storage.keeper.language(-1001234567890) is KK
        assert await storage.keeper.language(8) is None


async def test_the_last_choice_counts_and_none_forgets(place: Place) -> None:
    async with place.opened() as storage:
        for language in (RU, KK, EN):
            await storage.keeper.choose_language(7, language)
        await storage.settled()
        await storage.keeper.choose_language(7, RU)
        await storage.keeper.choose_language(8, RU)
        await storage.keeper.choose_language(8, None)
        assert await storage.keeper.language(8) is None
    assert await place.rows(chat_language) == [(7, "ru")]
    async with place.opened() as storage:
        await storage.keeper.choose_language(7, None)
    assert await place.rows(chat_language) == []


async def test_a_language_that_this_version_does_not_speak_is_as_good_as_none(place: Place) -> None:
    async with place.opened():
        pass
    await place.execute("INSERT INTO chat_language VALUES (7, 'fr')")
    async with place.opened() as storage:
        assert await storage.keeper.language(7) is None


# --- votes -------------------------------------------------------------------------------------------


async def test_votes_are_counted_by_answer(place: Place) -> None:
    async with place.opened() as storage:
        for helpful in (True, True, False):
            await storage.keeper.vote("turnout", helpful=helpful)
        await storage.settled()
        await storage.keeper.vote("turnout", helpful=True)
        await storage.keeper.vote("seats-tide", helpful=False)
    assert await place.rows(feedback) == [("seats-tide", 0, 1), ("turnout", 3, 1)]


@pytest.mark.parametrize("forged", ["", "a b", "x" * 200, "tur\x00nout", "Айгүл", "'; DROP TABLE feedback"])
async def test_what_cannot_be_an_id_is_not_counted(sqlite: Place, forged: str) -> None:
    async with sqlite.opened() as storage:
        await storage.keeper.vote(forged, helpful=True)
    assert await sqlite.rows(feedback) == []


# --- unanswered questions ----------------------------------------------------------------------------


async def test_unanswered_questions_are_kept_scrubbed_with_day_and_count(place: Place) -> None:
    async with place.opened() as storage:
        keep = storage.keeper.unanswered
        await keep("Who is @aigul? call +7 701 123 45 67", EN, ("Aigul", "Nurlan"))
        await keep("Who is @bob? call 87011234567", EN)
        await keep("who won in Almaty", EN)
        await keep("who won in Almaty", RU)
        await storage.settled()
        await keep("who won in Almaty", EN)
        place.today.wait(1)
        await keep("Aigul asks: who won in Almaty", EN, ("Aigul",))
    assert await place.rows(unanswered) == [
        (TODAY, "en", "Who is … call …", 2),
        (TODAY, "en", "who won in Almaty", 2),
        (TODAY, "ru", "who won in Almaty", 1),
        (TODAY + timedelta(days=1), "en", "… asks: who won in Almaty", 1),
    ]


async def test_of_a_question_that_is_all_private_nothing_is_kept(place: Place) -> None:
    async with place.opened() as storage:
        for question in ("", "   ", "+7 701 123 45 67", "@aigul", "\x00\ud800", "???"):
            await storage.keeper.unanswered(question, EN)
    assert await place.rows(unanswered) == []


async def test_when_switched_off_no_question_is_kept_and_earlier_ones_are_deleted(place: Place) -> None:
    async with place.opened() as storage:
        await storage.keeper.unanswered("who won in Almaty", EN)
    assert len(await place.rows(unanswered)) == 1
    async with place.opened(keep_unanswered=False) as storage:
        await storage.keeper.unanswered("who won in Astana", EN)
    assert await place.rows(unanswered) == []


async def test_a_flood_of_different_questions_has_a_daily_end(sqlite: Place) -> None:
    async with sqlite.opened() as storage:
        for number in range(QUESTIONS_A_DAY + 5):
            word = "".join(chr(ord("a") + int(digit)) for digit in str(number))
            await storage.keeper.unanswered(f"who is {word}", EN)
        await storage.keeper.unanswered("who is a", EN)
        await storage.settled()
        rows = await sqlite.rows(unanswered)
        assert len(rows) == QUESTIONS_A_DAY
        assert rows[0] == (TODAY, "en", "who is a", 2)
        sqlite.today.wait(1)
        await storage.keeper.unanswered("who is new", EN)
    assert len(await sqlite.rows(unanswered)) == QUESTIONS_A_DAY + 1
