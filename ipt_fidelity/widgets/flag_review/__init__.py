"""Flag review: a ranked list of questions to a person, each settled by one key."""

from ipt_fidelity.widgets.flag_review.review import (
    ClosedSession,
    Example,
    Piece,
    Review,
    SeenFlag,
    SpokenTurn,
)
from ipt_fidelity.widgets.flag_review.widget import FlagReview

__all__ = [
    "ClosedSession",
    "Example",
    "FlagReview",
    "Piece",
    "Review",
    "SeenFlag",
    "SpokenTurn",
]
