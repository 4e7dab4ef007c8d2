"""Pages and numbers: a study and a rubric in, frames and pages out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from ipt_fidelity import agreement, files, report, scoring
from ipt_fidelity import rubric as rubric_room
from ipt_fidelity.errors import NotEnoughDataError
from ipt_fidelity.report import Design, Frames, Making, Page
from ipt_fidelity.rubric import Circumstances, Rubric
from ipt_fidelity.sheet import Stage
from ipt_fidelity.store import SheetKey, Study, Which


def circumstances_of(study: Study) -> dict[str, Circumstances]:
    """Return what the form of each session depends on.

    Parameters
    ----------
    study : Study
        Any.

    Returns
    -------
    dict of str to Circumstances
        By session id.
    """
    found: dict[str, Circumstances] = {}
    for session_id in study.kept.session_ids():
        about = study.kept.session(session_id)
        found[session_id] = Circumstances(
            phase=about.phase,
            phase_position=about.phase_position,
            variants=about.variants,
            session_index=about.number,
        )
    return found


def score_study(study: Study, rubric: Rubric, *, stage: Stage | str = "analysis") -> pd.DataFrame:
    """Score every handed-in sheet of a stage.

    Parameters
    ----------
    study : Study
        Any.
    rubric : Rubric
        The instrument.
    stage : Stage or str
        Which sheets; ``"analysis"`` takes one sheet a session, as ``study.ratings`` says.

    Returns
    -------
    pandas.DataFrame
        SCORES, with the trail of every verdict.

    Raises
    ------
    UnknownNameError
        There is no such stage.
    """
    return scoring.score_sessions(
        study.ratings(stage=stage, rubric=rubric),
        study.codings(stage=stage, rubric=rubric),
        rubric,
        circumstances=circumstances_of(study),
    )


def codebook(rubric: Rubric) -> Page:
    """Make the codebook of a rubric as a page for reading and printing.

    Parameters
    ----------
    rubric : Rubric
        Any; one whose wording may not be shared shows ids only.

    Returns
    -------
    Page
        Shows itself in a notebook.
    """
    return Page(title=rubric.title, html=rubric_room.codebook(rubric))


def report_session(
    study: Study, rubric: Rubric, session_id: str, *, flags: pd.DataFrame | None = None
) -> Page:
    """Make the page of a session: what went well, what to work on, verdict and why.

    Parameters
    ----------
    study : Study
        Holds the session and at least one handed-in sheet of it.
    rubric : Rubric
        The instrument.
    session_id : str
        Session, by its id.
    flags : pandas.DataFrame, optional
        FLAGS to be named, by turns.

    Returns
    -------
    Page
        Names turns and segments by number; holds no word of the session.

    Raises
    ------
    NotEnoughDataError
        No sheet of the session is handed in.
    """
    return report.session_page(_session_facts(study, rubric, session_id, flags))


def report_session_with_words(
    study: Study,
    rubric: Rubric,
    session_id: str,
    *,
    flags: pd.DataFrame | None = None,
    segments: Sequence[str] | None = None,
) -> Page:
    """Make the page of a session with the words of chosen segments, for use inside the study.

    Parameters
    ----------
    study : Study
        Holds the session and at least one handed-in sheet of it.
    rubric : Rubric
        The instrument.
    session_id : str
        Session, by its id.
    flags : pandas.DataFrame, optional
        FLAGS to be named.
    segments : sequence of str, optional
        Segments that are quoted; those that ``flags`` looks at by default, else none.

    Returns
    -------
    Page
        Says on its face that it holds words of a session.

    Raises
    ------
    NotEnoughDataError
        No sheet of the session is handed in.
    """
    facts = _session_facts(study, rubric, session_id, flags)
    chosen = list(segments or [])
    if segments is None and flags is not None:
        own = flags[flags["session_id"] == session_id]
        chosen = [str(segment) for segment in own.sort_values("rank")["segment"]]
    quotes = report.gather_quotes(study.segments(session_id), facts, chosen)
    return report.session_page_with_words(facts, quotes)


def report_study(
    study: Study,
    rubric: Rubric,
    *,
    title: str,
    seed: int,
    evaluation: pd.DataFrame | None = None,
    design: Design | None = None,
) -> Page:
    """Make the page of a study: agreement, verdicts, and the flagger's evaluation.

    Parameters
    ----------
    study : Study
        Any.
    rubric : Rubric
        The instrument.
    title : str
        Name of the study.
    seed : int
        For the intervals of agreement.
    evaluation : pandas.DataFrame, optional
        Evaluation of the classifier, from its card.
    design : Design, optional
        What was decided beforehand; what is left out is told as *not recorded*.

    Returns
    -------
    Page
        One page with figures; holds no word of a session.
    """
    return report.study_page(_study_facts(study, rubric, title, seed, evaluation, design))


def methods_paragraph(
    study: Study, rubric: Rubric, *, title: str, seed: int, design: Design | None = None
) -> str:
    """Draft the methods paragraph: only what the study holds, *not recorded* for the rest.

    Parameters
    ----------
    study : Study
        Any.
    rubric : Rubric
        The instrument.
    title : str
        Name of the study.
    seed : int
        For the intervals of agreement.
    design : Design, optional
        What was decided beforehand.

    Returns
    -------
    str
        Sentences in plain English.
    """
    return report.methods_paragraph(_study_facts(study, rubric, title, seed, None, design))


def study_agreement(study: Study, rubric: Rubric, *, seed: int, level: str) -> pd.DataFrame:
    """Compute how far independent raters agree, at units and at sessions, and on every item.

    Parameters
    ----------
    study : Study
        At least some sessions with two independent sheets or more.
    rubric : Rubric
        The instrument.
    seed : int
        For the intervals.
    level : str
        ``"code"``, ``"family"``, ``"status"`` or ``"primary"``.

    Returns
    -------
    pandas.DataFrame
        AGREEMENT; both levels of the codes, then the items.
    """
    codings = study.codings(stage=Stage.INDEPENDENT, rubric=rubric)
    ratings = study.ratings(stage=Stage.INDEPENDENT, rubric=rubric)
    return pd.concat(
        [
            agreement.code_agreement(codings, rubric, level=level, seed=seed),
            agreement.item_agreement(ratings, rubric, seed=seed),
        ],
        ignore_index=True,
    )


def write_page(page: Page, path: str | Path) -> Path:
    """Write a page to a file; the file is whole or not there.

    Parameters
    ----------
    page : Page
        Of one of the verbs ``report_...``.
    path : str or Path
        Where to; the folder must be there.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FidelityError
        The file cannot be written.
    """
    return files.write_text(path, page.html)


def _making(study: Study, design: Design | None) -> Making:
    return Making(
        software=f"ipt-fidelity {version('ipt-fidelity')}",
        made_at=datetime.now(UTC),
        simulated={head.rater_id: head.simulated for head in study.kept.heads() if head.simulated},
        design=design or Design(),
    )


def _session_facts(
    study: Study, rubric: Rubric, session_id: str, flags: pd.DataFrame | None
) -> report.SessionFacts:
    study.kept.session(session_id)
    chosen = [
        sheet.head
        for sheet in study.kept.sheets(stage="analysis", which=Which.HANDED_IN)
        if sheet.head.session_id == session_id and sheet.head.rubric_sha256 == rubric.sha256
    ]
    if not chosen:
        raise NotEnoughDataError(
            "no single sheet of this session is handed in.",
            where=session_id,
            mend="Hand in a sheet, or let several be adjudicated, and ask again.",
        )
    key = SheetKey(session_id=session_id, rater_id=chosen[0].rater_id, stage=Stage(chosen[0].stage))
    frames = Frames(
        sessions=study.sessions(),
        codings=study.codings(stage=key.stage, rubric=rubric),
        ratings=study.ratings(stage=key.stage, rubric=rubric),
        scores=score_study(study, rubric, stage=key.stage),
        segments=study.segments(session_id),
        omissions=study.omissions(stage=key.stage, rubric=rubric),
        flags=flags,
    )
    return report.gather_session(
        rubric,
        session_id,
        frames,
        rater_id=key.rater_id,
        stage=str(key.stage),
        making=_making(study, None),
    )


def _study_facts(
    study: Study,
    rubric: Rubric,
    title: str,
    seed: int,
    evaluation: pd.DataFrame | None,
    design: Design | None,
) -> report.StudyFacts:
    scores = score_study(study, rubric)
    sessions = study.sessions()
    one_stage = len(set(scores["stage"])) == 1
    cases = scoring.case_means(scores, sessions, rubric=rubric) if one_stage else None
    frames = Frames(
        sessions=sessions,
        codings=study.codings(stage=Stage.INDEPENDENT, rubric=rubric),
        ratings=study.ratings(stage=Stage.INDEPENDENT, rubric=rubric),
        scores=scores,
        agreement=study_agreement(study, rubric, seed=seed, level="family"),
        cases=cases,
        therapists=None if cases is None else scoring.therapist_means(cases, rubric=rubric),
        evaluation=evaluation,
    )
    return report.gather_study(rubric, frames, title=title, making=_making(study, design))
