"""Flags: which segments a person should look at first, and what each suggestion rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from numpy.typing import NDArray

from ipt_fidelity.errors import FidelityError
from ipt_fidelity.flagging.classifier import OffModelClassifier
from ipt_fidelity.flagging.cues import find_cues, whole_words
from ipt_fidelity.flagging.explaining import explain_row
from ipt_fidelity.flagging.features import Material, known_share, matrix_of
from ipt_fidelity.flagging.labelled import in_order
from ipt_fidelity.flagging.model import Matrix, Model
from ipt_fidelity.flagging.promises import SURE_OFF, SURE_ON
from ipt_fidelity.frames import FLAGS
from ipt_fidelity.rubric import Status

Numbers = NDArray[np.float64]
LOOK_AT = 5
UNLIKE = 0.95
LEAST_KNOWN = 0.5
FEW_WORDS = 30
AT_ONCE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """Segments in order with all that was computed of them."""

    ordered: pd.DataFrame
    matrix: Matrix
    logit: Numbers
    unlike: Numbers
    nearest: NDArray[np.object_]


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
    if look_at < 1:
        raise FidelityError(
            f"{look_at} segments cannot be looked at.",
            where="flag_segments",
            mend="Write look_at=5, or another number from 1.",
        )
    scored = _score(classifier, in_order(segments))
    probability = 1 / (1 + np.exp(-scored.logit))
    rows: list[dict[str, object]] = []
    for session in _means(scored)["session_id"]:
        here = np.flatnonzero(scored.ordered["session_id"] == session)
        by_rank = sorted(here, key=lambda row: (-scored.logit[row], row))
        for rank, row in enumerate(by_rank[:look_at], 1):
            flag: dict[str, object] = {
                "session_id": session,
                "segment": scored.ordered["segment"].iloc[row],
                "probability": float(probability[row]),
                "rank": rank,
                "reasons": _reasons(classifier, scored, int(row)),
                "classifier_id": classifier.classifier_id_,
            }
            rows.append(flag)
    return pd.DataFrame(rows, columns=list(FLAGS.names))


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
    return _means(_score(classifier, in_order(segments), nearest=False))


def _means(scored: _Scored) -> pd.DataFrame:
    probability = 1 / (1 + np.exp(-scored.logit))
    frame = pd.DataFrame(
        {
            "session_id": scored.ordered["session_id"],
            "mean_logit": scored.logit,
            "expected_off_model": probability,
            "unsure": (probability >= SURE_ON) & (probability < SURE_OFF),
            "unlike": scored.unlike > UNLIKE,
        }
    )
    by_session = frame.groupby("session_id", sort=True)
    means = by_session.agg(
        mean_logit=("mean_logit", "mean"),
        expected_off_model=("expected_off_model", "sum"),
        n_segments=("unsure", "size"),
        unsure=("unsure", "sum"),
        unlike=("unlike", "sum"),
    ).reset_index()
    return means.sort_values(["mean_logit", "session_id"], ascending=[False, True]).reset_index(
        drop=True
    )


def highlights(classifier: OffModelClassifier, segments: pd.DataFrame) -> pd.DataFrame:
    """Return where in each segment the strongest reasons stand, for a page that holds the words.

    Parameters
    ----------
    classifier : OffModelClassifier
        Fitted on coded segments.
    segments : pandas.DataFrame
        SEGMENTS frame of whole sessions, each in its order.

    Returns
    -------
    pandas.DataFrame
        ``session_id``, ``segment``, ``kind`` (phrase, cue, before, after, other or base),
        ``code_id`` (of a cue), ``start``, ``end`` (characters of the segment's text, whole
        words; absent for what has no place), ``contribution`` (part of the logit; absent for a
        cue that the model does not weigh). No words.
    """
    ordered = in_order(segments)
    matrix = matrix_of(classifier.fitted().features, classifier.material(ordered))
    rows: list[dict[str, object]] = []
    for place, text in enumerate(ordered["text"]):
        reasons = explain_row(classifier.fitted(), text, matrix[[place]])
        found: list[tuple[str, str, tuple[int, int] | None, float]] = [
            ("phrase", "", whole_words(text, phrase.start, phrase.end), phrase.contribution)
            for phrase in reasons.strongest()
        ]
        if classifier.rubric is not None:
            found += [
                ("cue", cue.code_id, (cue.start, cue.end), np.nan)
                for cue in find_cues(text, classifier.rubric)
            ]
        found += [
            ("before", "", None, reasons.of_neighbours[0]),
            ("after", "", None, reasons.of_neighbours[1]),
            ("other", "", None, reasons.of_extras),
            ("base", "", None, reasons.base),
        ]
        for kind, code_id, span, contribution in found:
            row: dict[str, object] = {
                "session_id": ordered["session_id"].iloc[place],
                "segment": ordered["segment"].iloc[place],
                "kind": kind,
                "code_id": code_id,
                "start": span[0] if span else np.nan,
                "end": span[1] if span else np.nan,
                "contribution": contribution,
            }
            rows.append(row)
    return pd.DataFrame(rows)


def flag_sessions(
    classifier: OffModelClassifier,
    sessions: Iterable[pd.DataFrame],
    *,
    look_at: int = LOOK_AT,
) -> Iterator[pd.DataFrame]:
    """Flag a stream of sessions one by one, on as many workers as the caller has set up.

    Parameters
    ----------
    classifier : OffModelClassifier
        Fitted on coded segments.
    sessions : iterable of pandas.DataFrame
        One SEGMENTS frame a session; read as they are needed, so that memory does not grow.
    look_at : int
        How many segments of each session.

    Yields
    ------
    pandas.DataFrame
        FLAGS frame of one session, in the order of the stream. Workers come from
        ``joblib.parallel_config``, for example a Dask cluster; without it this process works.
    """
    work = (
        delayed(_flag_batch)(classifier, batch, look_at=look_at)
        for batch in _batches(sessions, AT_ONCE)
    )
    run = cast("Callable[[object], Iterator[list[pd.DataFrame]]]", Parallel(return_as="generator"))
    for flagged in run(work):
        yield from flagged


def _batches(sessions: Iterable[pd.DataFrame], size: int) -> Iterator[list[pd.DataFrame]]:
    stream = iter(sessions)
    while batch := list(islice(stream, size)):
        yield batch


def _flag_batch(
    classifier: OffModelClassifier, batch: list[pd.DataFrame], *, look_at: int
) -> list[pd.DataFrame]:
    """Flag some sessions in one go: a worker is handed the classifier once for all of them."""
    flags = flag_segments(classifier, pd.concat(batch, ignore_index=True), look_at=look_at)
    by_session = dict(iter(flags.groupby("session_id", sort=False)))
    return [by_session[session["session_id"].iloc[0]].reset_index(drop=True) for session in batch]


def _score(
    classifier: OffModelClassifier, ordered: pd.DataFrame, *, nearest: bool = True
) -> _Scored:
    model = classifier.fitted()
    material = classifier.material(ordered)
    _speaks_the_language(model, ordered, material)
    matrix = matrix_of(model.features, material)
    sessions = ordered["session_id"].to_numpy(dtype=object)
    coded = classifier.coded_
    size = len(ordered)
    return _Scored(
        ordered=ordered,
        matrix=matrix,
        logit=model.sigmoid.logit(model.line.decision(matrix)),
        unlike=coded.unlike(matrix) if coded else np.full(size, np.nan),
        nearest=coded.nearest(matrix, apart_from=sessions)
        if coded and nearest
        else np.full(size, "", dtype=object),
    )


def _reasons(classifier: OffModelClassifier, scored: _Scored, row: int) -> str:
    model = classifier.fitted()
    probability = 1 / (1 + np.exp(-scored.logit[row]))
    text = str(scored.ordered["text"].iloc[row])
    said = [classifier.origin] if classifier.origin else []
    if SURE_ON <= probability < SURE_OFF:
        said.append("unsure: the classifier does not say")
    elif probability < SURE_ON:
        said.append("probably on-model; among the first only by rank")
    if model.kinds is not None and "words" in model.features.blocks:
        start, end = model.features.spans()["words"]
        code_id = str(model.kinds.nearest(scored.matrix[[row]][:, start:end])[0])
        said.append(f"resembles {code_id}")
        said += _rule(classifier, code_id)
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
    if scored.unlike[row] > UNLIKE:
        said.append("unlike anything coded")
    return "; ".join(said)


def _rule(classifier: OffModelClassifier, code_id: str) -> list[str]:
    if classifier.rubric is None:
        return []
    rules = [code.rule for code in classifier.rubric.codes if code.id == code_id and code.rule]
    return [f"rule: {rule}" for rule in rules]


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


def _speaks_the_language(model: Model, ordered: pd.DataFrame, material: Material) -> None:
    share = pd.Series(known_share(model.features, material))
    words = pd.Series(material.counts.spoken[:, 0])
    by_session = pd.DataFrame({"known": share * words, "words": words}).groupby(
        ordered["session_id"].to_numpy()
    )
    for session, sums in by_session.sum().iterrows():
        known = float(sums["known"]) / max(float(sums["words"]), 1.0)
        if float(sums["words"]) >= FEW_WORDS and known < LEAST_KNOWN * model.known_words:
            raise FidelityError(
                f"{known:.0%} of the therapist's words are known to the classifier.",
                where=str(session),
                mend="Use a classifier trained on sessions in the language of this one.",
            )
