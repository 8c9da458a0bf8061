"""Who gets in: a password, a second factor, and nothing given away on the way."""

import datetime
import re
from io import StringIO

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from falseos.editing.signin import qr_path
from tests.desk import person
from tests.html import read

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password-1"


@pytest.fixture(autouse=True)
def as_on_a_public_machine(settings):
    settings.SECOND_FACTOR = True
    settings.AXES_ENABLED = True


def sign_in(client, name, password=PASSWORD, **more):
    return client.post("/admin/login/?next=/admin/", {"username": name, "password": password}, **more)


def code_of(device, step=0):
    return f"{totp(device.bin_key, drift=step):06d}"


def enrolled(name="ada"):
    user = person(name, "Editor")
    client = Client()
    sign_in(client, name)
    client.get("/admin/second-step/enrol/")
    device = TOTPDevice.objects.get(user=user)
    response = client.post("/admin/second-step/enrol/", {"code": code_of(device)})
    return user, client, response


def test_a_first_sign_in_leads_through_enrolling():
    person("ada", "Editor")
    client = Client()
    response = sign_in(client, "ada", follow=True)
    assert response.redirect_chain[-1][0] == "/admin/second-step/enrol/"
    page = read(response)
    drawing = next(svg for svg in page.all("svg") if svg.attrs.get("class") == "qr")
    assert drawing.attrs["role"] == "img"
    paths = [path.attrs["d"] for path in page.all("path")]
    assert any(d.startswith("M4 4h7v1h-7z") for d in paths)  # the corner of a QR code behind its quiet zone
    device = TOTPDevice.objects.get()
    assert not device.confirmed
    assert client.get("/admin/").status_code == 302  # a password alone opens nothing
    assert b"not right" in client.post("/admin/second-step/enrol/", {"code": "000000"}).content
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    response = client.post("/admin/second-step/enrol/", {"code": code_of(device)})
    codes = [code.text for code in read(response).all("code")]
    assert len(codes) == len(set(codes)) == 10
    assert client.get("/admin/").status_code == 200


def test_the_qr_code_says_what_the_app_needs():
    assert qr_path("x" * 100)["size"] > qr_path("x")["size"] == 21 + 8


def test_a_second_sign_in_asks_for_a_code_and_keeps_the_way():
    user, _client, _response = enrolled()
    device = TOTPDevice.objects.get(user=user)
    client = Client()
    client.post("/admin/login/?next=/admin/offences/offence/", {"username": "ada", "password": PASSWORD})
    response = client.get("/admin/login/?next=/admin/offences/offence/")
    assert response.url == "/admin/second-step/?next=%2Fadmin%2Foffences%2Foffence%2F"
    assert client.get("/admin/second-step/enrol/").url == "/admin/second-step/"  # no factor of one's own choosing
    TOTPDevice.objects.update(last_t=-1)
    response = client.post(response.url, {"code": code_of(device), "next": "/admin/offences/offence/"})
    assert response.url == "/admin/offences/offence/"
    assert client.get(response.url).status_code == 200


def test_nobody_is_sent_to_another_site():
    user, _client, _response = enrolled()
    client = Client()
    sign_in(client, "ada")
    TOTPDevice.objects.update(last_t=-1)
    code = code_of(TOTPDevice.objects.get(user=user))
    response = client.post("/admin/second-step/", {"code": code, "next": "https://evil.example/"})
    assert response.url == "/admin/"


def test_a_recovery_code_works_once():
    _user, _client, response = enrolled()
    code = next(iter(read(response).all("code"))).text
    for times in (1, 2):
        client = Client()
        sign_in(client, "ada")
        answer = client.post("/admin/second-step/", {"code": code.upper()})
        assert (answer.status_code == 302) == (times == 1)


def test_new_recovery_codes_replace_the_old():
    _user, client, _response = enrolled()
    old = set(StaticToken.objects.values_list("token", flat=True))
    assert b"unused recovery codes" in client.get("/admin/recovery-codes/").content
    client.post("/admin/recovery-codes/")
    new = set(StaticToken.objects.values_list("token", flat=True))
    assert len(new) == 10
    assert not old & new


def test_the_second_factor_can_be_switched_off_by_setting(settings):
    person("ada", "Editor")
    settings.SECOND_FACTOR = False
    client = Client()
    assert sign_in(client, "ada").url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_wrong_codes_lock_out_too():
    enrolled()
    client = Client()
    sign_in(client, "ada")
    for _attempt in range(5):
        TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
        response = client.post("/admin/second-step/", {"code": "000000"})
    assert client.post("/admin/second-step/", {"code": "000000"}).status_code == 429
    assert AccessFailureLog.objects.filter(username="ada").exists()
    assert response.status_code in (200, 429)


def without_token(response):
    text = response.content.decode()
    return (
        re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text).replace("nobody", "NAME").replace("ada", "NAME")
    )


@pytest.mark.parametrize("attempts", [1, 5, 7])
def test_nothing_says_whether_a_name_exists(attempts):
    person("ada", "Editor")
    answers = []
    for name in ("ada", "nobody"):
        client = Client()
        for _attempt in range(attempts):
            response = sign_in(client, name, "wrong")
        answers.append((response.status_code, without_token(response)))
    assert answers[0] == answers[1]
    assert answers[0][0] == (200 if attempts < 5 else 429)


def test_the_right_password_of_somebody_else_than_an_editor_says_nothing_either():
    person("reader", staff=False)
    right, wrong = (without_token(sign_in(Client(), "reader", password)) for password in (PASSWORD, "wrong"))
    assert right == wrong


def test_five_failures_lock_out_and_are_listed():
    person("ada", "Editor")
    boss = person("boss", superuser=True)
    client = Client()
    for _attempt in range(5):
        response = sign_in(client, "ada", "wrong")
    assert response.status_code == 429
    assert "Too many attempts" in response.content.decode()
    assert 'id="exit"' in response.content.decode()
    assert sign_in(client, "ada").status_code == 429  # the right password does not help now
    AccessAttempt.objects.update(attempt_time=timezone.now() - datetime.timedelta(hours=2))
    assert sign_in(client, "ada").status_code == 302
    TOTPDevice.objects.create(user=boss, name="x", key="00" * 20)
    desk = Client()
    desk.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    session = desk.session
    session["otp_device_id"] = TOTPDevice.objects.get(user=boss).persistent_id
    session.save()
    assert b"ada" in desk.get("/admin/axes/accessfailurelog/").content


def test_cookies_are_strict_short_and_stay_at_the_desk(settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    person("ada", "Editor")
    client = Client()
    response = sign_in(client, "ada", secure=True)
    cookie = response.cookies["sessionid"]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/admin/"
    assert not cookie["max-age"]  # gone with the browser
    left = Session.objects.get().expire_date - timezone.now()
    assert left <= datetime.timedelta(minutes=20)


@pytest.mark.parametrize(
    ("environment", "required"),
    [
        ({}, "True"),
        ({"DEBUG": "on"}, "False"),
        ({"DEBUG": "on", "SECOND_FACTOR": "on"}, "True"),
        ({"SECOND_FACTOR": "off"}, "False"),
    ],
)
def test_the_setting_is_on_outside_debug(environment, required):
    assert of_settings(environment, "SECOND_FACTOR") == required


@pytest.mark.parametrize(
    ("environment", "secure"),
    [
        ({}, "False"),
        ({"SITE_URL": "https://falseos.example"}, "True"),
        ({"SITE_URL": "http://falseos.example"}, "True"),
    ],
)
def test_cookies_are_secure_wherever_the_site_can_be_reached(environment, secure):
    assert of_settings(environment, "SESSION_COOKIE_SECURE") == secure


def of_settings(environment, name):
    import os
    import subprocess
    import sys

    code = f"from falseos import settings; print(settings.{name})"
    clean = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO_")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=clean | environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def said(*args, **options):
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


def test_a_newcomer_gets_an_account_with_one_command():
    text = said("add_editor", "ada", reviewer=True)
    password = re.search(r"password: +(\S+)", text)[1]
    user = get_user_model().objects.get(username="ada")
    assert sorted(group.name for group in user.groups.all()) == ["Editor", "Reviewer"]
    assert sign_in(Client(), "ada", password).status_code == 302
    with pytest.raises(CommandError, match="already"):
        said("add_editor", "ada")
    with pytest.raises(CommandError, match="no account"):
        said("add_editor", "bo", reset=True)


def test_a_lost_phone_is_forgotten():
    user, _client, _response = enrolled()
    said("add_editor", "ada", reset=True)
    assert not TOTPDevice.objects.filter(user=user).exists()
    assert [group.name for group in user.groups.all()] == ["Editor"]


def test_staff_data_is_purged():
    user, _client, _response = enrolled()
    sign_in(Client(), "ada", "wrong")
    said("purge_staff_data")
    assert AccessAttempt.objects.exists()
    said("purge_staff_data", days=0)
    assert not AccessAttempt.objects.exists()
    assert not AccessFailureLog.objects.exists()
    assert Session.objects.exists()
    said("purge_staff_data", forget="ada")
    assert not get_user_model().objects.filter(pk=user.pk).exists()
    assert not Session.objects.exists()
    with pytest.raises(CommandError, match="no account"):
        said("purge_staff_data", forget="ada")


def test_sign_in_pages_are_never_kept():
    enrolled()
    client = Client()
    for address in ("/admin/login/", "/admin/second-step/", "/admin/second-step/enrol/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]
    sign_in(client, "ada")
    assert "no-store" in client.get("/admin/second-step/").headers["Cache-Control"]
