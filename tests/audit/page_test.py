#!/usr/bin/env python3
"""page_test.py GRIOTTE WORK [EXAMPLE...]: `griotte audit --html` in a browser.

Pages of examples, of a generated firmware of 40 compartments and of one whose names are hostile are drawn
by Chromium and measured there: no box on another, no text out of its box, no line through a box, every
call and every device of the report in the picture and in the tables, choosing a card lights up what it
reaches, with and without scripts, wide and narrow, light and dark.
"""

import json
import subprocess
import sys
from pathlib import Path

from browser import Browser

HERE = Path(__file__).resolve().parent
# A page of 40 compartments; larger ones load noticeably.
PAGE_LIMIT = 1 << 20
WIDE, NARROW = (1500, 1000), (400, 800)
CONTRAST = """
(() => {
    const style = getComputedStyle(document.documentElement);
    const luminance = (name) => {
        let hex = style.getPropertyValue(name).trim().slice(1);
        hex = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
        const [r, g, b] = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
            .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const paper = luminance("--paper");
    return Object.fromEntries(["--ink", "--quiet", "--link", "--direct", "--asker", "--gain", "--loss"].map(
        (name) => [name, (Math.max(paper, luminance(name)) + 0.05) / (Math.min(paper, luminance(name)) + 0.05)]));
})()
"""


class Failures:
    def __init__(self):
        self.count = 0

    def expect(self, is_good, *words):
        if not is_good:
            self.count += 1
            print("FAIL:", *words)


def node_id(prefix, name):
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "_-") else
                    "".join(f".{byte:02x}" for byte in c.encode()) for c in name)
    return f"{prefix}-{plain}"


def domain_kind(report, name):
    domain = report["compartments"][name]
    if "kind" in domain:
        return domain["kind"]
    symbols = [entry["export_symbol"] for entry in domain.get("exports", []) if entry["kind"] == "Function"]
    if name == "switcher":
        return "switcher"
    is_library = (any(symbol.startswith("__library_export_libcalls_") for symbol in symbols) and
                  not any(symbol.startswith("__export_") for symbol in symbols))
    return "library" if is_library else "compartment"


def grants_of(report):
    """(from, to) ids of all calls, and of all devices and shared objects somebody holds."""
    ids = {name: node_id(domain_kind(report, name), name) for name in report["compartments"]}
    exporters = {entry["export_symbol"]: name for name, domain in report["compartments"].items()
                 for entry in domain.get("exports", [])}
    calls, memory = set(), set()
    for name, domain in report["compartments"].items():
        for item in domain.get("imports", []):
            if item["kind"] == "CompartmentExport" and "compartment_name" in item:
                calls.add((ids[name], ids[item["compartment_name"]]))
            elif item["kind"] == "LibraryFunction":
                calls.add((ids[name], ids[exporters[item["export_symbol"]]]))
            elif item["kind"] == "SharedObject":
                memory.add((ids[name], node_id("shared", item["shared_object"])))
            elif item["kind"] == "MMIO" and "device" in item:
                memory.add((ids[name], node_id("device", item["device"])))
    return ids, calls, memory


def picture_check(failures, report, found, where):
    for what in ("overlaps", "cut", "crossings", "outside", "wide"):
        failures.expect(not found[what], where, what, found[what][:5])
    ids, calls, memory = grants_of(report)
    compartments = {ids[name] for name in ids if domain_kind(report, name) == "compartment"}
    drawn = {tuple(pair) for pair in found["drawn"]}
    tabled = {tuple(pair) for pair in found["tabled"]}
    boxes = set(found["boxes"])
    failures.expect(compartments <= boxes, where, "no box of", compartments - boxes)
    failures.expect(set(ids.values()) <= set(found["cards"]), where, "no card of",
                    set(ids.values()) - set(found["cards"]))
    between = {pair for pair in calls | memory if set(pair) <= boxes and pair[0] != pair[1]}
    failures.expect(between <= drawn, where, "not drawn", sorted(between - drawn)[:5])
    failures.expect({pair for pair in calls if pair[0] != pair[1]} | memory <= tabled, where,
                    "not in the tables", sorted((calls | memory) - tabled)[:5])
    starts = {ids[thread["entry_point"]["compartment_name"]] for thread in report["threads"]}
    failures.expect(starts <= {to for origin, to in drawn if origin.startswith("thread-")}, where,
                    "threads without a start")


def reached_by(report, start):
    _, calls, _ = grants_of(report)
    reached, frontier = set(), {start}
    while frontier:
        frontier = {to for origin, to in calls if origin in frontier} - reached - {start}
        reached |= frontier
    return reached


def choosing_check(failures, browser, report, address, where):
    """A chosen card lights up what its compartment reaches, and is beside the picture."""
    ids, _, _ = grants_of(report)
    name = max(ids, key=lambda one: (len(reached_by(report, ids[one])) * (domain_kind(report, one) == "compartment"), one))
    chosen = ids[name]
    browser.open(f"{address}#{chosen}")
    bright = set(browser.evaluate("[...document.querySelectorAll('a.node')].filter((n) => "
                                  "getComputedStyle(n).opacity === '1').map((n) => n.getAttribute('href').slice(1))"))
    boxes = set(browser.evaluate("[...document.querySelectorAll('a.node')].map((n) => n.getAttribute('href').slice(1))"))
    expected = (reached_by(report, chosen) | {chosen}) & boxes
    failures.expect(expected <= bright, where, "not lit up", expected - bright)
    failures.expect(bright != boxes or expected == boxes, where, "everything is lit up")
    place = browser.evaluate(f"getComputedStyle(document.getElementById({json.dumps(chosen)})).position")
    failures.expect(place == "fixed", where, "the card is not beside the picture")
    failures.expect(browser.evaluate("scrollY") == 0, where, "choosing scrolls the picture away")


def page_check(failures, browser, report, page):
    address = page.as_uri()
    measure = (HERE / "measure.js").read_text(encoding="utf-8")
    failures.expect(page.stat().st_size < PAGE_LIMIT, page.name, "is too large")
    for scheme in ("light", "dark"):
        for window in (WIDE, NARROW):
            browser.media(scheme=scheme)
            browser.window(*window)
            browser.open(address)
            picture_check(failures, report, browser.evaluate(measure), (page.name, scheme, window))
        contrast = browser.evaluate(CONTRAST)
        failures.expect(min(contrast.values()) >= 4.5, page.name, scheme, "pale", contrast)
    browser.media()
    browser.window(*WIDE)
    choosing_check(failures, browser, report, address, page.name)
    failures.expect(browser.evaluate("document.querySelector('nav input') !== null"), page.name,
                    "the script did not run")
    hidden = browser.evaluate(
        "(() => { const input = document.querySelector('nav input'); input.value = 'no such name'; "
        "input.dispatchEvent(new Event('input')); return [...document.querySelectorAll('article')]"
        ".every((card) => card.hidden); })()")
    failures.expect(hidden, page.name, "the filter shows what it should not")
    failures.expect(not (complaints := browser.complaints()), page.name, complaints)
    browser.scripts_forbid(True)
    choosing_check(failures, browser, report, address, (page.name, "without scripts"))
    failures.expect(browser.evaluate("document.querySelector('nav input') === null"), page.name,
                    "scripts ran")
    browser.scripts_forbid(False)
    browser.complaints()
    pdf = browser.call("Page.printToPDF", preferCSSPageSize=True)["data"]
    failures.expect(len(pdf) > 10_000, page.name, "prints nothing")


def hostile(report):
    """The same report with names nobody should have."""
    text = json.dumps(report)
    for word, name in (("console_app", "</script><script>document.title='owned'</script>"),
                       ("mailbox1", "\u202e<img src=x onerror=alert(1)>"),
                       ("codec_manager", "\u6f22\u5b57" * 20),
                       ("radio_driver", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"),
                       ("tls_service", "a b\"c'd&amp;{}")):
        text = text.replace(f'"{word}"', json.dumps(name))
    return json.loads(text)


def page_make(griotte, report, page, *options):
    subprocess.run([griotte, "audit", "-j", report, "--html", page, *options], check=True)


def main():
    griotte, work = sys.argv[1], Path(sys.argv[2])
    work.mkdir(parents=True, exist_ok=True)
    failures = Failures()
    generated = json.loads(subprocess.run(
        [sys.executable, HERE / "generate_report.py", "40"], check=True, capture_output=True).stdout)
    reports = {"generated": generated, "hostile": hostile(generated)}
    for name, report in reports.items():
        (work / f"{name}.json").write_text(json.dumps(report), encoding="utf-8")
    pages = [(report, work / f"{name}.json") for name, report in reports.items()]
    for example in sys.argv[3:]:
        folder = work / Path(example).name
        subprocess.run([sys.executable, HERE / "example_build.py", griotte, example, folder], check=True)
        file = next((folder / "build" / "griotte").glob("*.json"))
        pages.append((json.loads(file.read_text(encoding="utf-8")), file))
    with Browser() as browser:
        for report, file in pages:
            page = work / f"{file.stem}.html"
            page_make(griotte, file, page, "-b", "griotte")
            page_check(failures, browser, report, page)
            failures.expect(browser.evaluate("document.title").endswith("what it may do"), file.name,
                            "has another title")
            print(f"{page.name}: {page.stat().st_size} bytes, {failures.count} failures so far")
    return 1 if failures.count else 0


if __name__ == "__main__":
    sys.exit(main())
