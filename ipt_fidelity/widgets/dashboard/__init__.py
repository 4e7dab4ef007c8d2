"""Agreement on one screen: per code with interval, who confuses what, pairs, time."""

from ipt_fidelity.widgets.dashboard.confusing import confusions_of
from ipt_fidelity.widgets.dashboard.exchange import Exchange, Source
from ipt_fidelity.widgets.dashboard.figures import figures_of
from ipt_fidelity.widgets.dashboard.widget import AgreementView

__all__ = ["AgreementView", "Exchange", "Source", "confusions_of", "figures_of"]
