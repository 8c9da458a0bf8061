"""The way out, proven: nothing of ours is readable afterwards until the reader asks."""

import contextlib
import time

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.firefox import SHIFT, Firefox
from tests.browser.proxy import CarelessProxy, SlowLine

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
        self.jump(-1)

    def jump(self, delta):
        """Choose another entry of the history, as from its list."""
        # Not at once: the page would go while its answer is still on the way.
        self.page.evaluate(f"void setTimeout(() => history.go({delta}), 20)")

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


def go_back_and_see_nothing(tab, base, pages, delta=-1):
    """Move in the history, entry by entry, to each of these pages: none may be readable."""
    for path in pages:
        tab.jump(delta)
        eventually(lambda path=path: tab.address() == base + path, f"the history leads to {path}")
        eventually(lambda: nothing_readable(tab), f"{path} stays blank")


@pytest.mark.parametrize("leave", [by_click, by_keyboard, by_shortcut])
@pytest.mark.parametrize("pages", [PAGES[1:2], PAGES], ids=["one-page", "four-pages"])
def test_after_leaving_back_shows_nothing(tab, site, weather, leave, pages):
    tab.goto(f"{weather.base}/before/")
    visit(tab, site, pages)
    leave(tab)
    eventually(lambda: tab.address() == f"{weather.base}/", "the reader is away")
    # The page that was left gave up its place in the history; the earlier ones are still there.
    go_back_and_see_nothing(tab, site, reversed(pages[:-1]))
    tab.back()
    eventually(lambda: tab.address() == f"{weather.base}/before/", "Back leads out of our pages")
    assert set(weather.paths) == {"/before/", "/"}
    assert not weather.referrers


def test_after_leaving_a_jump_in_the_history_shows_nothing(tab, site, weather):
    visit(tab, site, PAGES)
    by_click(tab)
    eventually(lambda: is_away(tab, weather), "the reader is away")
    go_back_and_see_nothing(tab, site, ["/canada/"], delta=-2)
    go_back_and_see_nothing(tab, site, ["/canada/offences/extortion/"], delta=+1)
    go_back_and_see_nothing(tab, site, ["/"], delta=-2)


CACHED = (
    "fetch('/plan/?happening=stalking&home=canada', {cache: 'only-if-cached', mode: 'same-origin'})"
    ".then(answer => answer.status, () => 0)"
)


@pytest.fixture
def slow_line(site):
    line = SlowLine(site)
    yield line
    line.close()


@pytest.mark.parametrize("delay", [0, 1.5], ids=["quick-line", "slow-line"])
def test_leaving_clears_the_answers_that_the_browser_kept(tab, slow_line, weather, delay):
    """The order to clear comes too late for the page that asked for it, and is obeyed all the same."""
    tab.goto(f"{slow_line.base}/plan/?happening=stalking&home=canada")
    tab.goto(f"{slow_line.base}/plan/")
    tab.evaluate("void document.querySelector('input[value=stalking]').click()")
    tab.evaluate("void document.querySelector('form.ask button[name=make]').click()")
    eventually(lambda: "Your plan" in tab.evaluate("document.querySelector('h1').innerText"), "the plan")
    visit(tab, slow_line.base, ["/canada/offences/extortion/"])
    assert tab.evaluate(CACHED) == 200, "the browser keeps an answer so that Back shows it"
    slow_line.delay = delay
    started = time.monotonic()
    by_click(tab)
    eventually(lambda: is_away(tab, weather), "the reader is away")
    if delay:
        assert time.monotonic() - started < delay, "leaving waits for no answer of ours"
        time.sleep(delay)
    slow_line.delay = 0
    # Not a covered plan, which would show once asked: there is nothing left to show.
    tab.back()
    eventually(lambda: not is_away(tab, weather) and is_no_plan(tab), "Back finds no plan")
    tab.goto(f"{slow_line.base}/robots.txt")
    assert tab.evaluate(CACHED) == 0
    assert weather.paths == ["/"]
    assert not weather.referrers


def is_no_plan(tab):
    return tab.evaluate("document.querySelector('#exit') === null && !document.body.textContent.includes('Your plan')")


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


def test_a_page_woken_from_memory_after_leaving_is_covered(tab, keeping_site, weather):
    """Where the order to clear is lost, the browser still wakes earlier pages from memory: the cover needs no order."""
    visit(tab, keeping_site, PAGES[:1])
    visit(tab, keeping_site, PAGES[1:2])
    tab.evaluate("void (window.fetch = () => Promise.reject(new Error('lost')))")
    by_click(tab)
    eventually(lambda: is_away(tab, weather), "the reader is away")
    go_back_and_see_nothing(tab, keeping_site, PAGES[:1])
    assert tab.evaluate(PERSISTED) == "true", "the back-forward cache did not take part"


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


def test_the_screen_is_blank_before_a_slow_line_answers(tab, slow_line, weather):
    """Leaving does not wait for the network: the cover falls in the same task as the click, and Back finds it there."""
    visit(tab, slow_line.base, PAGES[:2])
    slow_line.delay, weather.delay = 0.7, 2
    state = "(() => { document.getElementById('exit').click(); return " + READABLE + " + '|' + document.title })()"
    assert tab.evaluate(state) == "|New page"
    eventually(lambda: is_away(tab, weather), "the slow page arrives", 30)
    go_back_and_see_nothing(tab, slow_line.base, PAGES[:1])
    assert not weather.referrers


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_without_scripts_the_link_leads_away(request, site, weather, engine):
    """Back then shows the page that was left, as /safety/ says, but no answer to a form: that is cleared."""
    if engine == "chromium":
        tab = Chromium(request.getfixturevalue("cached_chromium"), java_script_enabled=False)
        tab.page.goto(f"{site}/plan/")
        tab.page.locator("input[value=stalking]").check()
        tab.page.get_by_role("button", name="Make my plan").first.click()
        tab.page.get_by_role("heading", name="Your plan").wait_for()
        tab.page.goto(f"{site}/canada/")
        assert "occurrence number" in tab.page.locator("main").inner_text().lower()
        tab.page.locator("#exit").click()
    else:
        tab = Firefox(scripts=False)
        tab.goto(f"{site}/canada/")
        tab.press("\ue004")
        tab.press("\ue007")
    eventually(lambda: is_away(tab, weather), "the link works")
    if engine == "chromium":
        text = tab.page.locator("body").inner_text
        tab.page.go_back(wait_until="commit")
        eventually(lambda: "occurrence number" in text().lower(), "Back leads to the page that was left")
        with contextlib.suppress(Error):  # the browser's own page about a form that it would have to send again
            tab.page.go_back(wait_until="commit", timeout=5000)
        eventually(lambda: "occurrence number" not in text().lower(), "Back leads further")
        assert "Your plan" not in text()
    else:
        tab.back()
        eventually(lambda: tab.address() == f"{site}/canada/", "Back leads to the page that was left")
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
