"""What the desk keeps, and says, when kernel, page, disk or server fail."""

from __future__ import annotations

import psutil

from tests.browser import desk
from tests.browser.conftest import OpenLab, folder_of
from tests.browser.jlab import Lab

BURST = ["c", "Enter", "s", "Enter", "v", "Enter", "d", "Enter", "o", "Enter", "w", "Enter"]
CODES = ["COM", "SYM", "AFF", "DSP", "OPT", "REH"]
WANTED = [(f"segment:g00{n}", "primary", code) for n, code in enumerate(CODES, 1)]


def test_marks_made_without_a_kernel_are_kept_and_said_and_saved_by_the_next(
    open_lab: OpenLab,
) -> None:
    lab = open_lab(desk.cell(turns=45), "1 + 1")
    page = desk.show(lab)
    desk.press(page, *BURST[:4])
    desk.wait_saved(page)
    with lab.server.kernel_dies_after():
        desk.press(page, *BURST[4:])
    page.wait_for_selector(".iptf-desk[data-state='gone']", timeout=60_000)
    assert desk.unsaved(page) >= len(CODES) - 2
    assert "kernel gone" in desk.status(page)
    assert [desk.margin(page, f"g00{n}")[2:] for n in range(1, 7)] == CODES
    lab.wait()
    lab.run_cell(0)
    page.wait_for_selector(desk.SAVED, timeout=60_000)
    assert desk.entries(folder_of(lab) / "marks.jsonl") == WANTED


def test_marks_unsaved_at_a_reload_come_back_from_the_page_without_memos(open_lab: OpenLab) -> None:
    lab = open_lab(desk.cell(turns=45), "1 + 1")
    page = desk.show(lab)
    full = folder_of(lab) / "full"
    full.touch()
    desk.press(page, *BURST, "m")
    page.keyboard.type("hush")
    desk.press(page, "Control+Enter")
    page.wait_for_selector(".iptf-desk[data-state='stuck']")
    assert "the disk is full. Make room." in desk.status(page)
    assert desk.unsaved(page) == len(CODES) + 1
    kept = page.evaluate("() => JSON.stringify({ ...sessionStorage })")
    assert "COM" in kept
    assert "hush" not in kept
    lab.reload()
    full.unlink()
    lab.run_cell(0)
    page.wait_for_selector(desk.SAVED, timeout=60_000)
    assert desk.entries(folder_of(lab) / "marks.jsonl") == WANTED
    assert page.evaluate("() => JSON.stringify({ ...sessionStorage })").count("segment:") == 0


def test_a_full_disk_is_said_and_saving_goes_on_when_there_is_room(lab: Lab) -> None:
    page, file = desk.show_fresh(lab, turns=45)
    full = file.with_name("full")
    full.touch()
    desk.press(page, *BURST)
    page.wait_for_selector(".iptf-desk[data-state='stuck']")
    assert desk.stored(file) == []
    full.unlink()
    desk.wait_saved(page)
    assert desk.entries(file) == WANTED


def test_while_a_cell_runs_keys_are_painted_at_once_and_nothing_is_lost(lab: Lab) -> None:
    page, file = desk.show_fresh(lab, turns=45)
    lab.rewrite(1, "import time\ntime.sleep(6)")
    lab.start_cell(1)
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.sessionContext"
        ".session.kernel.status === 'busy'"
    )
    page.click(".iptf-desk .segment >> nth=0")
    desk.press(page, *BURST)
    assert [desk.margin(page, f"g00{n}")[2:] for n in range(1, 7)] == CODES
    assert len(desk.stored(file)) + desk.unsaved(page) >= len(CODES)
    desk.wait_saved(page)
    assert desk.entries(file) == WANTED


def test_two_tabs_on_one_sheet_show_the_same(open_lab: OpenLab) -> None:
    first = open_lab(desk.cell(turns=45))
    page = desk.show(first)
    desk.press(page, "c", "Enter")
    desk.wait_saved(page)
    second = Lab.attach(page.context.new_page(), first.server, first.path)
    other = desk.show(second)
    assert desk.margin(other, "g001") == "● COM"
    desk.press(other, "End", "q")
    desk.wait_saved(other)
    page.wait_for_selector(".iptf-desk [data-segment=g018] .chip")
    page.click(".iptf-desk .segment >> nth=1")
    desk.press(page, "s")
    desk.wait_saved(page)
    other.wait_for_selector(".iptf-desk [data-segment=g002] .chip")
    found = desk.entries(folder_of(first) / "marks.jsonl")
    assert sorted(found) == [
        ("segment:g001", "primary", "COM"),
        ("segment:g002", "primary", "SYM"),
        ("segment:g018", "primary", "COG"),
    ]


def test_a_tab_killed_after_a_key_has_saved_all_that_it_called_saved(open_lab: OpenLab) -> None:
    lab = open_lab(desk.cell(turns=45))
    page = desk.show(lab)
    desk.press(page, *BURST)
    recorded = int(page.get_attribute(".iptf-desk", "data-recorded") or 0)
    page.close(run_before_unload=False)
    found = desk.stored(folder_of(lab) / "marks.jsonl")
    assert len(found) >= recorded
    assert len({mark[:2] for mark in found}) == len(found)


def test_a_server_that_stands_still_loses_nothing(lab: Lab) -> None:
    page, file = desk.show_fresh(lab, turns=45)
    server = psutil.Process(lab.server.process.pid)
    server.suspend()
    try:
        desk.press(page, *BURST)
        page.wait_for_selector(".iptf-desk[data-state='trying']", timeout=20_000)
        assert "not saved yet" in desk.status(page)
    finally:
        server.resume()
    desk.wait_saved(page)
    assert desk.entries(file) == WANTED


def test_a_burst_costs_less_than_one_message_a_mark_and_a_single_mark_two(lab: Lab) -> None:
    page, _ = desk.show_fresh(lab, turns=45)
    before = sum(lab.messages().values())
    desk.press(page, "c")
    desk.wait_saved(page)
    assert sum(lab.messages().values()) - before == 2
    page.evaluate(
        """() => { const list = document.querySelector('.iptf-desk .transcript');
          for (let n = 0; n < 40; n += 1) for (const key of ['u', 'c']) {
            const code = `Key${key.toUpperCase()}`;
            list.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true }));
          } }"""
    )
    desk.wait_saved(page)
    assert sum(lab.messages().values()) - before <= 2 + 80 // 2
