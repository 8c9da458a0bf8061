"""Every address of the site, in one table. Its names belong to the project, so any app may reverse them.

English stands without a prefix, French under /fr/ with the same slugs.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, include, path

from falseos.views import healthz, leave, readyz, robots
from guides import changes
from guides import views as guides
from offences import views as offences

handler400 = "falseos.views.bad_request"
handler403 = "falseos.views.permission_denied"
handler404 = "falseos.views.page_not_found"
handler500 = "falseos.views.server_error"


def of_a_place(prefix: str) -> list[URLPattern]:
    """Return the pages of one place; `prefix` is empty for a country, `part-` for a nation or province."""
    return [
        path("", guides.guide, name=f"{prefix}guide"),
        path("offences/", offences.offence_list, name=f"{prefix}offences"),
        path("offences/<slug:slug>/", offences.offence_detail, name=f"{prefix}offence"),
        path("harasser-abroad/", guides.harasser_abroad, name=f"{prefix}harasser-abroad"),
        path("harasser-in-<slug:destination>/", guides.harasser_in, name=f"{prefix}harasser-in"),
    ]


urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", guides.sitemap, name="sitemap"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path(settings.ADMIN_PATH, admin.site.urls),
    *i18n_patterns(
        path("", guides.home, name="home"),
        path("leave/", leave, name="leave"),
        path("about/", guides.page, {"slug": "about"}, name="about"),
        path("privacy/", guides.page, {"slug": "privacy"}, name="privacy"),
        path("safety/", guides.page, {"slug": "safety"}, name="safety"),
        path("sources/", guides.sources, name="sources"),
        path("changes/", changes.changes, name="changes"),
        path("changes.atom", changes.feed, name="changes-feed"),
        path("essentials/<slug:slug>/", guides.essential, name="essential"),
        path("<slug:country>/", include(of_a_place(""))),
        path("<slug:country>/<slug:part>/", include(of_a_place("part-"))),
        prefix_default_language=False,
    ),
]
