"""Gates: rules that must hold for a verdict; undecided where an answer is wanting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ipt_fidelity.rubric.scoring_form import Gate, Select, Threshold
from ipt_fidelity.scoring.filled import Filled, RatedItem
from ipt_fidelity.scoring.scores import Scored, selected
from ipt_fidelity.scoring.wording import listed, shown
from ipt_fidelity.sheet import Absence

_NOT_CALLED_FOR = frozenset({Absence.NOT_APPLICABLE, Absence.NO_OPPORTUNITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """Whether a gate holds for a sheet.

    Parameters
    ----------
    gate_id : str
        Gate of the rubric.
    holds : bool or None
        None where what is not known decides.
    reason : str
        One line, without a full stop.
    """

    gate_id: str
    holds: bool | None
    reason: str


def judge_gate(
    gate: Gate,
    filled: Filled,
    scores: Mapping[str, Scored],
    thresholds: Mapping[str, Threshold],
) -> GateResult:
    """Judge a gate.

    Parameters
    ----------
    gate : Gate
        Of the rubric; every rule that it states must hold.
    filled : Filled
        One sheet. Values are compared as rated, neither rescaled nor reversed; items that do not
        apply or were not called for do not enter; items that could not be coded or were not
        answered leave the gate undecided, unless another item decides it.
    scores : mapping of str to Scored
        Scores of the sheet.
    thresholds : mapping of str to Threshold
        Named cut-offs.

    Returns
    -------
    GateResult
        Comparisons are inclusive, and unrounded unless the rubric states how to round.
    """
    rules: list[tuple[bool | None, str]] = []
    least, least_words = _least(gate, thresholds)
    if gate.every is not None:
        items = _entering(gate, filled, gate.every)
        if least is not None:
            rules.append(_every(items, lambda value: value >= least, f"{least_words} or more"))
        if gate.none_at is not None:
            barred = gate.none_at
            rules.append(_every(items, lambda value: value != barred, f"none at {barred:g}"))
        rules += [_most(items, float(at), most) for at, most in gate.most_at.items()]
    if gate.score is not None and least is not None:
        rules.append(_score(scores[gate.score], gate, least, least_words))
    results = [held for held, _ in rules]
    holds = False if False in results else (None if None in results else True)
    spoken = {True: "holds", False: "does not hold", None: "is undecided"}[holds]
    reasons = [reason for held, reason in rules if held is holds]
    return GateResult(
        gate_id=gate.id, holds=holds, reason=f"gate {gate.id} {spoken}: {'; '.join(reasons)}"
    )


def _least(gate: Gate, thresholds: Mapping[str, Threshold]) -> tuple[float | None, str]:
    if isinstance(gate.at_least, str):
        threshold = thresholds[gate.at_least]
        kind = "provisional threshold" if threshold.provisional else "threshold"
        return threshold.value, f"the {kind} {gate.at_least} of {threshold.value:g}"
    return gate.at_least, "" if gate.at_least is None else f"{gate.at_least:g}"


def _entering(gate: Gate, filled: Filled, select: Select) -> list[RatedItem]:
    called_for = [r for r in selected(filled, select) if r.absence not in _NOT_CALLED_FOR]
    return [r for r in called_for if r.item.essential or not gate.essential_only]


def _every(
    items: Sequence[RatedItem], passes: Callable[[float], bool], wanted: str
) -> tuple[bool | None, str]:
    values = _values(items)
    failing = [name for name, value in values if not passes(value)]
    if failing:
        said = [f"{name} {value:g}" for name, value in values if name in failing]
        return False, f"{listed(said)} (wanted: {wanted})"
    unknown = _unknown(items)
    if unknown:
        return None, f"{listed(unknown)} (wanted: {wanted})"
    if not values:
        return True, "no item enters"
    return True, f"{listed([f'{name} {value:g}' for name, value in values])} (wanted: {wanted})"


def _most(items: Sequence[RatedItem], at: float, most: int) -> tuple[bool | None, str]:
    there = [name for name, value in _values(items) if value == at]
    unknown = _unknown(items)
    words = f"{len(there)} at {at:g}, {most} at most"
    if len(there) > most:
        return False, f"{words} ({listed(there)})"
    if len(there) + len(unknown) > most:
        return None, f"{words}; {listed(unknown)}"
    return True, words


def _score(scored: Scored, gate: Gate, least: float, wanted: str) -> tuple[bool | None, str]:
    if scored.value is None:
        if scored.no_segments and gate.optional_if_no_segments:
            return True, "it does not apply, no segment was coded in this sheet"
        return None, f"{scored.score_id} is not scorable"
    value = float(scored.value)
    number = shown(value, decimals=scored.decimals, against=least)
    reaches = value >= least
    verb = "reaches" if reaches else "lies below"
    return reaches, f"{scored.score_id} {number} {verb} {wanted}"


def _values(items: Sequence[RatedItem]) -> list[tuple[str, float]]:
    return [(r.item.id, float(r.value)) for r in items if isinstance(r.value, (int, float))]


def _unknown(items: Sequence[RatedItem]) -> list[str]:
    return [
        f"{r.item.id} ({r.absence or 'not a number'})"
        for r in items
        if not isinstance(r.value, (int, float))
    ]
