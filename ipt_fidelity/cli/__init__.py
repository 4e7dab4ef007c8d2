"""The verbs of a terminal: ``ipt-fidelity``."""

from ipt_fidelity.cli.app import main

__all__ = ["main"]
