"""Cuts that the file has, and cuts that are suggested and never made by themselves."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ipt_fidelity.errors import FidelityError, NotEnoughDataError
from ipt_fidelity.transcript import Transcript, by_hand, by_marks, parse, suggest_cuts

GARDEN = ("garden", "roses", "soil", "spade", "seeds", "water")
TRAINS = ("train", "station", "ticket", "platform", "luggage", "carriage")


def _talk(*topics: tuple[str, ...], turns: int = 24, question: int | None = None) -> Transcript:
    lines = [
        f"{'TC'[n % 2]}: we had {topic[n % 6]} and {topic[(n + 1) % 6]} there"
        for topic in topics
        for n in range(turns)
    ]
    if question is not None:
        lines[question] += "?"
    return parse("\n".join(lines).encode(), name="s-01.txt")


def test_the_change_of_words_is_suggested() -> None:
    found = suggest_cuts(_talk(GARDEN, TRAINS), most=1)
    assert list(found["first_turn"]) == ["t0025"]
    assert found["likeness"].iloc[0] < 0.2
    assert found["depth"].iloc[0] > 0.5


def test_a_suggestion_does_not_part_a_question_from_its_answer() -> None:
    assert list(suggest_cuts(_talk(GARDEN, TRAINS, question=23), most=1)["first_turn"]) == ["t0024"]


def test_suggestions_lie_apart_and_can_be_taken_as_a_cut() -> None:
    told = _talk(GARDEN, TRAINS, GARDEN[::-1])
    found = suggest_cuts(told, most=5, apart=10)
    places = sorted([0, *(int(turn[1:]) - 1 for turn in found["first_turn"]), len(told.turns)])
    assert min(b - a for a, b in pairwise(places)) >= 10
    assert {"t0025", "t0049"} <= set(found["first_turn"])
    assert len(by_hand(told, sorted(found["first_turn"])).segments) == len(found) + 1


@pytest.mark.parametrize("lines", [b"T: a\nC: b\n", b"T: we went\nC: they left\nT: so\nC: yes\n"])
def test_a_short_session_has_no_suggestion(lines: bytes) -> None:
    found = suggest_cuts(parse(lines, name="a.txt"))
    assert found.empty
    assert list(found.columns) == ["first_turn", "start_s", "likeness", "depth"]


def test_a_window_of_one_turn_is_refused() -> None:
    with pytest.raises(FidelityError, match="window=2"):
        suggest_cuts(_talk(GARDEN), window=1)


def test_headings_of_the_file_part_the_session() -> None:
    text = (
        "BEGIN TRANSCRIPT\nT: hello\nC: hi\n\n=== Review of the week ===\n\nT: how was it\n"
        "C: fine\nT: and Ray\nC: away\n\nSegment 2: role play\n\nT: shall we\nC: yes\n"
    )
    cut = by_marks(parse(text.encode(), name="a.txt"))
    assert [(s.first_turn, s.last_turn) for s in cut.segments] == [
        ("t0001", "t0002"),
        ("t0003", "t0006"),
        ("t0007", "t0008"),
    ]


def test_episodes_of_chat_part_the_session_and_other_heads_do_not() -> None:
    text = (
        "@UTF8\n@Begin\n@Participants:\tT Therapist, C Client\n*T:\thello .\n*C:\thi .\n"
        "@Comment:\tdoor\n*T:\tso .\n@Bg:\tstory\n*C:\tit was .\n*T:\tyes .\n@End\n"
    )
    cut = by_marks(parse(text.encode(), name="a.cha"))
    assert [s.first_turn for s in cut.segments] == ["t0001", "t0004"]


def test_a_file_without_headings_cannot_be_cut_by_them() -> None:
    with pytest.raises(NotEnoughDataError, match="no heading stands between"):
        by_marks(_talk(GARDEN))
