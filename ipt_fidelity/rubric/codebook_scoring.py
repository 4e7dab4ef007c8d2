"""The part of the codebook that says how scores and verdicts come about."""

from __future__ import annotations

from collections.abc import Iterator

from ipt_fidelity.rubric.printing import Block, Heading, Paragraph, Table, Term, Terms
from ipt_fidelity.rubric.rubric import Rubric
from ipt_fidelity.rubric.scoring_form import Gate, Rounding, Score, Scoring, Select

_PROVISIONAL = (
    "Thresholds marked provisional were not set on real sessions. No certificate and no "
    "statement about a person should rest on them."
)


def scoring_blocks(rubric: Rubric) -> Iterator[Block]:
    """Return what the codebook says of scores, thresholds, gates and verdicts.

    Parameters
    ----------
    rubric : Rubric
        As it may be shown.

    Yields
    ------
    Block
        Nothing where the rubric scores nothing.
    """
    scoring = rubric.scoring
    if not scoring.scores:
        return
    yield Heading(2, "Scoring")
    rows = tuple((s.label or name, _made_of(s)) for name, s in scoring.scores.items())
    yield Table("Scores", ("Score", "Made of"), rows)
    yield from _rules(scoring)
    if scoring.thresholds:
        if any(part.provisional for part in scoring.thresholds.values()):
            yield Paragraph(_PROVISIONAL)
        listed = tuple(
            (
                name,
                f"{part.value:g}",
                "provisional" if part.provisional else "final",
                ", ".join(fact for fact in (part.source, part.date) if fact),
            )
            for name, part in scoring.thresholds.items()
        )
        yield Table("Thresholds", ("Threshold", "Value", "Standing", "Source"), listed)
    if scoring.gates:
        gates = tuple((gate.label or gate.id, _asks(gate)) for gate in scoring.gates)
        yield Table("Gates", ("Gate", "Asks"), gates)
    for group, verdicts in scoring.verdicts.items():
        drawn = tuple((verdict.label or verdict.id, verdict.when) for verdict in verdicts)
        head = ("Verdict", "Drawn if (the first that holds)")
        yield Table(f"Verdicts: {group.replace('_', ' ')}", head, drawn)
    case, therapist = scoring.levels.case, scoring.levels.therapist
    least = f"{therapist.least_cases} cases and {therapist.least_sessions}"
    phases = "".join(f", {n} in {phase}" for phase, n in case.least_in_phase.items())
    facts = (
        ("Several raters", scoring.levels.session.raters),
        ("Case", f"mean of {case.least_sessions} sessions or more{phases}"),
        ("Therapist", f"mean of {least} sessions or more"),
    )
    yield Terms(tuple(Term(name, text) for name, text in facts))


def _made_of(score: Score) -> str:
    if score.formula is not None:
        return score.formula
    if score.segments is not None:
        unit = "therapist's words" if score.segments == "share_of_words" else "segments"
        turned = "1 minus the share" if score.complement else "share"
        return f"{turned} of {unit} in {', '.join(score.count)} among {', '.join(score.of)}"
    named = _named(score.items)
    if score.lookup is not None:
        what = "sum" if score.lookup.of == "sum" else "value"
        return f"looked up for the {what} of {named}, every one answered"
    least = f"at least {score.min_answered_share * 100:g} per cent answered"
    per = f" per {_named(score.per)}" if score.per is not None else ""
    return f"{score.aggregate.replace('_', ' ')} of {named}{per}; {least}"


def _rules(scoring: Scoring) -> Iterator[Block]:
    """Say how scores are rounded, and print the tables that they are looked up in."""
    yield Paragraph(f"Scores are {_rounding(scoring.round)}.")
    own = {s.label or name: s.round for name, s in scoring.scores.items() if s.round is not None}
    for name, rule in own.items():
        yield Paragraph(f"{name} is {_rounding(rule)}.")
    for name, score in scoring.scores.items():
        if score.lookup is not None:
            found = "from" if score.lookup.find == "from" else "at"
            rows = tuple((row, f"{to:g}") for row, to in score.lookup.table.items())
            caption = f"Table of {score.label or name}"
            yield Table(caption, (f"{score.lookup.of} {found}".capitalize(), "Score"), rows)


def _rounding(rule: Rounding | None) -> str:
    if rule is None:
        return "compared and shown without rounding"
    digits = f"{rule.digits} digit{'' if rule.digits == 1 else 's'}"
    return f"rounded to {digits}, halves {rule.half}, before being compared and shown"


def _named(select: Select | None) -> str:
    if select is None:
        return "items"
    parts = [*(str(part) for part in (select.construct_, select.subscale) if part), *select.ids]
    return f"items: {', '.join(parts)}"


def _asks(gate: Gate) -> str:
    looked_at = gate.score or _named(gate.every)
    essential = " (essential ones)" if gate.essential_only else ""
    asks = [f"at least {gate.at_least}"] if gate.at_least is not None else []
    asks += [f"none at {gate.none_at:g}"] if gate.none_at is not None else []
    asks += [f"at most {most} at {value}" for value, most in gate.most_at.items()]
    return f"{looked_at}{essential}: {', '.join(asks)}"
