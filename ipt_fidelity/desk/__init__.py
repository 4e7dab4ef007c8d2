"""The verbs of a notebook: each brings a study and a rubric together."""

from ipt_fidelity.desk.pages import (
    circumstances_of,
    codebook,
    methods_paragraph,
    report_session,
    report_session_with_words,
    report_study,
    score_study,
    study_agreement,
    write_page,
)
from ipt_fidelity.desk.screens import rate_blinded, rate_session, seen_through, show_codebook

__all__ = [
    "circumstances_of",
    "codebook",
    "methods_paragraph",
    "rate_blinded",
    "rate_session",
    "report_session",
    "report_session_with_words",
    "report_study",
    "score_study",
    "seen_through",
    "show_codebook",
    "study_agreement",
    "write_page",
]
