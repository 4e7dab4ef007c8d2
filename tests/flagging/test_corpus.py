from __future__ import annotations

import sys
from collections.abc import Iterator

import pandas as pd
import pytest

from ipt_fidelity import flagging
from ipt_fidelity.errors import FidelityError
from ipt_fidelity.flagging import corpus
from tests.flagging import made_up

FITTED = flagging.OffModelClassifier(seed=11).fit(made_up.segments(1))
OTHERS = made_up.unlabelled(made_up.segments(2, therapists=4))
PARTS = [part for _, part in OTHERS.groupby("session_id")]
GERMAN = PARTS[1].assign(
    text="therapist: und wie ging es ihnen denn nach dem langen gespräch mit ihrer schwester\n"
    "client: ach es war nicht einfach"
)


def test_a_corpus_gives_the_flags_and_the_mean_of_each_session_in_order() -> None:
    found = list(flagging.flag_corpus(FITTED, iter(PARTS), look_at=3))

    assert [one.session_id for one in found] == [part["session_id"].iloc[0] for part in PARTS]
    for one, part in zip(found, PARTS, strict=True):
        assert one.flags.equals(flagging.flag_segments(FITTED, part, look_at=3))
        assert one.means.equals(flagging.session_means(FITTED, part))
        assert one.refusal is None


def test_a_session_in_another_language_is_told_and_stops_none_of_the_others() -> None:
    found = list(flagging.flag_corpus(FITTED, [PARTS[0], GERMAN, PARTS[2]]))

    assert [one.refusal is None for one in found] == [True, False, True]
    fault = found[1].refusal
    assert fault is not None
    assert "language" in fault.mend
    assert found[1].flags.empty
    assert found[2].flags.equals(flagging.flag_segments(FITTED, PARTS[2]))


def test_a_stream_of_flags_stops_at_a_session_in_another_language() -> None:
    with pytest.raises(FidelityError, match="known to the classifier"):
        list(flagging.flag_sessions(FITTED, [PARTS[0], GERMAN]))


def test_sessions_are_read_only_as_they_are_needed() -> None:
    read: list[str] = []

    def stream() -> Iterator[pd.DataFrame]:
        for number in range(8 * corpus.AT_ONCE):
            read.append(str(number))
            yield PARTS[number % len(PARTS)].assign(session_id=f"case-{number}")

    found = flagging.flag_corpus(FITTED, stream(), look_at=1)
    next(found)

    assert len(read) <= 4 * corpus.AT_ONCE
    list(found)
    assert len(read) == 8 * corpus.AT_ONCE


def test_two_processes_find_what_one_finds() -> None:
    many = [
        part.assign(session_id=f"{part['session_id'].iloc[0]}-{number}")
        for number in range(15)
        for part in PARTS
    ]
    alone = pd.concat(flagging.flag_sessions(FITTED, many), ignore_index=True)
    with flagging.on_workers(2):
        together = pd.concat(flagging.flag_sessions(FITTED, many), ignore_index=True)

    assert together.equals(alone)


def test_a_dask_cluster_finds_what_one_process_finds() -> None:
    pytest.importorskip("distributed")
    many = [
        part.assign(session_id=f"{part['session_id'].iloc[0]}-{number}")
        for number in range(15)
        for part in PARTS
    ]
    alone = pd.concat(flagging.flag_sessions(FITTED, many), ignore_index=True)
    with flagging.on_cluster("local", count=2):
        together = pd.concat(flagging.flag_sessions(FITTED, many), ignore_index=True)

    assert together.equals(alone)


def test_a_scheduler_that_does_not_answer_is_told() -> None:
    pytest.importorskip("distributed")
    with (
        pytest.raises(FidelityError, match="does not answer"),
        flagging.on_cluster("tcp://127.0.0.1:9", wait=1),
    ):
        pass


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(FidelityError, match=r"ipt-fidelity\[cluster\]"), flagging.on_cluster():
        pass


def test_evidence_holds_the_same_flags_and_no_word_of_the_session() -> None:
    planted = OTHERS.copy()
    planted["text"] += "\ntherapist: quokka diary quokka schedule"

    found = flagging.flags_with_evidence(FITTED, planted, look_at=2)

    assert found.flags.equals(flagging.flag_segments(FITTED, planted, look_at=2))
    assert list(found.about["segment"]) == list(found.flags["segment"])
    assert set(found.highlights["segment"]) <= set(found.flags["segment"])
    assert found.sessions.equals(flagging.session_means(FITTED, planted))
    for frame in (found.flags, found.about, found.highlights, found.sessions):
        assert "quokka" not in frame.to_csv()


def test_the_nearest_coded_example_is_an_off_model_one_of_another_session() -> None:
    found = flagging.flags_with_evidence(FITTED, OTHERS, look_at=2).about
    labelled = made_up.segments(1).set_index(["session_id", "segment"])["off_model"]

    for row in found.itertuples():
        assert labelled[row.nearest_session, row.nearest_segment] == 1
        assert row.nearest_session != row.session_id


def test_contributions_of_a_flag_sum_to_its_logit_where_every_word_is_shown() -> None:
    found = flagging.flags_with_evidence(FITTED, OTHERS, look_at=1)
    parts = found.highlights.groupby(["session_id", "segment"])["contribution"].sum()
    logit = found.about.set_index(["session_id", "segment"])["logit"]

    assert (parts.loc[logit.index] >= logit - 1e-9).all()


def test_a_coded_session_is_flagged_by_a_classifier_that_never_saw_its_therapist() -> None:
    labelled = made_up.segments(1)
    fitted = flagging.cross_fit(labelled, seed=11)
    session = labelled["session_id"].iloc[0]
    mine = labelled["therapist_id"] == labelled["therapist_id"].iloc[0]
    apart = flagging.OffModelClassifier(seed=11).fit(labelled[~mine])

    assert fitted.of(session).classifier_id_ == apart.classifier_id_
    assert fitted.of("new").classifier_id_ == fitted.everybody.classifier_id_
    assert fitted.of(session).classifier_id_ != fitted.everybody.classifier_id_
