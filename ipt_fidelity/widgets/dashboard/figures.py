"""An AGREEMENT frame as a page shows it: each figure with its counts, interval, band and source."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan

import pandas as pd

from ipt_fidelity.agreement.judging import SCALES, SOURCES, band
from ipt_fidelity.frames import AGREEMENT, check
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.widgets.talking import Json

RAW = frozenset({"percent_agreement", "positive_agreement", "negative_agreement"})
STATUSES = ("on_model", "neutral", "off_model")
ICC_SCALE, OTHER_SCALE = "koo_li", "landis_koch"


def figures_of(frame: pd.DataFrame, rubric: Rubric, *, level: str = "code") -> list[Json]:
    """Return the figures of a frame, in the order of its rows.

    Parameters
    ----------
    frame : pandas.DataFrame
        AGREEMENT.
    rubric : Rubric
        Names what was compared.
    level : str
        code, family or status; a family and a status may have the same name.

    Returns
    -------
    list of dict
        Each with ``what``, ``label``, ``kind`` (code, family, status, all, item), ``family``, and
        the columns of the frame; absent numbers are None. ``band`` is what the interval shows, by
        its lower end, ``possible`` what it does not rule out; both are empty for plain
        percentages, without an interval, and where the coefficient is undefined.
    """
    known = _known(rubric, level)
    return [
        _figure({str(name): value for name, value in row.items()}, known)
        for row in check(frame, AGREEMENT).to_dict("records")
    ]


def _known(rubric: Rubric, level: str) -> Mapping[str, tuple[str, str, str]]:
    """Return kind, label and family of everything that can be compared, by id."""
    found: dict[str, tuple[str, str, str]] = {
        item.id: ("item", item.label or item.text or item.id, "") for item in rubric.items
    }
    for code in rubric.codes:
        found[code.id] = ("code", code.label or code.id, code.family)
    if level == "status":
        return {**found, **{one: ("status", one, "") for one in STATUSES}}
    for family in rubric.families:
        found[family.id] = ("family", family.label or family.id, family.id)
    return found


def _figure(row: Mapping[str, object], known: Mapping[str, tuple[str, str, str]]) -> Json:
    what, statistic = _word(row["what"]), _word(row["statistic"])
    kind, label, family = known.get(what, ("all" if what == "all" else "code", what, ""))
    value, low, high = (_number(row[name]) for name in ("value", "low", "high"))
    scale = ICC_SCALE if statistic == "icc" else OTHER_SCALE
    judged = statistic not in RAW and value is not None and low is not None and high is not None
    note = _word(row["note"])
    return {
        "what": what,
        "label": label,
        "kind": kind,
        "family": family,
        "level": _word(row["level"]),
        "statistic": statistic,
        "form": _word(row["form"]),
        "value": value,
        "low": low,
        "high": high,
        "confidence": _number(row["confidence"]),
        "method": _word(row["method"]),
        "n_units": _count(row["n_units"]),
        "n_positive": _count(row["n_positive"]),
        "n_raters": _count(row["n_raters"]),
        "n_clusters": _count(row["n_clusters"]),
        "prevalence": _number(row["prevalence"]),
        "undefined": _word(row["undefined"]),
        "few": "too_few" in note,
        "note": note,
        "source": _word(row["source"]),
        "band": band(low, SCALES[scale]) if judged and low is not None else "",
        "possible": band(high, SCALES[scale]) if judged and high is not None else "",
        "scale": SOURCES[scale] if judged else "",
    }


def _word(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)  # noqa: PLR0124 - NaN


def _number(value: object) -> float | None:
    number = float(str(value)) if _word(value) else float("nan")
    return None if isnan(number) else number


def _count(value: object) -> int | None:
    number = _number(value)
    return None if number is None else round(number)
