from __future__ import annotations

import pytest

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript import by_hand, parse_segments
from tests.transcript.samples import transcript

WHOLE = transcript([("T", "a"), ("C", "b"), ("T", "c"), ("C", "d")])
HEAD = "segment,first_turn,last_turn\n"


def _codes(text: str) -> list[tuple[str, str]]:
    with pytest.raises(TranscriptError) as refusal:
        parse_segments(text, WHOLE, where="s.segments.csv")
    return [(fault.code, fault.where) for fault in refusal.value.faults]


def test_a_table_of_segments_is_a_cut_by_hand() -> None:
    read = parse_segments(f"{HEAD}g001,1,2\ng002,3,4\n", WHOLE, where="s")
    assert read == by_hand(WHOLE, ["t0003"])


def test_turns_may_be_named_by_their_ids() -> None:
    read = parse_segments(f"{HEAD}g001,t0001,t0002\ng002,t0003,t0004\n", WHOLE, where="s")
    assert read == by_hand(WHOLE, ["t0003"])


def test_every_fault_of_the_cut_is_told_with_its_line() -> None:
    assert _codes(f"{HEAD}g001,1,1\ng003,3,2\ng003,3,x\ng004,3,3\n") == [
        ("segment_id", "s.segments.csv, line 3"),
        ("bad_turn", "s.segments.csv, line 3"),
        ("bad_turn", "s.segments.csv, line 4"),
        ("turns_not_covered", "s.segments.csv, line 5"),
    ]


def test_turns_left_out_at_the_end_are_told() -> None:
    assert _codes(f"{HEAD}g001,1,2\n") == [("turns_not_covered", "s.segments.csv, line 2")]


def test_another_head_is_refused() -> None:
    assert _codes("a,b\n1,2\n") == [("no_head", "s.segments.csv, line 1")]
    assert _codes("") == [("no_head", "s.segments.csv, line 1")]
