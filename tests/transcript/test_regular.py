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
        f"{n}\n00:00:{n:02d}.000 --> 00:00:{n:02d}.900\n{cue.format(who, words)}"
        for n, (who, words) in enumerate(said)
    ]
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


@pytest.mark.parametrize(
    "cue", ["<v {0}>{1}", "<v {0}>{1}</v>", "{0}: {1}", "<v {0}>{1}\nand more"]
)
@given(said=SAID)
@settings(max_examples=30, deadline=None)
def test_the_short_way_and_the_long_way_agree(cue: str, said: list[tuple[str, str]]) -> None:
    text = _vtt(said, cue)
    opened = Opened(name="a", content=b"", text=text)
    short = join(parse(opened), name="a", roles={}, limits=LIMITS)
    long = join(
        with_speakers(read_cues(text, name="a"), opened, kind="vtt"),
        name="a",
        roles={},
        limits=LIMITS,
    )
    assert short == long


def test_a_plain_file_is_read_the_short_way() -> None:
    assert read_regular(_vtt([("T", "a"), ("C", "b")], "<v {0}>{1}"), begin=8, known=()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "00:00:01.000 --> 00:00:02.000\n<v T>a &amp; b\n",
        "00:00:01.000 --> 00:00:02.000\n<v T>a <i>b</i>\n",
        "00:00:01.000 --> 00:00:02.000\nnobody\n",
        "00:00:05.000 --> 00:00:02.000\n<v T>a\n",
        "00:00:05.000 --> 00:00:06.000\n<v T>a\n\n00:00:01.000 --> 00:00:02.000\n<v T>b\n",
        "NOTE x\n\n00:00:01.000 --> 00:00:02.000\n<v T>a\n",
        "00:00:01.000 --> 00:00:02.000\n<v T>a\n\nNOTE x\n",
        "00:00:01.000 --> 00:00:02.000\nOnce: a\n",
    ],
)
def test_what_is_not_plain_is_left_to_the_general_reader(text: str) -> None:
    assert read_regular(text, begin=0, known=()) is None
