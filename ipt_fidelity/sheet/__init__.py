"""What raters said about a session: marks, and the sheets that they fold to."""

from ipt_fidelity.sheet.completeness import (
    Gap,
    GapKind,
    ResolvedRating,
    check_value,
    needs_evidence,
    resolve_ratings,
    what_is_missing,
)
from ipt_fidelity.sheet.mark import Layer, Mark, Perspective, Stage, Value, check_mark, mark_hash
from ipt_fidelity.sheet.sheet import (
    Absence,
    Coding,
    Omission,
    Rating,
    Reading,
    Sheet,
    SheetHead,
    fold,
    in_force,
)
from ipt_fidelity.sheet.sheet_file import SheetIdentity, WrittenSheet, parse_sheet
from ipt_fidelity.sheet.span import Span
from ipt_fidelity.sheet.status import asked, resolve_status
from ipt_fidelity.sheet.tables import codings_frame, omissions_frame, ratings_frame

__all__ = [
    "Absence",
    "Coding",
    "Gap",
    "GapKind",
    "Layer",
    "Mark",
    "Omission",
    "Perspective",
    "Rating",
    "Reading",
    "ResolvedRating",
    "Sheet",
    "SheetHead",
    "SheetIdentity",
    "Span",
    "Stage",
    "Value",
    "WrittenSheet",
    "asked",
    "check_mark",
    "check_value",
    "codings_frame",
    "fold",
    "in_force",
    "mark_hash",
    "needs_evidence",
    "omissions_frame",
    "parse_sheet",
    "ratings_frame",
    "resolve_ratings",
    "resolve_status",
    "what_is_missing",
]
