"""Pages are counted without people: what nginx writes down, how long that is kept, and what the report tells."""

import csv
import json
import os
import re
import secrets
import subprocess
import sys
import time
from pathlib import Path

import debian
import made_up_month
import pytest
import usage_report
from full import FULL
from numbered import numbered
from proxy import proxy
from server import ROOT, START_SECONDS

from content.pages import all_pages
from web.languages import CODE
from web.logs import PREFILLED_LINK

pytestmark = pytest.mark.slow

PROGRAM = ROOT / "deploy" / "usage_report.py"
PUBLISHED = (ROOT / "tests" / "pages" / "published_addresses.txt").read_text(encoding="utf-8").split()
CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36"
)
SWITCH = 'map "" $logged_address {\n    default 0.0.0.0;'
NOBODY = "0.0.0.0"  # noqa: S104 - nothing listens there


@pytest.fixture
def source(tmp_path):
    """What answers nginx, whatever is asked for."""
    with numbered() as (source, port), proxy(tmp_path, [port, port]) as source.nginx:
        yield source


def get(nginx, path, browser=CHROME, method="GET"):
    """Ask for it, and wait until it is logged: another worker of nginx may write the next line before."""
    before = len(nginx.log)
    with nginx.request(method, path, b"", **{"User-Agent": browser}) as reply:
        reply.read()
    nginx.logged(before + 1)


def counted(nginx, number):
    """So many lines of what is counted, once they are there: and no more of them."""
    end = time.monotonic() + START_SECONDS
    while len(nginx.counts) < number:
        assert time.monotonic() < end, f"not everything was counted: {nginx.counts}"
        time.sleep(0.01)
    nginx.lines_so_far()
    lines = nginx.counts
    assert len(lines) == number, lines
    return lines


def paths(lines):
    return [line.split('"')[1].split()[1] for line in lines]


def without_a_name(path):
    """Record systems are answered under any clinic's name, so no log has one."""
    return re.sub("^/r/sample/infobutton/.*", "/infobutton/", path)


# ---- What is counted

TOKEN = f"kg_link_{secrets.token_hex(100)}"
WRITTEN = {
    "/": "/",
    "/risks/?name=Jane%20Doe&utm_source=mail": "/risks/",
    "/es/risks/": "/es/risks/",
    "/r/sample/": "/r/sample/",
    "/r/sample/es/": "/r/sample/es/",
    "/r/sample/pack/3f/": "/r/sample/pack/-",
    "/r/sample/es/pack/3f/": "/r/sample/es/pack/-",
    "/self-check/stops/": "/self-check/-",
    "/self-check/es/stops/?a=b": "/self-check/-",
    "/self-check/clinic/sample/": "/self-check/-",
    "/self-check": "/self-check/-",
    "/infobutton?mainSearchCriteria.v.c=M80.08XA": "/infobutton",
    "/r/jane-doe-1952/infobutton/?mainSearchCriteria.v.c=E11": "/infobutton/",
    "/r/jane%20doe/es/infobutton": "/infobutton/",
    "/self%2dcheck/stops/": "/-",
    "//self-check/stops/": "/-",
    "/x/../self-check/stops/": "/-",
    "/jane%20doe/": "/-",
    f"/p/{TOKEN}/": "/p/-",
    f"/p/es/{TOKEN}": "/p/-",
    f"/P/{TOKEN}": "/p/-",
    f"/x/{TOKEN}": "/p/-",
    f"/x{TOKEN[20:]}": "/p/-",
    f"/{'a/' * 60}": "/-",
}


def test_a_count_holds_no_query_no_question_no_prefilled_link_and_no_address_that_there_is_not(source):
    for path in WRITTEN:
        get(source.nginx, path)
    lines = counted(source.nginx, len(WRITTEN))
    assert paths(lines) == [*WRITTEN.values()]


@pytest.mark.parametrize("status", [303, 404, 422, 503])
def test_of_what_was_not_shown_a_count_has_the_status_alone(source, status):
    source.status = status
    source.headers["Location"] = "/"
    for path in ("/jane-doe/", "/r/sample/", "/r/jane-doe/pack/3f/"):
        get(source.nginx, path)
    get(source.nginx, "/self-check/stops/", method="POST")
    lines = counted(source.nginx, 4)
    assert [line.split("] ")[1].rsplit(" ", 2)[0] for line in lines] == [f'"GET /-" {status}'] * 3 + [
        f'"POST /self-check/-" {status}'
    ]


def test_a_count_has_no_minute_no_visitor_and_of_the_self_check_no_size(source):
    begun = time.localtime()
    for path in ("/self-check/guide.pdf", "/risks/"):
        get(source.nginx, path)
    asked, page = counted(source.nginx, 2)
    when = {time.strftime("%d/%b/%Y:%H", moment) for moment in (begun, time.localtime())}
    assert re.fullmatch(r'0\.0\.0\.0 \[(.{14}):00:00 [+-]\d{4}\] "GET /self-check/-" 200 0 0\.000', asked)
    assert page.endswith(f'"GET /risks/" 200 1 {page[-5:]}')
    assert {line.partition("[")[2][:14] for line in (asked, page)} <= when


def test_every_published_address_is_counted_as_itself_and_goaccess_reads_every_line(source, tmp_path):
    addresses = sorted({address.partition("#")[0] for address in PUBLISHED})
    for path in addresses:
        get(source.nginx, path)
    lines = counted(source.nginx, len(addresses))
    expected = ["/self-check/-" if path.startswith("/self-check/") else path for path in addresses]
    expected = [*map(without_a_name, expected)]
    assert [path for path in zip(paths(lines), expected, strict=True) if path[0] != path[1]] == []
    assert [line for line in lines if not usage_report.LINE.fullmatch(f"{line}\n".encode())] == []
    with usage_report.goaccess("all", [tmp_path / "all.html", tmp_path / "all.json"]) as program:
        program.communicate("".join(f"{line}\n" for line in lines).encode())
    general = json.loads((tmp_path / "all.json").read_text())["general"]
    assert (general["valid_requests"], general["failed_requests"]) == (len(lines), 0)


@pytest.mark.parametrize("status", [200, 404])
def test_no_published_address_is_taken_for_a_prefilled_link_in_a_log(source, status):
    source.status = status
    addresses = sorted({address.partition("#")[0] for address in PUBLISHED})
    for path in addresses:
        get(source.nginx, path)
    assert paths(source.nginx.logged(len(addresses))) == [*map(without_a_name, addresses)]
    assert [path for path in addresses if PREFILLED_LINK.search(path)] == []


NOT_COUNTED = {
    "a search engine": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "a preview of a link": "facebookexternalhit/1.1",
    "a program": "curl/8.0",
    "one that is looked through by a program": CHROME.replace("Chrome", "HeadlessChrome"),
    "nobody": "",
}
COUNTED = {
    "a phone": CHROME,
    "a phone that has bot in its name": CHROME.replace("K)", "CUBOT_X18)"),
    "an iPhone": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604",
    "an old phone": "Opera/9.80 (Android; Opera Mini/36.2/119.132; U; en) Presto/2.12.423 Version/12.16",
}


def test_programs_are_not_counted_nor_are_files_of_a_page_but_record_systems_are(source):
    for browser in NOT_COUNTED.values():
        get(source.nginx, "/risks/", browser)
        get(source.nginx, "/self-check/", browser)
    get(source.nginx, "/static/style.css")
    get(source.nginx, "/risks/", method="HEAD")
    for browser in COUNTED.values():
        get(source.nginx, "/risks/", browser)
    get(source.nginx, "/infobutton/?mainSearchCriteria.v.c=M80.08XA", "Java/17")
    get(source.nginx, "/r/sample/infobutton/", "Java/17", method="POST")
    get(source.nginx, "/infobutton?mainSearchCriteria.v.c=M80.08XA", "Java/17")
    lines = counted(source.nginx, len(COUNTED) + 3)
    assert paths(lines) == ["/risks/"] * len(COUNTED) + ["/infobutton/", "/infobutton/", "/infobutton"]


def test_the_folder_of_the_logs_is_roots_as_nginx_opens_them_as_root():
    """Who can put a link there could have any file of the machine written."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert re.findall(r"install -d (.*) /var/log/kyphoplasty-guide", text) == ["-o root -g adm -m 755"]


# ---- Whose it was


def test_no_log_says_whose_a_visit_was(source):
    get(source.nginx, "/risks/")
    get(source.nginx, "/self-check/")
    lines = [*source.nginx.logged(2), *counted(source.nginx, 2)]
    assert {line.split()[0] for line in lines} == {NOBODY}


def test_the_owner_can_turn_addresses_on_in_the_log_of_a_week_and_they_stay_out_of_the_counts(tmp_path):
    changes = {SWITCH: SWITCH.replace(NOBODY, "$remote_addr")}
    with numbered() as (_, port), proxy(tmp_path, [port, port], changes) as nginx:
        get(nginx, "/risks/")
        get(nginx, "/self-check/")
        assert {line.split()[0] for line in nginx.logged(2)} == {"127.0.0.1"}
        assert {line.split()[0] for line in counted(nginx, 2)} == {NOBODY}


def test_no_server_of_the_configuration_leaves_its_log_to_nginx_which_would_write_addresses():
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    servers = text.split("\nserver {")[1:]
    assert len(servers) == 4
    assert all("    access_log /var/log/kyphoplasty-guide/" in server for server in servers)
    formats = re.findall(r"^log_format \w+ '(\S+) ", text, re.MULTILINE)
    assert sorted(formats) == ["$logged_address", "$logged_address", NOBODY]


def writes_into_old_logs(nginx):
    """Whether the process of nginx with this number, or one of its workers, has not yet begun the new files."""
    workers = Path(f"/proc/{nginx}/task/{nginx}/children").read_text().split()
    files = [link.readlink().name for one in (nginx, *workers) for link in Path(f"/proc/{one}/fd").iterdir()]
    return [name for name in files if re.search(r"\.log\.\d", name)]


def test_logrotate_keeps_a_line_of_the_log_for_7_days_and_counts_for_3_months_and_nginx_goes_on(source, tmp_path):
    program = debian.find("logrotate")
    assert program, "logrotate is missing: make nginx"
    rules = (ROOT / "deploy" / "logrotate").read_text(encoding="utf-8")
    rules = rules.replace("/var/log/kyphoplasty-guide/", f"{tmp_path}/").replace("/run/nginx.pid", f"{tmp_path}/pid")
    (tmp_path / "logrotate").write_text(rules, encoding="utf-8")
    (tmp_path / "logrotate").chmod(0o600)
    command = [program, "--force", "--state", str(tmp_path / "state"), str(tmp_path / "logrotate")]
    for day in range(9):
        get(source.nginx, f"/day-{day}/")
        counted(source.nginx, 1)
        subprocess.run(command, check=True)  # noqa: S603 - a fixed command
        end = time.monotonic() + START_SECONDS
        while writes_into_old_logs(int((tmp_path / "pid").read_text())):
            assert time.monotonic() < end, "nginx does not begin new logs"
            time.sleep(0.01)
    days = sorted(path.read_text().split('"')[1] for path in tmp_path.glob("site.log.*"))
    assert days == [f"GET /day-{day}/" for day in range(3, 9)], "and today's"
    assert len([*tmp_path.glob("counts.log*")]) == 3


# ---- What the report tells


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The report of a month that is made up."""
    folder = tmp_path_factory.mktemp("usage")
    (folder / "counts.log").write_text("".join(made_up_month.month()), encoding="utf-8")
    usage_report.report(made_up_month.MONTH, folder, [folder / "counts.log"])
    return folder


def of_clinics(folder, name=made_up_month.MONTH):
    with (folder / f"{name}-clinics.csv").open(encoding="utf-8", newline="") as table:
        return dict(csv.reader(table))


def test_a_clinic_whose_link_was_opened_fewer_than_10_times_is_told_no_number(made, tmp_path):
    told = of_clinics(made)
    assert told["riverside"] == "under 10"
    assert int(told["sample"]) > 100
    lines = [made_up_month.line(3, 9, path) for path in ["/r/nine/"] * 9 + ["/r/ten/"] * 9 + ["/r/ten/es/", "/"]]
    (tmp_path / "log").write_text("".join(lines))
    usage_report.report(made_up_month.MONTH, tmp_path, [tmp_path / "log"])
    assert of_clinics(tmp_path) == {"link": "opened in 2026-11", "nine": "under 10", "ten": "10"}


def test_what_goaccess_tells_names_no_clinic_and_its_sum_gives_none_away(made):
    page, numbers = ((made / f"2026-11.{end}").read_text(encoding="utf-8") for end in ("html", "json"))
    assert not re.search(r"riverside|sample|/r/", page + numbers)
    told = json.loads(numbers)
    of_clinics_alone = re.compile(r"/r/\w+/(logo.webp|pack/-)?")
    opened = [path for path in paths(made_up_month.month()) if not of_clinics_alone.fullmatch(path)]
    assert told["general"]["total_requests"] == told["general"]["valid_requests"] == len(opened)
    hits = {row["data"]: row["hits"]["count"] for row in told["requests"]["data"]}
    assert hits["/risks/"] == sum(path in ("/risks/", "/r/sample/risks/") for path in opened)
    assert hits["/clinics/-/"] == opened.count("/clinics/sample/")
    assert not [path for path in hits if "logo" in path or "pack" in path]


def test_no_sum_of_lines_sizes_or_times_tells_how_often_a_clinics_link_was_opened(tmp_path):
    """Sizes and times are larger under a clinic's name."""
    opened = ["/risks/"] * 20 + ["/r/few/"] * 3 + ["/r/few/risks/"] * 2 + ["/r/few/pack/-"] * 2
    lines = [made_up_month.line(3, 9, path) for path in opened]
    (tmp_path / "counts.log").write_text("".join(lines))
    done = run("2026-11", tmp_path, tmp_path / "counts.log")
    assert done.stdout == f"22 lines: {tmp_path}/2026-11.html\n"
    numbers = json.loads((tmp_path / "2026-11.json").read_text())
    panels = [panel for panel in numbers.values() if "data" in panel]
    assert {row["bytes"]["count"] for panel in panels for row in panel["data"]} == {0}
    assert {row["cumts"] for panel in panels for row in panel["data"] if "cumts" in row} <= {0}


def test_a_months_report_is_of_that_month_alone_whatever_file_it_lies_in(tmp_path):
    october = made_up_month.line(31, 9, "/risks/").replace("Nov", "Oct")
    last_year = made_up_month.line(30, 9, "/risks/").replace("2026", "2025")
    (tmp_path / "counts.log.1").write_text(october + last_year + made_up_month.line(1, 0, "/risks/"))
    (tmp_path / "counts.log").write_text(made_up_month.line(2, 0, "/risks/"))
    done = run("2026-11", tmp_path, tmp_path / "counts.log.1", tmp_path / "counts.log")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "2026-11.json").read_text())["general"]["valid_requests"] == 2


def test_the_report_takes_nobody_for_a_visitor(made):
    page = (made / "2026-11.html").read_text(encoding="utf-8")
    words = page[page.index("var user_interface=") : page.index("var json_data=")]
    labels = re.findall(r'"(?:label|head|desc)": "([^"]*)"', words)
    assert "Pages opened per day" in labels
    assert [label for label in labels if "isitor" in label] == []


def run(*words, path=os.environ["PATH"]):
    return subprocess.run(  # noqa: S603 - fixed commands
        [sys.executable, PROGRAM, *words], capture_output=True, text=True, check=False, env={**os.environ, "PATH": path}
    )


def test_what_the_report_cannot_do_it_says_in_words_and_leaves_nothing_half_done(tmp_path):
    log, folder = tmp_path / "counts.log", tmp_path / "reports"
    log.write_text(made_up_month.line(2, 0, "/risks/"))
    assert "A month is written as 2026-11, not 2026-13." in run("2026-13", folder, log).stderr
    assert run("2026-10", folder, log).stderr == f"No report: there is nothing of 2026-10 in {log}.\n"
    assert run("2026-11", folder, tmp_path / "none").stderr == f"{tmp_path / 'none'}: No such file or directory.\n"
    assert run("2026-11", folder, log, path="").stderr == "goaccess is missing. On Debian: apt install goaccess\n"
    assert [*folder.iterdir()] == []
    log.write_text(
        f'{made_up_month.line(2, 0, "/risks/")}1.2.3.4 - - [30/Nov/2026:01:02:03 +0000] "GET /x" 200 1\nhalf'
    )
    done = run("2026-11", folder, log)
    assert done.stderr == "2 lines were none of nginx's counts, and are left out.\n"
    assert "1.2.3.4" not in "".join(path.read_text() for path in folder.iterdir())


def test_words_that_another_goaccess_no_longer_says_stop_the_report():
    with pytest.raises(SystemExit, match="no longer says"):
        usage_report.in_true_words("<html>")


def test_no_page_has_a_name_that_a_language_could_have():
    # /r/sample/es/ is the clinic's link in Spanish, and would else be a page of its.
    assert [slug for slug in all_pages() if CODE.fullmatch(slug)] == []


# What a page begins by itself to load, but for what it has in itself.
LOADS = re.compile(r"""\bsrc=["']?(?!["']?data:)|<link\b(?![^>]*href='data:)|@import|url\((?!["']?data:)""")


def test_the_report_has_all_that_it_shows_in_itself(made):
    page = (made / "2026-11.html").read_text(encoding="utf-8")
    assert [page[found.start() - 40 : found.end() + 60] for found in LOADS.finditer(page)] == []


@pytest.mark.browser
def test_in_a_browser_the_report_asks_no_host_and_shows_the_pages(made, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    address = (made / "2026-11.html").as_uri()
    page.goto(address)
    address_cells = [page.get_by_role("cell", name=path, exact=True) for path in ("/self-check/-", "/es/risks/")]
    for cell in address_cells:
        box = cell.bounding_box()
        assert box["x"] + box["width"] < page.viewport_size["width"], "columns that nobody asks for hide it"
    page.wait_for_timeout(500)
    assert [url for url in asked if not url.startswith("data:")] == [address]
    shown = page.locator("body").inner_text().lower()
    assert "pages opened per day" in shown
    assert "visitor" not in shown


# ---- A very long month

SHORT, LONG = (100_000, 10_000_000) if FULL else (5_000, 100_000)
# Of a hundredfold as many lines.
MORE_MEBIBYTES = 8


# Linux counts for a process what the one that began it held: so this begins it, which holds little.
MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def mebibytes(*command):
    """The most memory that one of the processes of a command held."""
    program = [sys.executable, "-c", MEASURED, *command]
    return int(subprocess.run(program, capture_output=True, check=True).stdout) / 1024  # noqa: S603 - fixed commands


@pytest.mark.holds
def test_very_many_lines_are_read_in_flat_memory(tmp_path, capsys):
    lines = "".join(made_up_month.month(SHORT - 3))
    held = []
    for number in (SHORT, LONG):
        log = tmp_path / "counts.log"
        with log.open("w", encoding="utf-8") as file:
            for _ in range(number // SHORT):
                file.write(lines)
        begun = time.monotonic()
        held.append(mebibytes(sys.executable, PROGRAM, "2026-11", tmp_path, log))
        seconds = time.monotonic() - begun
        told = json.loads((tmp_path / "2026-11.json").read_text())["general"]
        assert told["failed_requests"] == 0
        assert told["valid_requests"] > number // 2
    with capsys.disabled():
        print(f"\n{LONG:,} lines in {seconds:.0f} s, {LONG / seconds:,.0f} a second, in {held[1]:.0f} MiB at most")
    assert held[1] < held[0] + MORE_MEBIBYTES, held
