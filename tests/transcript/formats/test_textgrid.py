from __future__ import annotations

from tests.transcript.samples import read, said

LONG = """\
File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 2.5
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "IntervalTier"
        name = "T"
        xmin = 0
        xmax = 2.5
        intervals: size = 2
        intervals [1]:
            xmin = 0
            xmax = 1.5
            text = "say ""3"" times"
        intervals [2]:
            xmin = 1.5
            xmax = 2.5
            text = ""
    item [2]:
        class = "TextTier"
        name = "C"
        xmin = 0
        xmax = 2.5
        points: size = 1
        points [1]:
            number = 2
            mark = "hm"
"""


def test_the_long_form_is_read_in_any_width_of_letters() -> None:
    for content in (LONG.encode(), LONG.encode("utf-16")):
        found = read(content)
        assert said(found) == [("T", 'say "3" times'), ("C", "hm")]
        assert [(turn.start_s, turn.end_s) for turn in found.turns] == [(0.0, 1.5), (2.0, None)]
