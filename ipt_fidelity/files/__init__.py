"""Reading and writing files: paths in, nouns out."""

from ipt_fidelity.files.key_files import can_seal, is_sealed, read_key_file, write_key_file
from ipt_fidelity.files.reading import (
    read_rubric,
    read_rubric_text,
    read_segments,
    read_session,
    read_sheet,
    read_text,
    read_transcript,
    record_beside,
)
from ipt_fidelity.files.recordings import check_recording, link_recording, seconds_of
from ipt_fidelity.files.writing import write_bytes, write_text

__all__ = [
    "can_seal",
    "check_recording",
    "is_sealed",
    "link_recording",
    "read_key_file",
    "read_rubric",
    "read_rubric_text",
    "read_segments",
    "read_session",
    "read_sheet",
    "read_text",
    "read_transcript",
    "record_beside",
    "seconds_of",
    "write_bytes",
    "write_key_file",
    "write_text",
]
