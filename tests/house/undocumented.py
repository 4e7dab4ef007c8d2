"""A planted breach: the docstring gate must complain of it."""


def bare(first: int, second: int) -> int:
    """Add two numbers."""
    return first + second
