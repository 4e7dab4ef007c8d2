"""What good work is: codes, items, scales, rules and scores of an instrument."""

from ipt_fidelity.rubric.instrument import (
    Attribute,
    Code,
    Construct,
    Family,
    Item,
    ItemType,
    Scale,
    Status,
)
from ipt_fidelity.rubric.reading import json_schema, read, selects
from ipt_fidelity.rubric.rubric import Circumstances, Rubric, codes_for, items_for, scale_of

__all__ = [
    "Attribute",
    "Circumstances",
    "Code",
    "Construct",
    "Family",
    "Item",
    "ItemType",
    "Rubric",
    "Scale",
    "Status",
    "codes_for",
    "items_for",
    "json_schema",
    "read",
    "scale_of",
    "selects",
]
