from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.transcript import find_identifiers, masking_words
from ipt_fidelity.transcript.masking_dates import dates_in
from ipt_fidelity.transcript.masking_finding import Finding, without_overlap
from tests.transcript.marked_text import talk

FOUND = [
    ("phone", "call 216 555 0193 later", "216 555 0193"),
    ("phone", "it's (216) 555-0148.", "(216) 555-0148"),
    ("phone", "it is 555-0134 still", "555-0134"),
    ("phone", "five five five, oh one three four", "five five five, oh one three four"),
    ("email", "at ann.b@mail.co.uk, yes", "ann.b@mail.co.uk"),
    ("email", "it's ann dot b at gmail dot com", "ann dot b at gmail dot com"),
    ("url", "on www.ann-b.org/me.", "www.ann-b.org/me"),
    ("url", "she is @ann_b there", "@ann_b"),
    ("id", "my number is 123-45-6789.", "123-45-6789"),
    ("id", "the case number 24-3-00817 is", "24-3-00817"),
    ("id", "chart MRN 7734021, if", "MRN 7734021"),
    ("account", "card 4111 1111 1111 1111 ends", "4111 1111 1111 1111"),
    ("plate", "my plate, KTR 4821, was", "KTR 4821"),
    ("ip", "from 192.168.0.12 it", "192.168.0.12"),
    ("place", "down Route 9 again", "Route 9"),
    ("place", "we lived at 12 Poplar Close then", "12 Poplar Close"),
    ("place", "he flew in from Ljubljana today", "Ljubljana"),
    ("organisation", "she was at Mercy Hospital then", "Mercy Hospital"),
    ("age", "she turned 91 then", "91"),
    ("age", "he is ninety-two years old", "ninety-two"),
    ("person", "I met Dr. Feldmanova there", "Feldmanova"),
    ("person", "my cousin Ildiko laughed", "Ildiko"),
]
LEFT = [
    "she is 89 and paid $12,500 for 90 minutes in 2016",
    "we met at 10:30, half of them, 9 out of 10",
    "on Monday at Christmas in March we spoke Spanish about Zoloft and God",
    "Yesterday I walked. Nothing happened. Frankly, it hurt. Sixty-one of us.",
    "ninety times, ninety percent, or 95 people",
]


@pytest.mark.parametrize(("kind", "text", "words"), FOUND)
def test_an_identifier_of_this_form_is_found(kind: str, text: str, words: str) -> None:
    found = find_identifiers(talk(text), cast={})["turn:t0001"]
    assert (kind, words) in [(f.kind, text[f.start : f.end]) for f in found]


@pytest.mark.parametrize("text", LEFT)
def test_talk_that_tells_nobody_is_left(text: str) -> None:
    assert find_identifiers(talk(text), cast={}) == {}


@pytest.mark.parametrize(
    ("text", "shifted"),
    [
        ("March 3rd, 2019", "February 24th, 2019"),
        ("the 1st of January 2020", "the 25th of December 2019"),
        ("2020-03-03", "2020-02-25"),
        ("3/8/2019", "3/1/2019"),
        ("24.12.2019", "17.12.2019"),
        ("12/18", "12/11"),
        ("Sept. 9", "Sep. 2"),
        ("the eleventh of November", "the fourth of November"),
        ("May 30th", "May 23rd"),
    ],
)
def test_a_date_is_moved_in_the_style_it_is_written(text: str, shifted: str) -> None:
    date = dates_in(text, day_first=False)[0]
    assert date.shifted is not None
    assert text[: date.start] + date.shifted(7) + text[date.end :] == shifted


def test_the_day_stands_first_where_that_is_said() -> None:
    date = dates_in("3/8/2019", day_first=True)[0]
    assert date.shifted is not None
    assert date.shifted(7) == "27/7/2019"


@given(st.dates(dt.date(1950, 1, 1), dt.date(2039, 12, 31)), st.integers(26, 104))
@settings(deadline=None, max_examples=60)
def test_a_shifted_date_keeps_its_weekday(date: dt.date, weeks: int) -> None:
    found = dates_in(f"on {date.isoformat()}.", day_first=False)[0]
    assert found.shifted is not None
    moved = dt.date.fromisoformat(found.shifted(7 * weeks))
    assert (date - moved).days == 7 * weeks
    assert moved.weekday() == date.weekday()


@pytest.mark.parametrize("text", ["in March", "since 2019", "last Tuesday", "two weeks ago", "1/2"])
def test_a_month_a_year_and_relative_words_are_no_dates(text: str) -> None:
    assert dates_in(text, day_first=False) == []


def test_a_day_that_does_not_exist_is_found_and_not_moved() -> None:
    assert dates_in("February 31st", day_first=False)[0].shifted is None


def test_what_the_cast_says_goes_before_a_longer_finding() -> None:
    cast = Finding(3, 6, "person", "cast", 0.0, "[AUNT-1]")
    net = Finding(0, 9, "person", "net", 0.3)
    assert [(f.start, f.end, f.found_by) for f in without_overlap([net, cast])] == [
        (0, 3, "net"),
        (3, 6, "cast"),
        (6, 9, "net"),
    ]


def test_the_lists_are_in_the_spelling_they_are_looked_up_in() -> None:
    for name in ("first_names", "surnames", "places", "capitals", "kin", "common_words"):
        words = masking_words.word_list(name)
        assert words == {masking_words.plain(word) for word in words}
