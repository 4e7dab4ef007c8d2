"""How coefficients and their figures are written in figures and tables."""

from __future__ import annotations

from ipt_fidelity.report.facts import DASH
from ipt_fidelity.report.gathering import spoken, word
from ipt_fidelity.scoring.rows import Row

PEOPLE = {
    "krippendorff_alpha": "Krippendorff's alpha",
    "gwet_ac1": "Gwet's AC1",
    "gwet_ac2": "Gwet's AC2",
    "icc": "ICC",
    "cohen_kappa": "Cohen's kappa",
    "weighted_kappa": "Cohen's weighted kappa",
    "fleiss_kappa": "Fleiss' kappa",
    "conger_kappa": "Conger's kappa",
    "light_kappa": "Light's kappa",
    "scott_pi": "Scott's pi",
    "brennan_prediger": "Brennan-Prediger",
    "lin_ccc": "Lin's CCC",
    "kendall_w": "Kendall's W",
}


def statistic_named(row: Row) -> str:
    """Return the name of a coefficient as papers print it.

    Parameters
    ----------
    row : mapping
        Of an AGREEMENT frame.

    Returns
    -------
    str
        ``"ICC(A,1)"``, ``"Krippendorff's alpha (ordinal)"``.
    """
    name, form = word(row, "statistic"), word(row, "form")
    printed = PEOPLE.get(name, spoken(name))
    if not form:
        return printed
    return f"{printed}({form})" if name == "icc" else f"{printed} ({form})"


def rounded(value: float | None, *, decimals: int = 2) -> str:
    """Return a figure in print.

    Parameters
    ----------
    value : float or None
        Unrounded.
    decimals : int
        After the point.

    Returns
    -------
    str
        A dash where there is none; never a negative zero.
    """
    return DASH if value is None else f"{value:z.{decimals}f}"
