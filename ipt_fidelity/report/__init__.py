"""Pages and figures from finished frames; this room computes nothing."""

from ipt_fidelity.report.exporting import agreement_text, agreement_workbook
from ipt_fidelity.report.facts import (
    Rater,
    RubricFacts,
    Score,
    ScoredSheet,
    Table,
    Threshold,
)
from ipt_fidelity.report.forest import forest_svg
from ipt_fidelity.report.gathering import Frames, Making
from ipt_fidelity.report.gathering_session import gather_quotes, gather_session
from ipt_fidelity.report.gathering_study import gather_study
from ipt_fidelity.report.methods import methods_paragraph
from ipt_fidelity.report.page import Page
from ipt_fidelity.report.pages import forest, session_page, session_page_with_words, study_page
from ipt_fidelity.report.session_facts import Flag, Passage, Point, Quote, SessionFacts
from ipt_fidelity.report.study_facts import Agreement, Counts, Design, StudyFacts

__all__ = [
    "Agreement",
    "Counts",
    "Design",
    "Flag",
    "Frames",
    "Making",
    "Page",
    "Passage",
    "Point",
    "Quote",
    "Rater",
    "RubricFacts",
    "Score",
    "ScoredSheet",
    "SessionFacts",
    "StudyFacts",
    "Table",
    "Threshold",
    "agreement_text",
    "agreement_workbook",
    "forest",
    "forest_svg",
    "gather_quotes",
    "gather_session",
    "gather_study",
    "methods_paragraph",
    "session_page",
    "session_page_with_words",
    "study_page",
]
