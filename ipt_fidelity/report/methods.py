"""The methods paragraph of a manuscript: what the facts hold, and *not recorded* for the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ipt_fidelity.report.facts import NOT_RECORDED, ScoredSheet, simulated
from ipt_fidelity.report.study_facts import Agreement, StudyFacts


def methods_paragraph(facts: StudyFacts) -> str:
    """Write how fidelity was measured, for a methods section.

    Parameters
    ----------
    facts : StudyFacts
        Of the study.

    Returns
    -------
    str
        Plain text. It states only what the facts hold; what a reader of such a section asks for
        and the facts do not hold is said to be *not recorded*. It follows what reporting guides
        ask for [1]_ [2]_.

    References
    ----------
    .. [1] Kottner, J., et al. (2011). Guidelines for Reporting Reliability and Agreement Studies
       (GRRAS) were proposed. Journal of Clinical Epidemiology, 64(1), 96-106.
    .. [2] Hoffmann, T. C., et al. (2014). Better reporting of interventions: template for
       intervention description and replication (TIDieR) checklist and guide. BMJ, 348, g1687.
    """
    return " ".join(sentence for sentence in _sentences(facts) if sentence)


def _sentences(facts: StudyFacts) -> Iterator[str]:
    rubric, counts, design = facts.rubric, facts.counts, facts.design
    yield (
        f"Treatment fidelity was rated with the {rubric.title} ({rubric.id}, version "
        f"{rubric.version}, {rubric.status}; licence {rubric.licence}; content hash "
        f"{rubric.sha256[:12]})."
    )
    yield f"Unit of coding: {design.unit or NOT_RECORDED}."
    yield f"Sampling of sessions: {_said(design.sampling)}"
    yield (
        f"{counts.rated} of {counts.sessions} sessions ({_by_phase(facts)}) of {counts.cases} "
        f"cases and {counts.therapists} therapists were rated; the sessions held have "
        f"{counts.segments} segments."
    )
    yield _raters(facts)
    yield f"Training of raters: {_said(design.training)}"
    yield f"Certification: {_said(design.certification)}"
    yield f"Blinding: {_said(design.blinding)}"
    yield f"Order of rating: {_said(design.order)}"
    yield f"Rater drift: {_said(design.rater_drift)}"
    stages = ", ".join(f"{number} {stage}" for stage, number in counts.sheets_by_stage)
    yield (
        f"{counts.double_coded} sessions have two or more independent sheets; sheets by stage: "
        f"{stages or 'none'}. Only independent sheets enter agreement."
    )
    yield from _agreement(facts.agreement)
    yield (
        "Items that do not apply in a phase, variant or branch never enter a denominator; items "
        "without opportunity, not codable or missing are told apart and treated as the rubric's "
        "scoring rules say for each score."
    )
    yield from _scores(facts)
    yield _thresholds(facts)
    yield _classifier(facts)
    yield f"Deviations from the plan: {_said(design.deviations)}"
    yield f"Software: {facts.software or NOT_RECORDED}."


def _said(words: str | None) -> str:
    return f"{(words or NOT_RECORDED).rstrip('.')}."


def _by_phase(facts: StudyFacts) -> str:
    return ", ".join(f"{number} {phase}" for phase, number in facts.counts.by_phase)


def _raters(facts: StudyFacts) -> str:
    made_up = simulated(facts.raters)
    total = len(facts.raters)
    if not made_up:
        return f"{total} raters took part."
    named = ", ".join(rater.id for rater in made_up)
    return (
        f"{len(made_up)} of {total} raters are simulated ({named}): their marks were made by a "
        "program, and nothing in this paragraph is evidence about people."
    )


def _agreement(rows: Sequence[Agreement]) -> Iterator[str]:
    if not rows:
        yield f"Agreement: {NOT_RECORDED}."
        return
    for level, unit in (("unit", "segments"), ("session", "sessions")):
        leading = [row for row in rows if row.leads and row.level == level]
        for statistic in dict.fromkeys((row.statistic, row.form) for row in leading):
            same = [row for row in leading if (row.statistic, row.form) == statistic]
            yield _agreement_sentence(same, unit)


def _agreement_sentence(rows: Sequence[Agreement], unit: str) -> str:
    first = rows[0]
    values = sorted(
        ((row.value, row) for row in rows if row.value is not None), key=lambda pair: pair[0]
    )
    form = f" ({first.form})" if first.form else ""
    undefined = len(rows) - len(values)
    left = f" {undefined} of {len(rows)} are undefined, with reasons in the table." * (
        undefined > 0
    )
    if not values:
        return f"Agreement over {unit}, {first.statistic}{form}: undefined for all {len(rows)}."
    low, high = values[0][1], values[-1][1]
    confidence = {row.confidence for row in rows if row.confidence is not None}
    at = f", intervals at {max(confidence):.0%}" if confidence else ""
    span = (
        f"{low.shown} for {low.what}"
        if low is high
        else f"from {low.shown} for {low.what} to {high.shown} for {high.what}"
    )
    sizes = sorted({row.n_units for row in rows})
    size = str(sizes[0]) if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"
    return f"Agreement over {unit}, {first.statistic}{form}{at}, n {size}: {span}.{left}"


def _scores(facts: StudyFacts) -> Iterator[str]:
    if not facts.sheets:
        yield f"Scores: {NOT_RECORDED}."
        return
    stages = ", ".join(dict.fromkeys(sheet.stage for sheet in facts.sheets))
    yield f"Scores are those of single sheets ({stages}); {len(facts.sheets)} sheets were scored."
    for group in dict.fromkeys(s.id for sheet in facts.sheets for s in sheet.scores if s.verdict):
        drawn = Counter(_verdict(sheet, group) for sheet in facts.sheets)
        told = ", ".join(f"{verdict} {number}" for verdict, number in drawn.items())
        yield f"Verdicts on {group}: {told}."


def _verdict(sheet: ScoredSheet, group: str) -> str:
    score = sheet.score(group)
    return score.verdict.lower() if score and score.verdict else "none"


def _thresholds(facts: StudyFacts) -> str:
    if not facts.rubric.thresholds:
        return ""
    told = "; ".join(
        f"{threshold.spoken}, from {threshold.source or f'a source {NOT_RECORDED}'}"
        for threshold in facts.rubric.thresholds
    )
    return f"Thresholds: {told}."


def _classifier(facts: StudyFacts) -> str:
    if not facts.flagging:
        return "No classifier was evaluated here."
    return (
        "A classifier that suggests segments for a second look was evaluated beside its baselines; "
        "its figures stand in the table. It rates nothing."
    )
