"""The words of a PDF, page by page, taken out by pypdf within a budget of work.

Only what is drawn as text on a page is looked at. Scripts, forms, attachments, links and pictures
are never opened. The budget counts what costs time (bytes of content, drawing steps, letters,
tables of fonts), so that the same file is taken or refused on every machine.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.archive import RefusedFileError, damaged
from ipt_fidelity.transcript.finding import error, warning
from ipt_fidelity.transcript.pdf_budget import Budget, Counted, Reader
from ipt_fidelity.transcript.pieces import Opened

MOST_PAGES = 500
MOST_OBJECTS = 50_000
MOST_BYTES = 15_000_000
_LOCK = b"/Encrypt"
_BOUNDS = {
    "maximum_declared_stream_length": MOST_BYTES,
    "array_based_stream_maximum_output_length": 2_000_000,
    "array_maximum_element_count": 20_000,
    "dictionary_maximum_element_count": 20_000,
    "lzw_maximum_output_length": 2_000_000,
    "run_length_maximum_output_length": 2_000_000,
    "zlib_maximum_output_length": 20_000_000,
    "zlib_maximum_recovery_input_length": 100_000,
    "stream_filters_maximum_length": 4,
    "stream_decoding_work_maximum_length": 40_000_000,
    "stream_parsing_work_maximum_count": 100_000,
    "page_tree_maximum_entries": 2 * MOST_PAGES,
    "page_tree_maximum_page_entries": 40 * MOST_PAGES,
    "xform_maximum_invocations_per_extraction": 50,
    "jbig2dec_binary": None,
}


def pages_of(opened: Opened) -> tuple[list[str], list[Fault]]:
    """Take the words of a PDF out of its pages.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    tuple of list of str and list of Fault
        Text of each page with its line ends, and what was told. Empty where a page has no words.

    Raises
    ------
    RefusedFileError
        The library is missing; the file is locked, damaged, or more than the budget.
    """
    _refuse_unread(opened)
    read, bounded = _library(opened.name)
    budget = Budget(opened.name)
    with _listening() as heard:
        try:
            with bounded(**_BOUNDS):
                reader = read(Counted(opened.content, budget.spend), root_object_recovery_limit=500)
                texts = list(_texts(reader, budget))
                budget.spend(0)
        except RefusedFileError:
            raise
        except Exception as problem:  # noqa: BLE001 - a damaged file may raise anything
            budget.spend(0)
            locked = _LOCK in opened.content and type(problem).__name__ == "DependencyError"
            told = _locked(opened.name) if locked else damaged(opened.name)
            raise RefusedFileError(told) from None
    return texts, _told(heard, opened.name)


def _texts(reader: Reader, budget: Budget) -> Iterator[str]:
    if reader.is_encrypted:
        raise RefusedFileError(_locked(budget.name))
    if len(reader.pages) > MOST_PAGES:
        problem = f"{len(reader.pages)} pages are too many for a session."
        mend = f"Keep a session under {MOST_PAGES} pages."
        raise RefusedFileError(error("too_large", problem, where=budget.name, mend=mend))
    for page in reader.pages:
        budget.begin(page)
        yield page.extract_text(visitor_operand_before=budget.step)


def _refuse_unread(opened: Opened) -> None:
    if len(opened.content) > MOST_BYTES or opened.content.count(b"obj") > 2 * MOST_OBJECTS:
        problem = f"the PDF is over {MOST_BYTES / 1e6:.0f} MB or {MOST_OBJECTS} parts."
        mend = "Export one session alone, without pictures."
        raise RefusedFileError(error("too_large", problem, where=opened.name, mend=mend))


def _library(
    name: str,
) -> tuple[Callable[..., Reader], Callable[..., AbstractContextManager[object]]]:
    try:
        library = importlib.import_module("pypdf")
        tools = library.PdfReader, library.apply_configuration
    except (ImportError, AttributeError):
        problem = "reading a PDF needs the package 'pypdf' 7.1 or later, which is not installed."
        mend = "Run: pip install 'ipt-fidelity[pdf]'."
        raise RefusedFileError(error("needs_pypdf", problem, where=name, mend=mend)) from None
    return tools


def _locked(name: str) -> Fault:
    mend = "Open it in its program, and save it without a password and without restrictions."
    return error("password", "the PDF is locked with a password.", where=name, mend=mend)


@contextmanager
def _listening() -> Generator[list[str]]:
    """Count what pypdf passes over instead of letting it print, since it may quote the file."""
    heard: list[str] = []
    log = logging.getLogger("pypdf")

    def keep(record: logging.LogRecord) -> bool:
        heard.append(record.name)
        return False

    ear = logging.NullHandler()
    ear.handle = keep
    passes, log.propagate = log.propagate, False
    log.addHandler(ear)
    try:
        yield heard
    finally:
        log.removeHandler(ear)
        log.propagate = passes


def _told(heard: list[str], name: str) -> list[Fault]:
    if not heard:
        return []
    problem = f"the PDF breaks its own rules {len(heard)} times; what could be read was read."
    mend = "Compare first and last words of each page with the PDF."
    return [warning("irregular", problem, where=name, mend=mend)]
