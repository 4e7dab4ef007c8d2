"""Review of masking: a person looks at what was replaced, and says so."""

from ipt_fidelity.widgets.masking.review import Facts, Keeper, Review
from ipt_fidelity.widgets.masking.sample import Sample
from ipt_fidelity.widgets.masking.widget import MaskingReview

__all__ = ["Facts", "Keeper", "MaskingReview", "Review", "Sample"]
