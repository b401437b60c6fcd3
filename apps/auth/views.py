"""Going out, one's own settings, the bell and the operation log."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.views import LogoutView, PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from apps.auth.actions import change_password, keep_choice, log_export, log_visit, mark_read, save_profile
from apps.auth.bell import by_day, leads_to, readable
from apps.auth.filters import LogFilter
from apps.auth.forms import NoticesForm, PasswordForm, ProfileForm
from apps.auth.log_file import LogTable
from apps.auth.models import User
from apps.auth.rights import MANAGE_USERS, VIEW_LOG
from apps.auth.signing.views import address_of, checked
from apps.core.models import Entry
from apps.foundation.filtering.unclear import Unclear
from apps.foundation.listing.paging import Pages
from apps.kit.access import rules as access
from apps.kit.drafts.forms import Drafted
from apps.kit.exporting.writing import workbook
from apps.kit.hash_chain.checkpoints import newest

YEAR = 365 * 24 * 3600
THEMES = ("light", "dark", "auto")
PER_PAGE = 25


@method_decorator(login_not_required, name="dispatch")
class Logout(LogoutView):
    """Leave; also where the session has ended already, and for who comes back to this address by a link (P5)."""

    http_method_names = ["get", "post", "options"]

    def get(self, request):
        return redirect("home")

    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            log_visit(request.user, "logout", address_of(request))
        answer = super().post(request, *args, **kwargs)
        answer.headers["Clear-Site-Data"] = '"storage"'
        return answer


class Password(PasswordChangeView):
    """A new password for who knows the old one; ends this person's sessions on other devices (P5)."""

    template_name = "accounts/password.html"
    form_class = PasswordForm

    def get_success_url(self):
        return reverse("home" if self.request.user.password_given else "accounts:profile")

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        return self.form_valid(form) if checked(request, form, "old_password") else self.form_invalid(form)

    def form_valid(self, form):
        with transaction.atomic():
            answer = super().form_valid(form)
            change_password(self.request.user, self.request.session.session_key, address_of(self.request))
        messages.success(self.request, _("Your password is changed; you are logged out everywhere else."))
        return answer


class Profile(Drafted, View):
    """What people change about themselves; half typed it survives a closed tab (Z15)."""

    def form(self, *data):
        return ProfileForm(*data, instance=User.objects.get(pk=self.request.user.pk))

    def attempt(self, form):
        save_profile(form.instance, form.Meta.fields)
        messages.success(self.request, _("Your profile is saved."))
        return redirect("accounts:profile")

    def ask(self, form, status=200):
        return render(self.request, "accounts/profile.html", {"form": form} | self.drafts(form), status=status)


@login_not_required
@require_POST
def look(request):
    """Choose language and theme: kept on this device, and with the person when logged in."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    chosen = {
        "language": (request.POST.get("language"), dict(settings.LANGUAGES), settings.LANGUAGE_COOKIE_NAME),
        "theme": (request.POST.get("theme"), THEMES, settings.THEME_COOKIE_NAME),
    }
    for field, (value, allowed, cookie) in chosen.items():
        if value in allowed:
            kept = {"samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE, "httponly": True}
            response.set_cookie(cookie, value, max_age=YEAR, **kept)
            if request.user.is_authenticated:
                keep_choice(request.user, field, value)
    return response


@require_safe
def bell(request):
    """Everything this person was told, or what is unread, newest first; opening it does not mark it read (D3)."""
    rows = request.user.notifications.select_related("entry__by", "entry__kind")
    rows = rows.filter(read_at=None) if "unread" in request.GET else rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "days": by_day(page), "open": readable(page, request.user)}
    return render(request, "accounts/messages.html", context)


def notices(request):
    """How this person wants to be told, kind by kind (D3)."""
    form = NoticesForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        keep_choice(request.user, "notices", form.cleaned_data)
        messages.success(request, _("Your settings are saved."))
        return redirect("accounts:messages")
    return render(request, "accounts/notices.html", {"form": form}, status=422 if form.errors else 200)


def open_message(request, pk):
    """Mark a message read and go to the record it is about, or to all of them; a link alone leads to the list (D3)."""
    message = get_object_or_404(request.user.notifications.select_related("entry__batch"), pk=pk)
    if request.method != "POST":
        return redirect("accounts:messages")
    mark_read(request.user, message)
    return redirect(leads_to(message))


@require_POST
def read_all(request):
    """Mark every message read (D3)."""
    mark_read(request.user)
    return redirect("accounts:messages")


@require_safe
def sight(request, pk):
    """What a person may see: one's own for everybody, anybody's for who manages users (Z8)."""
    if pk != request.user.pk and not request.user.has_perm(MANAGE_USERS):
        raise PermissionDenied
    person = get_object_or_404(User.objects.select_related("role", "department"), pk=pk)
    return render(request, "accounts/sight.html", {"person": person, "sights": list(access.of_person(person))})


@require_safe
@permission_required(VIEW_LOG, raise_exception=True)
def log(request):
    """Everything that was ever done: who, when, to what, old and new values (P5)."""
    filters = LogFilter(request.GET, Entry.objects.all(), user=request.user)
    target = request.htmx.target if request.htmx else ""
    if target == "filter-fields":
        return render(request, "pages/_filters.html", {"filters": filters})
    page = Pages(filters.qs, PER_PAGE, request.GET, enough=filters.enough, joined=joined).wanted()
    part = "accounts/_log.html" if target == "rows" else "accounts/log.html"
    return render(request, part, {"filters": filters, "page": page, "sealed": newest()})


def joined(entries):
    """Entries with who did it and to what kind of thing: every line says both."""
    return entries.select_related("by", "kind")


@require_safe
@permission_required(VIEW_LOG, raise_exception=True)
def export_log(request):
    """Exactly the filtered log as an Excel file; that it was taken is in the log (P5)."""
    filters = LogFilter(request.GET, joined(Entry.objects.all()), user=request.user)
    if filters.unclear:
        raise Unclear(" ".join(map(str, filters.unclear)))
    log_export(request.user, request.GET.urlencode())
    answer = workbook(LogTable(filters.qs), str(Entry._meta.verbose_name_plural))
    answer.rows = filters.qs.count()
    return answer
