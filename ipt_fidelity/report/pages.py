"""From facts to pages: whole HTML documents without scripts, and nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from ipt_fidelity.report.drawing import Drawing
from ipt_fidelity.report.facts import Rater, simulated
from ipt_fidelity.report.figures import agreement_table, draw_forest, draw_scores, draw_timeline
from ipt_fidelity.report.forest import draw_agreement
from ipt_fidelity.report.methods import methods_paragraph
from ipt_fidelity.report.page import Page
from ipt_fidelity.report.session_facts import Quote, SessionFacts
from ipt_fidelity.report.study_facts import Agreement, StudyFacts

KINDS = (
    ("other", "Overall"),
    ("family", "Families of codes"),
    ("code", "Codes"),
    ("item", "Items"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    title: str
    drawing: Drawing


def study_page(facts: StudyFacts) -> Page:
    """Draw the page of a study.

    Parameters
    ----------
    facts : StudyFacts
        Of ``gather_study``, or made by hand.

    Returns
    -------
    Page
        What was done, agreement at both levels, scores and verdicts with their reasons, the
        classifier beside its baselines, the methods paragraph. No words of a session.
    """
    leading = [row for row in facts.agreement if row.leads]
    html = _template("study.html").render(
        title=facts.title,
        facts=facts,
        simulated=simulated(facts.raters),
        sections=_forests(leading),
        every=agreement_table(facts.agreement, caption="Every coefficient that was computed"),
        scores=_score_drawings(facts),
        methods=methods_paragraph(facts),
    )
    return Page(title=facts.title, html=html)


def forest(frame: pd.DataFrame, *, title: str = "Agreement", target: float | None = None) -> Page:
    """Draw the forest plot of any table of agreement, with its numbers and sources.

    Parameters
    ----------
    frame : pandas.DataFrame
        AGREEMENT: of a study, or of a plain table of ratings without one.
    title : str
        What the window is called.
    target : float or None
        What was declared beforehand, as a dashed line.

    Returns
    -------
    Page
        It shows itself in a notebook. No words of a session.

    Raises
    ------
    FrameError
        The frame is no AGREEMENT frame.
    """
    drawing = draw_agreement(frame, target=target)
    named = [str(one) for one in frame["source"].dropna().unique()]
    sources = tuple(one for one in named if one)
    html = _template("agreement.html").render(title=title, drawing=drawing, sources=sources)
    return Page(title=title, html=html)


def session_page(facts: SessionFacts) -> Page:
    """Draw the feedback on a session: two pages when printed, no words of the session.

    Parameters
    ----------
    facts : SessionFacts
        Of ``gather_session``, or made by hand.

    Returns
    -------
    Page
        What went well, what to work on, the session in one line, scores and verdicts with their
        reasons, segments worth a second look by the numbers of their turns.
    """
    return Page(title=_session_title(facts), html=_session_html(facts, ()))


def session_page_with_words(facts: SessionFacts, quotes: Sequence[Quote]) -> Page:
    """Draw the feedback on a session with the words of chosen segments.

    Parameters
    ----------
    facts : SessionFacts
        Of ``gather_session``.
    quotes : sequence of Quote
        Of ``gather_quotes``; only these words stand on the page.

    Returns
    -------
    Page
        It says at its head that it holds words of the session, and does not show itself in a
        notebook, which would keep them.
    """
    html = _session_html(facts, tuple(quotes))
    return Page(title=_session_title(facts), html=html, holds_words=True)


def _session_title(facts: SessionFacts) -> str:
    return f"Feedback on session {facts.sheet.session_id}"


def _session_html(facts: SessionFacts, quotes: tuple[Quote, ...]) -> str:
    raters: tuple[Rater, ...] = (facts.sheet.rater,)
    timeline = None
    if facts.passages:
        timeline = draw_timeline(facts.passages, facts.flags, name="timeline")
    return _template("session.html").render(
        title=_session_title(facts),
        facts=facts,
        simulated=simulated(raters),
        timeline=timeline,
        quotes=quotes,
    )


def _forests(leading: Sequence[Agreement]) -> tuple[_Section, ...]:
    """Draw each kind of comparison, with the declared target where all share one."""
    sections: list[_Section] = []
    for kind, title in KINDS:
        rows = [row for row in leading if row.kind == kind]
        if rows:
            targets = {row.target for row in rows} - {None}
            target = targets.pop() if len(targets) == 1 else None
            drawn = draw_forest(rows, name=f"forest-{kind}", target=target)
            sections.append(_Section(title=title, drawing=drawn))
    return tuple(sections)


def _score_drawings(facts: StudyFacts) -> tuple[_Section, ...]:
    """Draw each score that a cut-off is compared with."""
    named = dict.fromkeys(score for t in facts.rubric.thresholds for score in t.on)
    labels = {s.id: s.label for sheet in facts.sheets for s in sheet.scores if s.is_score}
    return tuple(
        _Section(
            title=labels[score_id],
            drawing=draw_scores(
                facts.sheets, score_id, facts.rubric.thresholds, name=f"score-{score_id}"
            ),
        )
        for score_id in named
        if score_id in labels
    )


def _template(name: str) -> Template:
    return _environment().get_template(name)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("ipt_fidelity.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
