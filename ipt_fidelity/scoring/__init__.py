"""From ratings and codings to scores, gates and verdicts, each with its trail of reasons."""

from ipt_fidelity.scoring.levels import case_means, therapist_means
from ipt_fidelity.scoring.reasons import deciding, explaining
from ipt_fidelity.scoring.scales import rescale
from ipt_fidelity.scoring.sessions import UNDECIDED, score_sessions

__all__ = [
    "UNDECIDED",
    "case_means",
    "deciding",
    "explaining",
    "rescale",
    "score_sessions",
    "therapist_means",
]
