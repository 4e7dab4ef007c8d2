from __future__ import annotations

import pytest
from hypothesis import given, settings

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript import Role, cast, write_table
from tests.transcript.samples import codes, dialogues, kept, read, said

VOICES = """\
WEBVTT

1
00:00:02.000 --> 00:00:09.400
<v Therapist>Last week you put the mood
at seven. Where is it today?

2
00:00:10.100 --> 00:00:21.000
<v Client>Eight,

3
00:00:21.500 --> 00:00:22.000
<v.loud Client>since Sunday.</v>
"""


def _vtt(talk: list[tuple[str, str]], cue: str) -> str:
    parts = [
        f"{n + 1}\n00:{n // 60:02d}:{n % 60:02d}.000 --> 00:{n // 60:02d}:{n % 60:02d}.900\n"
        + cue.format(label=label, words=words)
        for n, (label, words) in enumerate(talk)
    ]
    return "WEBVTT\n\n" + "\n\n".join(parts) + "\n"


@pytest.mark.parametrize(
    "cue", ["<v {label}>{words}", "<v {label}>{words}</v>", "{label}: {words}"]
)
@given(talk=dialogues())
@settings(max_examples=25, deadline=None)
def test_no_word_is_lost(cue: str, talk: list[tuple[str, str]]) -> None:
    assert said(read(_vtt(talk, cue), name="a.vtt")) == talk


def test_cues_of_one_speaker_join_into_a_turn_with_its_times() -> None:
    found = read(VOICES, name="a.vtt")
    assert said(found) == [
        ("Therapist", "Last week you put the mood at seven. Where is it today?"),
        ("Client", "Eight, since Sunday."),
    ]
    assert [(turn.start_s, turn.end_s, turn.where) for turn in found.turns] == [
        (2.0, 9.4, "lines 4-6"),
        (10.1, 22.0, "lines 9-14"),
    ]


def test_entities_are_read_and_tags_are_structure_and_signs_of_less_are_words() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v T>5 < 6, you &amp; <i>I</i> <00:00:01.500>know &lt;3"
    )
    assert said(read(text)) == [("T", "5 < 6, you & I know <3")]


def test_a_script_in_the_words_is_kept_as_words() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v T><script>alert(1)</script> hm"
    assert said(read(text)) == [("T", "<script>alert(1)</script> hm")]


def test_two_voices_in_one_cue_are_two_turns() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v T>so?</v><v C>yes</v>"
    assert said(read(text)) == [("T", "so?"), ("C", "yes")]


def test_a_cue_without_a_voice_among_voices_is_refused_with_its_line() -> None:
    with pytest.raises(TranscriptError) as refusal:
        read(f"{VOICES}\n00:00:30.000 --> 00:00:31.000\nhm\n", name="a.vtt")
    (fault,) = refusal.value.faults
    assert (fault.code, fault.where) == ("no_speaker", "a.vtt, lines 16-17")
    mended = read(f"{VOICES}\n00:00:30.000 --> 00:00:31.000\n<v Client>hm\n")
    assert said(mended)[-1] == ("Client", "Eight, since Sunday. hm")


def test_every_bad_time_is_told_at_once() -> None:
    text = "WEBVTT\n\n00:05.000 --> 00:02.000\n<v T>a\n\nx --> y\nb\n\n"
    text += "-00:01.000 --> 00:02.000\n<v T>c\n"
    with pytest.raises(TranscriptError) as refusal:
        read(text, name="a.vtt")
    assert [(fault.code, fault.where) for fault in refusal.value.faults] == [
        ("crossing_time", "a.vtt, line 3"),
        ("negative_time", "a.vtt, line 9"),
        ("bad_time", "a.vtt, line 6"),
    ]


def test_a_fault_never_repeats_words_of_the_session() -> None:
    with pytest.raises(TranscriptError) as refusal:
        read("WEBVTT\n\nsecret --> word\nsecret\n\n00:05.000 --> 00:02.000\n<v T>secret\n")
    assert "secret" not in str(refusal.value)


def test_zoom_names_lead_the_words_and_a_note_is_no_person() -> None:
    talk = [("Ann Lee", "hi"), ("Bo", "Note: it hurts"), ("Ann Lee", "so"), ("Bo", "no")]
    text = _vtt(talk, "{label}: {words}")
    found = read(text.replace("\n", "\r\n"))
    assert found.source.format == "vtt/zoom"
    assert said(found)[1] == ("Bo", "Note: it hurts")


def test_a_cue_without_a_name_goes_on_with_the_speaker_before_and_is_told() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nT: one\n\n00:02.000 --> 00:03.000\ntwo\n"
    found = read(text)
    assert said(found) == [("T", "one two")]
    assert "carried_speaker" in codes(found)


def test_webex_names_the_speaker_in_the_id() -> None:
    text = 'WEBVTT\n\n1 "Ann Lee" (77)\n00:00:01.000 --> 00:00:02.000\nhello\n'
    found = read(text)
    assert (found.source.format, said(found)) == ("vtt/webex", [("Ann Lee", "hello")])


def test_names_of_teams_with_a_comma_and_a_role_stay_whole() -> None:
    text = "WEBVTT\r\n\r\n0:0:20.450 --> 0:0:21.40\r\n<v Lee, Ann (Staff)>hello</v>\r\n"
    found = read("\ufeff" + text)
    assert (found.source.format, said(found)) == (
        "vtt/teams-2022",
        [("Lee, Ann (Staff)", "hello")],
    )


def test_parts_of_an_utterance_that_teams_numbers_are_one_turn() -> None:
    key = "0f8fad5b-d9cb-469f-a165-70867728950e"
    text = (
        f"WEBVTT\n\n{key}/1-0\n00:00:01.000 --> 00:00:02.000\nhello\nyou\n\n"
        f"{key}/1-1\n00:00:02.000 --> 00:00:03.000\nthere\n"
    )
    found = kept(text)
    assert (found.source.format, said(found)) == ("vtt/teams", [("unnamed", "hello you there")])


def test_a_file_without_speakers_is_refused_and_the_mend_leads_to_a_transcript() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n\n00:02.000 --> 00:03.000\nhi\n"
    with pytest.raises(TranscriptError, match="unnamed='keep'"):
        read(text)
    table = write_table(kept(text)).replace("1,unnamed", "1,T").replace("2,unnamed", "2,C")
    done = cast(read(table), {"T": "therapist", "C": "client"}, by="KM")
    assert [speaker.role for speaker in done.speakers] == [Role.THERAPIST, Role.CLIENT]


def test_notes_of_the_file_are_kept_between_the_turns() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v T>a</v><v C>b</v>\n\nNOTE hm\n\n"
        "00:02.000 --> 00:03.000\n<v T>c\n"
    )
    assert [(note.kind, note.after_turn) for note in read(text).notes] == [
        ("head", None),
        ("editor", "t0002"),
    ]
