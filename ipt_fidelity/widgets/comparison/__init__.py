"""Two sheets or more of one session side by side: to be read, or to be decided between."""

from ipt_fidelity.widgets.comparison.compared import Compared
from ipt_fidelity.widgets.comparison.widget import Adjudication, SideBySide

__all__ = ["Adjudication", "Compared", "SideBySide"]
