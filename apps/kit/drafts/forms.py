"""What a screen with a form does about drafts: keeps, offers, gives back, forgets (Z15)."""

from django.http import HttpResponse, HttpResponseRedirect

from apps.kit.drafts import store
from apps.kit.drafts.idempotency import again, led_to
from apps.kit.drafts.tickets import opened, ticket


class Drafted:
    """A form whose content is kept while it is filled in; mixed into a view that has `form`, `attempt` and `ask`."""

    takes_drafts = True
    draft = None  # with which the form was opened

    def dispatch(self, request, *args, **kwargs):
        found = opened(request.POST.get("draft", "")) if request.method == "POST" else None
        self.key = found[1] if found and found[0] == request.user.pk else ""
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        return self.ask(self.resume() or self.form())

    def post(self, request, **kwargs):
        if what := request.POST.get("drafting"):
            return self.drafting(what)
        if address := led_to(request, self.key):
            return again(request, address)
        form = self.form(request.POST, request.FILES)
        if done := form.is_valid() and self.attempt(form):
            self.sent()
            return done
        self.refused()
        return self.ask(form, status=422)

    def resume(self):
        """The form as it was left, saying nothing yet about what is wrong with it; None where nothing is kept."""
        self.draft = store.resumed(self.request)
        if self.draft is None:
            return None
        self.key = self.draft.key
        form = self.form(store.as_sent(self.draft), None)
        getattr(form, "hush", form.errors.clear)()
        return form

    def drafting(self, what: str):
        """Keep or forget what was typed, without sending it."""
        form = self.form()  # refuses whoever may not open it
        if self.key and what == "keep":
            store.keep(self.request.user.pk, self.key, self.request)
        if self.key and what == "forget":
            self.sent()
            if not self.request.htmx:
                return HttpResponseRedirect(self.address)
            if self.request.htmx.target in ("dialog-body", "form-page"):
                self.key = ""
                return self.ask(form)
            return HttpResponse()
        return HttpResponse(status=204)

    def refused(self) -> None:
        """The form was sent and something is wrong with it: it stays kept until it is right."""
        if self.key and store.typed(self.request.POST):
            store.keep(self.request.user.pk, self.key, self.request)

    def sent(self) -> None:
        """The form has done its work."""
        if self.key:
            store.forget(self.request.user.pk, self.key)

    @property
    def address(self) -> str:
        """Where the form is sent: its own address, also where it was opened with a draft."""
        query = self.request.GET.copy()
        query.pop("draft", None)
        return f"{self.request.path}?{query.urlencode()}".rstrip("?")

    def offered(self, form) -> list:
        """What this person has typed here before and not sent."""
        return [] if form.is_bound or not form.visible_fields() else store.offered(self.request)

    def drafts(self, form) -> dict:
        """What the form's template needs: its ticket, the draft it was opened with, the drafts it could be."""
        user, request = self.request.user, self.request
        offers = [(one, store.resuming(one, request), ticket(user.pk, one.key)) for one in self.offered(form)]
        return {"ticket": ticket(user.pk, self.key), "resumed": self.draft, "offers": offers, "action": self.address}
