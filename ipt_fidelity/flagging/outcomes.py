"""What the held-out probabilities mean in use: by group, by budget, by base rate, by effort."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.flagging import statistics
from ipt_fidelity.flagging.calibration import Fold, grouped_folds
from ipt_fidelity.flagging.features import DEFAULT_BLOCKS
from ipt_fidelity.flagging.held_out import Track, Trial, prepare
from ipt_fidelity.flagging.labelled import named
from ipt_fidelity.flagging.model import fit_line
from ipt_fidelity.flagging.promises import SURE_OFF, SURE_ON

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]
TENTHS = 10
LOOK_AT = 5
BASE_RATES = (0.02, 0.05, 0.1, 0.2)
SHARES = (0.25, 0.5, 0.75, 1.0)
LEAST_IN_GROUP = 3
CHANCE_FLOOR = 0.65


def calibration_table(truth: Numbers, probability: Numbers) -> pd.DataFrame:
    """Hold stated probabilities against what was so, by tenth.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        1 for off-model.
    probability : ndarray of shape (n,)
        Stated.

    Returns
    -------
    pandas.DataFrame
        One row a tenth that holds a segment.
    """
    place = np.minimum((probability * TENTHS).astype(int), TENTHS - 1)
    rows = [
        {
            "from": tenth / TENTHS,
            "to": (tenth + 1) / TENTHS,
            "stated": float(probability[place == tenth].mean()),
            "observed": float(truth[place == tenth].mean()),
            "n_segments": int((place == tenth).sum()),
            "n_positive": int(truth[place == tenth].sum()),
        }
        for tenth in range(TENTHS)
        if (place == tenth).any()
    ]
    return pd.DataFrame(rows)


def by_group(
    trial: Trial, rows: Rows, probability: Numbers, *, group: str, budget: float
) -> pd.DataFrame:
    """Tell the results of each therapist, client group and site.

    Parameters
    ----------
    trial : Trial
        The labelled segments.
    rows : ndarray of int
        Scored rows.
    probability : ndarray of shape (n,)
        Held-out probabilities of these rows.
    group : str
        Column that was held out.
    budget : float
        Share of all segments that is looked at.

    Returns
    -------
    pandas.DataFrame
        One row a group; recall is undefined with fewer than three off-model segments.
    """
    truth = trial.truth[rows]
    edge = np.quantile(probability, 1 - budget)
    table: list[dict[str, object]] = []
    for column in (group, "client_group", "site"):
        if column not in trial.ordered.columns:
            continue
        names = named(trial.ordered, column)[rows]
        for name in sorted({str(one) for one in names if one}):
            here = names == name
            positives = int(truth[here].sum())
            enough = positives >= LEAST_IN_GROUP
            found = float((probability[here] >= edge)[truth[here] == 1].mean()) if enough else None
            table.append(
                {
                    "column": column,
                    "group": name,
                    "n_segments": int(here.sum()),
                    "n_positive": positives,
                    "stated": float(probability[here].mean()),
                    "observed": float(truth[here].mean()),
                    "recall_at_budget": np.nan if found is None else found,
                    "undefined": "" if enough else f"{positives} off-model, 3 wanted",
                }
            )
    return pd.DataFrame(table)


def by_code(trial: Trial, rows: Rows, probability: Numbers, *, budget: float) -> pd.DataFrame:
    """Tell which off-model codes are missed and which on-model codes are taken for off-model.

    Parameters
    ----------
    trial : Trial
        The labelled segments, with ``primary`` where known.
    rows : ndarray of int
        Scored rows.
    probability : ndarray of shape (n,)
        Held-out probabilities of these rows.
    budget : float
        Share of all segments that is looked at.

    Returns
    -------
    pandas.DataFrame
        ``code``, ``is`` (off-model or on-model), ``n_segments``, ``in_budget`` (share that is
        looked at: found, or falsely flagged), ``stated`` (mean probability); off-model codes,
        most often missed first, then on-model codes, most often flagged first. Codes of fewer
        than three segments are left out; no rows where no code is known.
    """
    if "primary" not in trial.ordered.columns:
        return pd.DataFrame()
    table = pd.DataFrame(
        {
            "code": named(trial.ordered, "primary")[rows],
            "is": np.where(trial.truth[rows] == 1, "off-model", "on-model"),
            "in_budget": (probability >= np.quantile(probability, 1 - budget)).astype(float),
            "stated": probability,
        }
    )
    told = table[table["code"] != ""].groupby(["is", "code"], sort=True)
    found = told.agg(
        n_segments=("stated", "size"), in_budget=("in_budget", "mean"), stated=("stated", "mean")
    ).reset_index()
    found = found[found["n_segments"] >= LEAST_IN_GROUP]
    off, on = found[found["is"] == "off-model"], found[found["is"] == "on-model"]
    ordered = [
        off.sort_values(["in_budget", "code"]),
        on.sort_values(["in_budget", "code"], ascending=[False, True]),
    ]
    columns = ["code", "is", "n_segments", "in_budget", "stated"]
    return pd.concat(ordered, ignore_index=True)[columns]


def base_rates(held_out: pd.DataFrame, truth: Numbers, *, look_at: int = LOOK_AT) -> pd.DataFrame:
    """Expect true and false flags per session, here and at other base rates.

    Parameters
    ----------
    held_out : pandas.DataFrame
        ``session_id`` and ``probability`` of each scored segment.
    truth : ndarray of shape (n,)
        1 for off-model, in the same order.
    look_at : int
        Flags per session.

    Returns
    -------
    pandas.DataFrame
        Per session of the usual length: flags looked at, off-model and false among them, found
        share. Other base rates keep hit rate and false alarm rate as they are here.
    """
    frame = held_out.reset_index(drop=True).assign(truth=truth)
    order = frame.groupby("session_id")["probability"].rank(ascending=False, method="first")
    top = frame[order <= look_at]
    sessions = frame["session_id"].nunique()
    size = len(frame) / sessions
    hits = float(top["truth"].sum())
    hit_rate = hits / max(float(truth.sum()), 1.0)
    false_rate = (len(top) - hits) / max(float((1 - truth).sum()), 1.0)
    rows = [_expected("here", float(truth.mean()), size, hit_rate, false_rate)]
    rows += [_expected("elsewhere", rate, size, hit_rate, false_rate) for rate in BASE_RATES]
    return pd.DataFrame(rows)


def bands(truth: Numbers, probability: Numbers) -> pd.DataFrame:
    """Tell how often the classifier says something, and how often it was right.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        1 for off-model.
    probability : ndarray of shape (n,)
        Held-out probabilities.

    Returns
    -------
    pandas.DataFrame
        One row each for probably on-model, unsure and probably off-model.
    """
    edges = (("probably on-model", 0.0, SURE_ON), ("unsure", SURE_ON, SURE_OFF))
    rows: list[dict[str, object]] = []
    for says, low, high in (*edges, ("probably off-model", SURE_OFF, 1.0)):
        inside = (probability >= low) & ((probability < high) | (high == 1.0))
        share = float(truth[inside].mean()) if inside.any() else np.nan
        row: dict[str, object] = {
            "says": says,
            "from": low,
            "to": high,
            "n_segments": int(inside.sum()),
        }
        rows.append(row | {"off_model": share})
    return pd.DataFrame(rows)


def learning_curve(
    trial: Trial, folds: Sequence[Fold], rows: Rows, *, seed: int, track: Track
) -> pd.DataFrame:
    """Train on parts of the training groups, drawn by seed, and score the same held-out rows.

    Parameters
    ----------
    trial : Trial
        The labelled segments.
    folds : sequence of Fold
        Outer folds.
    rows : ndarray of int
        Scored rows.
    seed : int
        Draws the groups.
    track : callable
        Shows that the work goes on.

    Returns
    -------
    pandas.DataFrame
        Share of the training groups, mean number of segments, PR-AUC with its interval.
    """
    random = np.random.default_rng(seed)
    decision = np.full((len(SHARES), len(trial.truth)), np.nan)
    sizes = np.zeros(len(SHARES))
    for train, held in track(folds):
        names = np.unique(trial.groups[train].astype(str))
        order = random.permutation(names)
        for place, share in enumerate(SHARES):
            kept = order[: max(2, round(share * len(names)))]
            part = train[np.isin(trial.groups[train].astype(str), kept)]
            if not 0 < trial.truth[part].sum() < len(part):
                continue
            _, matrix = prepare(trial, part, DEFAULT_BLOCKS)
            decision[place, held] = fit_line(matrix[part], trial.share[part]).decision(matrix[held])
            sizes[place] += len(part) / len(folds)
    times = statistics.resample_groups(trial.groups[rows], seed=seed)
    table: list[dict[str, float]] = []
    for place, share in enumerate(SHARES):
        score = np.nan_to_num(decision[place, rows], nan=-1e9)
        drawn = statistics.average_precision(trial.truth[rows], score, weights=times)
        low, high = statistics.interval(drawn)
        value = float(statistics.average_precision(trial.truth[rows], score))
        table.append(
            {"share": share, "n_segments": round(sizes[place]), "pr_auc": value}
            | {"low": low, "high": high}
        )
    return pd.DataFrame(table)


def typist_control(
    trial: Trial, *, seed: int, track: Track
) -> tuple[tuple[str, ...], list[dict[str, object]]]:
    """Ask whether the same features tell the sites or transcribers apart.

    Parameters
    ----------
    trial : Trial
        The labelled segments, with ``site`` or ``transcriber`` where known.
    seed : int
        For the folds.
    track : callable
        Shows that the work goes on.

    Returns
    -------
    tuple of notes and rows of the evaluation
        ROC-AUC of one site against the others on held-out groups, mean over sites; a note where
        it is above .65 or cannot be told.
    """
    notes: list[str] = []
    rows: list[dict[str, object]] = []
    for column in ("site", "transcriber"):
        if column not in trial.ordered.columns:
            continue
        names = named(trial.ordered, column)[trial.rows]
        values: list[float] = []
        for name in sorted({str(one) for one in names if one}):
            here = (names == name).astype(float)
            held = len(np.unique(trial.groups[trial.rows][here == 1].astype(str)))
            if not 0 < here.sum() < len(here) or held < 2:  # noqa: PLR2004 - one is held out
                continue
            values.append(_told_apart(trial, here, seed=seed, track=track))
        if not values:
            notes.append(f"Whether a model can tell the {column}s apart was not tested: too few.")
            continue
        mean = float(np.mean(values))
        if mean > CHANCE_FLOOR:
            notes.append(
                f"The same features tell {column}s apart (ROC-AUC {mean:.2f}): results may follow "
                f"the {column} and need a check at each."
            )
        rows.append(
            {
                "split": "control",
                "model": f"which {column}",
                "statistic": "roc_auc",
                "value": mean,
                "low": np.nan,
                "high": np.nan,
                "confidence": np.nan,
                "n_segments": len(trial.rows),
                "n_positive": 0,
                "n_groups": len(values),
                "undefined": "",
            }
        )
    return tuple(notes), rows


def _told_apart(trial: Trial, here: Numbers, *, seed: int, track: Track) -> float:
    groups = trial.groups[trial.rows]
    score = np.full(len(here), np.nan)
    parts = grouped_folds(here, groups, folds=INNER, seed=seed)
    for train, held in track(parts):
        _, matrix = prepare(trial, trial.rows[train], DEFAULT_BLOCKS)
        line = fit_line(matrix[trial.rows[train]], here[train])
        score[held] = line.decision(matrix[trial.rows[held]])
    scored = np.isfinite(score)
    return float(statistics.roc_auc(here[scored], score[scored]))


INNER = 5


def _expected(
    where: str, rate: float, size: float, hit_rate: float, false_rate: float
) -> dict[str, object]:
    hits, false = size * rate * hit_rate, size * (1 - rate) * false_rate
    return {
        "where": where,
        "base_rate": rate,
        "flags_per_session": hits + false,
        "off_model_among_them": hits,
        "false_among_them": false,
        "share_found": hit_rate,
    }
