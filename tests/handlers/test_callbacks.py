"""What buttons say: the same when read back, and harmless whoever wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callbacks import Choose, NoneOfThese, Pressable, ShowChart, unpack
from knowledge.model import Language

IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,8}", fullmatch=True).filter(lambda id_: len(id_) <= 56)
LANGUAGES = st.sampled_from(Language)
PRESSED = st.one_of(
    st.builds(Choose, IDS, LANGUAGES), st.builds(ShowChart, IDS, LANGUAGES), st.builds(NoneOfThese, LANGUAGES)
)
LONGEST = "x" * 56
"""No id is longer; see `knowledge.model.Id`."""

FORGED = st.one_of(
    st.text(),
    st.text("cnp:enrukk-0aZ\n\0٣ё", max_size=70),
    st.tuples(st.sampled_from("cnpx"), st.text(max_size=3), st.text(max_size=60)).map(":".join),
)


@pytest.mark.parametrize(
    ("button", "data"),
    [
        (Choose("turnout-2016", Language.EN), "c:en:turnout-2016"),
        (ShowChart("seats", Language.RU), "p:ru:seats"),
        (NoneOfThese(Language.KK), "n:kk"),
    ],
)
def test_what_a_button_says_is_fixed_because_old_messages_keep_theirs(button: Pressable, data: str) -> None:
    assert button.pack() == data
    assert unpack(data) == button


@given(PRESSED)
def test_what_was_packed_is_read_back(button: Pressable) -> None:
    assert unpack(button.pack()) == button


@given(PRESSED)
def test_what_a_button_says_fits_into_it(button: Pressable) -> None:
    assert 1 <= len(button.pack().encode()) <= 64


@pytest.mark.parametrize("language", Language)
def test_the_longest_id_fits_and_is_read_back(language: Language) -> None:
    for button in (Choose(LONGEST, language), ShowChart(LONGEST, language)):
        assert len(button.pack().encode()) <= 64
        assert unpack(button.pack()) == button


@pytest.mark.parametrize(
    "data",
    [
        "", ":", "c", "c:", "c:en", "c:en:", "c::turnout", "c:xx:turnout", "c:EN:turnout", "C:en:turnout",
        "c:en:Turnout", "c:en:turn out", "c:en:явка", "c:en:turnout\n", "\nc:en:turnout", "c:en:turnout:1",
        "c:en:../turnout", "c:en:turnout_2016", f"c:en:{LONGEST}x", "n", "n:", "n:xx", "n:en:", "n:en\n", "n:enru",
        "p", "p:en:", "p:xx:seats", "p:en:seats ", "x:en:turnout", "menu_main", '{"id": 1}', "x" * 64, "🦭" * 16,
        "c:en:٣", "c：en：turnout",
    ],
)  # fmt: skip
def test_what_this_version_did_not_write_is_nothing(data: str) -> None:
    assert unpack(data) is None


@pytest.mark.parametrize("data", [None, 7, b"n:en", True, ["n:en"], object()])
def test_what_is_no_text_is_nothing(data: object) -> None:
    assert unpack(data) is None


@given(FORGED)
def test_forged_data_is_read_only_as_what_a_button_would_have_said(data: str) -> None:
    pressed = unpack(data)
    assert pressed is None or pressed.pack() == data
