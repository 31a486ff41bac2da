"""What an error means, and how long to pause after it."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.faults import NOT_FROM_TELEGRAM, Fault, Pauses, fault_of, in_words, is_refusal, seconds_to_wait


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


PAGE = TelegramError(NOT_FROM_TELEGRAM)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (RetryAfter(3), Fault.FLOOD),
        (TimedOut(), Fault.NETWORK),
        (NetworkError("Bad Gateway"), Fault.NETWORK),
        (caused(NetworkError("httpx.ReadError"), httpx.ReadError("gone")), Fault.NETWORK),
        (PAGE, Fault.NETWORK),
        (caused(Forbidden("Forbidden (403)"), PAGE), Fault.NETWORK),
        (caused(InvalidToken("Not Found (404)"), PAGE), Fault.NETWORK),
        (caused(BadRequest("Bad Request (400)"), PAGE), Fault.NETWORK),
        (InvalidToken("Unauthorized"), Fault.TOKEN),
        (InvalidToken("Not Found"), Fault.MISTAKE),
        (EndPointNotFound("Endpoint 'x' not found in Bot API"), Fault.MISTAKE),
        (Conflict("Conflict: terminated by other getUpdates request"), Fault.CONFLICT),
        (Forbidden("Forbidden: bot was blocked by the user"), Fault.GONE),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Fault.GONE),
        (BadRequest("Chat not found"), Fault.GONE),
        (BadRequest("Bad Request: not enough rights to send text messages to the chat"), Fault.GONE),
        (BadRequest("Bad Request: have no rights to send a message"), Fault.GONE),
        (BadRequest("Bad Request: TOPIC_CLOSED"), Fault.GONE),
        (BadRequest("Bad Request: can't parse entities"), Fault.MISTAKE),
        (ChatMigrated(-100), Fault.MISTAKE),
        (caused(NetworkError("Unknown error in HTTP implementation"), UnicodeError("surrogates")), Fault.MISTAKE),
        (ValueError("no"), Fault.MISTAKE),
        (TimeoutError(), Fault.MISTAKE),
    ],
    ids=lambda value: f"{type(value).__name__} {value}" if isinstance(value, Exception) else None,
)
def test_what_an_error_means(error: Exception, fault: Fault) -> None:
    assert fault_of(error) is fault


def test_a_refused_token_is_told_from_a_page_in_between() -> None:
    rejected = caused(InvalidToken("The token was rejected"), InvalidToken("Unauthorized"))
    elsewhere = caused(InvalidToken("The token was rejected"), caused(InvalidToken("Not Found (404)"), PAGE))
    assert is_refusal(rejected)
    assert is_refusal(InvalidToken("Not Found"))
    assert not is_refusal(elsewhere)
    assert not is_refusal(Forbidden("Forbidden"))


@given(st.integers(1, 10_000), st.floats(0.001, 10), st.floats(10, 100))
def test_pauses_stay_within_half_and_all_of_a_doubling_bound(failures: int, first: float, longest: float) -> None:
    bound = min(longest, first * 2 ** min(failures - 1, 30))
    assert bound / 2 <= Pauses(first, longest).after(failures) <= bound


def test_pauses_double_up_to_the_longest() -> None:
    pauses = Pauses(first=0.5, longest=30, within=max)
    assert [pauses.after(failures) for failures in range(1, 9)] == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_how_long_telegram_asks_to_wait_is_read_either_way() -> None:
    assert seconds_to_wait(RetryAfter(7)) == 7
    assert seconds_to_wait(RetryAfter(timedelta(milliseconds=7500))) == 7.5


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PAGE, NOT_FROM_TELEGRAM),
        (KeyError("what somebody wrote"), NOT_FROM_TELEGRAM),
        (caused(NetworkError("Bad Gateway (502)"), PAGE), "network"),
        (BadRequest("what somebody wrote"), "mistake"),
        (RetryAfter(3), "flood"),
    ],
)
def test_words_for_the_log_quote_nothing(error: Exception, words: str) -> None:
    assert in_words(error) == words
