"""The way out, proven: nothing of ours is readable afterwards until the reader asks."""

import time

import pytest

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.firefox import SHIFT, Firefox
from tests.browser.proxy import CarelessProxy

pytestmark = pytest.mark.browser

PAGES = ["/", "/canada/", "/canada/offences/extortion/", "/essentials/evidence/"]
# What a person looking at the screen could read, hidden parts left out.
READABLE = "document.documentElement.innerText.trim()"
PERSISTED = "String(window.restored === true)"


class Chromium:
    """A tab of Chromium with the back-forward cache on, which automation switches off by default."""

    def __init__(self, chromium, **options):
        self.context = chromium.new_context(**options)
        self.page = self.context.new_page()

    def goto(self, address):
        self.page.goto(address)

    def evaluate(self, expression):
        return self.page.evaluate(expression)

    def address(self):
        return self.page.evaluate("location.href")

    def back(self):
        # Not at once: the page would go while its answer is still on the way.
        self.page.evaluate("void setTimeout(() => history.back(), 20)")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press("Shift" if key == SHIFT else key)

    def click(self, selector):
        self.page.locator(selector).first.click(no_wait_after=True)

    def close(self):
        self.context.close()


@pytest.fixture(scope="module")
def cached_chromium(chromium):
    """A Chromium of its own, with the back-forward cache switched on."""
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@pytest.fixture(params=["chromium", "firefox"])
def tab(request):
    tab = Chromium(request.getfixturevalue("cached_chromium")) if request.param == "chromium" else Firefox()
    yield tab
    tab.close()


def eventually(check, what, seconds=15):
    deadline = time.monotonic() + seconds
    last = None
    while time.monotonic() < deadline:
        try:
            last = check()
            if last:
                return last
        except Exception as error:
            last = error
        time.sleep(0.1)
    raise AssertionError(f"{what}: {last!r}")


def visit(tab, site, pages):
    for path in pages:
        tab.goto(site + path)
        eventually(lambda: tab.evaluate("document.documentElement.dataset.page") == "shown", "the page shows")
    watch_restores(tab)


def watch_restores(tab):
    tab.evaluate("void addEventListener('pageshow', e => { if (e.persisted) window.restored = true; })")


def is_away(tab, weather):
    return tab.address().startswith(weather.base)


def nothing_readable(tab):
    text = tab.evaluate(READABLE)
    title = tab.evaluate("document.title")
    return text in ("Show this page", "") and title == "New page"


def by_click(tab):
    tab.click("#exit")


def by_keyboard(tab):
    tab.press("\ue004" if isinstance(tab, Firefox) else "Tab")
    assert tab.evaluate("document.activeElement.id") == "exit"
    tab.press("\ue007" if isinstance(tab, Firefox) else "Enter")


def by_shortcut(tab):
    tab.press(SHIFT, SHIFT, SHIFT)


@pytest.mark.parametrize("leave", [by_click, by_keyboard, by_shortcut])
@pytest.mark.parametrize("pages", [PAGES[1:2], PAGES], ids=["one-page", "four-pages"])
def test_after_leaving_back_shows_nothing(tab, site, weather, leave, pages):
    visit(tab, site, pages)
    leave(tab)
    eventually(lambda: is_away(tab, weather), "the reader is away")
    # The page that was left gave up its place in the history; the earlier ones are still there.
    for _ in range(len(pages) - 1):
        tab.back()
        eventually(lambda: tab.address().startswith(site), "Back leads to an earlier page")
        eventually(lambda: nothing_readable(tab), "the earlier page stays blank")
    for path in weather.paths:
        assert path == "/"
    assert not weather.referrers


def test_the_covered_page_shows_on_demand_and_only_then(tab, site, weather):
    visit(tab, site, PAGES[:2])
    by_click(tab)
    eventually(lambda: is_away(tab, weather), "the reader is away")
    tab.back()
    eventually(lambda: nothing_readable(tab), "the earlier page stays blank")
    tab.evaluate("void setTimeout(() => location.reload(), 50)")
    time.sleep(1)
    eventually(lambda: nothing_readable(tab), "a reload does not uncover it")
    tab.click(".show-page")
    eventually(lambda: "What is happening" in tab.evaluate(READABLE), "the reader asked")
    assert tab.evaluate("document.title") != "New page"


def test_back_between_our_own_pages_is_not_disturbed(tab, site):
    visit(tab, site, PAGES[:3])
    for _ in range(2):
        tab.back()
        time.sleep(0.5)
        eventually(lambda: tab.evaluate("document.documentElement.dataset.page") == "shown", "the page shows")
    assert tab.address() == f"{site}/"
    assert "What is happening" in tab.evaluate(READABLE)


def test_back_from_another_site_is_covered_unless_our_own_link_led_there(tab, site, weather):
    visit(tab, site, PAGES[:2])
    tab.goto(f"{weather.base}/typed/")
    tab.back()
    eventually(lambda: nothing_readable(tab), "typed addresses are no link of ours")


@pytest.fixture
def keeping_site(tab, site):
    """The site as this browser keeps it in its back-forward cache: Firefox keeps nothing that says no-store."""
    if not isinstance(tab, Firefox):
        yield site
        return
    proxy = CarelessProxy(site)
    yield proxy.base
    proxy.close()


@pytest.mark.parametrize("count", [1, 4])
def test_the_back_forward_cache_restores_a_covered_page(tab, keeping_site, weather, count):
    """The page comes back from memory, not from the network, and is covered all the same; so are those before it."""
    visit(tab, keeping_site, PAGES[:count])
    tab.goto(f"{weather.base}/elsewhere/")
    tab.back()
    eventually(lambda: tab.address().startswith(keeping_site), "Back leads to our page")
    eventually(lambda: nothing_readable(tab), "a restored page stays blank")
    assert tab.evaluate(PERSISTED) == "true", "the back-forward cache did not take part"
    for path in reversed(PAGES[: count - 1]):
        tab.back()
        eventually(lambda path=path: tab.address() == keeping_site + path, "Back leads further")
        eventually(lambda: nothing_readable(tab), "the page before it stays blank")


def test_firefox_keeps_no_copy_of_a_page_that_says_no_store(site, weather):
    tab = Firefox()
    visit(tab, site, PAGES[1:2])
    tab.goto(f"{weather.base}/elsewhere/")
    tab.back()
    eventually(lambda: tab.address().startswith(site), "Back leads to our page")
    eventually(lambda: nothing_readable(tab), "the page stays blank")
    assert tab.evaluate(PERSISTED) == "false"
    tab.close()


def test_capitals_do_not_leave(tab, site):
    visit(tab, site, PAGES[1:2])
    if isinstance(tab, Firefox):
        down = [{"type": "keyDown", "value": SHIFT}, {"type": "keyDown", "value": "a"},
                {"type": "keyUp", "value": "a"}, {"type": "keyUp", "value": SHIFT}]  # fmt: skip
        tab.send("input.performActions", context=tab.tab, actions=[{"type": "key", "id": "k", "actions": down * 4}])
    else:
        for _ in range(4):
            tab.page.keyboard.press("Shift+A")
    time.sleep(0.5)
    assert tab.address().startswith(site)
    assert tab.evaluate("document.documentElement.dataset.page") == "shown"


def test_left_and_right_shift_both_count_and_progress_is_spoken(cached_chromium, site, weather):
    tab = Chromium(cached_chromium)
    visit(tab, site, PAGES[1:2])
    status = "document.getElementById('exit-status').textContent"
    tab.page.keyboard.press("ShiftLeft")
    assert tab.evaluate(status) == "Press Shift two more times to leave."
    tab.page.keyboard.down("ShiftRight")
    tab.page.keyboard.down("ShiftLeft")
    tab.page.keyboard.up("ShiftLeft")
    tab.page.keyboard.up("ShiftRight")
    eventually(lambda: is_away(tab, weather), "both keys count")
    tab.close()


def test_the_screen_is_blank_before_a_slow_line_answers(cached_chromium, site, weather):
    """Leaving does not wait for the network: the cover falls in the same task as the click."""
    tab = Chromium(cached_chromium)
    visit(tab, site, PAGES[1:2])
    session = tab.context.new_cdp_session(tab.page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 4000, "downloadThroughput": 5000, "uploadThroughput": 5000},
    )
    state = tab.evaluate(
        "(() => { document.getElementById('exit').click(); return [" + READABLE + ", document.title] })()"
    )
    assert state == ["", "New page"]
    # The slow request arrives before the test ends, not in the middle of the next one.
    eventually(lambda: weather.paths, "the request arrives", 30)
    tab.close()


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_without_scripts_the_link_leads_away(request, site, weather, engine):
    if engine == "chromium":
        tab = Chromium(request.getfixturevalue("cached_chromium"), java_script_enabled=False)
        tab.goto(f"{site}/canada/")
        assert "occurrence number" in tab.page.locator("main").inner_text().lower()
        tab.page.locator("#exit").click()
        tab.page.wait_for_url(f"{weather.base}/")
    else:
        tab = Firefox(scripts=False)
        tab.goto(f"{site}/canada/")
        tab.press("\ue004")
        tab.press("\ue007")
        eventually(lambda: is_away(tab, weather), "the link works")
    tab.close()
    assert weather.paths == ["/"]
    assert not weather.referrers


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256), (390, 844), (1280, 800)])
def test_the_control_is_always_in_view_and_large_enough(chromium, site, width, height):
    context = chromium.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    for path in [*PAGES, "/no-such-page/"]:
        page.goto(site + path)
        for scroll in (0, 700, 100_000):
            page.evaluate(f"scrollTo(0, {scroll})")
            box = page.locator("#exit").bounding_box()
            assert box["width"] >= 44
            assert box["height"] >= 44
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= height
            hit = page.evaluate(
                "(b => document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2).closest('#exit') !== null)"
                "(document.getElementById('exit').getBoundingClientRect())"
            )
            assert hit, f"{path} at {scroll}: something covers the control"
    context.close()


def test_the_control_is_absent_in_print(chromium, site):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site}/canada/")
    page.emulate_media(media="print")
    assert not page.locator("#exit").is_visible()
    context.close()
