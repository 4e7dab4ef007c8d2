from __future__ import annotations

import json

import pytest

from ipt_fidelity.errors import TranscriptError
from ipt_fidelity.transcript import Role
from tests.transcript.samples import codes, kept, read, said


def test_a_time_that_is_no_number_stays_open_and_is_told() -> None:
    found = kept(
        '{"segments": [{"start": NaN, "end": 1, "text": "a"}, {"start": -3, "text": "b"}]}'
    )
    assert [turn.start_s for turn in found.turns] == [None, None]
    assert "open_times" in codes(found)


def test_a_segment_of_two_voices_is_cut_by_its_words() -> None:
    words = [{"word": "so?", "start": 0, "end": 1, "speaker": "A"}, {"word": "yes", "speaker": "B"}]
    found = read(
        json.dumps({"segments": [{"start": 0, "end": 2, "text": "so? yes", "words": words}]})
    )
    assert said(found) == [("A", "so?"), ("B", "yes")]


def test_segments_without_a_speaker_among_others_are_told_each_or_kept() -> None:
    content = json.dumps(
        {"segments": [{"text": "a", "speaker": "A", "start": 0}, {"text": "b", "start": 1}]}
    )
    with pytest.raises(TranscriptError) as refusal:
        read(content, name="a.json")
    assert [fault.where for fault in refusal.value.faults] == ["a.json, segment 2"]
    assert said(kept(content)) == [("A", "a"), ("unnamed", "b")]


def test_healthscribe_states_the_roles() -> None:
    segments = [
        {
            "Content": words,
            "BeginAudioTime": n,
            "EndAudioTime": n + 1,
            "ParticipantDetails": {"ParticipantRole": role},
        }
        for n, (role, words) in enumerate([("CLINICIAN_0", "so?"), ("PATIENT_0", "yes")])
    ]
    found = read(json.dumps({"Conversation": {"TranscriptSegments": segments}}))
    assert [(s.role, s.decided_by) for s in found.speakers] == [
        (Role.THERAPIST, "file"),
        (Role.CLIENT, "file"),
    ]


def test_speakers_of_amazon_are_found_by_start_time_and_punctuation_joins_its_word() -> None:
    def item(word: str, start: str | None) -> dict[str, object]:
        timed = {"start_time": start, "end_time": start, "type": "pronunciation"}
        return {
            "alternatives": [{"content": word}],
            **(timed if start else {"type": "punctuation"}),
        }

    segments = [
        {"items": [{"start_time": at, "speaker_label": who}]}
        for at, who in [("0.0", "s0"), ("1.0", "s1")]
    ]
    items = [item("Hi", "0.0"), item(".", None), item("Yes", "1.0"), item("?", None)]
    found = read(
        json.dumps({"results": {"speaker_labels": {"segments": segments}, "items": items}})
    )
    assert said(found) == [("s0", "Hi."), ("s1", "Yes?")]


def test_phrases_of_azure_are_put_in_order_of_time() -> None:
    phrases = [
        {"channel": 1, "offset": "PT2.5S", "duration": "PT1S", "nBest": [{"display": "later"}]},
        {"channel": 0, "offset": "PT0.04S", "duration": "PT1S", "nBest": [{"display": "first"}]},
    ]
    found = read(json.dumps({"recognizedPhrases": phrases}))
    assert [(turn.text, turn.start_s) for turn in found.turns] == [("first", 0.04), ("later", 2.5)]


def test_speakers_of_the_first_speechmatics_are_found_by_time() -> None:
    root = {
        "speakers": [{"name": "M1", "time": "0"}, {"name": "F2", "time": "1.0"}],
        "words": [
            {"name": word, "time": at, "duration": "0.1"}
            for word, at in [("Hi", "0.2"), (".", "0.4"), ("Yes", "1.0")]
        ],
    }
    assert said(read(json.dumps(root))) == [("M1", "Hi."), ("F2", "Yes")]


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        (
            {"transcription": [{"offsets": {"from": 500, "to": 900}, "text": "a", "speaker": "A"}]},
            ("A", "a", 0.5),
        ),
        (
            {
                "Transcript": [
                    {"ParticipantRole": "AGENT", "Content": "a", "BeginOffsetMillis": 500}
                ]
            },
            ("AGENT", "a", 0.5),
        ),
        ({"phrases": [{"offsetMilliseconds": 500, "text": "a", "speaker": 1}]}, ("1", "a", 0.5)),
        (
            {"monologues": [{"speaker": 0, "elements": [{"value": "a", "ts": 0.5, "end_ts": 1}]}]},
            ("0", "a", 0.5),
        ),
        (
            {"version": "1", "segments": [{"speaker": "A", "startTime": 0.5, "body": "a"}]},
            ("A", "a", 0.5),
        ),
        (
            {"utterances": None, "words": [{"speaker": "A", "text": "a", "start": 500, "end": 9}]},
            ("A", "a", 0.5),
        ),
        (
            {
                "results": {
                    "channels": [
                        {
                            "alternatives": [
                                {
                                    "words": [
                                        {
                                            "word": "a",
                                            "punctuated_word": "A.",
                                            "start": 0.5,
                                            "end": 1,
                                            "speaker": 0,
                                        }
                                    ]
                                }
                            ]
                        }
                    ]
                }
            },
            ("0", "A.", 0.5),
        ),
    ],
)
def test_each_maker_is_known_by_its_keys(root: object, expected: tuple[str, str, float]) -> None:
    found = read(json.dumps(root))
    assert (*said(found)[0], found.turns[0].start_s) == expected


@pytest.mark.parametrize(
    "text", ['{"a": 1}', '{"segments": "x"}', '{"results": 3', "[]", "[[[1]]]"]
)
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(TranscriptError) as refusal:
        read(text)
    assert refusal.value.faults[0].code in {"unknown_json", "no_words", "no_speaker"}
