"""Zipped documents and XML from strangers, opened within limits and without entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast
from xml.etree import ElementTree as ET

from ipt_fidelity.errors import Fault
from ipt_fidelity.transcript.finding import error
from ipt_fidelity.transcript.pieces import Limits, Opened

_MEND = "Open it in the program that wrote it, and save it again."
_ENCRYPTED = 0x1
_CHUNK = 65_536
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY", "<!doctype", "<!entity")


class RefusedFileError(ValueError):
    """A document that is not opened; carries its fault to the reader that asked.

    Parameters
    ----------
    fault : Fault
        Why, with its mend.
    """

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.code)


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip whose members were counted and weighed before any was opened.

    Parameters
    ----------
    file : zipfile.ZipFile
        The zip, in memory.
    name : str
        File name, for faults.
    limits : Limits
        How much is taken on.
    """

    file: zipfile.ZipFile
    name: str
    limits: Limits

    def members(self) -> list[str]:
        """Return the names of the members.

        Returns
        -------
        list of str
            In the order of the zip.
        """
        return self.file.namelist()

    def read(self, member: str) -> bytes:
        """Unpack one member.

        Parameters
        ----------
        member : str
            Its name.

        Returns
        -------
        bytes
            Its content.

        Raises
        ------
        RefusedFileError
            Damaged, or larger than it says.
        """
        try:
            with self.file.open(member) as stream:
                content = stream.read(self.limits.unpacked_bytes + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError):
            raise RefusedFileError(damaged(self.name)) from None
        if len(content) > self.limits.unpacked_bytes:
            raise RefusedFileError(_bomb(self.name))
        return content


def damaged(name: str) -> Fault:
    """Return the fault of a document that is cut off or damaged.

    Parameters
    ----------
    name : str
        File name.

    Returns
    -------
    Fault
        An error.
    """
    return error("damaged", "the document is damaged or cut off.", where=name, mend=_MEND)


def open_archive(opened: Opened) -> Archive:
    """Open a zip after weighing it.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Archive
        Nothing is unpacked yet, and nothing is ever written.

    Raises
    ------
    RefusedFileError
        No zip, too many or too large members, a password, or a name that leads out of the zip.
    """
    try:
        file = zipfile.ZipFile(io.BytesIO(opened.content))
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError):
        raise RefusedFileError(damaged(opened.name)) from None
    infos = file.infolist()
    limits = opened.limits
    if len(infos) > limits.members or sum(one.file_size for one in infos) > limits.unpacked_bytes:
        raise RefusedFileError(_bomb(opened.name))
    for info in infos:
        parts = info.filename.replace("\\", "/").split("/")
        if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in parts[0]:
            raise RefusedFileError(
                error(
                    "path_in_zip",
                    "a member of the document leads out of it.",
                    where=opened.name,
                    mend=_MEND,
                )
            )
        if info.flag_bits & _ENCRYPTED:
            raise RefusedFileError(
                error(
                    "password",
                    "the document is locked with a password.",
                    where=opened.name,
                    mend="Open it and save it without a password.",
                )
            )
    return Archive(file, opened.name, limits)


def parse_xml(content: bytes | str, *, name: str, limits: Limits) -> ET.Element:
    """Parse XML that declares no entities; one that does is refused, not skipped.

    Parameters
    ----------
    content : bytes or str
        The document.
    name : str
        File name, for faults.
    limits : Limits
        Deepest nesting.

    Returns
    -------
    xml.etree.ElementTree.Element
        The root.

    Raises
    ------
    RefusedFileError
        A declaration of type or entities, nesting that is too deep, or no XML.
    """
    if _declares(content):
        raise RefusedFileError(
            error(
                "entities",
                "the document declares entities, which can hide or multiply words.",
                where=name,
                mend=_MEND,
            )
        )
    if len(content) > limits.text_bytes:
        raise RefusedFileError(_bomb(name))
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(events=("start", "end"))
    depth = 0
    root: ET.Element | None = None
    try:
        for begin in range(0, len(content), _CHUNK):
            parser.feed(content[begin : begin + _CHUNK])
            for event, element in _events(parser):
                root = element if root is None else root
                depth += 1 if event == "start" else -1
                if depth > limits.levels:
                    raise RefusedFileError(_too_deep(name, limits))
        parser.close()
    except ET.ParseError as refusal:
        where = f"{name}, line {refusal.position[0]}"
        raise RefusedFileError(
            error("damaged", "the document is no XML.", where=where, mend=_MEND)
        ) from None
    if root is None:
        raise RefusedFileError(damaged(name))
    return root


def _events(parser: ET.XMLPullParser[ET.Element]) -> Iterator[tuple[str, ET.Element]]:
    """Yield starts and ends of elements, which are all that is asked for."""
    yield from cast("Iterator[tuple[str, ET.Element]]", parser.read_events())


def _declares(content: bytes | str) -> bool:
    if isinstance(content, str):
        return any(word in content for word in _DECLARATIONS)
    encodings = ("ascii", "utf-16-le", "utf-16-be")
    return any(word.encode(kind) in content for word in _DECLARATIONS for kind in encodings)


def _too_deep(name: str, limits: Limits) -> Fault:
    problem = f"the document is nested deeper than {limits.levels} levels."
    return error("too_deep", problem, where=name, mend=_MEND)


def _bomb(name: str) -> Fault:
    return error(
        "zip_bomb",
        "the document unpacks to more than is taken on.",
        where=name,
        mend="Save it again without pictures, sound and attachments.",
    )
