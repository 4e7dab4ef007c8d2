"""Where to look again: off-model flags, their reasons, and how far they can be believed."""

from ipt_fidelity.flagging.card import Card
from ipt_fidelity.flagging.classifier import OffModelClassifier
from ipt_fidelity.flagging.cold_start import cold_start
from ipt_fidelity.flagging.corpus import (
    SessionFlags,
    flag_corpus,
    flag_sessions,
    on_cluster,
    on_workers,
)
from ipt_fidelity.flagging.cross_fit import CrossFitted, cross_fit
from ipt_fidelity.flagging.evaluation import EVERYTHING, cross_validate
from ipt_fidelity.flagging.evidence import Evidence, flags_with_evidence, highlights
from ipt_fidelity.flagging.flags import flag_segments, session_means
from ipt_fidelity.flagging.held_out import Track, untracked
from ipt_fidelity.flagging.learning import suggest_segments, suggest_sessions
from ipt_fidelity.flagging.promises import Promise, promise
from ipt_fidelity.flagging.review import blind_agreement, by_month, human_ceiling, second_look
from ipt_fidelity.flagging.travel import pack, unpack

__all__ = [
    "EVERYTHING",
    "Card",
    "CrossFitted",
    "Evidence",
    "OffModelClassifier",
    "Promise",
    "SessionFlags",
    "Track",
    "blind_agreement",
    "by_month",
    "cold_start",
    "cross_fit",
    "cross_validate",
    "flag_corpus",
    "flag_segments",
    "flag_sessions",
    "flags_with_evidence",
    "highlights",
    "human_ceiling",
    "on_cluster",
    "on_workers",
    "pack",
    "promise",
    "second_look",
    "session_means",
    "suggest_segments",
    "suggest_sessions",
    "unpack",
    "untracked",
]
