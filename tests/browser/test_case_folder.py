"""The case folder: what is typed goes nowhere, stays nowhere, and comes back whole from its owner's own file."""

import base64
import hashlib
import json
import os
import subprocess
import time
import unicodedata
from pathlib import Path

import lz4.block
import pytest
from pypdf import PdfReader

from tests.browser.axe import violations
from tests.browser.folder_tab import ChromiumTab, FirefoxTab
from tests.sealed import unseal

pytestmark = pytest.mark.browser
VECTORS = Path(__file__).resolve().parents[1] / "vectors"
PHRASE = "bado kimu tesa nolu ripe"
STORES = """
(async () => JSON.stringify([
  localStorage.length, sessionStorage.length, document.cookie.length, (await indexedDB.databases()).length,
  (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length,
  (await Array.fromAsync((await navigator.storage.getDirectory()).keys())).length, window.name.length,
  JSON.stringify(history.state ?? {}).length,
]))()
"""


@pytest.fixture(params=["chromium", "firefox"])
def tab(request, tmp_path):
    if request.param == "chromium":
        folder = tmp_path / "downloads"
        folder.mkdir()
        tab = ChromiumTab(request.getfixturevalue("chromium"), folder)
    else:
        tab = FirefoxTab()
    yield tab
    tab.close()
    assert not tab.errors


@pytest.fixture
def chromium_tab(chromium, tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    tab = ChromiumTab(chromium, folder, viewport={"width": 390, "height": 844})
    yield tab
    tab.close()
    assert not tab.errors


def use_everything(tab, word, tmp_path):
    """Type the word into every field and use every function."""
    evidence = tmp_path / f"{word}.png"
    evidence.write_bytes(b"pretend picture " + word.encode())
    tab.report(word)
    tab.incident(word, files=[evidence])
    tab.choose('#addition-form [name="files"]', [evidence])
    tab.submit("addition-form", what=f"Also {word}")
    tab.wait("document.querySelectorAll('.addition').length === 1")
    tab.choose('#check-form [name="file"]', [evidence])
    tab.submit("check-form")
    tab.says("Same:")
    tab.submit("hold-form", other=word, accounts=f"@{word}", report=word, confirmed="2026-11-05")
    tab.push("#rung-list button")
    tab.submit("date-form", title=word, day="2026-12-24")
    tab.submit("calendar-form", detailed=True)
    assert word in tab.saved("ics").read_text().replace("\r\n ", "")
    tab.submit("offence-form")
    tab.push("#offence-list input")
    tab.push('[data-request="abroad"]')
    tab.push("#pack-save")
    assert word in tab.saved("txt").read_text()
    tab.evaluate("void (window.print = () => {})")
    tab.push("#pack-print")
    tab.push("#pack-copy")
    tab.submit("linked-form", person="B", service=word, number=word, officer=word, badge=word[:20], unit=word)
    tab.push("#linked-save")
    tab.push("#linked-print")
    tab.choose("#linked-file", [tab.saved("json")])
    tab.says("new numbers joined")
    for name, ending in (("json", "json"), ("log", "csv"), ("reports", "csv")):
        tab.push(f"#export-{name}")
        tab.saved(ending)
    sealed = tab.seal(f"{word} {PHRASE}")
    assert word.encode() not in sealed.read_bytes()
    tab.unseal(sealed, f"{word} {PHRASE}")
    tab.says("The folder is open")
    # What is half typed counts as well.
    for form in ("report-form", "incident-form", "addition-form", "hold-form", "date-form", "linked-form"):
        tab.evaluate(
            f"void document.querySelectorAll('#{form} :is(input:not([type]), [type=text], textarea)')"
            f".forEach(field => {{ field.value = {json.dumps(word)} }})"
        )
    assert tab.everything().count(word) > 40


def test_nothing_typed_leaves_and_nothing_stays(tab, site, weather, tmp_path):
    word = f"zq{time.time_ns():x}"
    tab.open(site)
    use_everything(tab, word, tmp_path)
    asked = [address for address in tab.requests if not address.startswith(("blob:", "data:"))]
    assert asked == []
    assert json.loads(tab.evaluate(STORES))[:-1] == [0] * 8
    assert word not in tab.evaluate("JSON.stringify(history.state)") if tab.evaluate("history.state !== null") else True

    # A reload, and every form is as new.
    tab.goto(f"{site}/case-folder/")
    tab.open(site)
    assert word not in tab.everything()

    use_everything(tab, word, tmp_path)
    tab.requests.clear()
    # The order to forget, seen while the page still stands: in Firefox and Chromium alike it is emptied at once.
    tab.evaluate("void document.dispatchEvent(new CustomEvent('falseos:exit'))")
    tab.evaluate("void document.querySelectorAll('form').forEach(form => form.reset())")
    assert word not in tab.everything()
    tab.evaluate("void setTimeout(() => document.getElementById('exit').click(), 50)")
    deadline = time.monotonic() + 15
    while not tab.address().startswith(weather.base) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert tab.address().startswith(weather.base)
    assert not [address for address in tab.requests if word in address]
    assert not [path for path in weather.paths if word in path]
    assert not weather.referrers


def test_a_reload_and_the_back_button_bring_nothing_back(tab, site, tmp_path):
    word = f"zq{time.time_ns():x}"
    tab.open(site)
    use_everything(tab, word, tmp_path)
    tab.evaluate("void setTimeout(() => location.reload(), 50)")
    time.sleep(2)
    tab.wait("document.getElementById('case-folder').dataset.ready === 'yes'")
    text = "[document.documentElement.outerHTML, ...[...document.querySelectorAll('input,textarea')].map(f => f.value)]"
    assert tab.evaluate(f"{text}.join().includes({json.dumps(word)})") is False
    tab.open(site)
    use_everything(tab, word, tmp_path)
    tab.goto(f"{site}/privacy/")
    tab.evaluate("void history.back()")
    time.sleep(2)
    tab.wait("document.getElementById('case-folder')")
    assert tab.evaluate(f"{text}.join().includes({json.dumps(word)})") is False


def on_disk(path):
    """Return what a file of a Firefox profile says: what it saves for a crash is compressed, and cuts words in two."""
    try:
        data = path.read_bytes()
        return lz4.block.decompress(data[8:]) if data.startswith(b"mozLz40\0") else data
    except (FileNotFoundError, lz4.block.LZ4BlockError):
        return b""  # being written, or replaced; the next look sees it


def test_firefox_writes_nothing_of_it_to_the_disk(site):
    """Browsers save what stands in forms, to bring it back after a crash; every field here says that it must not."""
    word, control = f"zq{time.time_ns():x}", f"kq{time.time_ns():x}"
    tab = FirefoxTab()
    tab.open(site)
    tab.report(word)
    tab.incident(word)
    for field in ("#incident-form [name=what]", "#incident-form [name=account]", "#seal-form [name=phrase]"):
        tab.evaluate(f"void document.querySelector('{field}').focus()")
        tab.press(*word)
    # A field that does not say so, on the same page: it does get written, so this test would see the others.
    tab.evaluate("void document.body.append(Object.assign(document.createElement('input'), { id: 'control' }))")
    tab.evaluate("void document.getElementById('control').focus()")
    tab.press(*control)
    written, deadline = b"", time.monotonic() + 60
    while control.encode() not in written and time.monotonic() < deadline:
        time.sleep(1)
        written = b"".join(on_disk(path) for path in Path(tab.profile).rglob("*") if path.is_file())
    tab.close()
    assert control.encode() in written
    assert word.encode() not in written


SIZES = {"0 B": 0, "1 B": 1, "64 MB": 64 << 20, "2 GB": 2 << 30}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_fingerprint_equals_sha256sum_and_memory_stays_bounded(tab, site, tmp_path, size):
    path = tmp_path / "evidence.bin"
    with path.open("wb") as file:
        # Something that is not zero at both ends; the middle of the big one is a hole, which costs no disk.
        if size:
            file.write(b"a")
            file.truncate(size)
            file.seek(size - 1)
            file.write(b"z")
    wanted = subprocess.run(["sha256sum", path], check=True, capture_output=True, text=True).stdout.split()[0]
    tab.open(site)
    before = resident()
    tab.choose('#incident-form [name="files"]', [path])
    tab.submit("incident-form", date="2026-11-03", what="x")
    most, deadline = before, time.monotonic() + 400
    while time.monotonic() < deadline and not tab.evaluate("document.querySelectorAll('#incident-list > li').length"):
        most = max(most, resident())
        time.sleep(0.5)
    assert tab.evaluate("document.querySelector('#incident-list code').textContent") == wanted
    assert most - before < 400 << 20, f"{(most - before) >> 20} MB more"


def resident():
    """Bytes of memory of this test's own browsers and server: every process that descends from this one."""
    parents, sizes = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            sizes[int(folder.name)] = int((folder / "statm").read_text().split()[1]) * 4096
        except (OSError, ValueError, IndexError):
            continue
    return sum(size for process, size in sizes.items() if descends(process, os.getpid(), parents))


def descends(process, ancestor, parents):
    while process in parents and process != ancestor:
        process = parents[process]
    return process == ancestor


def test_sha256_is_right_for_every_length_around_a_block(chromium_tab, site):
    chromium_tab.open(site)
    found = chromium_tab.evaluate(
        """(async () => {
          const { Sha256, hex } = await import('/static/js/case-folder/sha256.js');
          const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 7) % 256);
          const result = [];
          for (let n = 0; n <= 300; n += 1) {
            const hash = new Sha256();
            for (let at = 0; at < n; at += 37) hash.update(bytes.subarray(at, Math.min(n, at + 37)));
            result.push(hex(hash.digest()));
          }
          return result;
        })()"""
    )
    data = bytes((i * 7) % 256 for i in range(300))
    assert found == [hashlib.sha256(data[:n]).hexdigest() for n in range(301)]


def test_a_sealed_file_comes_back_whole_and_python_reads_it(tab, site, tmp_path):
    evidence = tmp_path / "a.txt"
    evidence.write_bytes(b"evidence")
    tab.open(site)
    tab.report()
    tab.incident(files=[evidence])
    tab.submit("addition-form", what="Ça aussi, 😀 “oui”")
    tab.wait("document.querySelectorAll('.addition').length === 1")
    tab.submit("offence-form")
    tab.push("#offence-list input")
    before = tab.evaluate("document.getElementById('pack-text').value")
    sealed = tab.seal(PHRASE)
    first = sealed.read_bytes()
    inside = json.loads(unseal(first, PHRASE))
    assert inside["format"] == "falseos-case"
    assert inside["log"][0]["data"]["files"][0]["sha256"] == hashlib.sha256(b"evidence").hexdigest()
    # Another browser, as a helper's: a fresh page that knows the phrase alone, said with other blanks around it.
    tab.open(site)
    tab.unseal(sealed, f"  {PHRASE.replace(' ', '   ')} ")
    tab.says("The folder is open")
    assert tab.evaluate("document.getElementById('pack-text').value") == before
    again = tab.seal(PHRASE)
    assert json.loads(unseal(again.read_bytes(), PHRASE)) == inside
    assert again.read_bytes() != first


REFUSED = {
    "wrong phrase": (lambda b: b, "wrong phrase here", "does not fit"),
    "truncated": (lambda b: b[:-40], PHRASE, "cut short"),
    "nearly empty": (lambda b: b[:20], PHRASE, "cut short"),
    "flipped": (lambda b: b[:80] + bytes([b[80] ^ 1]) + b[81:], PHRASE, "damaged"),
    "flipped salt": (lambda b: b[:20] + bytes([b[20] ^ 1]) + b[21:], PHRASE, "damaged"),
    "foreign": (lambda b: b"%PDF-1.7 \xff\xfe", PHRASE, "not a case folder"),
    "foreign json": (lambda b: b'{"format": "other", "version": 1}', PHRASE, "not a case folder"),
    "empty": (lambda b: b"", PHRASE, "not a case folder"),
    "newer": (lambda b: resealed(b[:8] + b"\x00\x02" + b[10:]), PHRASE, "newer version"),
    "newer json": (lambda b: b'{"format": "falseos-case", "version": 2}', PHRASE, "newer version"),
    "too few rounds": (lambda b: resealed(b[:10] + b"\x00\x00\x00\x01" + b[14:]), PHRASE, "damaged"),
}


def resealed(data):
    """Return the bytes with a check value that fits again."""
    return data[:-32] + hashlib.sha256(data[:-32]).digest()


def test_what_is_not_our_file_is_refused_and_nothing_is_lost(chromium_tab, site, tmp_path):
    tab = chromium_tab
    tab.open(site)
    tab.report(service="Kept")
    sealed = tab.seal(PHRASE).read_bytes()
    tab.incident("unsaved")
    before = tab.evaluate("document.getElementById('pack-text').value")
    for name, (change, phrase, words) in REFUSED.items():
        path = tmp_path / "broken.dat"
        path.write_bytes(change(sealed))
        tab.evaluate("void (document.getElementById('folder-status').textContent = '')")
        tab.unseal(path, phrase)
        tab.says(words)
        assert "Nothing was changed" in tab.status(), name
        assert tab.evaluate("document.getElementById('pack-text').value") == before, name
    # The right phrase still opens it, and only after the page has said that something unsaved goes.
    path.write_bytes(sealed)
    tab.choose("#open-file", [path])
    tab.wait("!document.getElementById('open-form').hidden")
    assert tab.page.locator("#open-replaces").is_visible()
    tab.submit("open-form", phrase=PHRASE)
    tab.says("The folder is open")


@pytest.mark.parametrize("name", ["seal-1", "seal-2"])
def test_vectors_are_written_and_read_byte_for_byte(chromium_tab, site, name):
    vector = json.loads((VECTORS / f"{name}.json").read_text())
    chromium_tab.open(site)
    made = chromium_tab.page.evaluate(
        """async (v) => {
          const { seal, open } = await import('/static/js/case-folder/seal.js');
          const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
          const options = { salt: bytes(v.salt), iv: bytes(v.iv), iterations: v.iterations };
          const sealed = await seal(new TextEncoder().encode(v.plain), v.phrase, options);
          const back = new TextDecoder().decode(await open(bytes(v.sealed), v.phrase));
          return [btoa(String.fromCharCode(...sealed)), back];
        }""",
        vector,
    )
    assert made == [vector["sealed"], vector["plain"]]
    assert unseal(base64.b64decode(vector["sealed"]), vector["phrase"]).decode() == vector["plain"]


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (lambda d: d["log"][1]["data"].update(what="nothing at all"), "Entry 2 was changed"),
        (lambda d: d["log"][2]["data"].update(date="2025-01-01"), "Entry 3 was changed"),
        (lambda d: d["log"].pop(1), "Entry 2 is not the one that belongs there"),
        (lambda d: d["log"].pop(), "The end of the log does not fit"),
        (lambda d: d["log"].reverse(), "Entry 1 is not the one that belongs there"),
        (lambda d: None, "The folder is open"),
    ],
    ids=["text", "date", "removed", "cut", "moved", "whole"],
)
def test_tampering_with_an_exported_log_is_found_and_located(chromium_tab, site, tmp_path, tamper, words):
    tab = chromium_tab
    tab.open(site)
    for day in ("2026-11-01", "2026-11-02", "2026-11-03"):
        tab.incident(day, day)
    tab.push("#export-json")
    data = json.loads(tab.saved("json").read_text())
    tamper(data)
    path = tmp_path / "tampered.json"
    path.write_text(json.dumps(data))
    tab.open(site)
    tab.unseal(path)
    tab.says(words)
    chain = tab.page.locator("#chain-status").inner_text()
    assert (words in chain) or words == "The folder is open"


def test_an_entry_rewritten_with_its_own_fingerprint_is_still_found(chromium_tab, site):
    """Whoever changes an entry can compute its fingerprint again; the next entry still names the old one."""
    chromium_tab.open(site)
    fault = chromium_tab.evaluate(
        """(async () => {
          const { appended, entryHash, firstFault } = await import('/static/js/case-folder/chain.js');
          let log = [];
          for (const what of ['a', 'b', 'c']) log = appended(log, 'incident', { what }, '2026-11-25T00:00:00.000Z');
          const sound = firstFault(log);
          log[1] = { ...log[1], data: { what: 'x' } };
          log[1].hash = entryHash(log[1]);
          return [sound, firstFault(log)];
        })()"""
    )
    assert fault == [None, {"n": 2, "reason": "changed"}]


def test_the_pack_covers_every_element_of_s_264_and_names_the_gaps(chromium_tab, site, tmp_path):
    tab = chromium_tab
    tab.open(site)
    tab.report()
    tab.report(service="Canadian Anti-Fraud Centre", number="C-9")
    for word, day in (("third", "2026-11-09"), ("first", "2026-05-01"), ("second", "2026-08-02")):
        tab.incident(word, day)
    tab.submit("offence-form", card="canada/criminal-harassment")
    for box in ("mark-{}-1-1", "mark-{}-2-1", "mark-{}-2-2"):
        number = tab.evaluate("document.querySelector('#offence-list input').id.split('-')[1]")
        tab.push(f"#{box.format(number)}")
    pack = tab.page.locator("#pack").inner_text()
    card = tab.page.request.get(f"{site}/canada/offences/criminal-harassment/").text()
    elements = tab.page.locator("#offence-list legend").all_inner_texts()
    assert len(elements) == card.split('class="elements"')[1].split("</ol>")[0].count("<li>") == 5
    rows = tab.page.locator("#pack table", has_text="What must be shown for").locator("tbody tr").all_inner_texts()
    assert len(rows) == 5
    assert ["Nothing yet" in row for row in rows] == [True, False, False, True, True]
    assert "Nothing yet for 3 of 5 points." in pack
    assert pack.index("Threat first") < pack.index("Threat second") < pack.index("Threat third")
    assert "Please link them: Toronto Police 26-1; Canadian Anti-Fraud Centre C-9." in pack
    assert "Law read as it stood on" in pack
    assert "laws-lois.justice.gc.ca" in pack
    assert "The law changed on" in pack
    for heading in tab.page.locator("#pack section").all():
        assert "Source:" in heading.inner_text()
    plain = tab.page.locator("#pack-text").input_value()
    assert all(text in plain for text in elements)


def printed(page, path, name):
    page.evaluate(f"document.documentElement.dataset.print = '{name}'")
    page.pdf(path=path, format="Letter")
    return squeezed("\n".join(sheet.extract_text() for sheet in PdfReader(path).pages))


def squeezed(text):
    """Return a text without blanks and ligatures, as which it comes out of a PDF."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


def test_the_pack_prints_to_pdf_with_all_its_text(chromium_tab, site, tmp_path):
    tab = chromium_tab
    evidence = tmp_path / "picture.png"
    evidence.write_bytes(b"x" * 100)
    tab.open(site)
    tab.report()
    for word in ("one", "two", "three"):
        tab.incident(word, files=[evidence])
    tab.submit("offence-form", card="canada/criminal-harassment")
    tab.submit("hold-form", platform="x", accounts="@somebody, 42", confirmed="2026-11-20")
    paper = printed(tab.page, tmp_path / "pack.pdf", "pack")
    cells = tab.page.locator("#pack").locator("h3, h4, p, th, td, caption").all_inner_texts()
    assert len(cells) > 60
    missing = [cell for cell in cells if squeezed(cell) not in paper]
    assert not missing
    assert squeezed("Last safe day: 18 February 2027. Ask for renewal by 11 February 2027.") in paper
    assert squeezed("Where do you live?") not in paper


def test_the_clock_starts_only_when_an_officer_confirms(chromium_tab, site):
    tab = chromium_tab
    tab.open(site)
    tab.submit("hold-form", platform="x", accounts="@somebody", report="26-1")
    item = tab.page.locator("#hold-list > li")
    assert "Nothing is known to be held" in item.inner_text()
    assert "Please send a preservation request to X (Twitter) today" in item.inner_text()
    assert "Last safe day" not in item.inner_text()
    item.locator("input").fill(time.strftime("%Y-%m-%d"))
    item.get_by_role("button", name="Start the clock").click()
    assert "Last safe day" in item.inner_text()
    assert "Please ask X (Twitter) to renew" in item.inner_text()
    assert "@somebody" in item.inner_text()
    days = tab.evaluate(
        """(async () => {
          const { clockOf } = await import('/static/js/case-folder/clock.js');
          const x = { days: 90, before: 7 };
          const unknown = { days: null, before: null };
          return [
            clockOf('2026-11-20', x, '2026-11-25'), clockOf('2026-11-20', x, '2027-02-19'),
            clockOf('', x, '2026-11-25'), clockOf('2026-11-20', unknown, '2026-11-25'),
            clockOf('2027-12-01', x, '2027-12-02').last,
          ];
        })()"""
    )
    running = {"state": "running", "confirmed": "2026-11-20", "last": "2027-02-18", "renew": "2027-02-11", "left": 85}
    assert days[0] == running
    assert days[1]["state"] == "over"
    assert days[2] == {"state": "not-asked"}
    assert days[3]["state"] == "not-known"
    assert days[4] == "2028-02-29"


def test_the_calendar_is_neutral_unless_asked(chromium_tab, site):
    tab = chromium_tab
    tab.open(site)
    tab.submit("date-form", title="Harassment; chase, police", day="2026-12-24")
    tab.submit("calendar-form")
    text = tab.saved("ics").read_bytes().decode()
    assert "SUMMARY:Reminder\r\n" in text
    assert "Harassment" not in text
    assert "DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261225\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("BEGIN:") == text.count("END:") == 2


def test_a_spreadsheet_runs_nothing_from_the_log(chromium_tab, site):
    tab = chromium_tab
    tab.open(site)
    tab.incident()
    tab.submit("addition-form", what='=HYPERLINK("https://evil.example","x"), "quoted"')
    tab.wait("document.querySelectorAll('.addition').length === 1")
    tab.push("#export-log")
    text = tab.saved("csv").read_text(encoding="utf-8-sig")
    assert '"\'=HYPERLINK(""https://evil.example"",""x""), ""quoted"""' in text


def test_two_people_join_their_numbers_and_either_can_withdraw(chromium, site, tmp_path):
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    one, other = ChromiumTab(chromium, first), ChromiumTab(chromium, second)
    other.open(site)
    other.submit("linked-form", person="B", service="RCMP", number="2026-77", officer="N. O.")
    other.push("#linked-save")
    sheet = other.saved("json")
    data = json.loads(sheet.read_text())
    data["rows"][0]["story"] = "free text must not pass"
    data["rows"][0]["unit"] = "u" * 500
    sheet.write_text(json.dumps(data))
    one.open(site)
    one.report()
    one.choose("#linked-file", [sheet])
    one.says("1 new numbers joined")
    text = one.page.locator("#linked-list").inner_text()
    assert "2026-77" in text
    assert "26-1" in text
    assert "free text" not in one.everything()
    assert "u" * 61 not in one.everything()
    one.choose("#linked-file", [sheet])
    one.says("0 new numbers joined")
    one.page.get_by_role("button", name="Take out B").click()
    assert "2026-77" not in one.page.locator("#linked-list").inner_text()
    one.close()
    other.close()


def test_a_changed_file_is_told_from_the_same_one(chromium_tab, site, tmp_path):
    tab = chromium_tab
    evidence = tmp_path / "e.txt"
    evidence.write_text("before")
    tab.open(site)
    tab.incident(files=[evidence])
    evidence.write_text("after!")
    tab.choose('#check-form [name="file"]', [evidence])
    tab.submit("check-form")
    tab.says("Changed:")


def test_the_stop_sign_stands_before_every_picker_of_evidence(chromium_tab, site):
    chromium_tab.open(site)
    order = chromium_tab.page.evaluate(
        """() => [...document.querySelectorAll('[name=files], #check-form [type=file]')].map((field) => {
          const sign = field.closest('form').querySelector('.warn');
          return sign.textContent.includes('under 18') && Boolean(sign.compareDocumentPosition(field) & 4)
            && document.getElementById(field.getAttribute('aria-describedby')) === sign;
        })"""
    )
    assert order == [True, True, True]


def test_a_link_of_ours_asks_once_before_something_is_lost_and_nothing_else_does(chromium_tab, site):
    tab = chromium_tab
    dialogs = []
    tab.page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.dismiss()))
    tab.open(site)
    tab.report()
    link = tab.page.get_by_role("link", name="Privacy")
    link.click()
    assert tab.page.url.endswith("/case-folder/")
    tab.says("What is not saved will be lost")
    link.click()
    tab.page.wait_for_url("**/privacy/")
    tab.open(site)
    tab.report()
    tab.page.mouse.click(5, 5)
    tab.page.close(run_before_unload=True)
    assert not dialogs


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_a_filled_folder(chromium, site, tmp_path, scheme, width):
    tab = ChromiumTab(chromium, tmp_path, color_scheme=scheme, viewport={"width": width, "height": 800})
    tab.open(site)
    use_everything(tab, "word", tmp_path)
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in violations(tab.page, rules)
        for node in violation["nodes"]
    ]
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()
    assert not found, "\n".join(found)


def test_a_keyboard_alone_keeps_a_report_and_an_incident(chromium_tab, site):
    tab, page = chromium_tab, chromium_tab.page
    tab.open(site)
    page.locator("#report-form [name=service]").focus()
    page.keyboard.type("RCMP")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.type("2026-5")
    page.keyboard.press("Enter")
    assert "2026-5" in page.locator("#report-list").inner_text()
    page.locator("#incident-form [name=date]").focus()
    page.keyboard.type("11032026")
    page.locator("#incident-form [name=what]").focus()
    page.keyboard.type("Followed me")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Add to the log":
            break
    page.keyboard.press("Enter")
    tab.says("Entry 1 is in the log")
    tree = page.locator("main").aria_snapshot()
    assert 'heading "Incident log"' in tree
    assert "status" in tree


def test_without_scripts_the_same_sheets_are_there_blank(chromium, site, tmp_path):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/case-folder/")
    text = page.locator("main").inner_text()
    for heading in ("Reports", "Incident log", "Evidence files", "What must be shown", "Preservation clock",
                    "Follow-up dates", "Several people, one harasser"):  # fmt: skip
        assert heading in text
    assert page.locator(".sheet table").count() == 7
    assert page.locator("main").locator("input:visible, button:visible").count() == 0
    page.pdf(path=tmp_path / "sheets.pdf", format="Letter")
    paper = squeezed("".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "sheets.pdf").pages))
    for heading in page.locator(".sheet th").all_inner_texts():
        assert squeezed(heading) in paper
    context.close()


def test_times_are_kept_with_their_zone_and_sorted_by_the_moment(chromium_tab, site):
    chromium_tab.open(site)
    offsets = chromium_tab.evaluate(
        """(async () => {
          const { offsetAt, instantOf, daysLater } = await import('/static/js/case-folder/time.js');
          return [
            offsetAt('2026-07-01', '12:00', 'America/Toronto'), offsetAt('2026-12-01', '12:00', 'America/Toronto'),
            offsetAt('2026-11-01', '03:00', 'America/Toronto'), offsetAt('2026-03-08', '01:30', 'America/Toronto'),
            offsetAt('2026-01-01', '00:10', 'America/St_Johns'), offsetAt('2026-01-01', '00:10', 'Asia/Kathmandu'),
            instantOf({ date: '2026-11-03', time: '21:15', offset: '-05:00' }), daysLater('2026-10-31', 1)];
        })()"""
    )
    assert offsets == [
        "-04:00", "-05:00", "-05:00", "-05:00", "-03:30", "+05:45", 1_793_758_500_000, "2026-11-01",
    ]  # fmt: skip
