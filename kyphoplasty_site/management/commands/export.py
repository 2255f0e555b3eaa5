"""The public site as plain files, for a host that runs no program or for a CDN that is filled beforehand."""

from argparse import ArgumentParser
from pathlib import Path
from shutil import copyfile
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand, CommandError

from kyphoplasty_site import styles
from kyphoplasty_site.prerendered import COMPRESS, OF_THE_BODY, ask
from seo.palette import FAVICON, TOUCH_ICON
from seo.public import ready_addresses
from web.absolute_urls import absolute_on, our_host
from web.caching import FOR_EVERYBODY
from web.negotiation import BROTLI, GZIP

ALSO = ("/sitemap.xml", "/.well-known/security.txt")
AT_FIXED_NAMES = {"favicon.ico": FAVICON, "apple-touch-icon.png": TOUCH_ICON}
NEEDS_THE_PROGRAM = ("/self-check/", "/guide.pdf", "/r/", "/p/", "/clinics/", "/fhir/", "/infobutton/")
FOR_GOOD = "max-age=315360000, public, immutable"
OF_ONE_PAGE = {*OF_THE_BODY, "Cache-Control", "ETag", "Vary"}


class Command(BaseCommand):
    help = "Write the public pages and the static files into DIR, with their headers in DIR/_headers."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", metavar="DIR", type=Path, help="a folder that is empty or not there yet")

    def handle(self, **options: Any) -> None:
        folder: Path = options["dir"]
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not an empty folder. Name one that is, or one that is not there yet.")
        if not styles.collected.hashed_files:
            raise CommandError("There are no static files yet. Run manage.py collectstatic first.")
        headers = self._write_pages(folder)
        _copy_static_files(folder)
        (folder / "_headers").write_text(headers, encoding="utf-8")
        self.stdout.write(f"{folder} holds the public pages of {absolute_on(our_host(), '/')}")
        self.stdout.write(f"What begins so needs the running site: send it there. {' '.join(NEEDS_THE_PROGRAM)}")

    def _write_pages(self, folder: Path) -> str:
        """Write each page beside itself compressed. Returns the headers in the form that static hosts read."""
        application = WSGIHandler()
        lines: list[str] = []
        for address in [*ready_addresses(), *ALSO]:
            status, headers, body = ask(application, address, our_host())
            if status == "404 Not Found" and address in ALSO:
                continue  # no contact is set, so there is no security.txt
            if status != "200 OK":
                raise CommandError(f"{address} is answered with {status}.")
            if not lines:
                lines += ["/*", *(f"  {name}: {value}" for name, value in headers if name not in OF_ONE_PAGE)]
                lines += [f"{settings.STATIC_URL}*", f"  Cache-Control: {FOR_GOOD}"]
            lines += [address, f"  Cache-Control: {FOR_EVERYBODY}", f"  Content-Type: {dict(headers)['Content-Type']}"]
            _write(folder / (f"{address}index.html" if address.endswith("/") else address).lstrip("/"), body)
        _write(folder / "404.html", ask(application, "/404.html", our_host())[2])
        return "\n".join([*lines, ""])


def _write(file: Path, body: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)
    for encoding, suffix in ((GZIP, "gz"), (BROTLI, "br")):
        file.with_name(f"{file.name}.{suffix}").write_bytes(COMPRESS[encoding](body))


def _copy_static_files(folder: Path) -> None:
    """The files that pages ask for, by their hashed names, and the icons at the names that browsers know by heart."""
    source = Path(settings.STATIC_ROOT)
    target = folder / settings.STATIC_URL.strip("/")
    for hashed in styles.collected.hashed_files.values():
        for name in (hashed, f"{hashed}.gz", f"{hashed}.br"):
            if (source / name).exists():
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                copyfile(source / name, target / name)
    for name, path in AT_FIXED_NAMES.items():
        copyfile(source / path, folder / name)
