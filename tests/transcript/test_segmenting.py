from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity import frames
from ipt_fidelity.errors import FidelityError, NotEnoughDataError
from ipt_fidelity.transcript import (
    Role,
    Segmentation,
    Transcript,
    by_hand,
    by_minutes,
    by_session,
    by_turns,
    segments_frame,
)
from tests.transcript.samples import dialogues, transcript


def _talk(count: int, *, asks: frozenset[int] = frozenset()) -> list[tuple[str, str]]:
    return [("TC"[n % 2], "so?" if n + 1 in asks else "yes") for n in range(count)]


def _bounds(cut: Segmentation) -> list[tuple[str, str]]:
    return [(segment.first_turn, segment.last_turn) for segment in cut.segments]


def _covered(whole: Transcript, cut: Segmentation) -> list[str]:
    places = {turn.id: place for place, turn in enumerate(whole.turns)}
    return [
        turn.id
        for segment in cut.segments
        for turn in whole.turns[places[segment.first_turn] : places[segment.last_turn] + 1]
    ]


@given(dialogues(1, 30), st.integers(1, 12))
@settings(deadline=None, max_examples=40)
def test_a_cut_by_turns_covers_every_turn_once_in_order(
    said: list[tuple[str, str]], at_most: int
) -> None:
    whole = transcript(said)
    cut = by_turns(whole, at_most=at_most)
    assert _covered(whole, cut) == [turn.id for turn in whole.turns]


@given(dialogues(2, 30), st.floats(0.2, 9), st.floats(0.5, 90))
@settings(deadline=None, max_examples=40)
def test_a_cut_by_minutes_covers_every_turn_once_in_order(
    said: list[tuple[str, str]], minutes: float, step: float
) -> None:
    whole = transcript(said, starts=[place * step for place in range(len(said))])
    cut = by_minutes(whole, minutes=minutes)
    assert _covered(whole, cut) == [turn.id for turn in whole.turns]


def test_no_segment_by_turns_is_longer_than_asked_for() -> None:
    cut = by_turns(transcript(_talk(7)), at_most=3)
    assert _bounds(cut) == [("t0001", "t0003"), ("t0004", "t0006"), ("t0007", "t0007")]


def test_a_question_stays_with_its_answer() -> None:
    cut = by_turns(transcript(_talk(6, asks=frozenset({3}))), at_most=3)
    assert _bounds(cut) == [("t0001", "t0002"), ("t0003", "t0005"), ("t0006", "t0006")]


def test_a_question_is_parted_from_its_answer_where_the_segment_would_be_left_empty() -> None:
    cut = by_turns(transcript(_talk(2, asks=frozenset({1}))), at_most=1)
    assert _bounds(cut) == [("t0001", "t0001"), ("t0002", "t0002")]


def test_a_cut_by_minutes_falls_at_the_nearest_turn() -> None:
    whole = transcript(_talk(4), starts=[0, 290, 320, 640])
    assert _bounds(by_minutes(whole, minutes=5)) == [("t0001", "t0001"), ("t0002", "t0004")]


def test_a_short_rest_joins_the_segment_before_it() -> None:
    whole = transcript(_talk(5), starts=[0, 100, 300, 590, 610])
    assert _bounds(by_minutes(whole, minutes=5)) == [("t0001", "t0002"), ("t0003", "t0005")]


def test_a_cut_by_minutes_needs_times_on_four_turns_of_five() -> None:
    whole = transcript(_talk(5), starts=[0, 10, 20])
    with pytest.raises(NotEnoughDataError, match="3 of 5 turns have a time") as refusal:
        by_minutes(whole)
    assert "by_turns" in refusal.value.mend
    assert by_turns(whole).segments


def test_minutes_and_turns_must_be_above_zero() -> None:
    with pytest.raises(FidelityError, match="0 turns"):
        by_turns(transcript(_talk(2)), at_most=0)
    with pytest.raises(FidelityError, match="0 minutes"):
        by_minutes(transcript(_talk(2), starts=[0, 1]), minutes=0)


def test_a_cut_by_hand_is_taken_as_it_is() -> None:
    whole = transcript(_talk(6, asks=frozenset({3})))
    assert _bounds(by_hand(whole, ["t0004"])) == [("t0001", "t0003"), ("t0004", "t0006")]


def test_the_first_turn_may_be_named_in_a_cut_by_hand() -> None:
    whole = transcript(_talk(4))
    assert by_hand(whole, ["t0001", "t0003"]) == by_hand(whole, ["t0003"])


@pytest.mark.parametrize("cuts", [["t0003", "t0002"], ["t0003", "t0003"], ["t0009"]])
def test_a_cut_by_hand_out_of_order_is_refused(cuts: list[str]) -> None:
    with pytest.raises(FidelityError):
        by_hand(transcript(_talk(4)), cuts)


def test_a_session_can_be_one_segment() -> None:
    assert _bounds(by_session(transcript(_talk(3)))) == [("t0001", "t0003")]


def test_a_transcript_without_turns_is_not_cut() -> None:
    with pytest.raises(NotEnoughDataError):
        by_session(transcript([]))


def test_a_cut_has_another_id_when_a_word_changes() -> None:
    one, other = transcript([("T", "a"), ("C", "b")]), transcript([("T", "a"), ("C", "c")])
    assert by_session(one).id != by_session(other).id


def test_the_frame_of_segments_has_its_shape_and_counts_the_therapists_words() -> None:
    whole = transcript(
        [("T", "one two"), ("C", "three"), ("T", "four")],
        roles={"T": Role.THERAPIST, "C": Role.CLIENT},
    )
    frame = frames.check(segments_frame(whole, by_turns(whole, at_most=2)), frames.SEGMENTS)
    assert frame["therapist_words"].tolist() == [2, 1]
    assert frame["text"].tolist() == ["therapist: one two\nclient: three", "therapist: four"]
    assert frame["start_s"].isna().all()
