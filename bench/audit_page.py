#!/usr/bin/env python3
"""audit_page.py GRIOTTE [OUTPUT.json]: how long pages of `griotte audit` take to make and to load.

Pages of generated firmwares, loaded by Chromium from a file; the least of some loads, in milliseconds as
the page's own clock has them: until its text is there, and until it is drawn.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "tests" / "audit"
sys.path.insert(0, str(TESTS))
from browser import Browser  # noqa: E402

SIZES = (10, 40, 100)
LOADS = 5
TIMES = ("(() => { const [times] = performance.getEntriesByType('navigation'); "
         "return [times.domContentLoadedEventEnd, times.loadEventEnd]; })()")


def measure(griotte, browser, count, work):
    report, page = work / f"{count}.json", work / f"{count}.html"
    report.write_bytes(subprocess.run([sys.executable, TESTS / "generate_report.py", str(count)],
                                      check=True, capture_output=True).stdout)
    start = time.perf_counter()
    subprocess.run([griotte, "audit", "-j", report, "--html", page], check=True)
    made = time.perf_counter() - start
    loads = []
    for _ in range(LOADS):
        browser.open(page.as_uri())
        loads.append(browser.evaluate(TIMES))
    return {"bytes": page.stat().st_size, "made_ms": round(1000 * made, 1),
            "text_ms": round(min(load[0] for load in loads), 1),
            "loaded_ms": round(min(load[1] for load in loads), 1)}


def main():
    results = {}
    with tempfile.TemporaryDirectory() as work, Browser() as browser:
        browser.window(1500, 1000)
        for count in SIZES:
            results[count] = measure(sys.argv[1], browser, count, Path(work))
            print(f"page of {count} compartments: {results[count]}")
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
