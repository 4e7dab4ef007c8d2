"""Flags of a study: by classifiers that never saw the therapist, held against blind sheets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import ipt_fidelity as ipt
from ipt_fidelity import flagging
from ipt_fidelity.desk import flags as desk_flags
from ipt_fidelity.errors import NotAllowedError, UnknownNameError
from ipt_fidelity.frames import FLAGS, check
from ipt_fidelity.store import SheetKey
from tests.flagging import samples

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_transcripts"
SESSIONS = ("case-01_session-02", "case-07_session-03", "case-09_session-05")


@pytest.fixture
def study(oif: ipt.Rubric, tmp_path: Path) -> Iterator[ipt.Study]:
    """Yield a study of three sessions, each with gold, a reader's and a simulated sheet."""
    with ipt.open_study(tmp_path / "flags.store.sqlite") as study:
        for stem in SESSIONS:
            transcript = ipt.read_transcript(SAMPLES / f"{stem}.vtt")
            study.admit(transcript, ipt.read_segments(SAMPLES / f"{stem}.segments.csv", transcript))
            for name in (f"{stem}.gold", f"{stem}.reader", f"simulated/{stem}.sim-1"):
                sheet = SAMPLES / "sheets" / f"{name}.sheet.yaml"
                study.take_in(ipt.read_sheet(sheet, oif), oif)
        yield study


@pytest.fixture(scope="module")
def flagger() -> flagging.CrossFitted:
    """Return a classifier trained on other sessions than the study's."""
    labelled = samples.labelled_segments()
    others = labelled[~labelled["session_id"].isin(SESSIONS)]
    classifier = flagging.OffModelClassifier(seed=11, rubric=samples.rubric()).fit(others)
    return flagging.CrossFitted(everybody=classifier, apart={})


def test_flags_of_a_study_come_with_all_that_a_screen_shows(
    study: ipt.Study, flagger: flagging.CrossFitted
) -> None:
    found = desk_flags.flag_study(study, flagger, look_at=3)

    assert len(check(found.flags, FLAGS)) == 9
    assert list(found.about["segment"]) == list(found.flags["segment"])
    assert list(dict.fromkeys(found.flags["session_id"])) == list(found.sessions["session_id"])
    assert list(found.sessions["mean_logit"]) == sorted(found.sessions["mean_logit"], reverse=True)
    words = study.segments().set_index(["session_id", "segment"])["text"]
    phrases = found.highlights[found.highlights["kind"] == "phrase"]
    for row in phrases.itertuples():
        assert words[row.session_id, row.segment][int(row.start) : int(row.end)].strip()


def test_a_session_without_consent_is_named_and_not_flagged(
    study: ipt.Study, flagger: flagging.CrossFitted
) -> None:
    with pytest.raises(NotAllowedError, match="no consent"):
        desk_flags.flag_study(study, flagger, purpose="care")
    with pytest.raises(UnknownNameError, match="supervision"):
        desk_flags.flag_study(study, flagger, purpose="supervison")


def test_blind_sheets_are_counted_by_month_and_by_session(
    study: ipt.Study, oif: ipt.Rubric, flagger: flagging.CrossFitted
) -> None:
    flags = desk_flags.flag_study(study, flagger).flags

    by_session = desk_flags.track_flags(study, oif, flags, by="session")
    by_month = desk_flags.track_flags(study, oif, flags)

    assert set(by_session["session_id"]) == set(SESSIONS)
    assert int(by_month["n_sessions"].sum()) == 3
    assert int(by_month["n_flags"].sum()) == 15
    assert by_month["confirmed_so_far"].iloc[-1] == pytest.approx(
        by_session["confirmed_so_far"].iloc[-1]
    )


def test_a_sheet_handed_in_again_after_flags_were_seen_is_not_blind(
    study: ipt.Study, oif: ipt.Rubric, flagger: flagging.CrossFitted
) -> None:
    session = SESSIONS[1]
    flags = desk_flags.flag_study(study, flagger, sessions=[session]).flags
    before = desk_flags.blind_codings(study, oif)
    study.seen_by("reader").flags(flags)
    key = SheetKey(session_id=session, rater_id="reader", stage=ipt.Stage.INDEPENDENT)
    for seq, field in enumerate(("reopen", "hand_in"), 1):
        study.record(
            key, [ipt.Mark(client="again", seq=seq, target="sheet", field=field, value=True)]
        )

    after = desk_flags.blind_codings(study, oif)

    gone = before.merge(
        after[["rater_id", "session_id"]].drop_duplicates(), how="left", indicator=True
    )
    left = gone[gone["_merge"] == "left_only"][["rater_id", "session_id"]].drop_duplicates()
    assert left.to_numpy().tolist() == [["reader", session]]


def test_decisions_on_flags_are_listed_with_their_time(study: ipt.Study, oif: ipt.Rubric) -> None:
    assert desk_flags.flag_decisions(study).empty
    key = SheetKey(session_id=SESSIONS[0], rater_id="reader", stage=ipt.Stage.INDEPENDENT)
    mark = ipt.Mark(
        client="page", seq=1, target="segment:g004", field="flag_decision", value="dismissed"
    )
    study.record(key, [mark])

    told = desk_flags.flag_decisions(study, rubric=oif)

    assert told[["session_id", "segment", "rater_id", "decision"]].to_numpy().tolist() == [
        [SESSIONS[0], "g004", "reader", "dismissed"]
    ]
    assert pd.notna(told["at"].iloc[0])
