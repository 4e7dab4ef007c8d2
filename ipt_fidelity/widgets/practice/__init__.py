"""Practice: passages with a gold code, one at a time; the answer is shown after one's own."""

from ipt_fidelity.widgets.practice.exchange import Exchange
from ipt_fidelity.widgets.practice.passages import Passage, Practice, PracticeError, parse_practice
from ipt_fidelity.widgets.practice.scoring import Attempt, attempts_of, first_answers
from ipt_fidelity.widgets.practice.widget import PracticeScreen

__all__ = [
    "Attempt",
    "Exchange",
    "Passage",
    "Practice",
    "PracticeError",
    "PracticeScreen",
    "attempts_of",
    "first_answers",
    "parse_practice",
]
