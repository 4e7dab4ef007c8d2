"""How much work a PDF may ask for: weighed in what costs time, never by a clock.

A unit is about half a microsecond of a usual machine. Bytes of content, drawing steps, letters and
tables of fonts are weighed before or while they are worked on.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, cast

from ipt_fidelity.transcript.archive import RefusedFileError
from ipt_fidelity.transcript.finding import error

WORK = 4_000_000
_STEP, _LETTER, _FONT, _FORM, _PAGE, _TOKEN = 20, 4, 1_000, 50_000, 1_000, 14
_MOST_FORMS = 200
_LEVELS = 4
_LISTED = 99
_ENTRY, _READ, _MOST_ENTRIES = 28, 6, 100_000
_RANGE = re.compile(rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*([0-9A-Fa-f]{1,8})\s*>\s*[<\[]")
_PROGRAMS = {"/Length1", "/Subtype"}


class Stream(Protocol):
    """A stream of a PDF."""

    def get_data(self) -> bytes:
        """Unpack it."""
        ...


class Page(Protocol):
    """A page, as pypdf gives it."""

    def get(self, key: str) -> object:
        """Look an entry up."""
        ...

    def get_contents(self) -> Stream | None:
        """Return what is drawn."""
        ...

    def extract_text(self, *, visitor_operand_before: Callable[..., None]) -> str:
        """Return the words, and tell each drawing step."""
        ...


class Reader(Protocol):
    """A PDF, as pypdf gives it."""

    is_encrypted: bool
    pages: Sequence[Page]


class Budget:
    """How much work is left for a file.

    Parameters
    ----------
    name : str
        File name, for faults.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._left = WORK
        self._weights: dict[int, int] = {}
        self._forms: dict[str, int] = {}

    def begin(self, page: Page) -> None:
        """Weigh a page before its words are looked for.

        Parameters
        ----------
        page : Page
            Next in order.

        Raises
        ------
        RefusedFileError
            Nothing is left for it.
        """
        contents = page.get_contents()
        self.spend(_PAGE + (_drawn(contents) if contents is not None else 0))
        resources = _mapping(page.get("/Resources"))
        self.spend(self._fonts(resources))
        self._forms = {}
        self._weigh_forms(resources)

    def step(self, operator: bytes, operands: object, *_matrices: object) -> None:
        """Weigh a drawing step.

        Parameters
        ----------
        operator : bytes
            Its name.
        operands : object
            List of what it works on.
        *_matrices : object
            Places, which are not looked at.

        Raises
        ------
        RefusedFileError
            Nothing is left for it.
        """
        held = cast("list[object]", operands) if isinstance(operands, list) else []
        self.spend(_STEP + _LETTER * sum(_letters(one) for one in held))
        if operator == b"Do" and held:
            self.spend(self._forms.get(str(held[0]), _FORM))

    def spend(self, units: int) -> None:
        """Take a piece of work on.

        Parameters
        ----------
        units : int
            Its weight.

        Raises
        ------
        RefusedFileError
            Nothing is left, now or before.
        """
        self._left -= units
        if self._left < 0:
            problem = "the PDF holds more than a session: too many drawing steps."
            mend = "Export one session alone, or save it as .docx and compare the two."
            raise RefusedFileError(error("too_large", problem, where=self.name, mend=mend))

    def _weigh_forms(self, resources: Mapping[str, object]) -> None:
        """Weigh forms and forms in forms; of one name, the heaviest."""
        open_ones, seen = [resources], set[int]()
        while open_ones and len(seen) < _MOST_FORMS:
            for name, held in _mapping(open_ones.pop().get("/XObject")).items():
                form = _mapping(held)
                weight = 0
                if form.get("/Subtype") == "/Form":
                    inside = _mapping(form.get("/Resources"))
                    known = self._weights.get(id(form))
                    weight = _drawn(cast("Stream", form)) if known is None else known
                    self._weights[id(form)] = weight
                    weight += self._fonts(inside)
                    if id(form) not in seen:
                        open_ones.append(inside)
                    seen.add(id(form))
                self.spend(_STEP)
                self._forms[name] = max(weight, self._forms.get(name, 0))

    def _fonts(self, resources: Mapping[str, object]) -> int:
        """Weigh the fonts of a page or form: their tables are read anew on each page."""
        fonts = _mapping(resources.get("/Font")).values()
        return sum(_FONT + self._bulk(font, 0) for font in fonts)

    def _bulk(self, value: object, level: int) -> int:
        held = _resolved(value)
        if level > _LEVELS or not isinstance(held, (dict, list)):
            return 0
        inside = cast("dict[str, object] | list[object]", held)
        if id(inside) in self._weights:
            return self._weights[id(inside)]
        self._weights[id(inside)] = 0
        weight = len(inside)
        if isinstance(inside, dict):
            weight += sum(self._bulk(one, level + 1) for one in inside.values())
            unpack = getattr(inside, "get_data", None)
            if unpack is not None and not _PROGRAMS & inside.keys():
                weight += _meanings(cast("Stream", inside).get_data())
        else:
            weight += sum(self._bulk(one, level + 1) for one in inside[:_LISTED])
        self._weights[id(inside)] = weight
        return weight


class Counted(io.BytesIO):
    """The bytes of a file; each look at them is weighed.

    Parameters
    ----------
    content : bytes
        The file.
    spend : callable
        Takes units, and refuses the file where nothing is left.
    """

    def __init__(self, content: bytes, spend: Callable[[int], None]) -> None:
        super().__init__(content)
        self._spend = spend

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on, at a price.

        Parameters
        ----------
        size : int or None
            Bytes at most; -1 or None for all.

        Returns
        -------
        bytes
            Empty at the end.
        """
        self._spend(_READ)
        return super().read(size)


def _meanings(table: bytes) -> int:
    """Weigh what letters mean: a range of a few bytes may stand for many letters."""
    entries = 0
    for part in table.split(b"beginbfrange")[1:]:
        for first, last in _RANGE.findall(part.partition(b"endbfrange")[0]):
            entries += max(0, min(int(last, 16) - int(first, 16), _MOST_ENTRIES))
    return 2 * len(table) + _ENTRY * entries


def _drawn(content: Stream) -> int:
    """Weigh what is drawn by its length and by its tokens, parted by blanks or by brackets."""
    data = content.get_data()
    tokens = len(data.split()) + sum(data.count(sign) for sign in b"[(</")
    return len(data) + _TOKEN * tokens


def _letters(operand: object) -> int:
    if isinstance(operand, list):
        return sum(_letters(one) for one in cast("list[object]", operand))
    return len(operand) if isinstance(operand, (str, bytes)) else 1


def _resolved(value: object) -> object:
    reached = getattr(value, "get_object", None)
    return reached() if callable(reached) else value


def _mapping(value: object) -> Mapping[str, object]:
    held = _resolved(value)
    return cast("Mapping[str, object]", held) if isinstance(held, dict) else {}
