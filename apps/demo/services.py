"""The service requests of the demo, some of them with two rounds of feedback."""

from datetime import timedelta

from django.utils import timezone

from apps.basedata.models import DictItem
from apps.core import actions
from apps.demo import words
from apps.demo.customers import Served
from apps.demo.story import Story
from apps.service import actions as steps
from apps.service.asking import who_asks
from apps.service.models import Feedback, Priority, ServiceRequest

SILENT = 12  # of so many requests the customer of one never answers
SILENCE = timedelta(days=9)

FATES = ["archived"] * 72 + ["twice"] * 18 + ["handled"] * 8 + ["assigned"] * 14 + ["new"] * 8  # 120 in all


def plan(story: Story, company, served: Served) -> None:
    """A hundred and twenty requests; those still open are of the last days."""
    ages = {"archived": (12, 600), "twice": (15, 500), "handled": (1, 6), "assigned": (0, 6), "new": (0, 2)}
    for fate in FATES:
        story.at(story.moment(story.random.uniform(*ages[fate])), create, story, company, served, fate)


def create(story: Story, company, served: Served, fate: str) -> None:
    """The account manager writes down what the customer asks for; the supervisor will assign it."""
    customer = story.pick(served.customers)
    kind = "投诉" if fate == "twice" else story.random.choices(list(words.SERVICES), [5, 3, 2])[0]
    title, text, *helped = story.pick(words.SERVICES[kind])
    request = ServiceRequest(
        type=DictItem.objects.get(type="service_type", value=kind),
        priority=story.random.choices(Priority.values, [3, 10, 5, 2])[0],
        title=title,
        request=text,
        customer=customer,
        contact=customer.contacts.first(),
        product=story.pick(company.products) if kind != "建议" else None,
    )
    actions.create(request, by=customer.owner)
    if fate != "new":
        handler = company.people["liu"] if story.random.random() < 0.7 else customer.owner
        boss = company.supervisor_of(customer.owner)
        story.at(story.soon(timezone.now(), 1), assign, story, request, handler, boss, fate, helped)


def assign(story: Story, request: ServiceRequest, handler, boss, fate: str, helped: list[str]) -> None:
    steps.assign(request, by=boss, to=handler)
    if fate != "assigned" or story.random.random() < 0.5:
        begin = story.soon(timezone.now(), 3) if story.random.random() < 0.8 else story.later(timezone.now(), 1)
        story.at(begin, work, story, request, handler, fate, helped)


def work(story: Story, request: ServiceRequest, handler, fate: str, helped: list[str]) -> None:
    """What is done first helps only half: some customers are told it is done, for the others it goes on."""
    steps.record_work(request, by=handler, solution=helped[0], place=story.pick(["远程", "电话"]))
    if fate != "assigned":
        rest = [] if fate == "twice" else helped[1:]
        story.at(story.soon(timezone.now(), 5), finish, story, request, handler, fate, helped, rest)


def finish(story: Story, request: ServiceRequest, handler, fate: str, helped: list[str], rest: list[str]) -> None:
    """What is left is done; the customer is asked."""
    for solution in rest:
        steps.record_work(request, by=handler, solution=solution, place="客户现场")
    steps.handle(request, by=handler)
    if fate != "handled":
        story.at(story.later(timezone.now(), 1), ask, story, request, handler, fate, helped, bool(rest))


def ask(story: Story, request: ServiceRequest, handler, fate: str, helped: list[str], happy: bool) -> None:
    """Unhappy the first time: it goes back, and is solved; happy: it is archived. Some customers never answer."""
    request.refresh_from_db()
    asker, *_others = who_asks(request)
    silence = timezone.now() + SILENCE
    if happy and request.pk % SILENT == 0 and silence < story.now:
        story.at(silence, give_up, request, asker)
        return
    stars = story.random.choices([3, 4, 5], [3, 5, 4])[0] if happy else story.pick([1, 2])
    said = {"result": words.RESULTS[stars], "satisfaction": stars, "source": story.pick(Feedback.ASKED)}
    steps.feed_back(request, by=asker, **said)
    if not happy:
        story.at(story.soon(timezone.now(), 6), finish, story, request, handler, fate, helped, helped[1:])


def give_up(request: ServiceRequest, asker) -> None:
    steps.archive_unanswered(request, by=asker)
