"""Agreement of a study on one screen."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ipt_fidelity import agreement
from ipt_fidelity.desk.pages import study_agreement
from ipt_fidelity.errors import NotEnoughDataError, UnknownNameError
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Stage
from ipt_fidelity.store import Study, Which
from ipt_fidelity.widgets.dashboard import AgreementView, Source, confusions_of, figures_of
from ipt_fidelity.widgets.talking import Json


def show_agreement(
    study: Study, rubric: Rubric, *, seed: int = 1, language: str = "en"
) -> AgreementView:
    """Show how far independent raters agree, code by code, and where they differ.

    Parameters
    ----------
    study : Study
        Any; figures are computed when a page asks for them, and told as undefined, with the
        reason, where too few sheets are handed in.
    rubric : Rubric
        The instrument.
    seed : int
        For the intervals.
    language : str
        Language of the words on the screen, ``"en"`` or ``"de"``.

    Returns
    -------
    AgreementView
        Shows itself in a notebook; names places by session and segment, and shows the words of a
        segment only when somebody asks for them on the screen.
    """

    def facts() -> dict[str, Json]:
        return _facts(study, _codings(study, rubric), rubric)

    def figures(view: str) -> Sequence[Json]:
        level = view if view in {"code", "status"} else "family"
        return figures_of(_computed(study, rubric, view, seed), rubric, level=level)

    def words(session_id: str, segment: str) -> Sequence[tuple[str, str]]:
        return _words(study, session_id, segment)

    return AgreementView(Source(facts=facts, figures=figures, words=words), language=language)


def _codings(study: Study, rubric: Rubric) -> pd.DataFrame:
    return study.codings(stage=Stage.INDEPENDENT, rubric=rubric)


def _facts(study: Study, codings: pd.DataFrame, rubric: Rubric) -> dict[str, Json]:
    shared = codings.groupby("session_id")["rater_id"].nunique()
    raters: list[Json] = [*sorted(set(codings["rater_id"].astype(str)))]
    heads = study.kept.heads(stage=Stage.INDEPENDENT)
    simulated: list[Json] = [*sorted({head.rater_id for head in heads if head.simulated})]
    sessions: list[Json] = [*sorted(set(codings["session_id"].astype(str)))]
    return {
        "rubric": f"{rubric.id} {rubric.version}",
        "title": rubric.title,
        "families": [[one.id, one.label or one.id] for one in rubric.families],
        "codes": [
            [one.id, one.label or one.id, one.family, str(one.status)] for one in rubric.codes
        ],
        "raters": raters,
        "simulated": simulated,
        "sessions": sessions,
        "shared": int((shared > 1).sum()),
        "confusions": confusions_of(codings, rubric),
    }


def _computed(study: Study, rubric: Rubric, view: str, seed: int) -> pd.DataFrame:
    if view == "pairs":
        return agreement.pairs_of_raters(_codings(study, rubric), rubric, level="family", seed=seed)
    if view == "time":
        codings = _codings(study, rubric)
        return agreement.over_time(codings, rubric, when=_months(study), level="family", seed=seed)
    return study_agreement(study, rubric, seed=seed, level=view)


def _months(study: Study) -> dict[str, str]:
    """Return the month in which the last independent sheet of each session was handed in."""
    found: dict[str, str] = {}
    for sheet in study.kept.sheets(stage=Stage.INDEPENDENT, which=Which.HANDED_IN):
        if sheet.handed_in is not None:
            month = sheet.handed_in.strftime("%Y-%m")
            found[sheet.head.session_id] = max(month, found.get(sheet.head.session_id, month))
    return found


def _words(study: Study, session_id: str, segment: str) -> list[tuple[str, str]]:
    segments = study.segments(session_id)
    chosen = segments[segments["segment"].astype(str) == segment]
    if chosen.empty:
        known = [str(one) for one in segments["segment"]]
        raise UnknownNameError.of("segment", segment, known, where=session_id)
    turns = study.turns(session_id)
    names = [str(one) for one in turns["turn"]]
    first = names.index(str(chosen["first_turn"].iloc[0]))
    last = names.index(str(chosen["last_turn"].iloc[0]))
    shown = turns.iloc[first : last + 1]
    if shown["text"].isna().any():
        raise NotEnoughDataError(
            "the words of this session are not here any more.",
            where=session_id,
            mend="Look at the codes; the words were forgotten on request.",
        )
    return [(str(r), str(t)) for r, t in zip(shown["role"], shown["text"], strict=True)]
