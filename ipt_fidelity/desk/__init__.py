"""The verbs of a notebook: each brings a study and a rubric together."""

from ipt_fidelity.desk.deciding import adjudicate, compare_sheets, review_flags
from ipt_fidelity.desk.looking import show_agreement
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
from ipt_fidelity.desk.practising import practise
from ipt_fidelity.desk.preparing import cast_speakers, review_masking
from ipt_fidelity.desk.screens import rate_blinded, rate_session, seen_through, show_codebook

__all__ = [
    "adjudicate",
    "cast_speakers",
    "circumstances_of",
    "codebook",
    "compare_sheets",
    "methods_paragraph",
    "practise",
    "rate_blinded",
    "rate_session",
    "report_session",
    "report_session_with_words",
    "report_study",
    "review_flags",
    "review_masking",
    "score_study",
    "seen_through",
    "show_agreement",
    "show_codebook",
    "study_agreement",
    "write_page",
]
