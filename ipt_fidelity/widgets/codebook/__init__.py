"""The codebook, for reading: codes, items, attributes and rules, found by key or word."""

from ipt_fidelity.widgets.codebook.widget import CodebookView

__all__ = ["CodebookView"]
