"""What was said: sessions, transcripts, turns, casting and segments."""

from ipt_fidelity.transcript.casting import SuggestedRole, cast, suggest_casting, uncast
from ipt_fidelity.transcript.explaining import explain
from ipt_fidelity.transcript.formats.canonical import write as write_json
from ipt_fidelity.transcript.formats.known import FORMATS
from ipt_fidelity.transcript.formats.table import write as write_table
from ipt_fidelity.transcript.masking import mask, unmask
from ipt_fidelity.transcript.masking_cast import Cast, read_cast, suggest_cast
from ipt_fidelity.transcript.masking_finding import Finding
from ipt_fidelity.transcript.masking_key import (
    Entity,
    Key,
    MaskedSession,
    Redaction,
    draw_key,
    parse_key,
    write_key,
)
from ipt_fidelity.transcript.masking_looking import (
    Dates,
    MaskingRules,
    NoCapitals,
    find_identifiers,
)
from ipt_fidelity.transcript.masking_model import finder_of
from ipt_fidelity.transcript.masking_recall import MaskingCheck, masking_check, sample_turns
from ipt_fidelity.transcript.masking_review import (
    check_off,
    decide,
    findings_frame,
    mask_more,
)
from ipt_fidelity.transcript.pieces import Limits
from ipt_fidelity.transcript.reading import Unnamed, Wish, parse
from ipt_fidelity.transcript.recording import Recording
from ipt_fidelity.transcript.seeking import seek, turn_at
from ipt_fidelity.transcript.segment_table import parse_segments
from ipt_fidelity.transcript.segmenting import (
    Segment,
    Segmentation,
    by_hand,
    by_marks,
    by_minutes,
    by_session,
    by_turns,
    segments_frame,
)
from ipt_fidelity.transcript.session import MaskingState, Purpose, Role, Session
from ipt_fidelity.transcript.session_file import SessionRecord, parse_session
from ipt_fidelity.transcript.suggesting import suggest_cuts
from ipt_fidelity.transcript.transcript import Notation, Note, Source, Speaker, Transcript, Turn

__all__ = [
    "FORMATS",
    "Cast",
    "Dates",
    "Entity",
    "Finding",
    "Key",
    "Limits",
    "MaskedSession",
    "MaskingCheck",
    "MaskingRules",
    "MaskingState",
    "NoCapitals",
    "Notation",
    "Note",
    "Purpose",
    "Recording",
    "Redaction",
    "Role",
    "Segment",
    "Segmentation",
    "Session",
    "SessionRecord",
    "Source",
    "Speaker",
    "SuggestedRole",
    "Transcript",
    "Turn",
    "Unnamed",
    "Wish",
    "by_hand",
    "by_marks",
    "by_minutes",
    "by_session",
    "by_turns",
    "cast",
    "check_off",
    "decide",
    "draw_key",
    "explain",
    "find_identifiers",
    "finder_of",
    "findings_frame",
    "mask",
    "mask_more",
    "masking_check",
    "parse",
    "parse_key",
    "parse_segments",
    "parse_session",
    "read_cast",
    "sample_turns",
    "seek",
    "segments_frame",
    "suggest_cast",
    "suggest_casting",
    "suggest_cuts",
    "turn_at",
    "uncast",
    "unmask",
    "write_json",
    "write_key",
    "write_table",
]
