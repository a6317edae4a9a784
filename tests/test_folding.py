"""Text made comparable, and text kept as typed."""

from __future__ import annotations

import pytest

from reportgen.common.folding import clean, did_you_mean, fold, nearest, unescaped, unprintable


@pytest.mark.parametrize(
    "text",
    [
        'N/A - isn\'t "it" 80',
        '  n/a   -  ISN\'T "it"  80  ',
        "N⁄A – isn’t “it” ８０",
        "N∕A − isn‘t „it« 80",
        '\ufeffN/A\u00a0-\u2003isn´t\u202f"it"\u200b\u00ad 80\u202c',
        "N/A\t-\r\nisn`t\u3000＂it＂ 80\ufe0f",
    ],
)
def test_what_looks_alike_folds_alike(text: str) -> None:
    assert fold(text) == 'n/a - isn\'t "it" 80'


@pytest.mark.parametrize(
    ("text", "key"), [("Straße", "strasse"), ("Cafe\u0301", "café"), ("İ", "i\u0307"), ("ﬁt", "fit")]
)
def test_letters_fold_as_people_read_them(text: str, key: str) -> None:
    assert fold(text) == key


def test_words_stay_apart() -> None:
    assert fold("Road map") != fold("Roadmap")


def test_an_emoji_at_the_end_stays_whole() -> None:
    assert clean(" seen 👩‍💻 ❤️ ") == "seen 👩‍💻 ❤️"


def test_halves_of_a_character_are_joined_and_lone_ones_marked() -> None:
    assert unescaped("_xD83D__xDE00_") == "😀"
    assert unprintable(unescaped("_xD83D_ _x0007_")) == 2
    assert clean(unescaped("a_xD83D_b")) == "a\N{REPLACEMENT CHARACTER}b"


def test_suggestions() -> None:
    assert nearest("quick wins", ["Quick win", "Big prize"]) == "Quick win"
    assert did_you_mean("quick wins", ["Quick win"]) == " Did you mean 'Quick win'?"
    assert did_you_mean("zebra", ["Quick win"]) == did_you_mean("", []) == ""
