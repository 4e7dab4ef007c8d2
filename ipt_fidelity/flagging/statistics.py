"""How well probabilities rank and how far they can be believed: arrays in, numbers out.

Every function takes ``weights`` of shape (n,) or (b, n); with (b, n) it returns b values, one for
each resample, so that an interval over therapists costs one pass. Ties never count as luck: rows
of one score are taken together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
BINS = 10


def average_precision(truth: Numbers, score: Numbers, *, weights: Numbers | None = None) -> Numbers:
    """Area under the curve of precision and recall, without interpolation.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        1 for off-model, 0 otherwise.
    score : ndarray of shape (n,)
        Higher is more off-model.
    weights : ndarray of shape (n,) or (b, n), or None
        How often each row counts; None counts each once.

    Returns
    -------
    ndarray of shape () or (b,)
        0 to 1; NaN without a positive row.

    References
    ----------
    Manning, Raghavan and Schuetze (2008). Introduction to Information Retrieval, section 8.4.
    """
    hits, taken = _at_thresholds(truth, score, weights)
    positive = hits[:, -1:]
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.where(taken > 0, hits / taken, 0.0)
        gained = np.diff(hits, prepend=0.0, axis=1) / positive
        area = (precision * gained).sum(axis=1)
    return _shaped(area, weights)


def roc_auc(truth: Numbers, score: Numbers, *, weights: Numbers | None = None) -> Numbers:
    """Probability that an off-model row scores above another row, ties counted half.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        1 for off-model, 0 otherwise.
    score : ndarray of shape (n,)
        Higher is more off-model.
    weights : ndarray of shape (n,) or (b, n), or None
        How often each row counts; None counts each once.

    Returns
    -------
    ndarray of shape () or (b,)
        0 to 1; NaN where one of the two kinds is absent.

    References
    ----------
    Hanley and McNeil (1982). Radiology 143, 29-36.
    """
    hits, taken = _at_thresholds(truth, score, weights)
    misses = taken - hits
    new_misses = np.diff(misses, prepend=0.0, axis=1)
    new_hits = np.diff(hits, prepend=0.0, axis=1)
    above = ((hits - new_hits / 2) * new_misses).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return _shaped(above / (hits[:, -1] * misses[:, -1]), weights)


def recall_at_budget(
    truth: Numbers, score: Numbers, *, budget: float, weights: Numbers | None = None
) -> Numbers:
    """Share of off-model rows among those that are looked at first.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        1 for off-model, 0 otherwise.
    score : ndarray of shape (n,)
        Higher is more off-model.
    budget : float
        Share of all rows that is looked at, 0 to 1. Of tied rows at the edge the fitting part is
        counted.
    weights : ndarray of shape (n,) or (b, n), or None
        How often each row counts; None counts each once.

    Returns
    -------
    ndarray of shape () or (b,)
        0 to 1; NaN without a positive row.
    """
    hits, taken = _at_thresholds(truth, score, weights)
    found = _until(hits, taken, budget)
    with np.errstate(invalid="ignore", divide="ignore"):
        return _shaped(found / hits[:, -1], weights)


def precision_at_budget(
    truth: Numbers, score: Numbers, *, budget: float, weights: Numbers | None = None
) -> Numbers:
    """Share of the rows looked at first that are off-model.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        1 for off-model, 0 otherwise.
    score : ndarray of shape (n,)
        Higher is more off-model.
    budget : float
        Share of all rows that is looked at, 0 to 1. Of tied rows at the edge the fitting part is
        counted.
    weights : ndarray of shape (n,) or (b, n), or None
        How often each row counts; None counts each once.

    Returns
    -------
    ndarray of shape () or (b,)
        0 to 1.
    """
    hits, taken = _at_thresholds(truth, score, weights)
    return _shaped(_until(hits, taken, budget) / (budget * taken[:, -1]), weights)


def recall_at_precision(
    truth: Numbers, score: Numbers, *, precision: float, weights: Numbers | None = None
) -> Numbers:
    """Largest share of off-model rows that a threshold finds at the stated precision.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        1 for off-model, 0 otherwise.
    score : ndarray of shape (n,)
        Higher is more off-model.
    precision : float
        Least share of the found rows that must be off-model, 0 to 1.
    weights : ndarray of shape (n,) or (b, n), or None
        How often each row counts; None counts each once.

    Returns
    -------
    ndarray of shape () or (b,)
        0 to 1; 0 where no threshold is so precise; NaN without a positive row.
    """
    hits, taken = _at_thresholds(truth, score, weights)
    enough = (hits >= precision * taken) & (taken > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return _shaped(np.where(enough, hits, 0.0).max(axis=1) / hits[:, -1], weights)


def brier(truth: Numbers, probability: Numbers, *, weights: Numbers | None = None) -> Numbers:
    """Mean squared distance of the probabilities from what was so.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        1 for off-model, 0 otherwise.
    probability : ndarray of shape (n,)
        Stated probability of being off-model, 0 to 1.
    weights : ndarray of shape (n,) or (b, n), or None
        How often each row counts; None counts each once.

    Returns
    -------
    ndarray of shape () or (b,)
        0 to 1, lower is better.

    References
    ----------
    Brier (1950). Monthly Weather Review 78, 1-3 (the form for two classes).
    """
    every = _weights(weights, len(truth))
    return _shaped((every * (probability - truth) ** 2).sum(axis=1) / every.sum(axis=1), weights)


def expected_calibration_error(
    truth: Numbers, probability: Numbers, *, weights: Numbers | None = None, bins: int = BINS
) -> Numbers:
    """Mean distance between stated probability and observed share, over bins of equal width.

    Parameters
    ----------
    truth : ndarray of shape (n,)
        1 for off-model, 0 otherwise.
    probability : ndarray of shape (n,)
        Stated probability of being off-model, 0 to 1.
    weights : ndarray of shape (n,) or (b, n), or None
        How often each row counts; None counts each once.
    bins : int
        Number of bins between 0 and 1.

    Returns
    -------
    ndarray of shape () or (b,)
        0 to 1. Biased upwards in few rows: compare with what a perfectly calibrated model shows
        on as many.

    References
    ----------
    Naeini, Cooper and Hauskrecht (2015). AAAI, 2901-2907.
    """
    every = _weights(weights, len(truth))
    place = np.minimum((probability * bins).astype(np.int64), bins - 1)
    member = np.eye(bins)[place]
    off = np.abs((every * (truth - probability)) @ member)
    return _shaped(off.sum(axis=1) / every.sum(axis=1), weights)


def calibration_noise(probability: Numbers, *, seed: int, draws: int = 200) -> float:
    """Return the calibration error that a perfectly calibrated model would show by chance.

    Parameters
    ----------
    probability : ndarray of shape (n,)
        Stated probabilities.
    seed : int
        For the draws.
    draws : int
        How many.

    Returns
    -------
    float
        Mean over the draws.
    """
    chance = np.random.default_rng(seed).random((draws, len(probability)))
    drawn = [
        expected_calibration_error((row < probability).astype(float), probability) for row in chance
    ]
    return float(np.mean(drawn))


def resample_groups(groups: NDArray[np.object_], *, seed: int, draws: int = 1000) -> Numbers:
    """Draw whole groups with replacement.

    Parameters
    ----------
    groups : ndarray of str, shape (n,)
        Group (therapist) of each row.
    seed : int
        For the draws.
    draws : int
        How many resamples.

    Returns
    -------
    ndarray of shape (draws, n)
        How often each row counts in each resample.
    """
    names, member = np.unique(groups.astype(str), return_inverse=True)
    share = np.full(len(names), 1 / len(names))
    times = np.random.default_rng(seed).multinomial(len(names), share, size=draws)
    return times[:, member].astype(np.float64)


def interval(values: Numbers, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the percentile interval of resampled values.

    Parameters
    ----------
    values : ndarray of shape (b,)
        NaN where a resample had no value; those are left out.
    confidence : float
        For example 0.95.

    Returns
    -------
    tuple of two float
        NaN where fewer than half of the resamples had a value.
    """
    defined = values[np.isfinite(values)]
    if len(defined) * 2 < len(values) or len(defined) == 0:
        return float("nan"), float("nan")
    edge = (1 - confidence) / 2
    low, high = np.quantile(defined, [edge, 1 - edge])
    return float(low), float(high)


def _weights(weights: Numbers | None, size: int) -> Numbers:
    return np.ones((1, size)) if weights is None else np.atleast_2d(weights)


def _shaped(values: Numbers, weights: Numbers | None) -> Numbers:
    return values[0] if weights is None or weights.ndim == 1 else values


def _at_thresholds(
    truth: Numbers, score: Numbers, weights: Numbers | None
) -> tuple[Numbers, Numbers]:
    """Return positives found and rows taken at each distinct score, highest first."""
    order = np.argsort(-score, kind="stable")
    every = _weights(weights, len(truth))[:, order]
    last = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
    hits = np.cumsum(every * truth[order], axis=1)[:, last]
    taken = np.cumsum(every, axis=1)[:, last]
    return hits, taken


def _until(hits: Numbers, taken: Numbers, budget: float) -> Numbers:
    """Return the positives found when the budget is spent."""
    found = [
        float(np.interp(budget * rows[-1], np.append(0.0, rows), np.append(0.0, found)))
        for rows, found in zip(taken, hits, strict=True)
    ]
    return np.asarray(found)
