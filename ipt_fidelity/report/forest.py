"""A table of agreement by itself, without a study: forest plot, page, and a figure for a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from ipt_fidelity.frames import AGREEMENT, check
from ipt_fidelity.report.drawing import INK, SOFT, WIDTH, Drawing, Panel, sketch
from ipt_fidelity.report.facts import DASH, Table
from ipt_fidelity.report.gathering import count, number, spoken, word
from ipt_fidelity.report.naming import rounded, statistic_named
from ipt_fidelity.scoring.rows import Row, rows_of

LEFT, RIGHT = 0.38, 0.22
LONGEST_NAME = 46
PRINTED = {
    "--ink": "#1c2226",
    "--soft": "#55606a",
    "--rule": "#b4bab3",
    "--accent": "#1d5c87",
    "--paper": "#ffffff",
}
_VARIABLE = re.compile(r"var\((--[a-z]+)\)")
_BOX = re.compile(r'viewBox="0 0 (?P<wide>[\d.]+) (?P<high>[\d.]+)"')


def draw_agreement(
    frame: pd.DataFrame, *, name: str = "agreement", target: float | None = None
) -> Drawing:
    """Draw every coefficient of a frame in a row of its own, with its interval and its numbers.

    Parameters
    ----------
    frame : pandas.DataFrame
        AGREEMENT, in the order of the rows.
    name : str
        Sets the ids of the figure apart from those of other figures on a page.
    target : float or None
        What was declared beforehand, as a dashed line.

    Returns
    -------
    Drawing
        Filled circles are units, open squares sessions; a cross stands for an undefined
        coefficient, with its reason.

    Raises
    ------
    FrameError
        The frame is no AGREEMENT frame.
    """
    rows = list(rows_of(check(frame, AGREEMENT)))
    names = row_names(rows)
    ends = (number(row, key) for row in rows for key in ("value", "low", "high"))
    known = [end for end in ends if end is not None]
    left, right = min([0.0, *known]) - 0.05, max([1.0, *known]) + 0.05
    alternative = _in_words(rows, target)
    with sketch(
        max(len(rows), 1), left=LEFT, right=RIGHT, above=0.1 if target is None else 0.25
    ) as drawn:
        panel = drawn.panel
        panel.span_x(left, right)
        panel.zero()
        if target is not None:
            panel.cut_off(target, f"declared target {target:g}")
        for place, row in enumerate(rows):
            _line(panel, place, row, beside=right + 0.03 * (right - left))
        panel.name_rows([_short(one) for one in names])
        panel.name_ruler(f"agreement{_at(rows)}")
        svg = drawn.svg(name=name, alternative=alternative)
    return Drawing(svg=svg, alternative=alternative, table=agreement_rows(frame))


def forest_svg(frame: pd.DataFrame, *, target: float | None = None) -> str:
    """Return the forest plot as a file of its own, dark on white, for a paper.

    Parameters
    ----------
    frame : pandas.DataFrame
        AGREEMENT.
    target : float or None
        What was declared beforehand, as a dashed line.

    Returns
    -------
    str
        SVG with plain colours and a size, which any editor of figures opens; text stays text.

    Raises
    ------
    FrameError
        The frame is no AGREEMENT frame.
    """
    drawn = draw_agreement(frame, target=target).svg
    plain = _VARIABLE.sub(lambda found: PRINTED.get(found[1], PRINTED["--ink"]), drawn)
    box = _BOX.search(plain)
    high = WIDTH if box is None else WIDTH * float(box["high"]) / float(box["wide"])
    size = f'<svg width="{WIDTH:g}in" height="{high:.3f}in" style="background:#ffffff" '
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{plain.replace("<svg ", size, 1)}\n'


def row_names(rows: Sequence[Row]) -> list[str]:
    """Name each coefficient by what tells it apart from the others.

    Parameters
    ----------
    rows : sequence of mapping
        Of an AGREEMENT frame.

    Returns
    -------
    list of str
        What was compared (left out where it is the same for all), statistic, form, level (left
        out where it is the same for all).
    """
    one_thing = len({word(row, "what") for row in rows}) == 1
    one_level = len({word(row, "level") for row in rows}) == 1
    named: list[str] = []
    for row in rows:
        what = "" if one_thing else f"{spoken(word(row, 'what'))}: "
        level = "" if one_level else f", {word(row, 'level')}s"
        named.append(f"{what}{statistic_named(row)}{level}")
    return named


def agreement_rows(frame: pd.DataFrame) -> Table:
    """Return the numbers of a forest plot as a table.

    Parameters
    ----------
    frame : pandas.DataFrame
        AGREEMENT.

    Returns
    -------
    Table
        Value with interval, how the interval was made, counts, and what a reader must know.
    """
    rows = list(rows_of(check(frame, AGREEMENT)))
    return Table(
        caption=f"Agreement{_at(rows)}",
        columns=(
            "coefficient", "value [interval]", "interval by", "units", "raters", "clusters",
            "prevalence", "to know",
        ),
        rows=tuple(
            (
                name,
                shown(row),
                word(row, "method") or DASH,
                str(count(row, "n_units") or 0),
                str(count(row, "n_raters") or 0),
                _or_dash(count(row, "n_clusters")),
                rounded(number(row, "prevalence")),
                word(row, "note"),
            )
            for name, row in zip(row_names(rows), rows, strict=True)
        ),
    )  # fmt: skip


def shown(row: Row) -> str:
    """Return a coefficient with its interval.

    Parameters
    ----------
    row : mapping
        Of an AGREEMENT frame.

    Returns
    -------
    str
        Two decimals; *undefined* with the reason where there is no value.
    """
    value, low, high = (number(row, name) for name in ("value", "low", "high"))
    if value is None:
        reason = spoken(word(row, "undefined"))
        return f"undefined ({reason})" if reason else "undefined"
    if low is None or high is None:
        return rounded(value)
    return f"{rounded(value)} [{rounded(low)}, {rounded(high)}]"


def _line(panel: Panel, place: float, row: Row, *, beside: float) -> None:
    value, low, high = (number(row, name) for name in ("value", "low", "high"))
    of_units = word(row, "level") == "unit"
    panel.guide(place)
    if value is None:
        panel.sign(0, place, "x", colour=SOFT)
    else:
        if low is not None and high is not None:
            panel.bar(low, high, place)
        panel.sign(value, place, "o" if of_units else "s", colour=INK, hollow=not of_units)
    panel.say(beside, place, shown(row))


def _at(rows: Sequence[Row]) -> str:
    levels = sorted(
        {
            confidence
            for row in rows
            if number(row, "low") is not None
            and (confidence := number(row, "confidence")) is not None
        }
    )
    return f", intervals at {' and '.join(f'{one:.0%}' for one in levels)}" if levels else ""


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _or_dash(value: int | None) -> str:
    return DASH if value is None else str(value)


def _in_words(rows: Sequence[Row], target: float | None) -> str:
    values = [value for row in rows if (value := number(row, "value")) is not None]
    parts = [f"Forest plot of {len(rows)} coefficients, {len(rows) - len(values)} undefined."]
    if values:
        parts.append(f"Values from {min(values):.2f} to {max(values):.2f}.")
    if target is not None:
        parts.append(f"Declared target {target:g}.")
    return " ".join([*parts, "The numbers stand in the table."])
