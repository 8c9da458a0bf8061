"""Every public page in a real browser, served as `make serve` serves it: it keeps nothing and calls nobody."""

import http.client
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tests.test_traces import EXACT, POLICY, assert_everything_is_off, directives

pytestmark = pytest.mark.browser

KEPT = """async () => [
  localStorage.length, sessionStorage.length, document.cookie.length, (await caches.keys()).length,
  (await indexedDB.databases()).length, (await navigator.serviceWorker?.getRegistrations() ?? []).length,
]"""


def ask(site, method, path, **headers):
    """Send one raw request, so that nothing tidies what is sent; return status, headers and text."""
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.headers.items()), body


def addresses(site):
    text = ask(site, "GET", "/sitemap.xml")[2]
    found = [element.text for element in ElementTree.fromstring(text).iter() if element.tag.endswith("loc")]
    return [address.removeprefix(site) for address in found]


def assert_headers(headers, place):
    headers = {name.lower(): value for name, value in headers.items()}
    for name, value in EXACT.items():
        assert headers.get(name.lower()) == value, f"{place}: {name}"
    # Only the case folder starts a worker, under the one name that its policy allows.
    types = "falseos-worker" if place.endswith("/case-folder/") else "'none'"
    sent = directives(headers["content-security-policy"])
    assert sent == directives(POLICY) | {"require-trusted-types-for": "'script'", "trusted-types": types}, place
    assert_everything_is_off(headers["permissions-policy"])
    assert "set-cookie" not in headers, place
    assert "strict-transport-security" not in headers, "HSTS belongs to TLS"


def test_every_page_keeps_nothing_and_calls_nobody(page, site):
    """The `page` fixture fails on any console error and on any request to another host."""
    paths = addresses(site)
    assert len(paths) > 200
    for path in paths:
        response = page.goto(path)
        assert response.status == 200, path
        assert_headers(response.headers, path)
    assert page.context.cookies() == []
    assert page.evaluate(KEPT) == [0, 0, 0, 0, 0, 0]


def test_every_french_page_sends_the_same_headers_whatever_the_browser_prefers(site):
    """Language is in the address alone, so no answer depends on what a browser asks for."""
    for path in addresses(site):
        status, sent, _ = ask(site, "GET", f"/fr{path}", **{"Accept-Language": "de"})
        assert status == 200, path
        assert_headers(sent, f"/fr{path}")
        assert "accept-language" not in {name.lower(): value for name, value in sent.items()}.get("vary", "").lower()


@pytest.mark.parametrize(("path", "status"), [("/refused/", 403), ("/no-such-page/", 404), ("/broken/", 500)])
def test_an_error_page_keeps_nothing_and_calls_nobody(chromium, faulty_site, path, status):
    """Its own status is all that the console tells of."""
    assert_headers(ask(faulty_site, "GET", path)[1], path)
    context = chromium.new_context(base_url=faulty_site)
    page = context.new_page()
    told, strangers = [], []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith(faulty_site) else strangers.append(r.url))
    response = page.goto(path)
    assert response.status == status
    assert_headers(response.headers, path)
    assert page.locator("#exit").is_visible()
    assert [text for text in told if f"status of {status}" not in text] == []
    assert strangers == []
    assert context.cookies() == []
    assert page.evaluate(KEPT) == [0, 0, 0, 0, 0, 0]
    context.close()


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/no-such-page/", {}, 404),
        ("DELETE", "/canada/", {}, 405),
        ("POST", "/canada/", {"Content-Length": "0"}, 405),
        ("GET", "/canada/", {"Host": "evil.example"}, 400),
        ("GET", "/admin/jurisdictions/source/?q=x", {}, 302),
    ],
)
def test_refusals_carry_the_same_headers(site, method, path, headers, status):
    answered, sent, body = ask(site, method, path, **headers)
    assert answered == status
    if not path.startswith("/admin/"):
        assert_headers(sent, path)
    assert "evil.example" not in body
