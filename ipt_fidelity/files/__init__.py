"""Reading and writing files: paths in, nouns out."""

from ipt_fidelity.files.reading import (
    read_rubric,
    read_rubric_text,
    read_segments,
    read_session,
    read_sheet,
    read_transcript,
    record_beside,
)
from ipt_fidelity.files.writing import write_text

__all__ = [
    "read_rubric",
    "read_rubric_text",
    "read_segments",
    "read_session",
    "read_sheet",
    "read_transcript",
    "record_beside",
    "write_text",
]
