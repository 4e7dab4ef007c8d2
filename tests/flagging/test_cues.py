from __future__ import annotations

from ipt_fidelity import flagging
from ipt_fidelity.flagging.cues import count_cues, find_cues, whole_words
from ipt_fidelity.rubric import read
from tests.flagging import made_up

RUBRIC = read(made_up.RUBRIC, where="small.yaml")


def test_a_cue_is_found_where_the_therapist_said_it() -> None:
    text = "client: the evidence is mine\ntherapist: So what is The Evidence for it?"

    found = find_cues(text, RUBRIC)

    assert [(cue.code_id, text[cue.start : cue.end]) for cue in found] == [("COG", "The Evidence")]


def test_cues_are_counted_by_code() -> None:
    labelled = made_up.segments(1, therapists=1, sessions=1, each=2)
    labelled.loc[0, "text"] = "therapist: in the diary, in the diary and your dream"

    counts = count_cues(labelled, RUBRIC)

    assert list(counts.columns) == ["INV", "LNK", "COG", "BHV", "PSY"]
    assert list(counts.iloc[0]) == [0, 0, 0, 2, 1]
    assert counts.iloc[1].sum() == 0


def test_a_stretch_is_widened_to_whole_words() -> None:
    text = "therapist: she wasn't there"

    start, end = whole_words(text, 12, 14)

    assert text[start:end] == "she"


def test_a_cold_start_says_what_it_is_in_every_reason() -> None:
    classifier = flagging.cold_start(RUBRIC, seed=1)
    others = made_up.unlabelled(made_up.segments(2, therapists=2))
    others["text"] = "therapist: tell me who is together now\nclient: yes"
    others.loc[3, "text"] = "therapist: tell me the evidence now\nclient: yes"

    flags = flagging.flag_segments(classifier, others)

    assert flags["reasons"].str.startswith("cold start: learnt from the codebook").all()
    assert (flags["segment"].iloc[0], flags["rank"].iloc[0]) == ("g004", 1)


def test_cues_and_phase_can_be_blocks() -> None:
    labelled = made_up.segments(1)
    off = labelled["off_model"] == 1
    labelled.loc[off, "text"] += "\ntherapist: your dream"
    blocks = ("words", "phase", "cues")

    fitted = flagging.OffModelClassifier(seed=1, rubric=RUBRIC, blocks=blocks).fit(labelled)

    assert fitted.fitted().features.extras == {"phase": 4, "cues": 5}
