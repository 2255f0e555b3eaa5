"""What no browser sends: values, encodings, headers, methods and addresses."""

from typing import Any

# What must never come back as it is.
TAG = "<zz onload='x'>"
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"

# fmt: off
# Values that make no sense anywhere.
HOSTILE = [
    "", " ", "0", "-1", "1e999", "9" * 400, "9" * 5_000, "0x7f", "NaN", "Infinity", "null", "true", "[]", "{}",
    "__proto__", "__class__", "{{ settings.SECRET_KEY }}", "{% debug %}", "${7*7}", "' OR 1=1 --",
    f'"{TAG}', f"';{TAG}", "javascript:alert(1)", "\x00", "a\x00b", "\x01\x02\x1b[31m",
    "\r\nSet-Cookie: zz=1", "\r\n\r\nHTTP/1.1 200 OK", "\x7f\x80\xff", "\xc0\xaf\xc0\xae", "\xed\xa0\x80",
    "\xf4\x90\x80\x80", "é", "²",
    "٢٠٢٦", "１２", "Ⅻ", "İstanbul", "ﬀ", "\u202eevil\u202c", "العربية", "à" * 200, "👩\u200d👩\u200d👧\u200d👦" * 40,
    "\ud800", "\ufeff", "\U0010ffff", "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00", "%", "%zz", "%u0041",
    "%ff%fe", "A" * 3_000, "unsure", "none", "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "-2026-01-01",
    "2026-13", "12/31/2026", "December", "file:///etc/passwd", "\\\\host\\share", ";", ",", "=", '"',
    '"\\"\\"\\1\\777',
]
# Some are encodings of text, some of bytes, some none.
CHARSETS = [
    "utf-16", "utf-7", "utf-8", "hex", "zlib", "base64", "rot13", "idna", "punycode", "undefined", "mbcs", "bz2",
    "unicode_escape", "raw_unicode_escape", "nonsense", "\x00", "", '"', "utf-8;charset=hex", "A" * 500,
]
PARAMETERS = [
    "charset={0}", "charset*={0}''%41", "boundary*={0}'en'%ff", "x*={0}''%zz", "x*0*={0}''a; x*1=b", 'x="{0}',
    "charset*0=u; charset*1={0}", "; ; ={0};", "boundary=x; charset={0}", "x*y*z={0}", "*={0}''a",
    "x*99999999999={0}",
]
TYPES = [
    FORM, MULTIPART, "multipart/form-data", "application/json", "text/plain", "multipart/mixed; boundary=x", "*/*", "",
]
BOUNDARIES = [
    "", '""', "x" * 70, "x" * 900, "\xff", "--", "a b", '"a', "'", "%00", "é", "x; boundary=y",
]
METHODS = [
    "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "Post", "X", "A" * 300,
    "GET!", "POST",
]
# Parts of an address.
SEGMENTS = [
    "..", ".", "", "%2e%2e", "%2f", "%5c", "%00", "%ff", "%c0%af", "%ed%a0%80", ";x=1", "%0d%0aSet-Cookie:zz=1",
    "%25", "%", "%zz", "~", "*", "%3Czz%20onload=%27x%27%3E", "a" * 4_000, "%e2%80%ae", "%f0%9f%98%80", "static", "p",
    "index.php", "%20", "-",
]
QUERIES = [
    "size=a4&size=x", "size=%00", "print=large&print=", "p=" + "9" * 3_000, "p=²", "p=-1", "p=last", "=", "&&&",
    "%ff=%fe", "%00", "x=1&" * 900, "size=" + "a" * 5_000, "a[b][c]=d", "size=%ud800", "+", "?" * 50, ";size=a4",
    "size=letter;x", "csrfmiddlewaretoken=x",
]
HEADERS: dict[str, list[str]] = {
    "Host": [
        "", "evil.example", "localhost:99999999", "localhost:", "[::1", "[::1]:80", "a b", "testserver, evil.example",
        "testserver:443@evil.example", "testserver/..", "..", ".", "xn--", "%74estserver", "TESTSERVER.",
        "localhost:²", "a" * 300,
    ],
    "X-Forwarded-Host": ["evil.example", "testserver"],
    "X-Forwarded-Proto": ["https", "http", "https,http", "javascript"],
    "X-Forwarded-For": ["127.0.0.1", "::1, x"],
    "X-Forwarded-Port": ["0", "99999"],
    "X-Forwarded-Prefix": ["/evil"],
    "Forwarded": ["for=x;proto=https;host=evil.example"],
    "Accept-Encoding": [
        "gzip;q=0", "gzip;q=x", "br;q=1e9", "identity;q=0, *;q=0", "*;q=0", "gzip;q=", "gzip;;;q=1", "q=1",
        "gzip;q=-1", "gzip;q=NaN", "gzip;q=inf", "br;q=0.0000000001", ",,,,", "*" * 2_000, "gzip," * 900,
        "br;q=" + "9" * 4_000,
    ],
    "Cache-Control": ["no-transform", "max-age=" + "9" * 5_000, 'no-transform="', ",=,"],
    "Accept-Language": ["xx;q=9", "*", "en" * 500, "en;q=" + "1" * 400, "-", "en-_-"],
    "Accept": ["*/*;q=x", "text/html;level=" + "9" * 500, ",", "application/json", ";"],
    "If-None-Match": ["*", '"', 'W/"', '"a", W/"b"', "W/" * 1_000, '"' * 4_000, '"\xff"', ",", '"a' * 2_000],
    "If-Match": ["*", '"x"', '"', ""],
    "If-Modified-Since": [
        "Thu, 01 Jan 1000000000 00:00:00 GMT", "Thu, 99 Xyz 2026 99:99:99 GMT", "0", "-1", "Sat, 31 Feb 2026",
        "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0000 00:00:00 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "1 Jan 70 x", "Sun, 06 Nov 1994 08:49:37 +9999999999", "Sun Nov  6 08:49:37 1994",
        "Wed, 3 Apr 2002 12.34.56.78+0800", ",", " , 1 2 3",
    ],
    "If-Unmodified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT", "x", "Thu, 01 Jan 99999999999 00:00:00 GMT"],
    "If-Range": ['"x"', "Thu, 01 Jan 1970 00:00:00 GMT"],
    "Range": [
        "bytes=0-", "bytes=-1", "bytes=5-1", "bytes=0-0,2-3", "bytes=²-", "bytes=" + "9" * 5_000 + "-", "bytes", "=",
        "bytes=--1", "bytes=-0", "bytes=0-999999999999999999999999999999", "lines=1-2", "bytes=a-b", "bytes= 1 - 2 ",
        "bytes=-" + "9" * 4_400, "bytes=" + "0-," * 1_000,
    ],
    "Content-Length": ["0", "1"],
    "Transfer-Encoding": ["chunked", "identity", "gzip, chunked"],
    "Expect": ["100-continue", "x"],
    "Content-Encoding": ["gzip", "br", "x"],
    "Referer": [
        "", "http://evil.example/", "https://testserver/", "http://[", "//", "http://testserver:x/",
        "https://[::1]:99999999/", "\xff",
    ],
    "Origin": [
        "null", "http://evil.example", "http://[", "http://testserver", "https://testserver:x",
        "http://testserver:99999999", "://",
    ],
    "Cookie": [
        "", "=", ";;;", "answers", "answers=", '"', "a=b=c=d",
        "; ".join(f"c{number}=x" for number in range(900)),
        "answers=" + '"\\' * 3_900 + '""', 'form="' + "\\777" * 1_900 + '"', "$Version=1; answers=x; $Path=/",
        "answers =x", "=answers",
    ],
    "X-CSRFToken": ["x", "A" * 64, "A" * 32, "\x00", ""],
    "X-Requested-With": ["XMLHttpRequest"],
    "Connection": ["Upgrade", "keep-alive, x"],
    "Upgrade": ["h2c", "websocket"],
    "Sec-WebSocket-Key": ["x"],
    "X-HTTP-Method-Override": ["DELETE", "POST"],
    "X-Original-URL": ["/clinics/"],
    "Authorization": ["Basic x", "Bearer \xff"],
    "Proxy": ["http://evil.example"],
    "TE": ["trailers"],
    "Trailer": ["Content-Length"],
    "Script-URL": ["/static/x"],
    "Redirect-URL": ["/x"],
    "User-Agent": ["", "() { :;}; x", "\xff", "Mozilla/5.0 " + "x" * 4_000],
}
# Where a cookie holds something else.
JSON_VALUES: list[Any] = [
    None, True, False, 0, -1, 5, 5.0, 1e308, -0.0, 10**30, 10**400, [], {}, [[]], [None], {"": None}, ["unsure"],
    "unsure", float("nan"), float("inf"), [{}], ["mri", ["mri"]], [["infection"], "infection"], "sample", ["a", "b"],
    "2026-02-30", "9999-99", "2999-12-31", "1900-01-01", [1, 2], {"a": {"b": []}},
]
# fmt: on
