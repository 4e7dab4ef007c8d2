"""Coefficients by the names that a rubric declares before data."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ipt_fidelity.agreement.alpha import krippendorff_alpha
from ipt_fidelity.agreement.chance import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
    scott_pi,
)
from ipt_fidelity.agreement.conger import conger_kappa
from ipt_fidelity.agreement.icc import icc
from ipt_fidelity.agreement.icc_incomplete import icc_incomplete
from ipt_fidelity.agreement.intervals import Interval, IntervalKind
from ipt_fidelity.agreement.kappas import cohen_kappa, light_kappa
from ipt_fidelity.agreement.pairwise import Weighting
from ipt_fidelity.agreement.ratings import Ratings, numbers
from ipt_fidelity.agreement.result import Coefficient, Note
from ipt_fidelity.agreement.specific import specific_agreement
from ipt_fidelity.errors import UnknownNameError

NAMES = (
    "brennan_prediger",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "icc",
    "krippendorff_alpha",
    "light_kappa",
    "negative_agreement",
    "pabak",
    "percent_agreement",
    "positive_agreement",
    "scott_pi",
    "weighted_kappa",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A coefficient as it was declared.

    Parameters
    ----------
    statistic : str
        One of ``NAMES``.
    metric : str
        Level of alpha.
    form : str
        Form of the ICC.
    weights : str
        Weights of a kappa or of AC2.
    categories : tuple of hashable or None
        Categories in order.
    positive : hashable
        Category of positive agreement.
    """

    statistic: str
    metric: str = "nominal"
    form: str = "A,1"
    weights: str = "quadratic"
    categories: tuple[Hashable, ...] | None = None
    positive: Hashable = 1


def compute(table: Ratings, wanted: Wanted, interval: Interval) -> Coefficient:
    """Compute the coefficient that was declared.

    Parameters
    ----------
    table : array or pandas.DataFrame, (n, r)
        Units by raters.
    wanted : Wanted
        Which coefficient.
    interval : Interval
        Which interval.

    Returns
    -------
    Coefficient
        As the function of that name gives it. An ICC of a table with gaps is that of
        ``icc_incomplete``.

    Raises
    ------
    UnknownNameError
        There is no such statistic.
    """
    plain = Weighting(categories=wanted.categories)
    weighted = Weighting(categories=wanted.categories, weights=wanted.weights)
    name = wanted.statistic
    if name == "krippendorff_alpha":
        return krippendorff_alpha(
            table, level=wanted.metric, categories=wanted.categories, interval=interval
        )
    if name == "icc":
        return any_icc(table, form=wanted.form, interval=interval)
    if name in {"positive_agreement", "negative_agreement"}:
        category = wanted.positive if name == "positive_agreement" else 0
        found = specific_agreement(
            table, category=category, categories=wanted.categories, interval=interval
        )
        return replace(found, statistic=name, form="")
    if name in {"weighted_kappa", "cohen_kappa"}:
        return cohen_kappa(
            table, weighting=weighted if name == "weighted_kappa" else plain, interval=interval
        )
    simple = {
        "percent_agreement": percent_agreement,
        "gwet_ac1": gwet_ac,
        "fleiss_kappa": fleiss_kappa,
        "conger_kappa": conger_kappa,
        "light_kappa": light_kappa,
        "scott_pi": scott_pi,
        "brennan_prediger": brennan_prediger,
        "pabak": brennan_prediger,
    }
    if name in simple:
        return simple[name](table, weighting=plain, interval=interval)
    if name == "gwet_ac2":
        return gwet_ac(table, weighting=weighted, interval=interval)
    raise UnknownNameError.of("statistic", name, NAMES, where="agreement")


def any_icc(table: Ratings, *, form: str, interval: Interval) -> Coefficient:
    """Return an ICC of a table with or without gaps.

    Parameters
    ----------
    table : array or pandas.DataFrame, (n, r)
        Units by raters.
    form : str
        Form of the ICC.
    interval : Interval
        Which interval. For a table with gaps the REML fit of each resample takes milliseconds;
        the interval is then the profile likelihood's, which takes units as independent.

    Returns
    -------
    Coefficient
        From mean squares where complete, else from REML.
    """
    values, _ = numbers(table)
    units = (~np.isnan(values)).sum(axis=1)
    if not np.isnan(values).any() and values.size:
        analytic = Interval(kind=IntervalKind.ANALYTIC, confidence=interval.confidence)
        return icc(values, form=form, interval=analytic if interval.clusters is None else interval)
    plain = Interval(kind=IntervalKind.ANALYTIC, confidence=interval.confidence)
    found = icc_incomplete(table, form=form, interval=plain)
    if interval.clusters is not None and found.undefined is None:
        note = Note(
            "clusters_not_used",
            "Not every rater rated every unit; the interval takes units as independent and is too "
            "narrow where they belong together. icc_incomplete draws whole clusters when its "
            "interval names them with a seed (some seconds a coefficient).",
        )
        found = replace(found, notes=(*found.notes, note))
    return replace(found, n_units=int((units > 1).sum()))


def named_categories(values: Sequence[Hashable]) -> tuple[Hashable, ...] | None:
    """Return declared categories, or None where a scale lists none.

    Parameters
    ----------
    values : sequence of hashable
        Values of a scale.

    Returns
    -------
    tuple of hashable or None
        In their order.
    """
    return tuple(values) or None
