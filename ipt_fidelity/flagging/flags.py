"""Flags: which segments a person should look at first, and what each suggestion rests on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.flagging.classifier import OffModelClassifier
from ipt_fidelity.flagging.cues import find_cues
from ipt_fidelity.flagging.explaining import explain_row
from ipt_fidelity.flagging.scored import UNLIKE, Scored, score
from ipt_fidelity.frames import FLAGS
from ipt_fidelity.rubric import Status

LOOK_AT = 5


def flag_segments(
    classifier: OffModelClassifier, segments: pd.DataFrame, *, look_at: int = LOOK_AT
) -> pd.DataFrame:
    """Choose the segments of each session that a person should look at first.

    Parameters
    ----------
    classifier : OffModelClassifier
        Fitted on coded segments.
    segments : pandas.DataFrame
        SEGMENTS frame of one or more sessions, each in its order.
    look_at : int
        A person's budget: how many segments of each session.

    Returns
    -------
    pandas.DataFrame
        FLAGS frame: the session with the highest mean logit first, within it by rank. Reasons
        name codes, turns and coded examples by id, never words of the session.

    Raises
    ------
    FidelityError
        The words of a session are mostly unknown to the classifier: another language, or text
        that is no talk.
    FrameError
        The frame is not one of segments.
    """
    check_budget(look_at)
    return flags_of(classifier, score(classifier, segments), look_at=look_at)


def session_means(classifier: OffModelClassifier, segments: pd.DataFrame) -> pd.DataFrame:
    """Rank sessions by their mean: a single segment says little, a session nearly everything.

    Parameters
    ----------
    classifier : OffModelClassifier
        Fitted on coded segments.
    segments : pandas.DataFrame
        SEGMENTS frame of one or more sessions.

    Returns
    -------
    pandas.DataFrame
        ``session_id``, ``mean_logit``, ``expected_off_model`` (sum of the probabilities),
        ``n_segments``, ``unsure`` (segments inside the band in which nothing is said),
        ``unlike`` (segments unlike anything coded); highest mean first.
    """
    return score(classifier, segments, nearest=False).means()


def check_budget(look_at: int) -> None:
    """Refuse a budget of nothing.

    Parameters
    ----------
    look_at : int
        How many segments of each session.

    Raises
    ------
    FidelityError
        It is below 1.
    """
    if look_at < 1:
        raise FidelityError(
            f"{look_at} segments cannot be looked at.",
            where="flag_segments",
            mend="Write look_at=5, or another number from 1.",
        )


def flags_of(classifier: OffModelClassifier, scored: Scored, *, look_at: int) -> pd.DataFrame:
    """Return the first segments of each session as flags.

    Parameters
    ----------
    classifier : OffModelClassifier
        By which they were scored.
    scored : Scored
        Segments of one or more sessions.
    look_at : int
        How many segments of each session.

    Returns
    -------
    pandas.DataFrame
        As ``flag_segments``.
    """
    probability = scored.probability
    rows: list[dict[str, object]] = []
    for session in scored.means()["session_id"]:
        for rank, row in enumerate(scored.first(session, count=look_at), 1):
            flag: dict[str, object] = {
                "session_id": session,
                "segment": scored.ordered["segment"].iloc[row],
                "probability": float(probability[row]),
                "rank": rank,
                "reasons": _reasons(classifier, scored, row),
                "classifier_id": classifier.classifier_id_,
            }
            rows.append(flag)
    return pd.DataFrame(rows, columns=list(FLAGS.names))


def rule_of(classifier: OffModelClassifier, code_id: str) -> str:
    """Return the codebook's rule that tells a code from its neighbours.

    Parameters
    ----------
    classifier : OffModelClassifier
        With or without a rubric.
    code_id : str
        The code.

    Returns
    -------
    str
        Empty where there is no rubric, no such code or no rule.
    """
    codes = classifier.rubric.codes if classifier.rubric else ()
    return next((code.rule or "" for code in codes if code.id == code_id), "")


def _reasons(classifier: OffModelClassifier, scored: Scored, row: int) -> str:
    model = classifier.fitted()
    text = str(scored.ordered["text"].iloc[row])
    said = [classifier.origin] if classifier.origin else []
    band = scored.band[row]
    if band == "unsure":
        said.append("unsure: the classifier does not say")
    elif band == "probably on-model":
        said.append("probably on-model; among the first only by rank")
    if scored.kind[row]:
        said.append(f"resembles {scored.kind[row]}")
        rule = rule_of(classifier, str(scored.kind[row]))
        said += [f"rule: {rule}"] if rule else []
    if classifier.rubric is not None:
        off = {c.id for c in classifier.rubric.codes if c.status is Status.OFF_MODEL}
        cues = sorted({cue.code_id for cue in find_cues(text, classifier.rubric)} & off)
        said += [f"a cue of {code_id} is said" for code_id in cues]
    reasons = explain_row(model, text, scored.matrix[[row]])
    turns = _turns(scored.ordered.iloc[row], text, [p.start for p in reasons.strongest()])
    if turns:
        said.append(f"strongest words in {', '.join(turns)}")
    for where, part in zip(("before", "after"), reasons.of_neighbours, strict=True):
        if part > 0:
            said.append(f"the segment {where} adds {part:.2f} to the logit")
    if scored.nearest[row]:
        said.append(f"nearest coded example {scored.nearest[row]}")
    if np.isfinite(scored.unlike[row]) and scored.unlike[row] > UNLIKE:
        said.append("unlike anything coded")
    return "; ".join(said)


def _turns(row: pd.Series, text: str, starts: list[int]) -> list[str]:
    """Name the turns in which the strongest words stand."""
    if "first_turn" not in row.index:
        return []
    first = str(row["first_turn"])
    digits = first.lstrip("t")
    if not digits.isdigit():
        return []
    lines = sorted({text.count("\n", 0, start) for start in starts})
    return [f"t{int(digits) + line:0{len(digits)}d}" for line in lines]
