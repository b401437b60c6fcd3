"""Signing in with password and code; what people see and change about their own way in."""

from ipaddress import ip_address

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from apps.auth import actions
from apps.auth.models import User
from apps.auth.signing import lockout, sessions, totp
from apps.auth.signing.forms import TOO_MANY, CodeForm, LoginForm, SecondForm
from apps.auth.signing.throttle import DOOR, Crowded, come_again
from apps.kit.drafts import store
from apps.kit.drafts.middleware import SEE_OTHER

HALF_WAY = 300  # seconds between password and code


def address_of(request) -> str:
    """Where a request came from: in production what the proxy in front has put last, else the peer itself (P5)."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.PRODUCTION else ""
    try:
        return str(ip_address(forwarded.rpartition(",")[2].strip()))
    except ValueError:
        return request.META["REMOTE_ADDR"]


def entered(request, user, going: str, *, proof: str = ""):
    """Start the session of who has shown everything asked for, and lead where they were going.

    `proof`: what the second factor was, as `second.passes` says it.
    """
    address = address_of(request)
    with transaction.atomic():
        sessions.start(request, user, address, second=bool(proof))
        actions.log_visit(user, "login", f"{address} + TOTP" if proof == "app" else address)
    answer = led(request, user, going)
    lockout.remember_device(answer, user.username)
    return answer


def led(request, user, going: str):
    """Lead a person who is in where they were going, inside the product."""
    safe = url_has_allowed_host_and_scheme(going, {request.get_host()}, request.is_secure())
    answer = HttpResponseRedirect(going if safe else resolve_url(settings.LOGIN_REDIRECT_URL))
    if request.htmx and store.belongs(user.pk, going):
        answer.status_code = SEE_OTHER
    return answer


def in_already(request):
    """Answer a login sent from a browser in which somebody is in by now: the same person goes on (C8).

    Another person is told whose session it is: nobody goes on as somebody else without noticing.
    """
    typed = request.POST.get("username", request.user.username)
    if typed.strip().casefold() == request.user.username.casefold():
        return led(request, request.user, request.POST.get("next", ""))
    text = _("%(person)s is logged in in this browser. To log in as somebody else, log out first.")
    messages.warning(request, text % {"person": request.user})
    return led(request, request.user, "")


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """Sign in; a demo shows who can be tried (P1). Who has a second factor is asked for it next (C7)."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST" and request.user.is_authenticated:
            return in_already(request)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            with DOOR.room():
                return super().post(request, *args, **kwargs)
        except Crowded:
            return come_again(request)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"address": address_of(self.request)}

    def get_template_names(self):
        """In place of the form that was sent too late, where it was (Z15)."""
        place = self.request.htmx and self.request.htmx.target
        return ["accounts/_login.html" if place in ("dialog-body", "form-page") else self.template_name]

    def get_context_data(self, **kwargs):
        people = User.objects.filter(is_demo=True, is_active=True).select_related("role", "department")
        resumes = "draft=" in self.get_redirect_url()
        return super().get_context_data(people=people, resumes=resumes, **kwargs)

    def form_valid(self, form):
        user, going = form.get_user(), self.get_redirect_url()
        lockout.forgive(form.one)
        if not totp.is_on(user):
            return entered(self.request, user, going)
        proof = {"user": user.pk, "hash": user.get_session_auth_hash(), "at": sessions.now(), "going": going}
        self.request.session.flush()
        self.request.session["half_way"] = proof
        return redirect("accounts:code")

    def form_invalid(self, form):
        refused = form.has_error(NON_FIELD_ERRORS, "too_many")
        if form.has_error(NON_FIELD_ERRORS, "invalid_login"):
            verb = "login_locked" if lockout.is_last(form.one) else "login_failed"
            actions.log_refusal(form.cleaned_data["username"], address_of(self.request), verb)
        answer = self.render_to_response(self.get_context_data(form=form), status=429 if refused else 200)
        if refused:
            actions.log_locked(form.cleaned_data["username"], address_of(self.request))
            answer.headers["Retry-After"] = str(int(lockout.WINDOW.total_seconds()))
        return answer


def half_way(request) -> User | None:
    """Who has typed the right password a moment ago and now owes the code."""
    proof = request.session.get("half_way") or {}
    if sessions.now() - proof.get("at", 0) > HALF_WAY:
        return None
    user = User.objects.select_related("role").filter(pk=proof["user"], is_active=True).first()
    return user if user and user.get_session_auth_hash() == proof["hash"] else None


@login_not_required
@never_cache
@sensitive_post_parameters("code")
def code(request):
    """Ask for the code of the app, or for a recovery code; each opens once (C7)."""
    user = half_way(request)
    if user is None:
        return redirect("accounts:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        one = lockout.code(user, address_of(request), lockout.device_of(request, user.username))
        kind = totp.passes(user, form.cleaned_data["code"]) if one else ""
        if kind:
            lockout.forgive(one)
            if kind == "recovery":
                actions.log_visit(user, "recovery_used", address_of(request))
            return entered(request, user, request.session["half_way"]["going"], proof=kind)
        if one:
            actions.log_refusal(user.username, address_of(request), "second_failed")
        else:
            actions.log_locked(user.username, address_of(request))
        form.add_error("code", _("This code is wrong or was used already.") if one else TOO_MANY)
    return render(request, "accounts/code.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@never_cache
def security(request):
    """One's own way in: password, second factor, sessions."""
    here = request.session.session_key
    rows = [(row, sessions.mark_of(row.pk), row.pk == here) for row in sessions.of(request.user)]
    left = request.user.recovery_codes.filter(used_at=None).count()
    context = {"sessions": rows, "second": totp.is_on(request.user), "left": left}
    return render(request, "accounts/security.html", context | {"required": totp.required(request.user)})


@never_cache
@sensitive_post_parameters()
def set_up(request):
    """Connect an app: its picture, then the password and a first code; answers with the recovery codes, once (C7)."""
    if totp.is_on(request.user):
        return redirect("accounts:security")
    form = SecondForm(request.POST or None, user=request.user)
    form.fields["code"].help_text = _("Six digits from your app.")
    if request.method == "POST" and "new_secret" in request.session and checked(request, form):
        given = (request.session["new_secret"], form.cleaned_data["code"], request.session.session_key)
        codes = actions.turn_on_second(request.user, *given, address_of(request))
        if codes:
            del request.session["new_secret"]
            request.session["second"] = True
            request.session.cycle_key()
            return render(request, "accounts/recovery.html", {"codes": codes})
        form.add_error("code", _("This is not the code your app shows now."))
    secret = request.session.setdefault("new_secret", totp.new_secret())
    picture = {"picture": totp.picture(request.user, secret), "secret": totp.spelled(secret)}
    context = picture | {"form": form, "required": totp.required(request.user)}
    return render(request, "accounts/second.html", context, status=422 if form.errors else 200)


def checked(request, form, field: str = "password") -> bool:
    """Whether a form with the password again is right; guessing that is counted here too (C3)."""
    one = lockout.begin(
        f"again:{request.user.pk}:{request.session.session_key}", address_of(request), most=lockout.PER_DAY
    )
    if one is None:
        actions.log_locked(request.user.username, address_of(request))
        form.add_error(None, TOO_MANY)
        return False
    if not form.has_error(field):
        lockout.forgive(one)
    elif form.has_error(field, "password_incorrect"):
        actions.log_visit(request.user, "password_failed", address_of(request))
    return form.is_valid()


def with_code(request) -> SecondForm:
    """The form that asks for password and code, checked against this person's own when it was sent."""
    form = SecondForm(request.POST or None, user=request.user)
    if request.method == "POST" and checked(request, form):
        one = lockout.code(request.user, address_of(request), f"session:{request.session.session_key}")
        if one and totp.passes(request.user, form.cleaned_data["code"]):
            lockout.forgive(one)
        elif one:
            actions.log_visit(request.user, "second_failed", address_of(request))
            form.add_error("code", _("This code is wrong or was used already."))
        else:
            actions.log_locked(request.user.username, address_of(request))
            form.add_error("code", TOO_MANY)
    return form


@never_cache
@sensitive_post_parameters()
def renew(request):
    """Ten new recovery codes in place of the old ones (C7)."""
    if not totp.is_on(request.user):
        return redirect("accounts:security")
    form = with_code(request)
    if request.method == "POST" and form.is_valid():
        codes = actions.renew_recovery(request.user, address_of(request))
        return render(request, "accounts/recovery.html", {"codes": codes})
    context = {"form": form, "title": _("New recovery codes"), "text": _("The old ones stop working.")}
    return render(request, "accounts/again.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters()
def switch_off(request):
    """Go back to the password alone, where the company lets this person (C7)."""
    if not totp.is_on(request.user) or totp.required(request.user):
        return redirect("accounts:security")
    form = with_code(request)
    if request.method == "POST" and form.is_valid():
        actions.turn_off_second(request.user, by=request.user, note=address_of(request))
        messages.success(request, _("The second factor is turned off."))
        return redirect("accounts:security")
    text = _("From then on your password alone opens everything you may do.")
    context = {"form": form, "title": _("Turn off the second factor"), "text": text}
    return render(request, "accounts/again.html", context, status=422 if form.errors else 200)


@require_POST
def end_sessions(request):
    """End one of one's own sessions, or all others (C1)."""
    key = request.POST.get("session", "")
    if key == sessions.mark_of(request.session.session_key):
        return redirect("accounts:security")
    if actions.end_sessions(request.user, address_of(request), key=key, but=request.session.session_key):
        messages.success(request, _("They are logged out there."))
    return HttpResponseRedirect(reverse("accounts:security"))
