"""Flags of a study: which segments deserve a second look, and how the flags have fared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

import pandas as pd

from ipt_fidelity import flagging
from ipt_fidelity.errors import NotAllowedError, UnknownNameError
from ipt_fidelity.flagging import Card, CrossFitted, Evidence, Track
from ipt_fidelity.rubric import Rubric
from ipt_fidelity.sheet import Stage
from ipt_fidelity.store import SheetKey, Study, Which
from ipt_fidelity.transcript import Purpose

LOOK_AT = 5
FLAGS_SEEN = "flags"
DECISIONS = ("session_id", "segment", "rater_id", "stage", "decision", "at")


def fit_flagger(
    study: Study, rubric: Rubric, *, seed: int, purpose: Purpose | str = Purpose.SUPERVISION
) -> CrossFitted:
    """Fit the classifier on what the study has coded, and one without each therapist.

    Parameters
    ----------
    study : Study
        With handed-in sheets.
    rubric : Rubric
        Only sheets under it count.
    seed : int
        For folds and calibration.
    purpose : Purpose or str
        What the flags are for; sessions without consent for it are left out.

    Returns
    -------
    CrossFitted
        For ``flag_study``.

    Raises
    ------
    NotEnoughDataError, NotAllowedError
        Too little is coded; no session has consent.
    """
    labelled = study.labelled_segments(rubric, purpose=purpose)
    return flagging.cross_fit(labelled, seed=seed, rubric=rubric)


def unpacked(content: bytes, rubric: Rubric) -> CrossFitted:
    """Take a model file for use; it learnt from no session here.

    Parameters
    ----------
    content : bytes
        Of a model file.
    rubric : Rubric
        The instrument in use.

    Returns
    -------
    CrossFitted
        The same classifier for every session.

    Raises
    ------
    FidelityError
        No model file, altered, or of another rubric version.
    """
    return CrossFitted(everybody=flagging.unpack(content, rubric)[0], apart={})


def flag_study(
    study: Study,
    flagger: CrossFitted,
    *,
    sessions: Iterable[str] | None = None,
    look_at: int = LOOK_AT,
    purpose: Purpose | str = Purpose.SUPERVISION,
) -> Evidence:
    """Choose the segments to look at first, each by a classifier that never saw the therapist.

    Parameters
    ----------
    study : Study
        Any.
    flagger : CrossFitted
        Of ``fit_flagger``.
    sessions : iterable of str or None
        Which sessions; all with consent by default.
    look_at : int
        How many segments of each session.
    purpose : Purpose or str
        What the flags are for.

    Returns
    -------
    Evidence
        Flags, what each rests on (places in the text, nearest coded example, rule, band), and
        the mean of each session; the session with the highest mean first. No words.

    Raises
    ------
    UnknownNameError, NotAllowedError
        There is no such session; one that was named has no consent for the purpose.
    """
    chosen = allowed_sessions(study, purpose=purpose, sessions=sessions)
    parts = [
        flagging.flags_with_evidence(flagger.of(one), study.segments(one), look_at=look_at)
        for one in chosen
    ]
    parts.sort(key=lambda part: (-float(part.sessions["mean_logit"].iloc[0]), _name(part)))
    joined = {
        one.name: pd.concat([getattr(part, one.name) for part in parts], ignore_index=True)
        for one in fields(Evidence)
    }
    return Evidence(**joined)


def allowed_sessions(
    study: Study, *, purpose: Purpose | str, sessions: Iterable[str] | None = None
) -> tuple[str, ...]:
    """Return the sessions whose clients agreed to a purpose.

    Parameters
    ----------
    study : Study
        Any.
    purpose : Purpose or str
        What the words are used for.
    sessions : iterable of str or None
        Which ones are wanted; all that may be by default.

    Returns
    -------
    tuple of str
        Ids, sorted.

    Raises
    ------
    UnknownNameError
        There is no such purpose or session.
    NotAllowedError
        A wanted session has no consent, or none has.
    """
    if purpose not in set(Purpose):
        raise UnknownNameError.of("purpose", str(purpose), map(str, Purpose), where="study")
    wanted = study.kept.session_ids() if sessions is None else tuple(sorted(set(sessions)))
    allowed = tuple(one for one in wanted if purpose in study.kept.session(one).consent)
    refused = [one for one in wanted if one not in allowed]
    if not allowed or (sessions is not None and refused):
        raise NotAllowedError(
            f"there is no consent for the purpose '{purpose}'.",
            where=", ".join(refused) or "study",
            mend="Choose a purpose that the client agreed to, or record the consent.",
        )
    return allowed


def flag_decisions(study: Study, *, rubric: Rubric | None = None) -> pd.DataFrame:
    """List what people decided on flags.

    Parameters
    ----------
    study : Study
        Any.
    rubric : Rubric or None
        Only sheets under it; all by default.

    Returns
    -------
    pandas.DataFrame
        ``session_id``, ``segment``, ``rater_id``, ``stage``, ``decision`` in force, ``at`` (UTC,
        of the last mark on it); by time. No rows where nothing was decided.
    """
    rows: list[tuple[object, ...]] = []
    for sheet in study.kept.sheets(which=Which.EVERY):
        head = sheet.head
        if rubric is not None and head.rubric_sha256 != rubric.sha256:
            continue
        decided = [one for one in sheet.codings.values() if one.flag_decision is not None]
        if not decided:
            continue
        key = SheetKey(session_id=head.session_id, rater_id=head.rater_id, stage=head.stage)
        times = {
            mark.target_id: mark.at
            for mark in study.kept.marks(key)
            if mark.field == "flag_decision"
        }
        rows += [
            (
                head.session_id,
                one.segment,
                head.rater_id,
                str(head.stage),
                one.flag_decision,
                times.get(one.segment),
            )
            for one in decided
        ]
    frame = pd.DataFrame(rows, columns=list(DECISIONS))
    frame["at"] = pd.to_datetime(frame["at"], utc=True)
    return frame.sort_values(["at", "session_id", "segment"], ignore_index=True)


def blind_codings(study: Study, rubric: Rubric) -> pd.DataFrame:
    """Return codings of independent sheets whose raters had not seen flags of the session.

    Parameters
    ----------
    study : Study
        Any.
    rubric : Rubric
        Only sheets under it.

    Returns
    -------
    pandas.DataFrame
        CODINGS and ``at`` (UTC, when the sheet was last handed in). A sheet that was handed in
        again after its rater saw flags is left out.
    """
    codings = study.codings(stage=Stage.INDEPENDENT, rubric=rubric)
    seen = study.kept.exposures()
    first_seen: dict[tuple[str, str], pd.Timestamp] = {}
    for rater, session, what, at in seen.itertuples(index=False, name=None):
        if what == FLAGS_SEEN:
            first_seen.setdefault((str(rater), str(session)), pd.Timestamp(at))
    handed_in: dict[tuple[str, str], object] = {}
    for head in study.kept.heads(stage=Stage.INDEPENDENT):
        key = SheetKey(session_id=head.session_id, rater_id=head.rater_id, stage=head.stage)
        marks = study.kept.marks(key)
        closing = [mark.at for mark in marks if mark.field == "hand_in" and mark.at is not None]
        exposed = first_seen.get((head.rater_id, head.session_id))
        if closing and (exposed is None or pd.Timestamp(closing[-1]) <= exposed):
            handed_in[head.rater_id, head.session_id] = closing[-1]
    who = list(zip(codings["rater_id"], codings["session_id"], strict=True))
    kept = codings[[one in handed_in for one in who]]
    at = [handed_in[one] for one in who if one in handed_in]
    return kept.assign(at=pd.to_datetime(pd.Series(at, index=kept.index, dtype="object"), utc=True))


def track_flags(
    study: Study, rubric: Rubric, flags: pd.DataFrame, *, by: str = "month"
) -> pd.DataFrame:
    """Hold flags against blind sheets, as they came in.

    Parameters
    ----------
    study : Study
        With independent sheets.
    rubric : Rubric
        Only sheets under it.
    flags : pandas.DataFrame
        FLAGS frame, for example of ``flag_study``.
    by : str
        ``"month"`` or ``"session"``.

    Returns
    -------
    pandas.DataFrame
        As ``flagging.blind_agreement``, by session in the order in which blind sheets were handed
        in, or ``month`` and the same sums and shares by month.

    Raises
    ------
    UnknownNameError
        ``by`` is neither.
    """
    if by not in ("month", "session"):
        raise UnknownNameError.of("grouping", by, ("month", "session"), where="track_flags")
    codings = blind_codings(study, rubric)
    last = codings.groupby("session_id")["at"].max()
    kept = flags[flags["session_id"].isin(last.index)]
    told = flagging.blind_agreement(
        kept.assign(at=kept["session_id"].map(last)), codings.drop(columns="at")
    )
    return told if by == "session" else flagging.by_month(told)


def judge_flagger(
    study: Study,
    rubric: Rubric,
    *,
    seed: int,
    purpose: Purpose | str = Purpose.SUPERVISION,
    beside: Sequence[str] = flagging.EVERYTHING,
    track: Track = flagging.untracked,
) -> Card:
    """Tell how far flags can be believed in this study, beside baselines and its own raters.

    Parameters
    ----------
    study : Study
        With handed-in sheets.
    rubric : Rubric
        Only sheets under it.
    seed : int
        For folds and resamples.
    purpose : Purpose or str
        What the flags are for; sessions without consent for it are left out.
    beside : sequence of str
        As for ``flagging.cross_validate``.
    track : callable
        From a sequence to an iterable of the same things; shows that the work goes on.

    Returns
    -------
    Card
        Says which raters are simulated.

    Raises
    ------
    NotEnoughDataError, NotAllowedError
        Too little is coded; no session has consent.
    """
    heads = study.kept.heads(stage=Stage.INDEPENDENT)
    simulated = sorted({head.rater_id for head in heads if head.simulated})
    told = (
        f"Raters {', '.join(simulated)} are simulated: made from other sheets by a script, so "
        "that how well they meet the labels is no human ceiling."
    )
    return flagging.cross_validate(
        study.labelled_segments(rubric, purpose=purpose),
        seed=seed,
        rubric=rubric,
        beside=beside,
        codings=study.codings(stage=Stage.INDEPENDENT, rubric=rubric),
        remarks=[told] if simulated else [],
        track=track,
    )


def possible_errors(study: Study, rubric: Rubric, card: Card, *, at_most: int = 20) -> pd.DataFrame:
    """List codings that a confident classifier contradicts, for a second look; changes nothing.

    Parameters
    ----------
    study : Study
        With handed-in independent sheets.
    rubric : Rubric
        Only sheets under it.
    card : Card
        Of ``flagging.cross_validate`` on this study: its held-out probabilities count.
    at_most : int
        How many are listed.

    Returns
    -------
    pandas.DataFrame
        As ``flagging.second_look``.
    """
    codings = study.codings(stage=Stage.INDEPENDENT, rubric=rubric)
    return flagging.second_look(codings, card.held_out, at_most=at_most)


def _name(part: Evidence) -> str:
    return str(part.sessions["session_id"].iloc[0])
