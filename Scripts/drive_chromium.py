"""Opens a page in a Chromium without a window and says what it shows: `drive_chromium.py PAGE.html <STEPS.json`.

The steps, a JSON list, are done in order in a fresh browser:

    {"open": {"width": 390, "height": 844, "dark": true, "script": false}}   opens the page (anew)
    {"run": "return document.title"}                                          runs a script in it and notes what it returns, as text
    {"click": "th button"}, {"type": ["#filter", "words"]}                    as a person does
    {"screenshot": "page.png"}                                                of the whole page
    {"picture": ["#curves figure", "curves.png"]}                             of one element, twice as sharp
    {"print": "page.pdf"}

Standard output gets {"results": […], "console": […], "requests": […]}: what the scripts returned, what the console said (errors and warnings),
and the addresses that were asked for beside the page itself and what stands in it. Speaks WebDriver with chromedriver, and needs nothing but Python.
"""

import base64
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path


class Driver:
    """One session of chromedriver."""

    def __init__(self, profile):
        self.process = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.address = f"http://127.0.0.1:{self._port()}/session"
        options = {
            # Chromium has no sandbox for root, which a container's user is.
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--disable-extensions", "--no-first-run", "--disable-background-networking", f"--user-data-dir={profile}"],
        }
        capabilities = {"browserName": "chrome", "goog:chromeOptions": options,
                        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        created = self._ask("POST", "", {"capabilities": {"alwaysMatch": capabilities}})
        self.address += "/" + created["sessionId"]

    def _port(self):
        for line in self.process.stdout:
            if "successfully on port" in line:
                return int(line.rsplit("port", 1)[1].strip(" .\n"))
        raise SystemExit("chromium: chromedriver does not start")

    def _ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, {"Content-Type": "application/json"}, method=method)
        # A proxy of the machine has nothing to do with its own address.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise SystemExit(f"chromium: {json.load(error)['value']['message'].splitlines()[0]}") from None

    def post(self, path, **body):
        return self._ask("POST", path, body)

    def devtools(self, command, **parameters):
        return self.post("/goog/cdp/execute", cmd=command, params=parameters)

    def log(self, kind):
        return self.post("/se/log", type=kind)

    def element(self, selector):
        return next(iter(self.post("/element", using="css selector", value=selector).values()))

    def close(self):
        try:
            self._ask("DELETE", "")
        finally:
            # Not by SIGTERM, which a test's threads block, and so what they start.
            self.process.kill()
            self.process.wait()


def open_page(driver, page, width=1200, height=900, dark=False, script=True):
    driver.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
    driver.devtools("Emulation.setEmulatedMedia", features=[
        {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
        {"name": "prefers-reduced-motion", "value": "reduce"}])
    driver.devtools("Emulation.setScriptExecutionDisabled", value=not script)
    driver.post("/url", url=Path(page).resolve().as_uri())


def take_screenshot(driver, path):
    size = driver.devtools("Page.getLayoutMetrics")["cssContentSize"]
    shot = driver.devtools("Page.captureScreenshot", captureBeyondViewport=True,
                           clip={"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1})
    Path(path).write_bytes(base64.b64decode(shot["data"]))


def take_picture(driver, selector, path):
    area = driver.post("/execute/sync", script="""
        const area = document.querySelector(arguments[0]).getBoundingClientRect();
        return {x: area.x + scrollX, y: area.y + scrollY, width: area.width, height: area.height}""", args=[selector])
    shot = driver.devtools("Page.captureScreenshot", captureBeyondViewport=True, clip={**area, "scale": 2})
    Path(path).write_bytes(base64.b64decode(shot["data"]))


def do(driver, page, step):
    ((kind, value),) = step.items()
    if kind == "open":
        open_page(driver, page, **value)
    elif kind == "run":
        result = driver.post("/execute/sync", script=value, args=[])
        return [result if isinstance(result, str) else json.dumps(result)]
    elif kind == "click":
        driver.post(f"/element/{driver.element(value)}/click")
    elif kind == "type":
        driver.post(f"/element/{driver.element(value[0])}/value", text=value[1])
    elif kind == "wait":
        time.sleep(value)
    elif kind == "screenshot":
        take_screenshot(driver, value)
    elif kind == "picture":
        take_picture(driver, *value)
    elif kind == "print":
        Path(value).write_bytes(base64.b64decode(driver.devtools("Page.printToPDF", printBackground=True, paperWidth=8.27, paperHeight=11.69)["data"]))
    else:
        raise SystemExit(f"chromium: '{kind}' is no step")
    return []


def requests(driver, page):
    """What was asked for, less the page itself and what stands in it."""
    own = Path(page).resolve().as_uri()
    for entry in driver.log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            address = message["params"]["request"]["url"]
            # chrome: is the browser's own page, before ours is opened.
            if address != own and not address.startswith(("data:", "about:", "chrome:")):
                yield address


def main():
    page, steps = sys.argv[1], json.load(sys.stdin)
    profile = tempfile.mkdtemp(prefix="unet-chromium-")
    driver = Driver(profile)
    try:
        results = [result for step in steps for result in do(driver, page, step)]
        console = [entry["message"] for entry in driver.log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        print(json.dumps({"results": results, "console": console, "requests": list(requests(driver, page))}))
    finally:
        driver.close()
        shutil.rmtree(profile, ignore_errors=True)


if __name__ == "__main__":
    main()
