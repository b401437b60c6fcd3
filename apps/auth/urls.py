"""Signing in and out, the profile, language and theme, the bell, the operation log."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from apps.auth import views
from apps.auth.rights import VIEW_LOG
from apps.auth.signing import views as signing
from apps.core import pages

app_name = "accounts"
pages.link(app_name, "accounts:log", _("operation log"), icon="history", right=VIEW_LOG)
urlpatterns = [
    path("login/", signing.Login.as_view(), name="login"),
    path("login/code/", signing.code, name="code"),
    path("security/", signing.security, name="security"),
    path("security/second/", signing.set_up, name="second"),
    path("security/second/codes/", signing.renew, name="second-codes"),
    path("security/second/off/", signing.switch_off, name="second-off"),
    path("security/sessions/", signing.end_sessions, name="sessions"),
    path("logout/", views.Logout.as_view(), name="logout"),
    path("profile/", views.Profile.as_view(), name="profile"),
    path("password/", views.Password.as_view(), name="password"),
    path("look/", views.look, name="look"),
    path("messages/", views.bell, name="messages"),
    path("messages/settings/", views.notices, name="notices"),
    path("messages/read/", views.read_all, name="read-all"),
    path("messages/<int:pk>/", views.open_message, name="message"),
    path("people/<int:pk>/sight/", views.sight, name="sight"),
    path("log/", views.log, name="log"),
    path("log/export/", views.export_log, name="log-export"),
]
