"""The figures of the pages. Each gives its alternative text and a table of the same numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ipt_fidelity.report import drawing
from ipt_fidelity.report.drawing import Drawing, Panel, Shape, sketch
from ipt_fidelity.report.facts import DASH, ScoredSheet, Table, Threshold
from ipt_fidelity.report.session_facts import Flag, Passage
from ipt_fidelity.report.study_facts import Agreement

LONGEST_NAME = 32
OFFSET = {True: -0.18, False: 0.18}
_NOTE = re.compile(r"(?:^|\. )([a-z_]+): ")
LEFT = 0.36
LANES: tuple[tuple[str, str, str, Shape], ...] = (
    ("on_model", "on-model", drawing.ON, "o"),
    ("neutral", "neutral", drawing.NEUTRAL, "s"),
    ("off_model", "off-model", drawing.OFF, "^"),
    ("technical", "not codable", drawing.TECHNICAL, "x"),
    ("", "not coded", drawing.SOFT, "|"),
)


def draw_forest(rows: Sequence[Agreement], *, name: str, target: float | None = None) -> Drawing:
    """Draw coefficients with their intervals: a row for each thing compared, both levels in it.

    Parameters
    ----------
    rows : sequence of Agreement
        At most one of each level for each thing compared, in order; undefined ones are shown as
        such.
    name : str
        Sets the ids of the figure apart.
    target : float or None
        What the rubric declared beforehand, as a dashed line.

    Returns
    -------
    Drawing
        Filled circles are units, open squares below them are sessions, crosses are undefined.
    """
    alternative = _forest_in_words(rows, target)
    names = {row.what: _short(_both_names(row)) for row in rows}
    places = {what: place for place, what in enumerate(names)}
    ends = [end for r in rows for end in (r.value, r.low) if end is not None]
    above = 0.1 if target is None else 0.25
    with sketch(1.35 * len(names), left=LEFT, above=above) as drawn:
        panel = drawn.panel
        panel.span_x(min([0.0, *ends]) - 0.05, 1.05)
        panel.zero()
        if target is not None:
            panel.cut_off(target, f"declared target {target:g}")
        for what, place in places.items():
            panel.guide(place + 0.5)
            there = [row for row in rows if row.what == what]
            for row in there:
                apart = OFFSET[row.level == "unit"] if len(there) > 1 else 0.0
                _forest_line(panel, place + apart, row)
        panel.name_rows(list(names.values()))
        panel.name_ruler("agreement, with interval")
        svg = drawn.svg(name=name, alternative=alternative)
    return Drawing(svg=svg, alternative=alternative, table=_both_levels(rows))


def agreement_table(rows: Sequence[Agreement], *, caption: str = "Agreement") -> Table:
    """Return coefficients as a table.

    Parameters
    ----------
    rows : sequence of Agreement
        In order.
    caption : str
        What the table shows.

    Returns
    -------
    Table
        Each with its interval, its counts, and its notes or the reason why it is undefined.
    """
    return Table(
        caption=caption,
        columns=(
            "what", "level", "statistic", "value [interval]", "units", "positive", "raters",
            "clusters", "prevalence", "to know",
        ),
        rows=tuple(_agreement_cells(row) for row in rows),
    )  # fmt: skip


def draw_timeline(passages: Sequence[Passage], flags: Sequence[Flag], *, name: str) -> Drawing:
    """Draw the session from left to right, each segment in the lane of its status.

    Parameters
    ----------
    passages : sequence of Passage
        In order.
    flags : sequence of Flag
        Shown above, by rank.
    name : str
        Sets the ids of the figure apart.

    Returns
    -------
    Drawing
        Each status has its own lane and its own shape; colour only repeats them.
    """
    lanes = [lane for lane in LANES if any(p.status == lane[0] for p in passages)]
    alternative = _timeline_in_words(passages, flags)
    with sketch(len(lanes) + bool(flags), left=0.13) as drawn:
        panel = drawn.panel
        for place, (status, _, colour, shape) in enumerate(lanes):
            panel.guide(place)
            for passage in (p for p in passages if p.status == status):
                panel.bar(passage.first_turn - 0.4, passage.last_turn + 0.4, place, colour=colour)
                hollow = status == "neutral"
                panel.sign(_middle(passage), place, shape, colour=colour, hollow=hollow)
        for flag in flags:
            panel.say(_middle(flag.passage), -1, f"◆{flag.rank}", centred=True)
        names = [name for _, name, _, _ in lanes]
        panel.name_rows(["flag (rank)", *names] if flags else names, first=-1 if flags else 0)
        panel.name_ruler("turn")
        panel.whole_numbers()
        svg = drawn.svg(name=name, alternative=alternative)
    return Drawing(svg=svg, alternative=alternative, table=_timeline_table(passages, flags))


def draw_scores(
    sheets: Sequence[ScoredSheet], score_id: str, thresholds: Sequence[Threshold], *, name: str
) -> Drawing:
    """Draw one score of every sheet, a row a session, with the cut-offs it is compared with.

    Parameters
    ----------
    sheets : sequence of ScoredSheet
        From top to bottom.
    score_id : str
        Which score.
    thresholds : sequence of Threshold
        Dashed lines, with their names and the word *provisional*.
    name : str
        Sets the ids of the figure apart.

    Returns
    -------
    Drawing
        An open circle for each sheet; a cross at the left edge for what is not scorable.
    """
    found = [score for sheet in sheets if (score := sheet.score(score_id)) is not None]
    label = found[0].label if found else score_id
    top = 1.0 if any(score.is_share for score in found) else 100.0
    lines = sorted((t for t in thresholds if score_id in t.on), key=lambda line: line.value)
    alternative = _scores_in_words(sheets, score_id, label, lines)
    rows = {name: row for row, name in enumerate(dict.fromkeys(s.session_id for s in sheets))}
    with sketch(len(rows), left=LEFT, above=0.12 + 0.16 * len(lines)) as drawn:
        panel = drawn.panel
        panel.span_x(-0.03 * top, 1.03 * top)
        for step, line in enumerate(lines):
            panel.cut_off(line.value, line.spoken, step=step)
        for row in rows.values():
            panel.guide(row)
        for sheet in sheets:
            score = sheet.score(score_id)
            if score is None or score.value is None:
                panel.sign(0, rows[sheet.session_id], "x", colour=drawing.SOFT)
            else:
                panel.sign(score.value, rows[sheet.session_id], "o", hollow=True)
        panel.name_rows([_short(name) for name in rows])
        panel.name_ruler(f"{label}, 0 to {top:g}")
        svg = drawn.svg(name=name, alternative=alternative)
    table = _scores_table(sheets, score_id, label)
    return Drawing(svg=svg, alternative=alternative, table=table)


def _forest_line(panel: Panel, level: float, row: Agreement) -> None:
    of_units = row.level == "unit"
    if row.value is None:
        panel.sign(0, level, "x", colour=drawing.SOFT)
        panel.say(0.03, level, f"undefined ({row.level})")
        return
    if row.low is not None and row.high is not None:
        panel.bar(row.low, row.high, level)
    panel.sign(row.value, level, "o" if of_units else "s", hollow=not of_units)


def _both_levels(rows: Sequence[Agreement]) -> Table:
    """Return one row for each thing compared, with its units and its sessions."""
    found: dict[str, dict[str, Agreement]] = {}
    for row in rows:
        found.setdefault(row.what, {})[row.level] = row
    statistics = dict.fromkeys(_statistic(row) for row in rows)
    levels = [level for level in ("unit", "session") if any(r.level == level for r in rows)]
    counted = any(row.n_positive is not None for row in rows)
    heads = [head for level in levels for head in (f"{level}s [interval]", "n")]
    confidence = " and ".join(sorted({f"{r.confidence:.0%}" for r in rows if r.confidence}))
    at = f", intervals at {confidence}" if confidence else ""
    return Table(
        caption=f"{'; '.join(statistics)}{at}",
        columns=("what", *heads, *(("positive",) if counted else ()), "raters", "to know"),
        rows=tuple(_level_cells(found[what], levels, counted=counted) for what in found),
    )


def _level_cells(
    by_level: Mapping[str, Agreement], levels: Sequence[str], *, counted: bool
) -> tuple[str, ...]:
    there = list(by_level.values())
    cells: list[str] = []
    for level in levels:
        row = by_level.get(level)
        cells += [row.shown, str(row.n_units)] if row else [DASH, DASH]
    if counted:
        cells.append(_or_dash(by_level.get("unit", there[0]).n_positive))
    to_know = dict.fromkeys(f"{row.level}s: {said}" for row in there if (said := _in_short(row)))
    raters = str(max(row.n_raters for row in there))
    return (_both_names(there[0]), *cells, raters, "; ".join(to_know))


def _both_names(row: Agreement) -> str:
    return (
        row.label
        if row.kind in {"family", "other"} or row.label == row.what
        else (f"{row.what} {row.label}")
    )


def _statistic(row: Agreement) -> str:
    return f"{row.statistic}{f' ({row.form})' if row.form else ''}"


def _in_short(row: Agreement) -> str:
    """Return the names of the notes; their sentences stand in the table of every coefficient."""
    named = _NOTE.findall(row.note)
    notes = [name.replace("_", " ") for name in named] or ([row.note] if row.note else [])
    return ", ".join([*([row.undefined] if row.undefined else []), *notes])


def _to_know(row: Agreement) -> str:
    return ". ".join(part.rstrip(".") for part in (row.undefined, row.note) if part)


def _middle(passage: Passage) -> float:
    return (passage.first_turn + passage.last_turn) / 2


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _agreement_cells(row: Agreement) -> tuple[str, ...]:
    interval = "" if row.confidence is None or row.low is None else f" at {row.confidence:.0%}"
    return (
        _both_names(row),
        row.level,
        _statistic(row),
        row.shown + interval,
        str(row.n_units),
        _or_dash(row.n_positive),
        str(row.n_raters),
        _or_dash(row.n_clusters),
        DASH if row.prevalence is None else f"{row.prevalence:.2f}",
        _to_know(row),
    )


def _or_dash(value: int | None) -> str:
    return DASH if value is None else str(value)


def _forest_in_words(rows: Sequence[Agreement], target: float | None) -> str:
    defined = [r for r in rows if r.value is not None]
    values = [r.value for r in rows if r.value is not None]
    parts = [f"Agreement of {len(rows)} coefficients, {len(rows) - len(defined)} undefined."]
    if values:
        parts.append(f"Values from {min(values):.2f} to {max(values):.2f}.")
    if target is not None:
        parts.append(f"Declared target {target:g}.")
    return " ".join([*parts, "The numbers stand in the table below."])


def _timeline_in_words(passages: Sequence[Passage], flags: Sequence[Flag]) -> str:
    counted = [
        f"{number} {name}"
        for status, name, *_ in LANES
        if (number := sum(p.status == status for p in passages))
    ]
    return (
        f"{len(passages)} segments in the order of the session: {', '.join(counted)}; "
        f"{len(flags)} flagged. The numbers stand in the table below."
    )


def _timeline_table(passages: Sequence[Passage], flags: Sequence[Flag]) -> Table:
    ranks = {flag.passage.id: str(flag.rank) for flag in flags}
    names = {status: name for status, name, *_ in LANES}
    return Table(
        caption="The session, segment by segment",
        columns=("segment", "turns", "start", "status", "code", "doubt", "flag"),
        rows=tuple(
            (
                p.id,
                f"{p.first_turn}{DASH}{p.last_turn}",
                p.time or DASH,
                names.get(p.status, p.status),
                p.code or DASH,
                "uncertain" if p.uncertain else "",
                ranks.get(p.id, ""),
            )
            for p in passages
        ),
    )


def _scores_in_words(
    sheets: Sequence[ScoredSheet], score_id: str, label: str, lines: Sequence[Threshold]
) -> str:
    scores = [s for sheet in sheets if (s := sheet.score(score_id)) is not None]
    values = [s.value for s in scores if s.value is not None]
    parts = [f"{label} of {len(sheets)} sheets, {len(sheets) - len(values)} not scorable."]
    if values:
        decimals = 3 if scores[0].is_share else 1
        parts.append(f"Values from {min(values):.{decimals}f} to {max(values):.{decimals}f}.")
    if lines:
        parts.append(f"Cut-offs: {', '.join(line.spoken for line in lines)}.")
    return " ".join([*parts, "The numbers stand in the table below."])


def _scores_table(sheets: Sequence[ScoredSheet], score_id: str, label: str) -> Table:
    return Table(
        caption=label,
        columns=("session", "rater", "stage", label),
        rows=tuple(
            (
                sheet.session_id,
                sheet.rater.spoken,
                sheet.stage,
                score.shown if (score := sheet.score(score_id)) else DASH,
            )
            for sheet in sheets
        ),
    )
