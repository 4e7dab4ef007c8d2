"""Scores of items: which entered, which did not and why, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ipt_fidelity.rubric import selects
from ipt_fidelity.rubric.expressions import Answer, names_in, parse, value_of
from ipt_fidelity.rubric.scoring_form import Rounding, Score, Select
from ipt_fidelity.scoring.filled import Filled, RatedItem, SheetKey
from ipt_fidelity.scoring.rounding import settle
from ipt_fidelity.scoring.scales import bounds, rescale
from ipt_fidelity.scoring.wording import listed, shown
from ipt_fidelity.sheet import Absence


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One score of one sheet.

    Parameters
    ----------
    score_id : str
        Score of the rubric.
    value : Fraction or None
        As it is compared: exact, or rounded where the rubric says so; None where it is not
        scorable.
    exact : Fraction or None
        Before rounding; formulas are computed from it.
    answered_share : Fraction or None
        Share of what applies that was answered; None where nothing applies.
    trail : tuple of str
        Reasons, the conclusion first.
    decimals : int
        How many a reader sees.
    no_segments : bool
        True for a score of segments where the sheet coded none.
    """

    score_id: str
    value: Fraction | None
    exact: Fraction | None = None
    answered_share: Fraction | None = None
    trail: tuple[str, ...] = field(default=())
    decimals: int = 1
    no_segments: bool = False


def selected(filled: Filled, select: Select) -> tuple[RatedItem, ...]:
    """Return the items of a sheet that a selection names.

    Parameters
    ----------
    filled : Filled
        One sheet.
    select : Select
        Of a score or gate.

    Returns
    -------
    tuple of RatedItem
        By construct and subscale as the session's variants have them.
    """
    return tuple(
        rated
        for rated in filled.items
        if selects(select, rated.item.construct_, rated.item.subscale, rated.item.id)
    )


def score_items(
    score_id: str, score: Score, select: Select, filled: Filled, rule: Rounding | None = None
) -> Scored:
    """Compute a score of items.

    Parameters
    ----------
    score_id : str
        Its name in the rubric.
    score : Score
        Aggregate, kinds of absence that drop an item, least share answered.
    select : Select
        Its items.
    filled : Filled
        One sheet.
    rule : Rounding or None
        How the result is rounded.

    Returns
    -------
    Scored
        From 0 to 100. ``mean``, ``weighted_mean`` and ``max`` are taken of the rescaled items;
        ``sum`` is the share of the reachable sum; ``proportion`` the share of items above their
        lowest value. ``not_applicable`` items never count; what ``drop`` names does not count;
        every other absence counts as unanswered.
    """
    applies = [r for r in selected(filled, select) if not dropped(r, score)]
    answered: list[tuple[RatedItem, Fraction]] = []
    unordered: list[str] = []
    for rated in applies:
        if rated.value is not None:
            share = _rescaled(rated, filled.key)
            if share is None:
                unordered.append(rated.item.id)
            else:
                answered.append((rated, share))
    applying = len(applies) - len(unordered)
    trail = [*_entered(answered), *_not_entered(filled, select, score, unordered)]
    if applying == 0:
        why = f"{score_id} is not scorable: no item applies."
        return Scored(score_id=score_id, value=None, trail=(why, *trail))
    share = Fraction(len(answered), applying)
    wanted = score.min_answered_share
    counted = (
        f"{len(answered)} of {applying} items that apply were answered, a share of "
        f"{shown(share, decimals=2, against=wanted)}; {wanted:.2f} is wanted."
    )
    problem = _problem(score, answered, share)
    if problem is not None:
        said = f"{score_id} is not scorable: {problem}."
        lines = (said, counted, *trail)
        return Scored(score_id=score_id, value=None, answered_share=share, trail=lines)
    exact = _aggregate(score, answered)
    settled = settle(exact, rule, decimals=1)
    said = f"{score_id} is {settled.text}: {score.aggregate} of {len(answered)} items, 0 to 100."
    return Scored(
        score_id=score_id,
        value=settled.value,
        exact=exact,
        answered_share=share,
        trail=(said, *settled.lines, counted, *trail),
        decimals=settled.decimals,
    )


def score_formula(
    score_id: str,
    formula: str,
    scores: Mapping[str, Scored],
    thresholds: Mapping[str, float],
    rule: Rounding | None = None,
) -> Scored:
    """Compute a score from other scores.

    Parameters
    ----------
    score_id : str
        Its name in the rubric.
    formula : str
        In the language of conditions.
    scores : mapping of str to Scored
        Scores that are known already.
    thresholds : mapping of str to float
        Named cut-offs.
    rule : Rounding or None
        How the result is rounded; its parts enter unrounded.

    Returns
    -------
    Scored
        Not scorable where a part is not. A difference of two scores may lie below 0.
    """
    tree = parse(formula)
    names: dict[str, Answer] = {**thresholds}
    for name, scored in scores.items():
        names[name] = None if scored.exact is None else float(scored.exact)
    value = value_of(tree, names)
    used = sorted(names_in(tree))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        parts = listed([f"{n} {shown(v)}" for n in used if isinstance(v := names[n], (int, float))])
        exact = Fraction(value)
        settled = settle(exact, rule, decimals=1)
        said = f"{score_id} is {settled.text}: {formula}, with {parts}."
        return Scored(
            score_id=score_id,
            value=settled.value,
            exact=exact,
            trail=(said, *settled.lines),
            decimals=settled.decimals,
        )
    unknown = [name for name in used if names.get(name) is None]
    said = f"{score_id} is not scorable: {listed(unknown)} is not scorable."
    return Scored(score_id=score_id, value=None, trail=(said,))


def dropped(rated: RatedItem, score: Score) -> bool:
    """Say whether an item's absence takes it out of a score.

    Parameters
    ----------
    rated : RatedItem
        One item of a sheet.
    score : Score
        Says under ``drop`` which absences do not count against it.

    Returns
    -------
    bool
        Always True for what does not apply.
    """
    return rated.absence is not None and (
        rated.absence is Absence.NOT_APPLICABLE or str(rated.absence) in score.drop
    )


def _rescaled(rated: RatedItem, key: SheetKey) -> Fraction | None:
    if rated.value is None:
        return None
    where = f"item {rated.item.id}, {key}"
    return rescale(rated.scale, rated.value, where=where, reverse=rated.item.reverse)


def _problem(
    score: Score, answered: Sequence[tuple[RatedItem, Fraction]], share: Fraction
) -> str | None:
    if not answered:
        return "no item was answered"
    if float(share) < score.min_answered_share:
        return "too few of the items that apply were answered"
    if score.aggregate == "weighted_mean" and _weights(score, answered) == 0:
        return "the weights of the answered items add up to 0"
    return None


def _weights(score: Score, answered: Sequence[tuple[RatedItem, Fraction]]) -> Fraction:
    return sum((_weight(score, rated) for rated, _ in answered), Fraction(0))


def _weight(score: Score, rated: RatedItem) -> Fraction:
    return Fraction(score.weights.get(rated.item.id, 1.0))


def _aggregate(score: Score, answered: Sequence[tuple[RatedItem, Fraction]]) -> Fraction:
    shares = [share for _, share in answered]
    match score.aggregate:
        case "weighted_mean":
            total = sum((share * _weight(score, rated) for rated, share in answered), Fraction(0))
            return total / _weights(score, answered)
        case "sum":
            spans = [_span(rated) for rated, _ in answered]
            reached = sum((s * span for s, span in zip(shares, spans, strict=True)), Fraction(0))
            return reached / sum(spans, Fraction(0))
        case "max":
            return max(shares)
        case "proportion":
            return Fraction(100 * sum(share > 0 for share in shares), len(shares))
        case _:
            return sum(shares, Fraction(0)) / len(shares)


def _span(rated: RatedItem) -> Fraction:
    ends = bounds(rated.scale)
    return Fraction(0) if ends is None else ends[1] - ends[0]


def _entered(answered: Sequence[tuple[RatedItem, Fraction]]) -> list[str]:
    if not answered:
        return []
    parts = [
        f"{rated.item.id} {shown(share)} (rated {rated.value}"
        f"{', reversed' if rated.item.reverse else ''})"
        for rated, share in answered
    ]
    lines = [f"Entered: {listed(parts)}."]
    lines += [
        f"{rated.item.id} counts as {rated.item.construct_} in variant "
        f"{' and '.join(rated.changed_by)}."
        for rated, _ in answered
        if rated.changed_by
    ]
    return lines


def _not_entered(
    filled: Filled, select: Select, score: Score, unordered: Sequence[str]
) -> list[str]:
    absent = [r for r in selected(filled, select) if r.absence is not None]
    left = [f"{r.item.id} ({r.absence})" for r in absent if dropped(r, score)]
    against = [f"{r.item.id} ({r.absence})" for r in absent if not dropped(r, score)]
    lines: list[str] = []
    if left:
        lines.append(f"Left out: {listed(left)}.")
    if against:
        lines.append(f"Counted as not answered: {listed(against)}.")
    if unordered:
        lines.append(f"Left out, their scale has no order or no end: {listed(unordered)}.")
    if filled.left_out:
        lines.append(f"Not on the form of this session: {listed(filled.left_out)}.")
    return lines
