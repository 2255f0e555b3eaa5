"""One page in WebKitGTK, which does what lines of JSON on standard input ask, and answers each with a line.

Debian's own Python runs it (python3-gi, gir1.2-webkit2-4.1), since those bindings are no package of PyPI's.
"""

import json
import sys
from typing import Any

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gdk, GLib, Gtk, WebKit2  # noqa: E402 - their versions must be named first

SECONDS = 30


class Page:
    def __init__(self, width: int, height: int, dark: bool, scripts: bool) -> None:
        self.loop = GLib.MainLoop()
        Gtk.Settings.get_default().set_property("gtk-application-prefer-dark-theme", dark)
        self.view = WebKit2.WebView()
        self.view.get_settings().set_enable_javascript_markup(scripts)
        self.view.set_size_request(width, height)
        window = Gtk.Window()
        window.add(self.view)
        window.show_all()
        self.view.grab_focus()
        window.get_window().focus(Gdk.CURRENT_TIME)  # else no ring is drawn

    def wait(self, begin: Any) -> Any:
        """Begin something that calls back with its result, and give the result."""
        results: list[Any] = []

        def done(*result: Any) -> None:
            results.append(result)
            self.loop.quit()

        begin(done)
        late = GLib.timeout_add_seconds(SECONDS, self.loop.quit)
        if not results:
            self.loop.run()
        if not results:
            raise TimeoutError("no answer in time")
        GLib.source_remove(late)
        return results[-1]

    def open(self, address: str) -> str:
        def begin(done: Any) -> None:
            def changed(_: Any, event: Any) -> None:
                if event == WebKit2.LoadEvent.FINISHED:
                    self.view.disconnect(handler)
                    done()

            handler = self.view.connect("load-changed", changed)
            self.view.load_uri(address)

        self.wait(begin)
        return ""

    def run(self, script: str) -> str:
        _, result = self.wait(lambda done: self.view.evaluate_javascript(script, -1, None, None, None, done))
        value: str = self.view.evaluate_javascript_finish(result).to_string()
        return value

    def picture(self, path: str) -> str:
        region, options = WebKit2.SnapshotRegion.VISIBLE, WebKit2.SnapshotOptions.NONE
        _, result = self.wait(lambda done: self.view.get_snapshot(region, options, None, done))
        self.view.get_snapshot_finish(result).write_to_png(path)
        return ""

    def paper(self, path: str) -> str:
        settings, setup = Gtk.PrintSettings(), Gtk.PageSetup()
        settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, f"file://{path}")
        settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
        settings.set_printer("Print to File")
        setup.set_paper_size(Gtk.PaperSize.new("na_letter"))
        operation = WebKit2.PrintOperation.new(self.view)
        operation.set_print_settings(settings)
        operation.set_page_setup(setup)

        def begin(done: Any) -> None:
            operation.connect("finished", done)
            operation.print_()

        self.wait(begin)
        return ""


def main() -> None:
    page = Page(**json.loads(sys.argv[1]))
    does = {"open": page.open, "run": page.run, "picture": page.picture, "paper": page.paper}
    print("ready", file=sys.stderr, flush=True)
    for line in sys.stdin:
        what, argument = json.loads(line)
        try:
            answer = [True, does[what](argument)]
        except (GLib.Error, TimeoutError) as error:
            answer = [False, str(error)]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
