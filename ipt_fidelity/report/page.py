"""A page is a value: a title and a whole HTML document that needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

HEIGHT = "46rem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A finished page.

    Parameters
    ----------
    title : str
        What the window is called.
    html : str
        A whole document, without scripts and without anything fetched. Not part of ``repr``.
    holds_words : bool
        True where words of a session stand in it. Such a page does not show itself in a notebook,
        since the notebook would keep the words; it is written to a file of its own.
    """

    title: str
    html: str = field(repr=False)
    holds_words: bool = False

    def _repr_html_(self) -> str:
        if self.holds_words:
            return (
                f"<p><b>{escape(self.title)}</b>: this page quotes the session. A notebook would "
                "keep the words, so it is not shown here: write it to a file with "
                "<code>write_page</code> and open that.</p>"
            )
        # A frame of its own keeps the notebook's style out; sandbox="" forbids scripts again.
        return (
            f'<iframe sandbox="" title="{escape(self.title)}" srcdoc="{escape(self.html)}" '
            f'style="width:100%;height:{HEIGHT};border:1px solid #8888"></iframe>'
        )
