from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.flagging.words import spoken, words_of


def _therapist(text: str) -> list[str]:
    return spoken(f"therapist: {text}")[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("So, what happened?", "so what happened"),
        ("I can't say [pause] really", "i can not say really"),
        ("Um, she, uh, rang.", "she rang"),
        ("the the the phone", "the phone"),
        ("It was 14 or 2,500", "it was 3 or 7"),
        ("You\u2019re tired", "you are tired"),
        ("THE COLOR of it", "the colour of it"),
        ("(laughs) yes", "yeah"),
    ],
)
def test_what_a_typist_adds_is_not_counted(one: str, other: str) -> None:
    assert _therapist(one) == _therapist(other)


def test_the_words_of_therapist_and_client_are_apart() -> None:
    said = spoken("therapist: who was there\nclient: nobody\nco_therapist: go on")

    assert said == (["who", "was", "there", "go", "on"], ["nobody"])


def test_a_colon_inside_the_talk_names_no_role() -> None:
    assert spoken("client: she said: go") == ([], ["she", "said", "go"])
    assert spoken("later: go") == ([], ["later", "go"])


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="abc'\u2019 .,[]()0-\n:\u00e9\u0130", max_size=60))
def test_each_word_stands_where_it_says(text: str) -> None:
    said = f"therapist: {text}"
    for word in words_of(said):
        assert 0 <= word.start < word.end <= len(said)
        assert said[word.start : word.end].strip()
