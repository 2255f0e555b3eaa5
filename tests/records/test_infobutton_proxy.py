"""Through nginx as it is shipped: what record systems ask is kept by nobody, brings no cookie, and is not logged."""

import pytest
from infobutton import NINE, PERSONAL, one_code
from numbered import ask, numbered
from proxy import BEHIND, HOST, proxy
from server import serve

pytestmark = pytest.mark.slow
PLACES = ["/infobutton/", "/infobutton", "/es/infobutton/", "/r/sample/infobutton/", "/r/sample/es/infobutton/"]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("path", PLACES)
def test_nothing_is_kept_and_no_cookie_is_passed_on(tmp_path, path):
    with numbered() as (source, port), proxy(tmp_path, [port, port]) as nginx:
        cookies = {"Cookie": "__Secure-answers=a; __Host-form=b; other=c"}
        asked = f"{path}?{one_code('M80.08XA')}"
        assert [ask(nginx, asked, **cookies)[1] for _ in range(2)] == ["1", "2"]
        assert "Cookie" not in source.told
        assert source.told["Host"] == HOST
        assert ask(nginx, path, "POST", **cookies)[1] == "3"
        assert "Cookie" not in source.told
        assert nginx.kept == {}


def test_of_what_is_asked_only_the_address_is_logged(tmp_path, static_root):
    queries = [sent.query.replace(" ", "%20") for sent in NINE.values()]
    queries += [f"{one_code('M80.08XA')}&patientPerson.name={word}" for word in PERSONAL]
    with serve(static_root, environment=BEHIND) as server, proxy(tmp_path, [server.port] * 2) as nginx:
        for query in queries:
            for method, body in (("GET", b""), ("POST", query.encode())):
                with nginx.request(method, f"/infobutton/?{query}", body, **(FORM if body else {})) as reply:
                    assert reply.status == 200
                    said = f"{reply.headers}{reply.read().decode()}"
                    assert [word for word in PERSONAL if word in said] == []
                    assert reply.headers["Access-Control-Allow-Origin"] == "*"
        with nginx.request("GET", "/infobutton/?a=Wilhelmina") as reply:
            assert reply.status == 400
        with nginx.request("GET", f"/infobutton/?{'a' * 1_000_000}") as reply:
            assert reply.status in (414, 431)
        lines = nginx.logged(2 * len(queries) + 2)
        assert {line.split('"')[1] for line in lines[:-1]} == {"GET /infobutton/", "POST /infobutton/"}
        assert [word for word in (*PERSONAL, "mainSearch", "?") if word in "\n".join([*lines, server.log])] == []
        assert nginx.kept == {}
