"""A real Chromium without a window, driven over the pipe of its DevTools protocol.

The protocol: chromedevtools.github.io/devtools-protocol. With `--remote-debugging-pipe` Chromium reads JSON messages,
each ended by a zero byte, from file descriptor 3 and writes to 4, so that no port and no library is needed.
"""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Message = dict[str, Any]
Found = TypeVar("Found")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--remote-debugging-pipe",
)
PATIENCE = 60.0
"""Seconds after which a silent browser counts as hung."""


class Chromium:
    """A running browser. `close` ends it."""

    def __init__(self, program: str, profile: Path) -> None:
        to_browser, self._writing = os.pipe()
        self._reading, from_browser = os.pipe()

        def connect() -> None:
            kept = [os.dup(to_browser), os.dup(from_browser)]
            os.dup2(kept[0], 3)
            os.dup2(kept[1], 4)

        self._process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=connect,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._number = 0
        self.events: list[Message] = []

    def close(self) -> None:
        """End the browser and wait for it."""
        self.call("Browser.close")
        self._process.wait(timeout=PATIENCE)
        os.close(self._writing)
        os.close(self._reading)

    def call(self, method: str, session: str | None = None, **parameters: Any) -> Message:
        """What the browser answers. Raises RuntimeError for what it refuses."""
        self._number += 1
        message: Message = {"id": self._number, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: Message = answer["result"]
                return result
            self.events.append(answer)

    def wait_for(self, method: str, session: str) -> Message:
        """The first event of this name that has come since the last call of `forget`."""
        for event in self.events:
            if event.get("method") == method and event.get("sessionId") == session:
                return event
        while True:
            event = self._read()
            self.events.append(event)
            if event.get("method") == method and event.get("sessionId") == session:
                return event

    def _read(self) -> Message:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._reading], [], [], PATIENCE)
            if not ready:
                raise TimeoutError("Chromium does not answer")
            data = os.read(self._reading, 1 << 16)
            if not data:
                raise EOFError("Chromium has ended")
            self._buffer += data
        message, _, self._buffer = self._buffer.partition(b"\0")
        found: Message = json.loads(message)
        return found


class Tab:
    """A page in the browser, and all that it says and asks for."""

    def __init__(self, browser: Chromium, width: int = 1440, height: int = 900) -> None:
        self.browser = browser
        self.context = browser.call("Target.createBrowserContext")["browserContextId"]
        target = browser.call(
            "Target.createTarget", url="about:blank", browserContextId=self.context
        )["targetId"]
        attached = browser.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.resize(width, height)

    def close(self) -> None:
        """Close the page and forget all it stored."""
        self.browser.call("Target.disposeBrowserContext", browserContextId=self.context)

    def call(self, method: str, **parameters: Any) -> Message:
        """What the page answers."""
        return self.browser.call(method, self.session, **parameters)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def prefer(self, **features: str) -> None:
        """Set media features, such as `prefers_color_scheme="dark"`, which outlive a reload."""
        wanted = [{"name": n.replace("_", "-"), "value": v} for n, v in features.items()]
        self.call("Emulation.setEmulatedMedia", features=wanted)

    def open(self, url: str) -> None:
        """Load the page and wait until it is there."""
        self.browser.events.clear()
        self.call("Page.navigate", url=url)
        self.browser.wait_for("Page.loadEventFired", self.session)

    def run(self, script: str) -> Any:
        """What the expression is, as plain data. Raises AssertionError where it throws."""
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, script: str) -> Any:
        """The expression's value as soon as that is true."""
        return _until(lambda: self.run(script), script)

    def press(self, *keys: str, shift: bool = False) -> None:
        """Press keys, one after the other, by their names or as the text they write."""
        for key in keys:
            text = key if len(key) == 1 else {"Enter": "\r"}.get(key, "")
            pressed = {"key": key, "modifiers": 8 if shift else 0, "text": text}
            pressed |= {"code": _CODES.get(key, ""), "windowsVirtualKeyCode": _NUMBERS.get(key, 0)}
            kind = "keyDown" if text else "rawKeyDown"
            self.call("Input.dispatchKeyEvent", type=kind, **pressed)
            self.call("Input.dispatchKeyEvent", type="keyUp", **pressed)

    def click(self, selector: str) -> None:
        """Click the middle of an element with the mouse."""
        self.mouse(*self.middle(selector), "mousePressed", "mouseReleased")

    def middle(self, selector: str) -> tuple[float, float]:
        """Where an element is."""
        x, y = self.run(
            f"(() => {{ const b = document.querySelector({json.dumps(selector)})"
            ".getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        return x, y

    def mouse(self, x: float, y: float, *kinds: str, **more: Any) -> None:
        """Send events of the mouse at a place."""
        for kind in kinds:
            held = {"button": "left", "clickCount": 1} if kind != "mouseWheel" else {}
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **held, **more)

    def complaints(self) -> list[str]:
        """Every error and warning of the console, and every exception, since the page was opened."""
        found = []
        for event in self._events():
            method, said = event["method"], event["params"]
            if method == "Runtime.exceptionThrown":
                found.append(str(said["exceptionDetails"]))
            elif method == "Runtime.consoleAPICalled" and said["type"] in ("error", "warning"):
                found.append(str(said["args"]))
            elif method == "Log.entryAdded" and said["entry"]["level"] in ("error", "warning"):
                found.append(said["entry"]["text"])
        return found

    def requests(self) -> list[str]:
        """The addresses of everything that the page has asked for, itself first."""
        return [
            event["params"]["request"]["url"]
            for event in self._events()
            if event["method"] == "Network.requestWillBeSent"
        ]

    def screenshot(self, file: Path) -> None:
        """Keep a picture of the window."""
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def pdf(self, file: Path) -> None:
        """Keep the pages that a printer would print."""
        answer = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        file.write_bytes(base64.b64decode(answer["data"]))

    def _events(self) -> list[Message]:
        self.run("0")  # what was said before has arrived when the answer has
        return [e for e in self.browser.events if e.get("sessionId") == self.session]


_CODES = {"Tab": "Tab", "Enter": "Enter", "Escape": "Escape"}
_NUMBERS = {
    "Tab": 9,
    "Enter": 13,
    "Escape": 27,
    "End": 35,
    "Home": 36,
    "ArrowLeft": 37,
    "ArrowUp": 38,
    "ArrowRight": 39,
    "ArrowDown": 40,
}


def _until(look: Callable[[], Found], what: str) -> Found:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"never came true: {what}")
