"""A classifier of a study made ready to leave it, with its card."""

from __future__ import annotations

from ipt_fidelity import flagging
from ipt_fidelity.desk.flags import judge_flagger
from ipt_fidelity.flagging import Card, Track
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.store import Study
from ipt_fidelity.transcript import MaskingState, Purpose

LEAST_FIRST = (MaskingState.UNMASKED, MaskingState.MASKED, MaskingState.CHECKED)


def pack_flagger(
    study: Study,
    rubric: Rubric,
    *,
    seed: int,
    purpose: Purpose | str = Purpose.RESEARCH,
    track: Track = flagging.untracked,
) -> tuple[bytes, Card]:
    """Train on what the study has coded, judge it on therapists it has not seen, and pack both.

    Parameters
    ----------
    study : Study
        With handed-in sheets on masked sessions.
    rubric : Rubric
        Only sheets under it count; whoever takes the model in needs the same version.
    seed : int
        For folds, calibration and resamples.
    purpose : Purpose or str
        What clients agreed to; sessions without consent for it are left out.
    track : callable
        From a sequence to an iterable of the same things; shows that the work goes on.

    Returns
    -------
    tuple of bytes and Card
        The content of a model file, which holds no word that fewer than three cases share; and
        the whole card, of which groups and held-out rows stay at home.

    Raises
    ------
    NotEnoughDataError, NotAllowedError
        Too little is coded; no session has consent; one of them is not masked.
    """
    labelled = study.labelled_segments(rubric, purpose=purpose)
    card = judge_flagger(study, rubric, seed=seed, purpose=purpose, beside=(), track=track)
    classifier = flagging.OffModelClassifier(seed=seed, rubric=rubric).fit(labelled)
    states = {study.kept.session(str(one)).masking for one in set(labelled["session_id"])}
    least = next(state for state in LEAST_FIRST if state in states)
    return flagging.pack(classifier, card, masking=least), card
