"""Scores and verdicts of sessions, sheet by sheet, with the trail of reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ipt_fidelity.frames import SCORES, check, empty
from ipt_fidelity.rubric import Circumstances, Rubric
from ipt_fidelity.rubric.expressions import Answer, evaluate, parse
from ipt_fidelity.rubric.scoring_form import Rounding, Verdict
from ipt_fidelity.scoring.filled import Filled, filled_sheets
from ipt_fidelity.scoring.gates import GateResult, judge_gate
from ipt_fidelity.scoring.purity import score_segments
from ipt_fidelity.scoring.raw_sums import score_lookup, score_ratio
from ipt_fidelity.scoring.reasons import AGAINST, FOR, OPEN, VERDICT
from ipt_fidelity.scoring.scores import Scored, score_formula, score_items
from ipt_fidelity.scoring.wording import Known, because

UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The verdict of one group.

    Parameters
    ----------
    group : str
        Group of verdicts in the rubric.
    verdict : str
        Id of the verdict, or ``"undecided"``.
    trail : tuple of str
        Reasons, the conclusion first.
    """

    group: str
    verdict: str
    trail: tuple[str, ...]


def score_sessions(
    ratings: pd.DataFrame,
    codings: pd.DataFrame,
    rubric: Rubric,
    *,
    circumstances: Mapping[str, Circumstances] | None = None,
) -> pd.DataFrame:
    """Score every sheet: its scores, gates and verdicts, each with its reasons.

    Parameters
    ----------
    ratings : pandas.DataFrame
        RATINGS. A sheet with codings only is scored as far as they go.
    codings : pandas.DataFrame
        CODINGS of the same session, rater and stage; those of other sheets are not used.
    rubric : Rubric
        The instrument; its scoring rules are followed to the letter.
    circumstances : mapping of str to Circumstances, optional
        By session id. The session's variants change the construct and direction of items, and an
        item of the form without a row counts as missing. Without, every session is taken as core
        and its rows as its form.

    Returns
    -------
    pandas.DataFrame
        SCORES: a row for every score, and one for every group of verdicts. A group that has the
        name of a score shares its row. ``value`` is unrounded unless the rubric states how to
        round: 0 to 100 for items, 0 to 1 for segments, from 0 upward for a ratio of counts, what
        its table says for a lookup; a formula may leave that range. It is absent where the score
        is not scorable, and the first line of ``trail`` says why. The verdict is the first of its
        group that holds; where one before it cannot be decided, it is ``"undecided"``.

    Raises
    ------
    FrameError
        A frame has the wrong shape, mixes perspectives within a sheet, or holds a value outside
        its scale.
    UnknownNameError
        An item the rubric does not have, or a session without circumstances.
    """
    rows = [
        row
        for filled in filled_sheets(ratings, codings, rubric, circumstances)
        for row in _sheet_rows(filled, rubric)
    ]
    if not rows:
        return empty(SCORES)
    frame = pd.DataFrame(rows, columns=list(SCORES.names), dtype=object)
    return check(frame.astype({"value": "float64", "answered_share": "float64"}), SCORES)


def _sheet_rows(filled: Filled, rubric: Rubric) -> list[dict[str, object]]:
    scores = _scores(filled, rubric)
    scoring = rubric.scoring
    gates = [judge_gate(gate, filled, scores, scoring.thresholds) for gate in scoring.gates]
    known = _known(filled, rubric, scores, gates)
    drawn = {group: _draw(group, steps, known) for group, steps in scoring.verdicts.items()}
    return [
        {
            "session_id": filled.key.session_id,
            "rater_id": filled.key.rater_id,
            "stage": filled.key.stage,
            **_row(score_id, scores.get(score_id), drawn.get(score_id)),
        }
        for score_id in dict.fromkeys([*scores, *drawn])
    ]


def _row(score_id: str, scored: Scored | None, drawn: Drawn | None) -> dict[str, object]:
    value = None if scored is None else scored.value
    share = None if scored is None else scored.answered_share
    lines = [*(scored.trail if scored else ()), *(drawn.trail if drawn else ())]
    return {
        "score_id": score_id,
        "value": None if value is None else float(value),
        "answered_share": None if share is None else float(share),
        "verdict": None if drawn is None else drawn.verdict,
        "trail": "\n".join(lines),
    }


def _scores(filled: Filled, rubric: Rubric) -> dict[str, Scored]:
    """Score items and segments first, then formulas, in the order of the file."""
    least = rubric.assign.primary.least
    found: dict[str, Scored] = {}
    formulas: dict[str, tuple[str, Rounding | None]] = {}
    for score_id, score in rubric.scoring.scores.items():
        rule = score.round or rubric.scoring.round
        if score.formula is not None:
            formulas[score_id] = score.formula, rule
        elif score.segments is not None:
            found[score_id] = score_segments(score_id, score, filled, least_codes=least, rule=rule)
        elif score.lookup is not None:
            found[score_id] = score_lookup(score_id, score, score.lookup, filled, rule)
        elif score.aggregate == "count_ratio":
            found[score_id] = score_ratio(score_id, score, filled, rule)
        elif score.items is not None:
            found[score_id] = score_items(score_id, score, score.items, filled, rule)
        else:
            why = f"{score_id} is not scorable: the rubric names no items, segments or formula."
            found[score_id] = Scored(score_id=score_id, value=None, trail=(why,))
    thresholds = {name: t.value for name, t in rubric.scoring.thresholds.items()}
    for score_id, (formula, rule) in formulas.items():
        found[score_id] = score_formula(score_id, formula, found, thresholds, rule)
    return {score_id: found[score_id] for score_id in rubric.scoring.scores}


def _known(
    filled: Filled, rubric: Rubric, scores: Mapping[str, Scored], gates: Sequence[GateResult]
) -> Known:
    thresholds = rubric.scoring.thresholds
    values: dict[str, Answer] = {**filled.names}
    words: dict[str, str] = {}
    for name, threshold in thresholds.items():
        values[name] = threshold.value
    for name, scored in scores.items():
        values[name] = None if scored.value is None else float(scored.value)
        scorable = scored.value is not None
        values[f"{name}_scorable"] = scorable
        words[f"{name}_scorable"] = f"{name} is {'' if scorable else 'not '}scorable"
    for gate in gates:
        values[gate.gate_id] = gate.holds
        words[gate.gate_id] = gate.reason
    return Known(
        values=values,
        words=words,
        provisional=frozenset(name for name, t in thresholds.items() if t.provisional),
        decimals={name: scored.decimals for name, scored in scores.items()},
    )


def _draw(group: str, verdicts: Sequence[Verdict], known: Known) -> Drawn:
    against: list[str] = []
    for verdict in verdicts:
        tree = parse(verdict.when)
        held = evaluate(tree, known.values)
        reasons = because(tree, known)
        if held is False:
            against += [f"{AGAINST}{verdict.id}: {reason}." for reason in reasons]
            continue
        if held is None:
            first = f"{VERDICT}{group}: {UNDECIDED}, since {verdict.id} cannot be decided."
            open_still = [f"{OPEN}{verdict.id}: {reason}." for reason in reasons]
            return Drawn(group=group, verdict=UNDECIDED, trail=(first, *open_still, *against))
        favour = [f"{FOR}{verdict.id}: {reason}." for reason in reasons or ["no other holds"]]
        first = f"{VERDICT}{group}: {verdict.id}."
        return Drawn(group=group, verdict=verdict.id, trail=(first, *favour, *against))
    first = f"{VERDICT}{group}: {UNDECIDED}, since no verdict of the group holds."
    return Drawn(group=group, verdict=UNDECIDED, trail=(first, *against))
