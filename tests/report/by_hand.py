"""Facts written by hand, and frames of one small study."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd

from ipt_fidelity.frames import AGREEMENT, FLAGS, OMISSIONS, SEGMENTS, check
from ipt_fidelity.report import (
    Agreement,
    Counts,
    Flag,
    Frames,
    Making,
    Passage,
    Point,
    Rater,
    RubricFacts,
    Score,
    ScoredSheet,
    SessionFacts,
    StudyFacts,
    Table,
    Threshold,
)
from ipt_fidelity.scoring import case_means, score_sessions, therapist_means
from tests.scoring.by_hand import SEGMENTS as CODED
from tests.scoring.by_hand import WORKED, codings, oif, ratings, sessions

CANARY = "ZEBRA-AT-NOON"
SIMULATED = {"R1": "noise around a hidden value, seed 11"}

RUBRIC = RubricFacts(
    id="oif",
    version="0.1.0",
    title="Open IPT Fidelity rubric",
    status="draft-unvalidated",
    licence="project-own",
    sha256="cd2b195e" * 8,
    thresholds=(
        Threshold(
            name="adherent", value=62.5, provisional=True, source="a mean", on=("adherence",)
        ),
        Threshold(name="floor", value=0.85, provisional=False, source="a panel"),
    ),
)
ADHERENCE = Score(
    id="adherence",
    label="Adherence",
    value=62.5,
    answered_share=1.0,
    trail=("adherence is 62.5: mean of 10 items, 0 to 100.",),
)
FIDELITY = Score(
    id="fidelity",
    label="Fidelity",
    value=None,
    is_score=False,
    verdict="Adherent",
    trail=("Verdict fidelity: adherent.", "Against high_fidelity: adherence 62.5 lies below 80."),
    deciding=("Against high_fidelity: adherence 62.5 lies below 80.",),
    explained=("Against high_fidelity: adherence 62.5 lies below 80.",),
)
SHEET = ScoredSheet(
    session_id="s1",
    phase="middle",
    stage="independent",
    rater=Rater(id="KM"),
    scores=(ADHERENCE, FIDELITY),
)
UNIT = Agreement(
    what="COM",
    label="Communication analysis",
    kind="code",
    level="unit",
    statistic="Krippendorff's alpha",
    form="nominal",
    value=0.71,
    low=0.62,
    high=0.79,
    confidence=0.95,
    n_units=120,
    n_raters=2,
    n_positive=44,
    n_clusters=8,
    prevalence=0.18,
    leads=True,
)
SESSION = replace(
    UNIT, level="session", value=None, low=None, high=None, n_units=8, undefined="no variation"
)
STUDY = StudyFacts(
    title="Riverside",
    rubric=RUBRIC,
    raters=(Rater(id="KM"), Rater(id="JD")),
    counts=Counts(
        sessions=10,
        cases=4,
        therapists=3,
        segments=140,
        rated=8,
        double_coded=5,
        by_phase=(("initial", 3), ("middle", 7)),
        sheets_by_stage=(("independent", 13),),
    ),
    agreement=(UNIT, SESSION),
    sheets=(SHEET,),
    flagging=(
        Table(caption="Evaluation", columns=("model", "value"), rows=(("majority", "0.21"),)),
    ),
    software="ipt_fidelity 0.1.0",
    made_at=datetime(2026, 11, 23, 14, 2, tzinfo=UTC),
)
FIRST = Passage(
    id="g001", first_turn=1, last_turn=8, time="0:00", status="on_model", code="COM Communication"
)
SECOND = Passage(id="g002", first_turn=9, last_turn=9, status="off_model", code="COG Cognitive")
FEEDBACK = SessionFacts(
    sheet=SHEET,
    case_id="c1",
    therapist_id="T1",
    number=3,
    rubric=RUBRIC,
    went_well=(Point(id="A2", label="Link", rated="full (3 of 4)", places=("segment 1",)),),
    to_work_on=(Point(id="A1", label="Mood", rated="trace (1 of 4)", next_step="Ask further"),),
    passages=(FIRST, SECOND),
    flags=(Flag(passage=SECOND, rank=1, probability=0.81, reasons="cue words of COG"),),
    classifier_id="tfidf 3f2a",
    ratings=(("A1", "Mood", "1 trace"),),
)


def making() -> Making:
    """Say how the page came about, with R1 simulated."""
    return Making(software="ipt_fidelity 0.1.0", simulated=SIMULATED)


def frames() -> Frames:
    """Return the frames of one case with three sessions, two raters each."""
    about = sessions(
        [("s1", "c1", "T1", "initial"), ("s2", "c1", "T1", "middle"), ("s3", "c1", "T1", "middle")]
    )
    who = [(session, rater) for session in ("s1", "s2", "s3") for rater in ("KM", "R1")]
    rated = pd.concat([_labelled(ratings(WORKED, session=s, rater=r)) for s, r in who])
    coded = pd.concat([codings(CODED, session=s, rater=r) for s, r in who])
    coded = coded.assign(primary="COM")
    scores = score_sessions(rated, coded, oif())
    cases = case_means(scores, about)
    return Frames(
        sessions=about,
        codings=coded,
        ratings=rated,
        scores=scores,
        agreement=agreement(),
        segments=segments(),
        omissions=omissions(),
        flags=flags(),
        cases=cases,
        therapists=therapist_means(cases),
        evaluation=pd.DataFrame({"model": ["majority"], "value": [0.21], "low": [None]}),
    )


def _labelled(frame: pd.DataFrame) -> pd.DataFrame:
    labels = {1: "trace", 2: "partial", 3: "full"}
    return frame.assign(label=[labels.get(value) for value in frame["value"]]).astype(
        {"label": "object"}
    )


def segments() -> pd.DataFrame:
    """Return SEGMENTS whose words hold a canary."""
    rows = [
        {
            "session_id": session,
            "segment": f"g{number:03d}",
            "segmentation_id": "cut",
            "first_turn": f"t{4 * number - 3:04d}",
            "last_turn": f"t{4 * number:04d}",
            "start_s": 65.0 * (number - 1),
            "end_s": 65.0 * number,
            "therapist_words": words,
            "text": f"therapist: {CANARY}, what happened?\nclient: It was {CANARY}.",
        }
        for session in ("s1", "s2", "s3")
        for number, (_, words) in enumerate(CODED, 1)
    ]
    return check(pd.DataFrame(rows), SEGMENTS)


def agreement() -> pd.DataFrame:
    """Return AGREEMENT of one code and one item, with a statistic beside the declared one."""
    rows = [
        ("COM", "unit", "gwet_ac1", 0.9, 200, None),
        ("COM", "unit", "krippendorff_alpha", 0.71, 200, None),
        ("COM", "session", "krippendorff_alpha", None, 8, "no_variation"),
        ("A1", "session", "icc", 0.6, 8, None),
    ]
    made = [
        {
            "what": what,
            "level": level,
            "statistic": statistic,
            "form": "nominal",
            "value": value,
            "low": None if value is None else value - 0.1,
            "high": None if value is None else value + 0.1,
            "confidence": 0.95,
            "method": "bootstrap",
            "n_units": n_units,
            "n_positive": None,
            "n_raters": 2,
            "n_clusters": 3,
            "prevalence": None,
            "undefined": undefined,
            "note": None,
            "source": None,
        }
        for what, level, statistic, value, n_units, undefined in rows
    ]
    frame = pd.DataFrame(made, columns=list(AGREEMENT.names), dtype=object)
    numbers = ["value", "low", "high", "confidence", "n_positive", "n_clusters", "prevalence"]
    kinds = dict.fromkeys(numbers, "float64") | {"n_units": "int64", "n_raters": "int64"}
    return check(frame.astype(kinds), AGREEMENT)


def omissions() -> pd.DataFrame:
    """Return OMISSIONS: one of a rated item, one of a code."""
    rows = [
        {
            "session_id": "s1",
            "what": what,
            "rater_id": "KM",
            "stage": "independent",
            "perspective": "observer",
            "phase": "initial",
            "place": place,
            "at": pd.Timestamp("2026-11-23", tz="UTC"),
        }
        for what, place in (("A1", "t0003"), ("SYM", None))
    ]
    return check(pd.DataFrame(rows, columns=list(OMISSIONS.names)), OMISSIONS)


def flags() -> pd.DataFrame:
    """Return FLAGS, the second rank first."""
    rows = [
        {
            "session_id": session,
            "segment": segment,
            "probability": probability,
            "rank": rank,
            "reasons": "cue words of COG",
            "classifier_id": "tfidf 3f2a",
        }
        for session, segment, probability, rank in (
            ("s1", "g001", 0.4, 2),
            ("s1", "g003", 0.8, 1),
            ("s2", "g001", 0.5, 1),
        )
    ]
    return check(pd.DataFrame(rows), FLAGS)
