from __future__ import annotations

from tests.transcript.samples import read


def test_short_times_are_read_as_nvivo_writes_them() -> None:
    text = "Timespan,Content,Speaker\n75,a,T\n1:6,b,C\n9203,c,T\n0:01.5 - 0:02.5,d,C\n,e,T\n"
    found = read(text)
    assert [(turn.start_s, turn.end_s) for turn in found.turns] == [
        (75.0, None),
        (66.0, None),
        (5523.0, None),
        (1.5, 2.5),
        (None, None),
    ]
