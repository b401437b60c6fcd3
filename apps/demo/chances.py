"""The sales chances of the demo: recorded, assigned, planned, won or lost."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from apps.basedata.models import DictItem
from apps.core import actions
from apps.customers.models import Level
from apps.customers.models.loss import months_before
from apps.demo import words
from apps.demo.customers import Served, complete_file, mobile, person_name
from apps.demo.story import Story
from apps.marketing.actions import chance as steps
from apps.marketing.actions import keep_forecast
from apps.marketing.actions import plan as planning
from apps.marketing.models import Chance, PlanStep

FATES = ["born"] * 16 + ["won"] * 10 + ["lost"] * 19 + ["developing"] * 34 + ["new"] * 11  # 90 in all


def plan(story: Story, company, served: Served) -> None:
    """Ninety chances over fourteen months; what is open now is young. Each month begins with its forecast."""
    ages = {"born": (60, 620), "won": (30, 400), "lost": (25, 400), "developing": (8, 80), "new": (0, 9)}
    for fate in FATES:
        begin = story.moment(story.random.uniform(*ages[fate]))
        story.at(begin, record, story, company, served, fate)
    for months in range(18):
        first = months_before(story.today.replace(day=1), months)
        story.at(timezone.make_aware(datetime.combine(first, time(0, 5))), keep_forecast)


def record(story: Story, company, served: Served, fate: str) -> None:
    """Somebody hears of a chance; its supervisor will assign it."""
    manager = story.pick(company.managers)
    boss = company.supervisor_of(manager)
    known = fate == "won" or (fate != "born" and story.random.random() < 0.4)
    customer = story.pick([one for one in served.customers if one.owner == manager]) if known else None
    region, place, name = ("", "", customer.name) if customer else served.names.pop()
    title, description = story.pick(words.CHANCES)
    chance = Chance(
        source=story.pick(DictItem.objects.of("source")),
        customer=customer,
        customer_name=name,
        title=title.format(n=story.random.randrange(5, 60)),
        probability=story.pick(range(20, 90, 5)),
        contact=person_name(story),
        phone=mobile(story),
        description=description,
        expected_amount=Decimal(story.random.randrange(2, 60) * 5000),
        expected_close=timezone.localdate() + timedelta(days=story.random.randrange(20, 100)),
    )
    actions.create(chance, by=boss if story.random.random() < 0.5 else manager)
    if fate != "new":
        story.at(story.later(timezone.now(), 1), assign, story, served, chance, manager, boss, fate, (region, place))


def assign(story: Story, served: Served, chance: Chance, manager, boss, fate: str, home: tuple) -> None:
    """The supervisor assigns it; the manager draws up the plan."""
    steps.assign(chance, by=boss, to=manager)
    done = fate != "developing"
    count = story.random.randrange(3, 6)
    for place in range(count):
        todo, points, result = words.STEPS[place]
        date = timezone.localdate() + timedelta(days=3 + place * story.random.randrange(5, 12))
        step = PlanStep(chance=chance, date=date, todo=todo, points=points, duration=story.random.randrange(1, 4))
        planning.add_step(step, by=manager)
        moment = story.later(timezone.now(), (date - timezone.localdate()).days)
        days_late = (story.today - date).days
        if done or days_late > 12 or (days_late > 0 and story.random.random() < 0.7):
            story.at(moment, planning_done, step, manager, result)
    end = story.later(timezone.now(), 4 + count * 12)
    if done:
        story.at(end, close, story, served, chance, manager, fate, home)


def planning_done(step: PlanStep, manager, result: str) -> None:
    step.chance.refresh_from_db()
    if step.chance.status == Chance.Status.DEVELOPING:
        planning.complete(step, by=manager, result=result)


def close(story: Story, served: Served, chance: Chance, manager, fate: str, home: tuple) -> None:
    """Won or lost, with a reason."""
    chance.refresh_from_db()
    if fate == "lost":
        reason = story.pick(DictItem.objects.of("failure_reason"))
        steps.lose(chance, by=manager, reason=reason, note=story.pick(words.LOST_NOTES))
    elif fate == "won":
        steps.win(chance, by=manager)
    else:
        region, place = home
        item = DictItem.objects.get(type="region", value=region)
        born = {"region": item, "level": Level.PROMISING, "contact": chance.contact, "phone": chance.phone}
        served.customers.append(steps.win(chance, by=manager, **born).goto)
        served.contacts += 1
        story.at(story.later(timezone.now(), 2), complete_file, story, served.customers[-1], place)
