"""What was said: sessions, transcripts, turns, casting and segments."""

from ipt_fidelity.transcript.casting import SuggestedRole, cast, suggest_casting, uncast
from ipt_fidelity.transcript.explaining import explain
from ipt_fidelity.transcript.formats.canonical import write as write_json
from ipt_fidelity.transcript.formats.known import FORMATS
from ipt_fidelity.transcript.formats.table import write as write_table
from ipt_fidelity.transcript.pieces import Limits
from ipt_fidelity.transcript.reading import Unnamed, Wish, parse
from ipt_fidelity.transcript.segment_table import parse_segments
from ipt_fidelity.transcript.segmenting import (
    Segment,
    Segmentation,
    by_hand,
    by_minutes,
    by_session,
    by_turns,
    segments_frame,
)
from ipt_fidelity.transcript.session import MaskingState, Purpose, Role, Session
from ipt_fidelity.transcript.session_file import Recording, SessionRecord, parse_session
from ipt_fidelity.transcript.transcript import Notation, Note, Source, Speaker, Transcript, Turn

__all__ = [
    "FORMATS",
    "Limits",
    "MaskingState",
    "Notation",
    "Note",
    "Purpose",
    "Recording",
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
    "by_minutes",
    "by_session",
    "by_turns",
    "cast",
    "explain",
    "parse",
    "parse_segments",
    "parse_session",
    "segments_frame",
    "suggest_casting",
    "uncast",
    "write_json",
    "write_table",
]
