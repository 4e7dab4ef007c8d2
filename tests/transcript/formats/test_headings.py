"""Otter, Zoom's captions and Markdown: names and times on lines of their own."""

from __future__ import annotations

from tests.transcript.samples import codes, read, said


def test_otter_names_its_tail_and_counts_hours() -> None:
    text = "Ann Lee  0:03  \na\nb\n\nUnknown Speaker  1:00:21  \nc\n\nTranscribed by https://otter.ai\n"
    found = read(text)
    assert said(found) == [("Ann Lee", "a b"), ("Unknown Speaker", "c")]
    assert [turn.start_s for turn in found.turns] == [3.0, 3621.0]
    assert [note.kind for note in found.notes] == ["tail"]


def test_hours_of_the_day_are_counted_from_the_first_also_over_midnight() -> None:
    found = read("[Ann] 23:59:59\na\n\n[Bo] 00:00:02\nb\n")
    assert [turn.start_s for turn in found.turns] == [0.0, 3.0]
    assert "wall_clock" in codes(found)


def test_headings_of_markdown_are_notes() -> None:
    found = read("# Session\n\n**Ann** [0:18]\n\na\n\n**Bo:**\n\nb\n")
    assert said(found) == [("Ann", "a"), ("Bo", "b")]
    assert [note.text for note in found.notes] == ["# Session"]


def test_a_name_of_teams_may_be_a_telephone_number() -> None:
    said_by = [("Ann", "a"), ("+12*65", "b"), ("Ann", "c")]
    text = "".join(
        f"0:0:{n}.100 --> 0:0:{n}.200\n{name}\n{words}\n\n"
        for n, (name, words) in enumerate(said_by)
    )
    assert said(read(text)) == said_by


def test_html_of_noscribe_is_read_by_its_anchors_without_scripts() -> None:
    text = (
        "<html><head><style>x</style></head><body><script>alert(1)</script><p>Transcribed "
        "with noScribe"
        '</p><p><a name="ts_0_1500_S00">S00: a &amp; b</a></p>\n<a name="ts_1500_2500_S01" >'
        "S01: [00:00:01] c //S00: mm// d</a></body></html>"
    )
    found = read(text)
    assert said(found) == [("S00", "a & b"), ("S01", "c //S00: mm// d")]
    assert [sign.kind for sign in found.turns[1].notations] == ["overlap"]
    assert "alert" not in "".join(note.text for note in found.notes)
