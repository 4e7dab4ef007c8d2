from __future__ import annotations

import pytest

from ipt_fidelity.transcript.cues import read_cues


def test_a_cue_has_id_words_times_and_lines() -> None:
    (cue,) = read_cues(
        "WEBVTT\n\n7\n00:00:01.000 --> 00:00:02.500 align:start\na\nb\n", name="a"
    ).cues
    assert cue == ("7", "a\nb\n", 1.0, 2.5, 4, 6)


def test_cues_without_a_blank_line_between_are_parted() -> None:
    text = "WEBVTT\n1\n0.860 --> 7.380\nfirst\n2\n7.380 --> 8\nsecond\n"
    found = read_cues(text, name="a")
    assert [(cue.id, cue.text.strip()) for cue in found.cues] == [("1", "first"), ("2", "second")]


def test_a_number_that_was_said_is_no_id() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n70\n\n00:02.000 --> 00:03.000\nyes\n"
    assert [cue.text.strip() for cue in read_cues(text, name="a").cues] == ["70", "yes"]


def test_an_empty_cue_does_not_take_the_next_id_for_its_words() -> None:
    text = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n\n2\n00:02.000 --> 00:03.000\nyes\n"
    assert [(cue.id, cue.text.strip()) for cue in read_cues(text, name="a").cues] == [
        ("1", ""),
        ("2", "yes"),
    ]


def test_notes_and_styles_become_blocks_with_their_lines() -> None:
    text = (
        "WEBVTT head\n\nSTYLE\n::cue {}\n\n00:01.000 --> 00:02.000\na\n\nNOTE by\nme\n\n"
        "00:02.000 --> 00:03.000\nb\n\nNOTE end\n"
    )
    blocks = read_cues(text, name="a").blocks
    assert [(block.kind, block.first, block.last, block.after) for block in blocks] == [
        ("head", 1, 1, 0),
        ("editor", 3, 4, 0),
        ("editor", 9, 10, 1),
        ("editor", 15, 15, 2),
    ]


def test_words_after_a_blank_line_stay_with_their_cue_and_are_told() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\na\n\nb\n\nid\n00:02.000 --> 00:03.000\nc\n"
    found = read_cues(text, name="a")
    assert [cue.text.split() for cue in found.cues] == [["a", "b"], ["c"]]
    assert [fault.code for fault in found.faults] == ["stray_lines"]


def test_unpadded_times_of_teams_count_two_digits_as_milliseconds() -> None:
    found = read_cues("WEBVTT\n\n0:0:20.450 --> 0:0:21.40\na\n", name="a")
    assert (found.cues[0].start, found.cues[0].end) == (20.45, 21.04)


def test_a_start_before_the_recording_is_left_open_where_teams_wrote_it() -> None:
    found = read_cues("WEBVTT\n\n0:0:-6.-820 --> 0:0:1.400\na\n", name="a")
    assert (found.cues[0].start, found.cues[0].end) == (None, 1.4)
    assert [fault.level for fault in found.faults] == ["warning"]


@pytest.mark.parametrize(
    ("times", "code"),
    [
        ("00:00:05.000 --> 00:00:02.000", "crossing_time"),
        ("-00:00:05.000 --> 00:00:02.000", "negative_time"),
        ("00:00:05.000 --> 00:00:xx.000", "bad_time"),
        ("00:00:75.000 --> 00:02:00.000", "bad_time"),
    ],
)
def test_times_that_cannot_be_are_faults_with_their_line(times: str, code: str) -> None:
    (fault,) = read_cues(f"WEBVTT\n\n{times}\na\n", name="a.vtt").faults
    assert (fault.code, fault.level, fault.where) == (code, "error", "a.vtt, line 3")


def test_overlapping_cues_keep_the_order_of_the_file_and_are_told() -> None:
    text = "WEBVTT\n\n00:05.000 --> 00:09.000\na\n\n00:04.000 --> 00:06.000\nb\n"
    found = read_cues(text, name="a")
    assert [cue.text.strip() for cue in found.cues] == ["a", "b"]
    assert [fault.code for fault in found.faults] == ["backward_time"]
