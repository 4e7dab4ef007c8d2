"""The formats that are known, in the order in which a file is held against them.

A new format is a new file beside this one, and a line in this list.
"""

from __future__ import annotations

from ipt_fidelity.transcript.formats.annomi import ANNOMI
from ipt_fidelity.transcript.formats.chat import CHAT
from ipt_fidelity.transcript.formats.dialogue import DIALOGUE
from ipt_fidelity.transcript.formats.docx import DOCX
from ipt_fidelity.transcript.formats.elan import ELAN
from ipt_fidelity.transcript.formats.format import Format
from ipt_fidelity.transcript.formats.markdown import MARKDOWN
from ipt_fidelity.transcript.formats.noscribe import NOSCRIBE
from ipt_fidelity.transcript.formats.nvivo import NVIVO
from ipt_fidelity.transcript.formats.otter import OTTER
from ipt_fidelity.transcript.formats.pdf import PDF
from ipt_fidelity.transcript.formats.recogniser import RECOGNISER
from ipt_fidelity.transcript.formats.refused import CHAT_LOG, OLD_WORD
from ipt_fidelity.transcript.formats.rtf import RTF
from ipt_fidelity.transcript.formats.srt import SRT
from ipt_fidelity.transcript.formats.table import TABLE
from ipt_fidelity.transcript.formats.teams_text import TEAMS_TEXT
from ipt_fidelity.transcript.formats.textgrid import TEXTGRID
from ipt_fidelity.transcript.formats.vtt import VTT
from ipt_fidelity.transcript.formats.xlsx import XLSX
from ipt_fidelity.transcript.formats.zoom_captions import ZOOM_CAPTIONS

FORMATS: tuple[Format, ...] = (
    DOCX,
    XLSX,
    OLD_WORD,
    PDF,
    RTF,
    VTT,
    CHAT,
    TEXTGRID,
    ELAN,
    NOSCRIBE,
    RECOGNISER,
    TEAMS_TEXT,
    SRT,
    CHAT_LOG,
    ZOOM_CAPTIONS,
    OTTER,
    MARKDOWN,
    ANNOMI,
    NVIVO,
    TABLE,
    DIALOGUE,
)
