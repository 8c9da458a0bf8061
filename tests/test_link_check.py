"""The link check against a small internet that plays every awkward case."""

import json
import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from falseos.base_models import Status
from falseos.web import Pace, site_of
from jurisdictions.link_check.crowd import visit_all
from jurisdictions.link_check.record import settle
from jurisdictions.link_check.text import decoded, difference, main_text
from jurisdictions.models import (
    AddressState,
    CheckEvent,
    CheckRun,
    Phone,
    PhoneState,
    ReviewItem,
    Source,
    TextChange,
    Verdict,
)
from offences.models import Offence
from tests.awkward import Awkward

ROOT = Path(__file__).resolve().parent.parent
QUICK = Pace(per_host=2, delay=0.02, timeout=1.5, deadline=3, longest_wait=3)
OPTIONS = {"delay": 0.0, "timeout": 1.5, "deadline": 3.0, "per_host": 4}


@pytest.fixture
def world(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    world = Awkward()
    yield world
    world.close()


CASES = {
    "ok": Verdict.OK, "chain/3": Verdict.MOVED, "for-now": Verdict.OK, "missing": Verdict.NOT_FOUND,
    "removed": Verdict.GONE, "no-robots": Verdict.REFUSED, "no-head": Verdict.OK, "later": Verdict.OK,
    "much-later": Verdict.LIMITED, "once-500": Verdict.OK, "always-500": Verdict.SERVER_ERROR,
    "silent": Verdict.TIMEOUT, "drip": Verdict.TOO_SLOW, "circle/a": Verdict.LOOP, "stairs/1": Verdict.LOOP,
    "huge": Verdict.OK, "huge-unannounced": Verdict.OK, "wrong-encoding": Verdict.OK, "no-such-encoding": Verdict.OK,
    "behind-robots": Verdict.ROBOTS, "rude": Verdict.CONNECTION, "head-dropped": Verdict.OK,
    "head-unanswered": Verdict.OK, "head-in-a-circle": Verdict.OK, "leads-behind-robots": Verdict.ROBOTS,
    "leads-nowhere": Verdict.INVALID, "leads-to-mail": Verdict.INVALID, "malformed": Verdict.OK,
    "packed-encoding": Verdict.OK, "strange-wait": Verdict.LIMITED,
}  # fmt: skip


def test_every_awkward_case_is_told_apart(world):
    urls = {world.url(path, host): verdict for host, (path, verdict) in enumerate(CASES.items(), start=2)}
    urls[world.secure_url("ok")] = Verdict.CERTIFICATE
    urls["https://no-such-host.invalid/"] = Verdict.DNS
    urls["http://["] = Verdict.DNS
    urls["http://127.0.0.1:1/"] = Verdict.CONNECTION
    urls |= dict.fromkeys(
        ("https://", "http://x:port/", "mailto:x@example.org", "//no-scheme.example/"), Verdict.INVALID
    )
    found = dict(visit_all(urls, QUICK))
    assert {url: outcome.verdict for url, outcome in found.items()} == urls
    by_path = {url.split("/", 3)[-1]: outcome for url, outcome in found.items()}
    assert by_path["chain/3"].final_address.endswith("/arrived")
    assert by_path["for-now"].final_address.endswith("/arrived")
    assert by_path["no-robots"].status == 403
    assert "Où déposer" in by_path["wrong-encoding"].text
    assert "encoding" in by_path["wrong-encoding"].detail
    # Of 200 MB nothing is read where the size is told first, and little where it is not.
    assert world.hits["block", "/huge"] == 0
    assert world.hits["block", "/huge-unannounced"] < 20
    assert not [path for _method, path in world.hits if path.startswith("/behind-robots")]
    assert by_path["leads-behind-robots"].final_address.endswith("/behind-robots/elsewhere")
    for path in ("head-dropped", "head-unanswered", "head-in-a-circle"):
        assert "read with GET" in by_path[path].text
    assert by_path["malformed"].text == "Before\nAfter"
    assert "encoding" in by_path["packed-encoding"].detail


def test_who_asks_for_patience_is_left_alone_that_long(world):
    url = world.url("later")
    assert dict(visit_all([url], QUICK))[url].verdict == Verdict.OK
    # HEAD, then nothing for the second that it asked for.
    first, second, *_more = world.asked_at
    assert second - first >= 1
    url = world.url("much-later", host=2)
    dict(visit_all([url], QUICK))
    assert (world.hits["HEAD", "/much-later"], world.hits["GET", "/much-later"]) == (1, 0)


def test_one_host_in_several_spellings_is_one_host(world):
    names = ("localhost", "LocalHost", "LOCALHOST")
    urls = [f"http://{names[number % 3]}:{world.port}/ok/{number}" for number in range(12)]
    found = dict(visit_all(urls, Pace(per_host=1, delay=0.01, timeout=2, deadline=5)))
    assert {outcome.verdict for outcome in found.values()} == {Verdict.OK}
    assert world.most_busy[f"localhost:{world.port}"] == 1
    assert world.hits["GET", "/robots.txt"] == 1
    assert (
        site_of("https://M\u00fcnchen.example:443/x")
        == site_of("https://XN--mnchen-3ya.example/")
        != site_of("http://xn--mnchen-3ya.example/")
    )
    assert site_of("http://[::1]:8000/a") == "http://[::1]:8000"


def test_many_who_are_led_to_one_host_do_not_crowd_it(world):
    urls = [world.url(f"leads-to-one/{number}", host=2 + number) for number in range(12)]
    found = dict(visit_all(urls, Pace(per_host=1, delay=0.01, timeout=2, deadline=5)))
    assert {outcome.verdict for outcome in found.values()} == {Verdict.MOVED}
    assert world.most_busy[f"127.0.0.251:{world.port}"] == 1


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<b>", "<p>x</i>", "<a b='", "</", "<![", "&#1"])
def test_a_page_that_closes_nothing_is_read_in_seconds(piece):
    started = time.monotonic()
    text, _numbers = main_text("<p>Before</p>" + piece * (400_000 // len(piece)))
    assert text.startswith("Before")
    assert time.monotonic() - started < 20


def test_one_host_is_never_crowded(world):
    urls = [world.url(f"ok/{number}") for number in range(30)]
    started = time.monotonic()
    assert len(dict(visit_all(urls, Pace(per_host=2, delay=0.05, timeout=2, deadline=5)))) == 30
    assert world.most_busy[f"127.0.0.1:{world.port}"] <= 2
    # HEAD and GET for each, one start in 50 ms.
    assert time.monotonic() - started > 60 * 0.05 * 0.9


def test_the_main_text_leaves_out_what_moves():
    html = """<head><title>t</title></head><nav>Home</nav><main><h1>Report</h1><p>Call <b>us</b>
      now.<p>Second<script>var x</script></main><footer>Call (416) 808-2222</footer><p>Date modified: 2026-01-01"""
    text, numbers = main_text(html)
    assert text == "Report\nCall us now.\nSecond"
    assert "4168082222" in numbers
    assert main_text("<body><p>One</p><p>2026-02-03</p><p>Last updated: yesterday</p></body>")[0] == "One"
    assert main_text("</div></p><p>never <b>closed")[0] == "never closed"
    assert decoded("é".encode()[:1] + b"x", "text/html")[1] is False
    assert difference("a\nb\nc", "a\nB\nc") == "- b\n+ B"


@pytest.fixture
def only(db):
    """Leave only the sources that a test makes."""
    Source.objects.update(status=Status.RETIRED)

    def make(slug, url, **more):
        return Source.objects.create(
            slug=slug, title_en=slug, publisher_en="x", url_en=url, status=Status.PUBLISHED, **more
        )

    return make


def run(**options):
    out = StringIO()
    code = 0
    try:
        call_command("check_sources", stdout=out, stderr=out, **OPTIONS | options)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue()


def test_one_failure_is_no_alarm_and_three_are(world, only, tmp_path):
    source = only("dead", world.url("missing"))
    report = tmp_path / "report.json"
    for round_number in (1, 2, 3):
        code, text = run(report=report)
        state = AddressState.objects.get(source=source)
        assert state.failures == round_number
        assert (code, state.is_alarm) == ((1, True) if round_number == 3 else (0, False))
    assert "dead" in text
    content = json.loads(report.read_text())
    assert content["alarms"][0]["source"] == "dead"
    assert content["alarms"][0]["status"] == 404
    assert source.checks.count() == 3
    Source.objects.filter(pk=source.pk).update(url_en=world.url("ok"))
    assert run()[0] == 0
    assert AddressState.objects.get(source=source).failures == 0


def test_being_kept_out_is_not_broken(world, only):
    only("kept-out", world.url("no-robots"))
    for _round in range(4):
        assert run()[0] == 0
    assert AddressState.objects.get().failures == 0


def test_a_changed_text_puts_every_citing_record_into_the_queue(world, only):
    source = only("changing", world.url("changing"))
    offence = Offence.objects.get(slug="criminal-harassment")
    offence.citations.create(source=source, locator="x")
    phone = Phone.objects.filter(authority__isnull=False).first()
    Phone.objects.filter(pk=phone.pk).update(source=source, number="1-888-495-8501", tel="+18884958501")
    run()
    assert not ReviewItem.objects.exists()
    assert PhoneState.objects.get(phone=phone).verdict == Verdict.ON_PAGE
    world.text = "The number is 1-800-000-0000."
    run()
    items = set(ReviewItem.objects.values_list("kind", "key"))
    assert items == {("offences.offence", "canada/criminal-harassment"), ("jurisdictions.phone", phone.slug)}
    change = TextChange.objects.get()
    assert change.difference == "- The number is 1-888-495-8501.\n+ The number is 1-800-000-0000."
    assert PhoneState.objects.get(phone=phone).verdict == Verdict.NOT_ON_PAGE
    run()
    assert ReviewItem.objects.count() == 2
    first, second = ReviewItem.objects.all()
    settle(first)
    assert TextChange.objects.exists()
    settle(second)
    assert not TextChange.objects.exists()
    run()
    assert not ReviewItem.objects.exists()


def test_a_changed_text_that_nothing_cites_is_accepted_at_once(world, only, tmp_path):
    report = tmp_path / "report.json"
    only("changing", world.url("changing"))
    run()
    world.text = "something else"
    for _round in range(2):
        run(report=report)
        assert not TextChange.objects.exists()
        assert json.loads(report.read_text())["changed"] == []
    assert "something else" in AddressState.objects.get().text


def test_a_mended_address_starts_anew(world, only):
    source = only("dead", world.url("changing"))
    Offence.objects.get(slug="criminal-harassment").citations.create(source=source)
    run()
    for url in (world.url("missing"), world.url("removed")):
        Source.objects.filter(pk=source.pk).update(url_en=url)
        assert [run()[0], AddressState.objects.get().failures] == [0, 1]
        assert [run()[0], AddressState.objects.get().failures] == [0, 2]
    Source.objects.filter(pk=source.pk).update(url_en=world.url("ok"))
    run()
    # The new page is not the old one changed.
    assert not TextChange.objects.exists()


def test_a_text_that_comes_back_needs_no_review(world, only):
    source = only("changing", world.url("changing"))
    Offence.objects.get(slug="criminal-harassment").citations.create(source=source)
    run()
    before, world.text = world.text, "something else"
    run()
    assert TextChange.objects.exists()
    world.text = before
    run()
    assert not TextChange.objects.exists()


def test_five_hundred_addresses_take_less_than_a_minute(world, only):
    paths = ["ok", "missing", "chain/2", "no-head", "no-robots", "for-now", "removed", "once-500"]
    # Some hosts are silent, drip or fail, as on any evening.
    for number in range(500):
        path = paths[number % len(paths)] if number % 50 else ["silent", "drip"][number // 50 % 2]
        only(f"s-{number}", world.url(f"{path.split('/')[0]}/{number}" if "/" not in path else path, 2 + number % 60))
    started = time.monotonic()
    code, _text = run(delay=0.1, per_host=2)
    took = time.monotonic() - started
    assert code == 0
    assert AddressState.objects.count() == 500
    assert took < 60, took
    print(f"500 addresses: {took:.1f} s")  # noqa: T201


def test_a_round_cut_short_is_taken_up_again(world, only):
    for number in range(6):
        only(f"s-{number}", world.url(f"ok/{number}"))
    started = CheckRun.objects.create()
    run()
    assert CheckRun.objects.get().pk == started.pk
    done = CheckRun.objects.create()
    state = AddressState.objects.first()
    AddressState.objects.filter(pk=state.pk).update(run=done)
    world.hits.clear()
    _code, text = run()
    assert "Going on" in text
    assert sum(count for (method, path), count in world.hits.items() if method == "HEAD") == 5
    assert CheckRun.objects.filter(finished_at=None).count() == 0
    CheckRun.objects.create()
    CheckRun.objects.filter(finished_at=None).update(started_at=timezone.now() - timezone.timedelta(days=2))
    assert "Going on" not in run()[1]


def test_a_killed_round_loses_nothing(world, tmp_path):
    """A real process, killed half way with a signal that it cannot catch."""
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'killed.sqlite3'}", "SECRET_KEY": "killed-" + "x" * 50,
    }  # fmt: skip
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    make = (
        "from jurisdictions.models import Source\n"
        f"Source.objects.bulk_create(Source(slug=f's-{{n}}', title_en='x', publisher_en='x', status='published',"
        f" url_en=f'http://127.0.0.{{2 + n % 20}}:{world.port}/ok/{{n}}') for n in range(300))"
    )
    subprocess.run([*manage, "shell", "-v0", "-c", make], cwd=ROOT, env=env, check=True)
    report = tmp_path / "report.json"
    check = [*manage, "check_sources", "--delay", "0.05", "--report", str(report)]
    first = subprocess.Popen(check, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while len(world.hits) < 200 and time.monotonic() < until:
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    seen = {path for method, path in world.hits if method == "HEAD"}
    assert 50 < len(seen) < 300
    world.hits.clear()
    second = subprocess.run(check, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert second.returncode == 0, second.stderr
    assert "Going on" in second.stdout
    content = json.loads(report.read_text())
    assert content["addresses"] == 300
    assert content["counts"] == {"ok": 300}
    again = {path for method, path in world.hits if method == "HEAD"}
    assert len(again) < 300
    count = "from jurisdictions.models import CheckEvent as E; print(E.objects.count())"
    out = subprocess.run([*manage, "shell", "-v0", "-c", count], cwd=ROOT, env=env, capture_output=True, text=True)
    assert out.stdout.strip() == "300"


def test_a_report_that_cannot_be_written_is_no_alarm(world, only, tmp_path):
    only("s", world.url("ok"))
    with pytest.raises(CommandError, match="No such file") as stopped:
        run(report=tmp_path / "nowhere" / "report.json")
    assert stopped.value.returncode == 2
    # The round itself is complete.
    assert CheckRun.objects.get().finished_at


def test_stopping_it_by_hand_says_how_to_go_on(world, only, monkeypatch):
    only("s", world.url("ok"))

    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("jurisdictions.management.commands.check_sources.visit_all", interrupted)
    with pytest.raises(CommandError) as stopped:
        call_command("check_sources", stdout=StringIO(), **OPTIONS)
    assert stopped.value.returncode == 130
    assert CheckRun.objects.filter(finished_at=None).exists()
    assert not CheckEvent.objects.exists()
