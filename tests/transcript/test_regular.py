from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.transcript.cues import read_cues
from ipt_fidelity.transcript.formats.vtt import parse, with_speakers
from ipt_fidelity.transcript.joining import join
from ipt_fidelity.transcript.pieces import LIMITS, Opened
from ipt_fidelity.transcript.regular import read_regular
from tests.transcript.samples import WORDS

SAID = st.lists(
    st.tuples(
        st.sampled_from(["T", "C", "Ann Lee", "Note", "Bo"]), WORDS | st.just("10:45 it was")
    ),
    min_size=1,
    max_size=10,
)


def _vtt(said: list[tuple[str, str]], cue: str) -> str:
    cues = [
        f"{n}\n00:00:{n ^ 1:02d}.000 --> 00:00:{n ^ 1:02d}.900\n{cue.format(who, words)}"
        for n, (who, words) in enumerate(said)
    ]
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


@pytest.mark.parametrize(
    "cue",
    [
        "<v {0}>{1}",
        "<v {0}>{1}</v>",
        "{0}: {1}",
        "<v {0}>{1}\nand more",
        "<v {0}><i>{1}</i> 5 < 6 &amp; so",
        "{0}: <b>{1}</b>\nR&amp;D <00:00:01.200>more",
        "<v {0}>{1}\n \nafter a gap",
    ],
)
@given(said=SAID)
@settings(max_examples=30, deadline=None)
def test_the_short_way_and_the_long_way_agree(cue: str, said: list[tuple[str, str]]) -> None:
    text = _vtt(said, cue)
    opened = Opened(name="a", content=b"", text=text)
    short = parse(opened)
    long = with_speakers(read_cues(text, name="a"), opened, kind="vtt")
    assert short.faults == long.faults
    assert join(short, name="a", roles={}, limits=LIMITS) == join(
        long, name="a", roles={}, limits=LIMITS
    )


def test_a_plain_file_is_read_the_short_way() -> None:
    assert read_regular(_vtt([("T", "a"), ("C", "b")], "<v {0}>{1}"), begin=8, known=()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "00:00:01.000 --> 00:00:02.000\n<v T>a <v C>b\n",
        "00:00:01.000 --> 00:00:02.000\n<v T>a\n00:00:03.000 --> 00:00:04.000\n<v T>b\n",
        "00:00:01.000 --> 00:00:02.000\n<v T>a\n \nb\n",
        "00:00:01.000 --> 00:00:02.000\nnobody\n",
        "00:00:05.000 --> 00:00:02.000\n<v T>a\n",
        "NOTE x\n\n00:00:01.000 --> 00:00:02.000\n<v T>a\n",
        "00:00:01.000 --> 00:00:02.000\n<v T>a\n\nNOTE x\n",
        "00:00:01.000 --> 00:00:02.000\nOnce: a\n",
    ],
)
def test_what_is_not_plain_is_left_to_the_general_reader(text: str) -> None:
    assert read_regular(text, begin=0, known=()) is None
