"""What is hardly meant in scores, gates and verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ipt_fidelity.rubric.domains import (
    Domain,
    item_domain,
    number_domains,
    score_domain,
    scoring_domains,
)
from ipt_fidelity.rubric.expressions import (
    Both,
    Comparison,
    Name,
    Not,
    Tree,
    evaluate,
    names_in,
    parse,
)
from ipt_fidelity.rubric.finding import Finding, Path
from ipt_fidelity.rubric.instrument import RubricFile
from ipt_fidelity.rubric.reach import assignments
from ipt_fidelity.rubric.scoring_form import Gate, Verdict
from ipt_fidelity.rubric.selecting import selected

Ends = tuple[float, float]


def scoring_doubts(file: RubricFile) -> Iterator[Finding]:
    """Find what is hardly meant in the scoring.

    Parameters
    ----------
    file : RubricFile
        A file without errors, as written.

    Yields
    ------
    Finding
        Each with its path.
    """
    yield from _thresholds(file)
    for n, gate in enumerate(file.scoring.gates):
        yield from _gate(file, gate, ("scoring", "gates", n))
    for name, score in file.scoring.scores.items():
        here: Path = ("scoring", "scores", name)
        if score.aggregate == "count_ratio" and score.per is None:
            yield Finding(
                "ratio_without_per",
                here,
                f"score '{name}' is a ratio, and does not say of what.",
                "Name under 'per:' the items that are divided by.",
            )
        yield from _phases(file, name, here)
    for group, verdicts in file.scoring.verdicts.items():
        yield from _verdicts(file, group, verdicts)


def _thresholds(file: RubricFile) -> Iterator[Finding]:
    scoring = file.scoring
    base: Path = ("scoring", "thresholds")
    provisional = [name for name, part in scoring.thresholds.items() if part.provisional]
    if provisional:
        number = len(provisional)
        yield Finding(
            "provisional_threshold",
            base,
            f"{number} {'threshold is' if number == 1 else 'thresholds are'} provisional: "
            f"{', '.join(provisional)}.",
            "Set a standard on real sessions, then write 'provisional: false' with 'source:' "
            "and 'date:'; until then every report says so.",
        )
    for name, part in scoring.thresholds.items():
        if not part.provisional and (part.source is None or part.date is None):
            yield Finding(
                "threshold_without_source",
                (*base, name),
                f"threshold '{name}' is final, and does not say whence.",
                "Add 'source:' and 'date:'.",
            )
    used = {gate.at_least for gate in scoring.gates}
    for tree in _trees(file):
        used |= names_in(tree)
    for name in scoring.thresholds:
        if name not in used:
            yield Finding(
                "unused_threshold",
                (*base, name),
                f"nothing uses threshold '{name}'.",
                "Use it in a gate or verdict, or take it away.",
            )
    for tree in _trees(file):
        yield from _off_range(file, tree)


def _trees(file: RubricFile) -> Iterator[Tree]:
    for score in file.scoring.scores.values():
        if score.formula is not None:
            yield parse(score.formula)
    for verdicts in file.scoring.verdicts.values():
        for verdict in verdicts:
            yield parse(verdict.when)


def _off_range(file: RubricFile, tree: Tree) -> Iterator[Finding]:
    numbers = number_domains(file)
    for score, other in _compared_names(tree):
        ends = _ends(numbers[score]) if score in file.scoring.scores else None
        threshold = file.scoring.thresholds.get(other)
        if ends is None or threshold is None:
            continue
        if not ends[0] <= threshold.value <= ends[1]:
            yield Finding(
                "threshold_off_range",
                ("scoring", "thresholds", other),
                f"threshold '{other}' is {threshold.value:g}, and '{score}' lies between "
                f"{ends[0]:g} and {ends[1]:g}.",
                f"Write a value from {ends[0]:g} to {ends[1]:g}.",
            )


def _compared_names(tree: Tree) -> Iterator[tuple[str, str]]:
    match tree:
        case Comparison(_, Name(left), Name(right)):
            yield left, right
            yield right, left
        case Not(part):
            yield from _compared_names(part)
        case Both(_, parts):
            for part in parts:
                yield from _compared_names(part)
        case _:
            return


def _ends(domain: Domain) -> Ends | None:
    numbers = [float(value) for value in domain.values if not isinstance(value, str)]
    if numbers:
        return min(numbers), max(numbers)
    if domain.low is None or domain.high is None:
        return None
    return domain.low, domain.high


def _gate(file: RubricFile, gate: Gate, here: Path) -> Iterator[Finding]:
    named = {name for tree in _trees(file) for name in names_in(tree)}
    if file.scoring.verdicts and gate.id not in named:
        yield Finding(
            "unused_gate",
            here,
            f"no verdict asks for gate '{gate.id}'.",
            "Name it in a verdict, or take it away.",
        )
    wanted = gate.at_least
    if isinstance(wanted, str):
        wanted = file.scoring.thresholds[wanted].value
    ranges = _ranges(file, gate)
    if gate.every is not None and not ranges:
        yield _cannot_fail(gate, here, "it looks at no item with numbers")
        return
    if wanted is not None:
        short = {name: high for name, (_, high) in ranges.items() if wanted > high}
        if short:
            name, high = next(iter(short.items()))
            more = f" (and of {len(short) - 1} more)" if len(short) > 1 else ""
            yield Finding(
                "gate_never_passes",
                (*here, "at_least"),
                f"gate '{gate.id}' asks {wanted:g} or more of '{name}'{more}, which reaches "
                f"{high:g} at most.",
                f"Write {min(short.values()):g} or less.",
            )
        if ranges and all(wanted <= low for low, _ in ranges.values()):
            yield _cannot_fail(gate, (*here, "at_least"), f"everything reaches {wanted:g}")
    barred = [(("none_at",), gate.none_at)] if gate.none_at is not None else []
    keyed: list[tuple[tuple[str, ...], float | None]] = [
        (("most_at", key), _number(key)) for key in gate.most_at
    ]
    for path, value in [*barred, *keyed]:
        if value is None or not any(low <= value <= high for low, high in ranges.values()):
            yield _cannot_fail(gate, (*here, *path), "no item can have that value")


def _ranges(file: RubricFile, gate: Gate) -> dict[str, Ends]:
    if gate.score is not None:
        ends = _ends(score_domain(file.scoring.scores[gate.score]))
        return {} if ends is None else {gate.score: ends}
    if gate.every is None:
        return {}
    found = {
        item.id: _ends(item_domain(file, item))
        for item in selected(file, gate.every)
        if item.essential or not gate.essential_only
    }
    return {name: ends for name, ends in found.items() if ends is not None}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _cannot_fail(gate: Gate, path: Path, why: str) -> Finding:
    return Finding(
        "gate_never_fails",
        path,
        f"gate '{gate.id}' can never fail: {why}.",
        "Correct the value, or take the gate away.",
    )


def _phases(file: RubricFile, name: str, here: Path) -> Iterator[Finding]:
    select = file.scoring.scores[name].items
    if select is None or file.session_layer is None:
        return
    items = [item for item in file.session_layer.items if not item.retired]
    mine = selected(file, select)
    asked = {phase for item in items for phase in item.phases}
    without = asked - {phase for item in mine for phase in item.phases}
    named = [f"'{phase}'" for phase in file.vocabulary.phases if phase in without]
    if named:
        yield Finding(
            "score_without_items",
            (*here, "items"),
            f"score '{name}' has no item in {', '.join(named)}, and is never scorable there.",
            "Add an item that is asked in that phase, or say so in 'label:'.",
        )


def _verdicts(file: RubricFile, group: str, verdicts: Sequence[Verdict]) -> Iterator[Finding]:
    trees = [parse(verdict.when) for verdict in verdicts]
    here: Path = ("scoring", "verdicts", group)
    tried = assignments(trees, scoring_domains(file))
    if tried is None:
        return
    drawn: set[int] = set()
    for names in tried:
        held = (n for n, tree in enumerate(trees) if evaluate(tree, names) is True)
        drawn.add(next(held, -1))
    for n, verdict in enumerate(verdicts):
        if n not in drawn:
            yield Finding(
                "unreachable_verdict",
                (*here, n),
                f"verdict '{verdict.id}' can never be drawn.",
                "Correct its condition, or move it before those that hold whenever it does.",
            )
    if -1 in drawn:
        yield Finding(
            "no_last_verdict",
            here,
            f"a session may get no verdict in '{group}'.",
            "Add a last one with 'when: true', in quotes.",
        )
