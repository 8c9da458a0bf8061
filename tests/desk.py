"""Editors, and what they send, for the tests of the desk."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from falseos.editing.groups import make_groups


def person(name, *groups, staff=True, superuser=False):
    make_groups()
    user = get_user_model().objects.create_user(name, password="a-long-password-1", is_staff=staff)
    user.is_superuser = superuser
    user.save()
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(record, view="change"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{view}", args=[record.pk])


def form_of(client, record):
    """What a browser would send if the editor opened the form and saved it as it is."""
    return form_at(client, address(record))


def form_at(client, path):
    """The same for a form at any address."""
    response = client.get(path)
    assert response.status_code == 200, response
    context = response.context
    data = dict(_values(context["adminform"].form))
    for formset in context["inline_admin_formsets"]:
        data |= _values(formset.formset.management_form)
        for form in formset.formset.forms:
            data |= _values(form)
    return data


def _values(form):
    values = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        if isinstance(value, list | tuple) or hasattr(value, "all"):
            value = [getattr(item, "pk", item) for item in value]
        elif hasattr(value, "isoformat"):
            value = value.isoformat()
        values[bound.html_name] = value
    return values


def save(client, record, data, why="Because the page says so", **more):
    return client.post(address(record), data | {"change_why": why} | more)
