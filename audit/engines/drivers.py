"""Three ways to drive a browser, with one set of hands: open a page, run a script in it, take its picture, print it.

Chromium of any year speaks CDP and Firefox speaks BiDi, both as JSON over a web socket; WebKitGTK is a small process
of its own (webkit_gtk.py), since its WebDriver knows neither print nor a window as narrow as a phone. Selenium would
need a geckodriver, which Debian has not, and Playwright drives neither Debian's Firefox nor a Chromium of 2020.
"""

import base64
import io
import json
import math
import os
import re
import subprocess
import tempfile
import time
import urllib.request
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from PIL import Image
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

Box = tuple[float, float, float, float]  # left, top, right, bottom, in device pixels
HERE = Path(__file__).resolve().parent
SEEN = (HERE / "seen.js").read_text(encoding="utf-8")
LETTER = (8.5, 11.0)  # inches
MARGIN = 0.55  # inches, where the style sheet names none
SECONDS = 30.0


@dataclass(frozen=True)
class Look:
    """How the page is to be shown: CSS pixels, device pixels for each of them, the color scheme, scripts."""

    width: int = 360
    height: int = 1000
    scale: int = 1
    dark: bool = False
    scripts: bool = True


@dataclass(frozen=True)
class Part:
    """A part of the window, in CSS pixels."""

    x: int
    y: int
    width: int
    height: int

    def of(self, picture: Image.Image, scale: int) -> Image.Image:
        """It, cut out of a picture of the whole window."""
        left, top = self.x * scale, self.y * scale
        return picture.crop((left, top, left + self.width * scale, top + self.height * scale))


class EngineError(Exception):
    """The engine did not do what it was asked."""


class Driver:
    """A browser with one page, open inside a `with`. Each way to drive one fills in what raises NotImplementedError."""

    digits_are_drawn = False  # in a table on paper, as shapes without a meaning, so that none can be read from the PDF

    def __init__(self, program: Path, look: Look) -> None:
        self.program = program
        self.look = look
        self.closing = ExitStack()
        self.folder = Path(self.closing.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))

    def __enter__(self) -> "Driver":
        try:
            self.begin()
        except BaseException:
            self.closing.close()  # else what was started would stay
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.close()

    def start(self, command: list[str], **environment: str) -> "subprocess.Popen[str]":
        """A process that ends with this browser, and all that it started with it."""
        settings = {**os.environ, "HOME": str(self.folder), **environment}
        process = subprocess.Popen(  # noqa: S603 - our own
            command,
            text=True,
            env=settings,
            start_new_session=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.closing.callback(stop, process)
        return process

    def open(self, address: str) -> None:
        self._open(address)
        self.wait_until("document.readyState === 'complete'")

    def run(self, expression: str) -> Any:
        """What a script gives, in which `seen` holds the functions of seen.js."""
        return json.loads(self._run(f"(function () {{ {SEEN}; return JSON.stringify([{expression}]); }})()"))[0]

    def wait_until(self, expression: str) -> None:
        """Ask until it is so. While a page is left and another comes there is nobody to ask."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                if self.run(expression):
                    return
            except EngineError:
                pass
            time.sleep(0.03)
        raise EngineError(f"it never came about that {expression}")

    def press(self, selector: str) -> None:
        """Press a link or a button that leads to another page, and wait for that page."""
        self.run(f"(window.leaving = true, document.querySelector({json.dumps(selector)}).click())")
        self.wait_until("!window.leaving && document.readyState === 'complete'")

    def picture(self, box: Box | None = None) -> Image.Image:
        """What the window shows, in device pixels; or that part of it, which is had much sooner."""
        scrolled = self.run("(document.documentElement.offsetHeight, [pageXOffset, pageYOffset])")
        time.sleep(0.05)
        scale = self.look.scale
        left, top, right, bottom = box or (0, 0, self.look.width * scale, self.look.height * scale)
        # In whole CSS pixels, since a browser asked for less rounds as it likes.
        x, y = math.floor(left / scale), math.floor(top / scale)
        asked = Part(x, y, math.ceil(right / scale) - x, math.ceil(bottom / scale) - y)
        image = self._picture(asked, *scrolled).convert("RGB")
        left, right, top, bottom = left - x * scale, right - x * scale, top - y * scale, bottom - y * scale
        return image.crop((round(left), round(top), round(right), round(bottom)))

    def paper(self) -> bytes:
        """The page as printed on letter paper, as a PDF."""
        raise NotImplementedError

    def begin(self) -> None:
        raise NotImplementedError

    def _open(self, address: str) -> None:
        raise NotImplementedError

    def _run(self, script: str) -> str:
        raise NotImplementedError

    def _picture(self, part: Part, scrolled_x: float, scrolled_y: float) -> Image.Image:
        raise NotImplementedError


def stop(process: "subprocess.Popen[str]") -> None:
    """End a process that was started here, with its children."""
    try:
        os.killpg(process.pid, 15)
        process.wait(timeout=5)
    except ProcessLookupError:
        pass
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait(timeout=5)


def line_of(process: "subprocess.Popen[str]", pattern: str) -> str:
    """What a process says on standard error where it says this; what it says afterwards is thrown away."""
    said = []
    for line in pipe(process.stderr):
        said.append(line)
        if found := re.search(pattern, line):
            subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S607
            return found[1]
    raise EngineError("it did not start: " + "".join(said[-3:]))


def pipe(stream: IO[str] | None) -> IO[str]:
    """A stream of a process that was started with a pipe for it."""
    if not stream:
        raise EngineError("it was started without a pipe")
    return stream


def image_of(data: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(data)))


class Wire:
    """Commands and answers as JSON over a web socket; events are passed over."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.number = 0

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        self.number += 1
        try:
            self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        except ConnectionClosed:
            raise EngineError(f"it had ended before {method}") from None
        while True:
            try:
                answer: dict[str, Any] = json.loads(self.socket.recv(timeout=2 * SECONDS))
            except TimeoutError:
                raise EngineError(f"{method} was not answered") from None
            except ConnectionClosed:
                raise EngineError(f"it ended at {method}") from None
            if answer.get("id") == self.number:
                break
        if "error" in answer:
            raise EngineError(f"{method}: {answer['error']} {answer.get('message', '')}")
        result: dict[str, Any] = answer["result"]
        return result


class Chromium(Driver):
    """Chromium of any year, through its DevTools rule_set."""

    FLAGS = (
        "--headless --no-sandbox --disable-gpu --disable-software-rasterizer --disable-quic --no-first-run "
        "--disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage "
        "--hide-scrollbars --mute-audio "
        "--remote-debugging-port=0"
    )

    def begin(self) -> None:
        look = self.look
        process = self.start(
            [str(self.program), *self.FLAGS.split(), f"--user-data-dir={self.folder}/profile", "about:blank"]
        )
        host = line_of(process, r"DevTools listening on ws://([^/]+)/")
        self.wire = Wire(self.closing.enter_context(connect(page_at(host), max_size=None)))
        self.wire.ask("Page.enable")
        with suppress(EngineError):  # in 2018 it had none, and needed none
            self.wire.ask("Emulation.setFocusEmulationEnabled", enabled=True)  # else no ring is drawn
        self.wire.ask(
            "Emulation.setDeviceMetricsOverride",
            width=look.width,
            height=look.height,
            deviceScaleFactor=look.scale,
            mobile=False,
        )
        self.wire.ask("Emulation.setScriptExecutionDisabled", value=not look.scripts)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if look.dark else "light"}
        self.wire.ask("Emulation.setEmulatedMedia", media="", features=[scheme])

    def _open(self, address: str) -> None:
        self.wire.ask("Page.navigate", url=address)

    def _run(self, script: str) -> str:
        answer = self.wire.ask("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise EngineError(answer["exceptionDetails"].get("exception", {}).get("description", "a script failed"))
        value: str = answer["result"]["value"]
        return value

    def _picture(self, part: Part, scrolled_x: float, scrolled_y: float) -> Image.Image:
        clip = {**vars(part), "x": part.x + scrolled_x, "y": part.y + scrolled_y, "scale": 1}
        return image_of(self.wire.ask("Page.captureScreenshot", clip=clip, optimizeForSpeed=True)["data"])

    def paper(self) -> bytes:
        width, height = LETTER
        margins = {f"margin{side}": MARGIN for side in ("Top", "Bottom", "Left", "Right")}
        answer = self.wire.ask(
            "Page.printToPDF", paperWidth=width, paperHeight=height, preferCSSPageSize=True, **margins
        )
        return base64.b64decode(answer["data"])


class OldChromium(Chromium):
    """One that moves the page when it is asked for a part of the window alone."""

    def _picture(self, part: Part, scrolled_x: float, scrolled_y: float) -> Image.Image:
        return part.of(image_of(self.wire.ask("Page.captureScreenshot")["data"]), self.look.scale)


def page_at(host: str) -> str:
    """Where the page of a Chromium listens, which may be a moment after the browser does."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with urllib.request.urlopen(f"http://{host}/json/list", timeout=SECONDS) as answer:
            pages = [str(one["webSocketDebuggerUrl"]) for one in json.load(answer) if one["type"] == "page"]
        if pages:
            return pages[0]
        time.sleep(0.05)
    raise EngineError("it opened no page")


class Firefox(Driver):
    """Firefox, through WebDriver BiDi, which it speaks by itself."""

    digits_are_drawn = True

    def begin(self) -> None:
        look = self.look
        prefs = {
            "layout.css.prefers-color-scheme.content-override": 0 if look.dark else 1,
            "javascript.enabled": look.scripts,
            "browser.shell.checkDefaultBrowser": False,
            "datareporting.policy.dataSubmissionEnabled": False,
            "app.normandy.enabled": False,
            "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False,
        }
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in prefs.items())
        (self.folder / "user.js").write_text("".join(lines), encoding="utf-8")
        options = ["--headless", "--no-remote", "--profile", str(self.folder), "--remote-debugging-port", "0"]
        process = self.start([str(self.program), *options])
        address = line_of(process, r"WebDriver BiDi listening on (ws://\S+)")
        self.wire = Wire(self.closing.enter_context(connect(f"{address}/session", max_size=None)))
        self.wire.ask("session.new", capabilities={})
        # A window of our own has the focus; the one that is open at the start never gets it, and shows no ring.
        self.context = self.wire.ask("browsingContext.create", type="window")["context"]
        viewport = {"width": look.width, "height": look.height}
        self.wire.ask(
            "browsingContext.setViewport", context=self.context, viewport=viewport, devicePixelRatio=look.scale
        )

    def _open(self, address: str) -> None:
        self.wire.ask("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def _run(self, script: str) -> str:
        target = {"context": self.context}
        answer = self.wire.ask("script.evaluate", expression=script, target=target, awaitPromise=False)
        if answer["type"] == "exception":
            raise EngineError(answer["exceptionDetails"]["text"])
        value: str = answer["result"]["value"]
        return value

    def _picture(self, part: Part, scrolled_x: float, scrolled_y: float) -> Image.Image:
        clip = {"type": "box", **vars(part)}
        asked = {"context": self.context, "origin": "viewport", "clip": clip}
        return image_of(self.wire.ask("browsingContext.captureScreenshot", **asked)["data"])

    def paper(self) -> bytes:
        width, height = (2.54 * side for side in LETTER)
        margins = dict.fromkeys(("top", "bottom", "left", "right"), 2.54 * MARGIN)
        answer = self.wire.ask(
            "browsingContext.print", context=self.context, page={"width": width, "height": height}, margin=margins
        )
        return base64.b64decode(answer["data"])


class WebKit(Driver):
    """WebKitGTK, in a process of Debian's Python on a screen that is not there."""

    digits_are_drawn = True

    def begin(self) -> None:
        look = self.look
        screen = self.start(["Xvfb", "-displayfd", "2", "-screen", "0", "4000x3200x24", "-nolisten", "tcp"])
        display = line_of(screen, r"^(\d+)$")
        options = {"width": look.width, "height": look.height, "dark": look.dark, "scripts": look.scripts}
        settings = {"GDK_SCALE": str(look.scale), "DISPLAY": f":{display}", "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
        command = [str(self.program), str(HERE / "webkit_gtk.py"), json.dumps(options)]
        self.process = self.start(command, XDG_RUNTIME_DIR=str(self.folder), **settings)
        line_of(self.process, "(ready)")

    def ask(self, what: str, argument: str) -> str:
        asked = pipe(self.process.stdin)
        asked.write(json.dumps([what, argument]) + "\n")
        asked.flush()
        line = pipe(self.process.stdout).readline()
        if not line:
            raise EngineError("WebKitGTK stopped")
        went_well, answer = json.loads(line)
        if not went_well:
            raise EngineError(answer)
        value: str = answer
        return value

    def _open(self, address: str) -> None:
        self.ask("open", address)

    def _run(self, script: str) -> str:
        return self.ask("run", script)

    def _picture(self, part: Part, scrolled_x: float, scrolled_y: float) -> Image.Image:
        return part.of(Image.open(io.BytesIO(self._file("picture", "page.png"))), self.look.scale)

    def paper(self) -> bytes:
        return self._file("paper", "page.pdf")

    def _file(self, what: str, name: str) -> bytes:
        path = self.folder / name
        self.ask(what, str(path))
        return path.read_bytes()
