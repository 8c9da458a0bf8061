"""Every address of the site, in one table. Its names belong to the project, so any app may reverse them.

English stands without a prefix, French under /fr/ with the same slugs.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, include, path

from falseos.views import favicon, healthz, leave, readyz, robots
from guides import changes, flags
from guides import views as guides
from guides.brushed_off import brushed_off
from guides.desk import views as desk
from guides.opendata import views as data
from guides.opendata.api import api, api_not_found
from guides.plan.views import plan
from guides.police_views import police
from guides.search.views import search
from guides.sharing import views as sharing
from guides.sharing import views_booklet, views_handouts
from guides.sitemap import sitemap
from offences import views as offences
from offences.views_versions import card_changes

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
        path("brushed-off/", brushed_off, name=f"{prefix}brushed-off"),
        path("harasser-abroad/", guides.harasser_abroad, name=f"{prefix}harasser-abroad"),
        path("harasser-in-<slug:destination>/", guides.harasser_in, name=f"{prefix}harasser-in"),
    ]


urlpatterns = [
    path("favicon.ico", favicon),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("api/v1/", api.urls),
    path("api/", api_not_found),
    path("api/<path:rest>", api_not_found),
    path("data/guide.json", data.guide_json, name="guide-json"),
    path("data/guide.schema.json", data.guide_schema, name="guide-schema"),
    path("data/<slug:kind>.csv", data.kind_csv, name="kind-csv"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path(settings.ADMIN_PATH + "desk/settle/", admin.site.admin_view(desk.desk_settle), name="desk-settle"),
    path(settings.ADMIN_PATH + "desk/<slug:name>/", admin.site.admin_view(desk.desk_section), name="desk-section"),
    path(settings.ADMIN_PATH, admin.site.urls),
    *i18n_patterns(
        path("", guides.home, name="home"),
        path("leave/", leave, name="leave"),
        path("about/", guides.page, {"slug": "about"}, name="about"),
        path("privacy/", guides.page, {"slug": "privacy"}, name="privacy"),
        path("accessibility/", guides.page, {"slug": "accessibility"}, name="accessibility"),
        path("safety/", guides.page, {"slug": "safety"}, name="safety"),
        path("plan/", plan, name="plan"),
        path("search/", search, name="search"),
        path("wrong/", flags.flag, name="flag"),
        path("wrong/thanks/", flags.flag_thanks, name="flag-thanks"),
        path("sources/", guides.sources, name="sources"),
        path("sources/<slug:kind>/", guides.source_list, name="source-list"),
        path("changes/", changes.changes, name="changes"),
        path("changes.atom", changes.feed, name="changes-feed"),
        path("essentials/<slug:slug>/", guides.essential, name="essential"),
        path("case-folder/", guides.case_folder, name="case-folder"),
        path("platforms/", guides.platform_list, name="platforms"),
        path("platforms/<slug:slug>/", guides.platform, name="platform"),
        path("data/", data.data_page, name="data"),
        path("c/<slug:code>/", sharing.short, name="short"),
        path("titled/<path:path>", sharing.titled, name="titled"),
        path("titled/", sharing.titled, {"path": ""}, name="titled-home"),
        path("preview/neutral.png", sharing.neutral_preview, name="preview-neutral"),
        path("preview/<slug:code>.png", sharing.preview, name="preview"),
        path("changes/<slug:code>/", card_changes, name="card-changes"),
        path("booklet/<slug:place>.html", views_booklet.booklet_file, name="booklet"),
        path("handouts/", views_handouts.handouts, name="handouts"),
        path("handouts/<slug:country>/", views_handouts.handout_choice, name="handout-choice"),
        path("handouts/<slug:country>/<slug:part>/", views_handouts.handout_choice, name="part-handout-choice"),
        path("handout/", views_handouts.handout_make, name="handout-make"),
        path("handout/<slug:codes>/", views_handouts.handout_sheet, name="handout"),
        path("<slug:country>/police/", police, name="police"),
        path("<slug:country>/", include(of_a_place(""))),
        path("<slug:country>/<slug:part>/", include(of_a_place("part-"))),
        prefix_default_language=False,
    ),
]
