"""Scores of items on their own scales: ratios of counts, and tables as manuals print them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ipt_fidelity.rubric.lookups import raw_number
from ipt_fidelity.rubric.scoring_form import Lookup, Rounding, Score, Select
from ipt_fidelity.scoring.filled import Filled, RatedItem
from ipt_fidelity.scoring.rounding import settle
from ipt_fidelity.scoring.scales import raw
from ipt_fidelity.scoring.scores import Scored, dropped, selected
from ipt_fidelity.scoring.wording import listed, shown

RATIO_DECIMALS = 2


def score_ratio(
    score_id: str, score: Score, filled: Filled, rule: Rounding | None = None
) -> Scored:
    """Divide counts by counts, for example reflections by questions.

    Parameters
    ----------
    score_id : str
        Its name in the rubric.
    score : Score
        ``items`` are added up and divided by the sum of ``per``.
    filled : Filled
        One sheet.
    rule : Rounding or None
        How the result is rounded.

    Returns
    -------
    Scored
        From 0 upward, not on the ruler of 100. Not scorable where too few items of either side
        were answered, or where the counts to divide by add up to 0: a ratio to nothing is no
        number, and none is made up.
    """
    above, below = (_sides(filled, select, score) for select in (score.items, score.per))
    applying = len(above) + len(below)
    if not above or not below:
        nothing = "items to count" if not above else "items to divide by"
        why = f"{score_id} is not scorable: no {nothing} apply."
        return Scored(score_id=score_id, value=None, trail=(why,))
    sums = [_numbers(side, filled) for side in (above, below)]
    answered = sum(len(side) for side in sums)
    share = Fraction(answered, applying)
    wanted = score.min_answered_share
    counted = (
        f"{answered} of {applying} items that apply were answered, a share of "
        f"{shown(share, decimals=2, against=wanted)}; {wanted:.2f} is wanted."
    )
    entered = [f"Entered {word}: {_listed(side)}." for word, side in zip(_SIDES, sums, strict=True)]
    absent = [f"{r.item.id} ({r.absence})" for r in (*above, *below) if r.absence is not None]
    trail = [counted, *entered, *([f"Not answered: {listed(absent)}."] if absent else [])]
    total, divisor = (sum((n for _, n in side), Fraction(0)) for side in sums)
    problem = _no_ratio(sums, share, wanted, divisor)
    if problem is not None:
        said = f"{score_id} is not scorable: {problem}."
        return Scored(score_id=score_id, value=None, answered_share=share, trail=(said, *trail))
    exact = total / divisor
    settled = settle(exact, rule, decimals=RATIO_DECIMALS)
    said = f"{score_id} is {settled.text}: {float(total):g} counted for {float(divisor):g}."
    return Scored(
        score_id=score_id,
        value=settled.value,
        exact=exact,
        answered_share=share,
        trail=(said, *settled.lines, *trail),
        decimals=settled.decimals,
    )


def score_lookup(
    score_id: str, score: Score, lookup: Lookup, filled: Filled, rule: Rounding | None = None
) -> Scored:
    """Look a sum or a value up in the table of the rubric.

    Parameters
    ----------
    score_id : str
        Its name in the rubric.
    score : Score
        Selects the items.
    lookup : Lookup
        What is looked up, how, and the table.
    filled : Filled
        One sheet.
    rule : Rounding or None
        How the result is rounded.

    Returns
    -------
    Scored
        What the table says. Not scorable where an item has no value, since the sum of a part is
        in no table, and where the table has no row for the number.
    """
    rated = selected(filled, score.items or Select())
    unanswered = [f"{r.item.id} ({r.absence})" for r in rated if r.value is None]
    if not rated:
        why = f"{score_id} is not scorable: no item applies."
        return Scored(score_id=score_id, value=None, trail=(why,))
    share = Fraction(len(rated) - len(unanswered), len(rated))
    if unanswered:
        said = f"{score_id} is not scorable: the table wants every item."
        lines = (said, f"Without a value: {listed(unanswered)}.")
        return Scored(score_id=score_id, value=None, answered_share=share, trail=lines)
    numbers = _numbers(rated, filled)
    if lookup.of == "value":
        sought, name = _value_of(rated, numbers), f"the value of {rated[0].item.id}"
    elif len(numbers) == len(rated):
        sought, name = sum((n for _, n in numbers), Fraction(0)), "the sum"
    else:
        sought, name = None, "the sum"
    spoken = sought if isinstance(sought, str) else "none" if sought is None else _plain(sought)
    entered = f"Entered: {_listed(numbers)}." if numbers else f"Entered: {spoken}."
    exact = None if sought is None else _row(lookup, sought)
    if exact is None:
        said = f"{score_id} is not scorable: the table has no row for {name}, {spoken}."
        return Scored(score_id=score_id, value=None, answered_share=share, trail=(said, entered))
    settled = settle(exact, rule, decimals=1)
    said = f"{score_id} is {settled.text}: looked up for {name}, {spoken}."
    return Scored(
        score_id=score_id,
        value=settled.value,
        exact=exact,
        answered_share=share,
        trail=(said, *settled.lines, entered),
        decimals=settled.decimals,
    )


_SIDES = ("above", "below")


def _sides(filled: Filled, select: Select | None, score: Score) -> list[RatedItem]:
    rated = () if select is None else selected(filled, select)
    return [r for r in rated if not dropped(r, score)]


def _numbers(rated: Sequence[RatedItem], filled: Filled) -> list[tuple[RatedItem, Fraction]]:
    found: list[tuple[RatedItem, Fraction]] = []
    for one in rated:
        if one.value is not None:
            where = f"item {one.item.id}, {filled.key}"
            number = raw(one.scale, one.value, where=where, reverse=one.item.reverse)
            if number is not None:
                found.append((one, number))
    return found


def _no_ratio(
    sums: Sequence[Sequence[object]], share: Fraction, wanted: float, divisor: Fraction
) -> str | None:
    if not all(sums):
        return "one side of the ratio was not answered"
    if float(share) < wanted:
        return "too few of the items that apply were answered"
    return "the counts to divide by add up to 0" if divisor == 0 else None


def _value_of(
    rated: Sequence[RatedItem], numbers: Sequence[tuple[RatedItem, Fraction]]
) -> str | Fraction | None:
    if len(rated) != 1:
        return None
    value = rated[0].value
    return value if isinstance(value, str) else numbers[0][1] if numbers else None


def _row(lookup: Lookup, sought: str | Fraction) -> Fraction | None:
    if isinstance(sought, str):
        found = lookup.table.get(sought)
        return None if found is None else _exact(found)
    rows = {n: to for key, to in lookup.table.items() if (n := raw_number(key)) is not None}
    if lookup.find == "exact":
        return _exact(rows[sought]) if sought in rows else None
    reached = [number for number in rows if number <= sought]
    return _exact(rows[max(reached)]) if reached else None


def _exact(number: float) -> Fraction:
    """Return the number that was written, not its nearest binary one."""
    return Fraction(repr(number))


def _plain(number: Fraction) -> str:
    return f"{float(number):g}"


def _listed(numbers: Sequence[tuple[RatedItem, Fraction]]) -> str:
    return listed(
        [
            f"{rated.item.id} {_plain(number)}{' (reversed)' if rated.item.reverse else ''}"
            for rated, number in numbers
        ]
    )
