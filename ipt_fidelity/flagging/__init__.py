"""Where to look again: off-model flags, their reasons, and how far they can be believed."""

from ipt_fidelity.flagging.card import Card
from ipt_fidelity.flagging.classifier import OffModelClassifier
from ipt_fidelity.flagging.cold_start import cold_start
from ipt_fidelity.flagging.evaluation import cross_validate
from ipt_fidelity.flagging.flags import flag_segments, flag_sessions, highlights, session_means
from ipt_fidelity.flagging.learning import suggest_segments, suggest_sessions
from ipt_fidelity.flagging.promises import Promise, promise
from ipt_fidelity.flagging.review import blind_agreement, human_ceiling, second_look
from ipt_fidelity.flagging.travel import pack, unpack

__all__ = [
    "Card",
    "OffModelClassifier",
    "Promise",
    "blind_agreement",
    "cold_start",
    "cross_validate",
    "flag_segments",
    "flag_sessions",
    "highlights",
    "human_ceiling",
    "pack",
    "promise",
    "second_look",
    "session_means",
    "suggest_segments",
    "suggest_sessions",
    "unpack",
]
