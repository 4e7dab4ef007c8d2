from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript.formats.table import write
from tests.transcript.samples import WORDS, codes, kept, read, said, transcript

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["T", "C", "Ann; Lee"]),
        WORDS | st.sampled_from(["=SUM(A1)", "'-x", "''=y"]),
    ),
    min_size=1,
    max_size=12,
)


def _faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(TranscriptError) as refusal:
        read(text, name="a.csv")
    return [(fault.code, fault.where) for fault in refusal.value.faults]


@given(talk=ROWS, times=st.lists(st.none() | st.floats(0, 1e5), max_size=3))
@settings(max_examples=50, deadline=None)
def test_reading_what_was_written_gives_the_same_turns(
    talk: list[tuple[str, str]], times: list[float | None]
) -> None:
    whole = transcript(talk, starts=times[: len(talk)])
    again = read(write(whole))
    assert said(again) == said(whole)
    assert [turn.start_s for turn in again.turns] == [turn.start_s for turn in whole.turns]
    assert [turn.id for turn in again.turns] == [turn.id for turn in whole.turns]
    assert write(again) == write(whole)


def test_words_that_look_like_a_formula_are_written_as_words() -> None:
    assert ",'=SUM(A1)," in write(transcript([("T", "=SUM(A1)")]))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    text = "turn,speaker,text\n1,T,so\n2,C,yes\n".replace(",", separator)
    assert said(read(text)) == [("T", "so"), ("C", "yes")]


def test_other_heads_of_columns_are_known_and_what_is_left_out_is_told() -> None:
    text = "Nr;Sprecher;Inhalt;von;bis;Thema\n1;T;ja;0,5;1:02;x\n2;P;nein;1:02;1:03;y\n"
    found = read(text.encode("windows-1252"))
    assert said(found) == [("T", "ja"), ("P", "nein")]
    assert [(turn.start_s, turn.end_s) for turn in found.turns] == [(0.5, 62.0), (62.0, 63.0)]
    assert "'Thema'" in next(f.problem for f in found.faults if f.code == "columns_left_out")


def test_words_such_as_na_and_times_in_words_stay_words() -> None:
    assert said(read("speaker,text\nT,NA\nC,1:30\n")) == [("T", "NA"), ("C", "1:30")]


def test_an_unknown_time_is_empty_and_never_zero() -> None:
    found = read("speaker,text,start,end\nT,a,,\nC,b,NaN,NA\n")
    assert [(turn.start_s, turn.end_s) for turn in found.turns] == [(None, None)] * 2
    assert found.frame()["start_s"].isna().all()


def test_rows_without_numbers_of_turns_join_by_speaker() -> None:
    assert said(read("speaker,text\nT,a\nT,b\nC,c\n")) == [("T", "a b"), ("C", "c")]
    assert said(read("turn,speaker,text\n1,T,a\n2,T,b\n")) == [("T", "a"), ("T", "b")]


def test_line_feeds_in_a_cell_count_as_lines_and_blanks_in_heads_are_taken_off() -> None:
    found = read('N, Speaker, Text\n1,T,"a\nb"\n2,C,c\n')
    assert said(found) == [("T", "a b"), ("C", "c")]
    assert [turn.where for turn in found.turns] == ["line 2", "line 4"]


def test_every_bad_row_is_told_with_its_line() -> None:
    text = "speaker,text,start,end\nT,hi,5,1\nC,x,-,3\nT,a,b,c,d\n,nobody,-1,2\nC,y,soon,3\nT\n"
    assert _faults(text) == [
        ("crossing_time", "a.csv, line 2"),
        ("ragged", "a.csv, line 4"),
        ("ragged", "a.csv, line 7"),
        ("negative_time", "a.csv, line 5"),
        ("bad_time", "a.csv, line 6"),
        ("no_speaker", "a.csv, line 5"),
    ]


def test_an_open_quote_is_told_with_the_line_where_it_opens() -> None:
    assert _faults('speaker,text\nT,a\nC,"b\nT,c\n') == [("bad_quotes", "a.csv, line 3")]


def test_a_cell_of_a_hundred_thousand_letters_and_more_is_refused() -> None:
    assert _faults(f"speaker,text\nT,{'a' * 120_000}\n") == [("overlong", "a.csv, line 2")]
    assert _faults(f"speaker,text\nT,{'a' * 140_000}\n") == [("overlong", "a.csv, line 2")]


def test_a_table_without_a_column_of_speakers_is_refused_unless_it_is_kept() -> None:
    text = "text,start,end\nhello,0,1\nhi,1,2\n"
    assert _faults(text) == [("no_speaker", "a.csv")]
    assert said(kept(text)) == [("unnamed", "hello"), ("unnamed", "hi")]


def test_the_table_of_whisper_counts_milliseconds() -> None:
    found = kept("start\tend\ttext\n500\t1000\thello\n")
    assert (found.source.format, found.turns[0].start_s) == ("table/whisper-tsv", 0.5)


def test_rows_without_words_are_left_out_and_told() -> None:
    found = read("speaker,text\nT,a\nC,\nT,b\n")
    assert "empty_rows" in codes(found)
