"""Casting: a person states who speaks."""

from ipt_fidelity.widgets.casting.state import Casting, Recalled
from ipt_fidelity.widgets.casting.widget import CastingScreen

__all__ = ["Casting", "CastingScreen", "Recalled"]
