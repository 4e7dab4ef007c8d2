from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipt_fidelity import flagging
from ipt_fidelity.errors import FidelityError
from ipt_fidelity.frames import FLAGS, check
from tests.flagging import made_up

LABELLED = made_up.segments(1)
FITTED = flagging.OffModelClassifier(seed=11).fit(LABELLED)
OTHERS = made_up.unlabelled(made_up.segments(2, therapists=3))


def test_flags_have_their_shape_and_keep_the_budget() -> None:
    flags = check(flagging.flag_segments(FITTED, OTHERS, look_at=4), FLAGS)

    assert (flags.groupby("session_id").size() == 4).all()
    assert list(flags["rank"]) == [1, 2, 3, 4] * OTHERS["session_id"].nunique()
    assert (flags["classifier_id"] == FITTED.classifier_id_).all()


def test_the_first_flag_has_the_highest_probability_of_its_session() -> None:
    flags = flagging.flag_segments(FITTED, OTHERS, look_at=1)
    probability = FITTED.predict_proba(OTHERS)[:, 1]
    highest = pd.Series(probability).groupby(OTHERS["session_id"].to_numpy()).max()

    assert dict(zip(flags["session_id"], flags["probability"], strict=True)) == pytest.approx(
        highest.to_dict()
    )


def test_the_session_with_the_highest_mean_comes_first() -> None:
    flags = flagging.flag_segments(FITTED, OTHERS, look_at=1)
    means = flagging.session_means(FITTED, OTHERS)

    assert list(flags["session_id"]) == list(means["session_id"])
    assert list(means["mean_logit"]) == sorted(means["mean_logit"], reverse=True)


def test_flags_are_the_same_in_any_order_of_sessions() -> None:
    moved = pd.concat([part for _, part in OTHERS.groupby("session_id")][::-1])

    assert flagging.flag_segments(FITTED, moved).equals(flagging.flag_segments(FITTED, OTHERS))


def test_reasons_hold_no_word_that_was_only_said_in_the_session() -> None:
    planted = OTHERS.copy()
    planted["text"] += "\ntherapist: quokka diary quokka schedule"

    flags = flagging.flag_segments(FITTED, planted)

    assert not flags["reasons"].str.contains("quokka").any()
    assert flags["reasons"].str.contains("t00").all()


def test_reasons_name_the_kind_it_resembles() -> None:
    planted = OTHERS.copy()
    planted.loc[2, "text"] = "therapist: the diary a walk the schedule bedtime\nclient: yes"

    flags = flagging.flag_segments(FITTED, planted)
    reasons = flags.loc[
        (flags["session_id"] == planted["session_id"].iloc[2]) & (flags["segment"] == "g003"),
        "reasons",
    ]

    assert "resembles BHV" in reasons.iloc[0]


def test_another_language_is_refused() -> None:
    german = OTHERS.assign(
        text="therapist: und wie ging es ihnen denn nach dem gespräch mit ihrer schwester\n"
        "client: ach es war nicht einfach"
    )
    with pytest.raises(FidelityError, match="language"):
        flagging.flag_segments(FITTED, german)


def test_a_budget_of_nothing_is_refused() -> None:
    with pytest.raises(FidelityError, match="look_at=5"):
        flagging.flag_segments(FITTED, OTHERS, look_at=0)


def test_a_stream_of_sessions_gives_the_flags_of_each_in_order() -> None:
    parts = [part for _, part in OTHERS.groupby("session_id")]

    streamed = list(flagging.flag_sessions(FITTED, iter(parts), look_at=3))

    assert [part["session_id"].iloc[0] for part in streamed] == [
        part["session_id"].iloc[0] for part in parts
    ]
    for flags, part in zip(streamed, parts, strict=True):
        assert flags.equals(flagging.flag_segments(FITTED, part, look_at=3))


def test_highlights_sum_to_the_logit_and_stand_on_whole_words() -> None:
    shown = flagging.highlights(FITTED, OTHERS)
    phrases = shown[shown["kind"] == "phrase"]
    text = OTHERS.set_index(["session_id", "segment"])["text"]

    assert len(phrases)
    for row in phrases.itertuples():
        said = text[row.session_id, row.segment]
        assert not said[int(row.start)].isspace()
        assert int(row.start) == 0 or not said[int(row.start) - 1].isalnum()
        assert int(row.end) == len(said) or not said[int(row.end)].isalnum()


def test_talk_of_a_kind_never_coded_is_said_to_be_unlike() -> None:
    strange = OTHERS.copy()
    strange.loc[5, "text"] = "therapist: letters letters money money office office\nclient: yes"

    means = flagging.session_means(FITTED, strange).set_index("session_id")
    before = flagging.session_means(FITTED, OTHERS).set_index("session_id")
    session = strange["session_id"].iloc[5]

    assert means.loc[session, "unlike"] >= before.loc[session, "unlike"]
    assert np.isfinite(means["mean_logit"]).all()
