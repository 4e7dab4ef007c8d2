"""The durable, insert-only store of a study: marks in, frames out."""

from ipt_fidelity.store.doors import Door
from ipt_fidelity.store.kept import Kept, Which
from ipt_fidelity.store.opening import open_study
from ipt_fidelity.store.sheets import SheetKey
from ipt_fidelity.store.study import Study

__all__ = ["Door", "Kept", "SheetKey", "Study", "Which", "open_study"]
