"""From a figure to SVG text that stands inside a page: same input, same text, in either theme.

Colours are drawn as signs and replaced by the page's own variables, so that one figure serves
light, dark and print. Text stays text: it can be selected, searched and read aloud. This module
alone knows matplotlib.
"""

# matplotlib's verbs take keywords of unknown type; what they are given here is typed.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal

from ipt_fidelity.report.facts import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, RULE, ACCENT, PAPER = "#0a0001", "#0a0002", "#0a0003", "#0a0004", "#0a0005"
ON, NEUTRAL, OFF, TECHNICAL = "#0a0011", "#0a0012", "#0a0013", "#0a0014"
_VARIABLES = {
    INK: "--ink",
    SOFT: "--soft",
    RULE: "--rule",
    ACCENT: "--accent",
    PAPER: "--paper",
    ON: "--on",
    NEUTRAL: "--neutral",
    OFF: "--off",
    TECHNICAL: "--technical",
}
WIDTH = 7.2
DASHED = (0, (4, 3))
Shape = Literal["o", "s", "^", "x", "|"]
_HEAD = re.compile(r'<svg [^>]*viewBox="(?P<box>[^"]+)"[^>]*>', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A figure, its alternative text, and a table of the same numbers.

    Parameters
    ----------
    svg : str
        One ``<svg>`` element.
    alternative : str
        What the figure shows, in words.
    table : Table
        The numbers drawn.
    """

    svg: str
    alternative: str
    table: Table


class Panel:
    """One pair of axes on which a figure is drawn; rows run from top to bottom, from 0.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    """

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.tick_params(axis="y", length=0)

    def span_x(self, left: float, right: float) -> None:
        """Set the ends of the ruler."""
        self._axes.set_xlim(left, right)

    def name_rows(self, names: Sequence[str], *, first: int = 0) -> None:
        """Name the rows at the left, from the row ``first``."""
        places = [first + number for number in range(len(names))]
        self._axes.set_yticks(places, list(names))
        self._axes.set_ylim(places[-1] + 0.6 if places else 0.6, first - 0.6)

    def name_ruler(self, name: str) -> None:
        """Name the ruler below."""
        self._axes.set_xlabel(name)

    def whole_numbers(self) -> None:
        """Mark the ruler at whole numbers only."""
        from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - costs twice as much as pandas

        self._axes.xaxis.set_major_locator(MaxNLocator(integer=True))

    def guide(self, row: float) -> None:
        """Draw a faint line along a row."""
        self._axes.axhline(row, color=RULE, linewidth=0.5, zorder=0)

    def zero(self) -> None:
        """Draw a faint line at 0."""
        self._axes.axvline(0, color=RULE, linewidth=0.8, zorder=0)

    def cut_off(self, value: float, name: str, *, step: int = 0) -> None:
        """Draw a dashed line at a value; its name ends above it, ``step`` lines up."""
        self._axes.axvline(value, color=ACCENT, linewidth=1, linestyle=DASHED)
        self._axes.annotate(
            name,
            (value, 1),
            (0, 3 + 11 * step),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            fontsize=8,
            ha="right",
            color=SOFT,
        )

    def bar(self, left: float, right: float, row: float, *, colour: str = INK) -> None:
        """Draw a bar along a row."""
        self._axes.plot((left, right), (row, row), color=colour, linewidth=1.6)

    def sign(
        self, value: float, row: float, shape: Shape, *, colour: str = INK, hollow: bool = False
    ) -> None:
        """Draw a sign at a place; a hollow one shows the page through it."""
        face = PAPER if hollow else colour
        self._axes.plot(
            value, row, marker=shape, color=colour, markersize=6.5, markerfacecolor=face
        )

    def say(self, value: float, row: float, words: str, *, centred: bool = False) -> None:
        """Write words at a place."""
        side = "center" if centred else "left"
        self._axes.text(value, row, words, ha=side, va="center", color=SOFT, fontsize=8)


class Sketch:
    """A figure while it is drawn, and its SVG text once it is done.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Holds the panel.
    panel : Panel
        Where to draw.
    """

    def __init__(self, figure: Figure, panel: Panel) -> None:
        self._figure = figure
        self.panel = panel

    def svg(self, *, name: str, alternative: str) -> str:
        """Return the figure as one SVG element.

        Parameters
        ----------
        name : str
            Sets the ids of the element apart from those of other figures on the page.
        alternative : str
            What the figure shows, in words.

        Returns
        -------
        str
            Without date, without scripts, scaled to the width of its place; the same for the same
            figure.
        """
        file = io.StringIO()
        with warnings.catch_warnings():
            # A page's own font shows the letters that the measuring font does not have.
            warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
            self._figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
        return _inline(file.getvalue(), name, alternative)


@contextmanager
def sketch(
    rows: float, *, left: float, above: float = 0.1, right: float = 0.02
) -> Generator[Sketch]:
    """Begin a figure; it is drawn and turned into SVG inside the ``with``.

    Parameters
    ----------
    rows : float
        Height of the panel in rows.
    left : float
        Share of the width for the names of the rows.
    above : float
        Room above the panel, in inches.
    right : float
        Share of the width for words beside the panel.

    Yields
    ------
    Sketch
        With an empty panel.
    """
    import matplotlib as mpl  # noqa: PLC0415 - costs twice as much as pandas; paid by who draws
    from matplotlib.figure import Figure  # noqa: PLC0415 - the same

    below = 0.45
    height = 0.27 * rows + above + below
    style = mpl.rc_context(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "ipt_fidelity",
            "text.parse_math": False,
            "font.family": ["sans-serif"],
            "font.size": 9,
            "axes.edgecolor": RULE,
            "axes.labelcolor": SOFT,
            "text.color": INK,
            "xtick.color": RULE,
            "ytick.color": RULE,
            "xtick.labelcolor": SOFT,
            "ytick.labelcolor": INK,
            "axes.facecolor": "none",
            "figure.facecolor": "none",
            "axes.linewidth": 0.8,
        }
    )
    with style:
        figure = Figure(figsize=(WIDTH, height))
        place = (left, below / height, 1 - right - left, 1 - (above + below) / height)
        yield Sketch(figure, Panel(figure.add_axes(place)))


def _inline(text: str, name: str, alternative: str) -> str:
    head = _HEAD.search(text)
    box = "" if head is None else head["box"]
    inside = "" if head is None else text[head.end() : text.rindex("</svg>")]
    inside = re.sub(
        r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>", "", inside, flags=re.DOTALL
    )
    inside = re.sub(r' id="([^"]+)"', rf' id="{name}-\1"', inside)
    inside = re.sub(r'"#([^"]+)"', rf'"#{name}-\1"', inside)
    inside = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", inside)
    for sign, variable in _VARIABLES.items():
        inside = inside.replace(sign, f"var({variable})")
    return (
        f'<svg viewBox="{box}" role="img" aria-label="{escape(alternative)}" '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"{inside}</svg>"
    )
