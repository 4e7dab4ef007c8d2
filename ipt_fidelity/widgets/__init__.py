"""What a rater sees and presses."""

from ipt_fidelity.widgets.casting import Casting, CastingScreen, Recalled
from ipt_fidelity.widgets.codebook import CodebookView
from ipt_fidelity.widgets.coding_desk import (
    CodingDesk,
    Cutting,
    SeenSegment,
    SeenTurn,
    Snapshot,
    Sound,
    take_snapshot,
)
from ipt_fidelity.widgets.comparison import Adjudication, SideBySide
from ipt_fidelity.widgets.flag_review import FlagReview
from ipt_fidelity.widgets.masking import Facts, Keeper, MaskingReview, Review, Sample

__all__ = [
    "Adjudication",
    "Casting",
    "CastingScreen",
    "CodebookView",
    "CodingDesk",
    "Cutting",
    "Facts",
    "FlagReview",
    "Keeper",
    "MaskingReview",
    "Recalled",
    "Review",
    "Sample",
    "SeenSegment",
    "SeenTurn",
    "SideBySide",
    "Snapshot",
    "Sound",
    "take_snapshot",
]
