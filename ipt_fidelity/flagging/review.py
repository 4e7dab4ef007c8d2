"""Flags held against people: how well raters do themselves, where a second look is due."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ipt_fidelity.errors import NotEnoughDataError, UnknownNameError
from ipt_fidelity.frames import CODINGS, check, empty
from ipt_fidelity.rubric import Status

Numbers = NDArray[np.float64]
UNIT = ["session_id", "segment"]
INDEPENDENT = "independent"
SURE = 0.8


def human_ceiling(
    codings: pd.DataFrame, held_out: pd.DataFrame, *, reference: str = "others"
) -> pd.DataFrame:
    """Hold raters and classifier against the same units and the same reference.

    Each rater is compared with the majority of the other raters of a unit (units on which these
    are even are passed over), or with the labels that the classifier is judged by; the
    classifier, flagging as many of these units as the rater did, with the same reference.

    Parameters
    ----------
    codings : pandas.DataFrame
        CODINGS frame; only independent sheets enter.
    held_out : pandas.DataFrame
        ``Card.held_out``: probabilities by models that did not see the therapist.
    reference : str
        ``"others"``, or ``"labels"``: ``off_model`` of ``held_out``, for example adjudicated. A
        rater whose sheet went into the labels is then held against himself.

    Returns
    -------
    pandas.DataFrame
        ``rater_id``, ``who`` (rater or classifier), ``kappa``, ``precision``, ``recall``,
        ``n_segments``, ``n_positive``; NaN where a value is undefined.

    Raises
    ------
    NotEnoughDataError
        No unit was coded by two raters independently; or none that has a label.
    UnknownNameError
        There is no such reference.

    References
    ----------
    Cohen (1960). Educational and Psychological Measurement 20, 37-46.
    """
    if reference not in ("others", "labels"):
        raise UnknownNameError.of(
            "reference", reference, ("others", "labels"), where="human_ceiling"
        )
    marks = _marks(codings).merge(held_out[[*UNIT, "probability"]], on=UNIT)
    rows: list[dict[str, object]] = []
    for rater, own in marks.groupby("rater_id", sort=True):
        others = (
            marks[marks["rater_id"] != rater].groupby(UNIT)["off"].mean()
            if reference == "others"
            else held_out.set_index(UNIT)["off_model"].astype(float)
        )
        both = own.join(others.rename("others"), on=UNIT).dropna(subset=["others"])
        both = both[both["others"] != 0.5]  # noqa: PLR2004 - an even split is no majority
        if both.empty:
            continue
        truth = np.asarray(both["others"] > 1 / 2, dtype=np.float64)
        said = both["off"].to_numpy(dtype=np.float64)
        order = np.argsort(-both["probability"].to_numpy(dtype=np.float64), kind="stable")
        flagged = np.zeros(len(said))
        flagged[order[: int(said.sum())]] = 1
        for who, marked in (("rater", said), ("classifier", flagged)):
            row: dict[str, object] = {"rater_id": rater, "who": who, **_against(truth, marked)}
            rows.append(row | {"n_segments": len(truth), "n_positive": int(truth.sum())})
    if not rows:
        raise NotEnoughDataError(
            "no segment was coded by two raters independently.",
            where="human_ceiling",
            mend="Have some sessions double-coded.",
        )
    return pd.DataFrame(rows)


def ceiling_table(codings: pd.DataFrame | None, held_out: pd.DataFrame) -> pd.DataFrame:
    """Return what ``human_ceiling`` can tell, against the other raters and against the labels.

    Parameters
    ----------
    codings : pandas.DataFrame or None
        CODINGS frame, or none.
    held_out : pandas.DataFrame
        ``Card.held_out``.

    Returns
    -------
    pandas.DataFrame
        As ``human_ceiling``, led by ``against`` (other raters or labels); no rows where nothing
        can be told.
    """
    tables: list[pd.DataFrame] = []
    for against, reference in (("other raters", "others"), ("labels", "labels")):
        try:
            found = human_ceiling(_empty_or(codings), held_out, reference=reference)
        except NotEnoughDataError:
            continue
        found.insert(0, "against", against)
        tables.append(found)
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def second_look(
    codings: pd.DataFrame, held_out: pd.DataFrame, *, at_most: int, sure: float = SURE
) -> pd.DataFrame:
    """List codings that a confident classifier contradicts, for a person to read again.

    Nothing is changed. Only probabilities of models that did not see the therapist count, so that
    no coding is held against a model that learnt it.

    Parameters
    ----------
    codings : pandas.DataFrame
        CODINGS frame.
    held_out : pandas.DataFrame
        ``Card.held_out``.
    at_most : int
        How many are listed.
    sure : float
        Least probability that the classifier gives to the other side, 0.5 to 1.

    Returns
    -------
    pandas.DataFrame
        ``session_id``, ``segment``, ``rater_id``, ``status``, ``probability`` of being off-model,
        ``others`` (share of the other raters who found it off-model; NaN where there is none);
        most contradicted first.
    """
    coded = check(codings, CODINGS)
    coded = coded[coded["status"].notna()]
    marks = coded.assign(off=coded["status"] == Status.OFF_MODEL).merge(
        held_out[[*UNIT, "probability"]], on=UNIT
    )
    off = marks["off"].to_numpy(dtype=bool)
    probability = marks["probability"].to_numpy(dtype=np.float64)
    against = np.where(off, 1 - probability, probability)
    by_unit = marks.groupby(UNIT)["off"]
    total, count = by_unit.transform("sum"), by_unit.transform("size")
    with np.errstate(invalid="ignore"):
        others = (total - marks["off"]) / (count - 1).where(count > 1)
    listed = marks.assign(against=against, others=others)
    listed = listed[listed["against"] >= sure]
    listed = listed.sort_values(["against", *UNIT, "rater_id"], ascending=[False, True, True, True])
    kept = [*UNIT, "rater_id", "status", "probability", "others"]
    return listed[kept].head(at_most).reset_index(drop=True)


def blind_agreement(flags: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Hold flags against sheets whose raters had not seen them, session by session.

    Parameters
    ----------
    flags : pandas.DataFrame
        FLAGS frame; a column ``at`` (time of the flags) puts the sessions in order of time.
    codings : pandas.DataFrame
        CODINGS frame; only independent sheets enter.

    Returns
    -------
    pandas.DataFrame
        One row a session: ``session_id``, ``at`` where known, ``n_flags``, ``n_off_model``,
        ``flags_confirmed`` (share of the flags that raters' majority found off-model),
        ``off_model_flagged`` (share of these that was flagged), and both over all sessions so far
        (``confirmed_so_far``, ``flagged_so_far``). A share of nothing is NaN.
    """
    majority = (_marks(codings).groupby(UNIT)["off"].mean() > 1 / 2).rename("off").reset_index()
    both = majority.merge(flags[[*UNIT, "rank"]], on=UNIT, how="left")
    both = both[both["session_id"].isin(flags["session_id"])]
    both = both.assign(flagged=both["rank"].notna())
    both["hit"] = both["flagged"] & both["off"]
    sums = both.groupby("session_id", sort=True)[["flagged", "off", "hit"]].sum()
    if "at" in flags.columns:
        sums["at"] = flags.groupby("session_id")["at"].min()
        sums = sums.sort_values("at", kind="stable")
    so_far = sums[["flagged", "off", "hit"]].cumsum()
    told = pd.DataFrame(
        {
            "n_flags": sums["flagged"],
            "n_off_model": sums["off"],
            "flags_confirmed": sums["hit"] / sums["flagged"].where(sums["flagged"] > 0),
            "off_model_flagged": sums["hit"] / sums["off"].where(sums["off"] > 0),
            "confirmed_so_far": so_far["hit"] / so_far["flagged"].where(so_far["flagged"] > 0),
            "flagged_so_far": so_far["hit"] / so_far["off"].where(so_far["off"] > 0),
        }
    )
    if "at" in sums.columns:
        told.insert(0, "at", sums["at"])
    return told.reset_index()


def by_month(told: pd.DataFrame) -> pd.DataFrame:
    """Sum what ``blind_agreement`` tells of sessions, month by month.

    Parameters
    ----------
    told : pandas.DataFrame
        Of ``blind_agreement``, with ``at``.

    Returns
    -------
    pandas.DataFrame
        ``month`` (``2026-11``), ``n_sessions``, ``n_flags``, ``n_off_model``, ``flags_confirmed``,
        ``off_model_flagged``, ``confirmed_so_far``, ``flagged_so_far``; a share of nothing is NaN.
    """
    hits = (told["flags_confirmed"] * told["n_flags"]).fillna(0)
    sums = (
        told.assign(month=told["at"].dt.strftime("%Y-%m"), n_sessions=1, hits=hits)
        .groupby("month", sort=True)[["n_sessions", "n_flags", "n_off_model", "hits"]]
        .sum()
    )
    so_far = sums.cumsum()
    shares = {
        "flags_confirmed": sums["hits"] / sums["n_flags"].where(sums["n_flags"] > 0),
        "off_model_flagged": sums["hits"] / sums["n_off_model"].where(sums["n_off_model"] > 0),
        "confirmed_so_far": so_far["hits"] / so_far["n_flags"].where(so_far["n_flags"] > 0),
        "flagged_so_far": so_far["hits"] / so_far["n_off_model"].where(so_far["n_off_model"] > 0),
    }
    return sums.drop(columns="hits").assign(**shares).reset_index()


def _marks(codings: pd.DataFrame) -> pd.DataFrame:
    coded = check(codings, CODINGS)
    coded = coded[(coded["stage"] == INDEPENDENT) & coded["status"].notna()]
    off = (coded["status"] == Status.OFF_MODEL).astype(float)
    return coded[[*UNIT, "rater_id"]].assign(off=off)


def _empty_or(codings: pd.DataFrame | None) -> pd.DataFrame:
    return empty(CODINGS) if codings is None else codings


def _against(truth: Numbers, said: Numbers) -> dict[str, float]:
    hits = float((truth * said).sum())
    agreed = float((truth == said).mean())
    chance = float(truth.mean() * said.mean() + (1 - truth.mean()) * (1 - said.mean()))
    return {
        "kappa": (agreed - chance) / (1 - chance) if chance < 1 else np.nan,
        "precision": hits / float(said.sum()) if said.any() else np.nan,
        "recall": hits / float(truth.sum()) if truth.any() else np.nan,
    }
