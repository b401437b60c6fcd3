"""The addresses of the product, one include per app."""

from django.contrib import admin
from django.urls import include, path

from apps.kit.search.views import SearchPage
from apps.office.today.views import home
from crm.menu import places

urlpatterns = [
    path("", home, name="home"),
    path("search/", SearchPage.as_view(menu=places), name="search"),
    path("batches/", include("apps.kit.bulk.urls")),
    path("exports/", include("apps.kit.exporting.urls")),
    path("bin/", include("apps.kit.trash.urls")),
    path("views/", include("apps.kit.saved_views.urls")),
    path("understood/", include("apps.foundation.units.urls")),
    path("account/", include("apps.auth.urls")),
    path("admin/", admin.site.urls),
    path("marketing/", include("apps.marketing.urls")),
    path("customers/", include("apps.customers.urls")),
    path("service/", include("apps.service.urls")),
    path("reports/", include("apps.reports.urls")),
    path("office/", include("apps.office.urls")),
    path("basedata/", include("apps.basedata.urls")),
]

handler400 = "crm.views.unclear"
handler403 = "crm.views.refused"
handler500 = "crm.views.broken"
