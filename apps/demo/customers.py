"""The customers of the demo: who they are, whom one talks to, what was talked about."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from apps.basedata.models import DictItem
from apps.core import actions
from apps.customers.actions.activity import add as record
from apps.customers.actions.activity import plan_contact
from apps.customers.actions.contact import add as add_contact
from apps.customers.models import Activity, Contact, Customer, Level
from apps.demo import words
from apps.demo.story import DAYS, Story

DIRECT, CONTACTS, ACTIVITIES = 44, 150, 400


@dataclass
class Served:
    """The customers so far, those of won chances among them, and how many contacts and dealings there are."""

    names: list[tuple[str, str, str]]  # (region, place, company name), each used once
    customers: list[Customer] = field(default_factory=list)
    contacts: int = 0


def plan(story: Story, company) -> Served:
    """Forty-four customers found in the first two years, and dealings with everybody since."""
    served = Served(list(company_names(story)))
    for place in range(DIRECT):
        moment = story.moment(DAYS - place * 12 - story.random.randrange(8))
        is_twin = place == DIRECT - 1
        story.at(moment, take_on, story, company, served, company.managers[place % 3], is_twin)
    for _one in range(CONTACTS - DIRECT - 16):
        story.at(story.moment(story.random.randrange(5, 500)), meet, story, served)
    for place in range(ACTIVITIES):
        story.at(story.moment(DAYS * 0.97 * (1 - place / ACTIVITIES) ** 1.4), deal, story, served)
    story.at(story.moment(1), look_ahead, story, served)
    return served


def company_names(story: Story):
    """Coined names, each with its region and place."""
    places = [(region, place) for region, found in words.PLACES.items() for place in found]
    coined = [f"{coined}{trade}" for coined in words.COINED for trade in words.TRADES]
    story.random.shuffle(coined)
    for name in coined:
        region, place = story.pick(places)
        yield region, place, f"{place}{name}{story.pick(words.FORMS[:2] if len(name) > 4 else words.FORMS)}"


def person_name(story: Story) -> str:
    return story.pick(words.SURNAMES) + story.pick(words.GIVEN)


def mobile(story: Story) -> str:
    return f"1{story.pick('35789')}{story.random.randrange(10**8, 10**9)}"


def take_on(story: Story, company, served: Served, owner, is_twin: bool) -> None:
    """A customer comes, with its first contact; the twin is there already under another writing."""
    region, place, name = served.names.pop()
    if is_twin:
        known = next(one for one in served.customers if one.owner == company.people["li"])
        region, place = known.region.value, known.address.partition("市")[0]
        name = known.name.replace(place, f"{place}市", 1)
    dice = story.random
    customer = Customer(
        name=name,
        region=DictItem.objects.get(type="region", value=region),
        level=dice.choices(Level.values, [40, 25, 18, 10, 7])[0],
        satisfaction=dice.choices([2, 3, 4, 5], [8, 40, 35, 17])[0],
        credit=dice.choices([2, 3, 4, 5], [6, 44, 32, 18])[0],
        owner=owner,
        **papers(story, place),
    )
    actions.create(customer, by=owner)
    add_contact(new_contact(story, customer, is_primary=True), by=owner)
    served.customers.append(customer)
    served.contacts += 1


def papers(story: Story, place: str) -> dict:
    """What the file of a company in this place holds beside its name."""
    dice, (code, postcode) = story.random, words.CODES[place]
    return {
        "address": f"{place}市{story.pick(words.STREETS)} {dice.randrange(1, 300)} 号",
        "postcode": f"{postcode}{dice.randrange(0, 100):03d}",
        "phone": f"{code}-{dice.randrange(60000000, 89999999)}",
        "licence_no": f"91{dice.randrange(10**15, 10**16)}",
        "legal_representative": person_name(story),
        "registered_capital": dice.choice([100, 200, 500, 1000, 2000, 5000]),
        "annual_turnover": dice.choice([800, 1500, 3000, 8000, 20000]),
        "bank": f"{story.pick(words.BANKS)}{place}分行",
    }


def complete_file(story: Story, customer: Customer, place: str) -> None:
    """A customer that was won: its account manager fills in the rest of the file."""
    found = papers(story, place)
    for name, value in found.items():
        setattr(customer, name, value)
    actions.edit(customer, by=customer.owner, fields=found)


def look_ahead(story: Story, served: Served) -> None:
    """This week the account managers planned when to contact whom; with a few of them nobody has."""
    for customer in Customer.objects.without_next_step().order_by("pk"):
        if story.random.random() < 0.8:
            day = timezone.localdate() + timedelta(days=story.random.randrange(0, 25))
            plan_contact(customer, by=customer.owner, to=day, next_step=story.pick(words.NEXT_STEPS))


def new_contact(story: Story, customer: Customer, **fields) -> Contact:
    given = {"position": story.pick(words.POSITIONS), "mobile": mobile(story), "sex": story.pick("mf")}
    if story.random.random() < 0.4:
        given["wechat"] = f"wx{story.random.randrange(10**6, 10**7)}"
    return Contact(customer=customer, name=person_name(story), **given | fields)


def meet(story: Story, served: Served) -> None:
    """One more contact at a customer."""
    if served.contacts < CONTACTS:
        customer = story.pick(served.customers)
        add_contact(new_contact(story, customer), by=customer.owner)
        served.contacts += 1


def deal(story: Story, served: Served) -> None:
    """A visit, call or mail, mostly where one is due; every third with a next step."""
    due = [one for one in served.customers if one.next_date and one.next_date <= timezone.localdate()]
    recent = served.customers[-25:] if story.random.random() < 0.5 else served.customers
    customer = story.pick(due if due and story.random.random() < 0.85 else recent)
    kind, title, detail = story.pick(words.DEALINGS)
    activity = Activity(
        customer=customer,
        contact=customer.contacts.first(),
        kind=DictItem.objects.get(type="activity_kind", value=kind),
        title=customer.next_step or title,
        detail=detail,
        at=timezone.now(),
        place=customer.address[:12] if kind == "拜访" else "",
    )
    if story.random.random() < 0.35:
        activity.next_step = story.pick(words.NEXT_STEPS)
        activity.next_date = timezone.localdate() + timedelta(days=story.random.randrange(1, 15))
    record(activity, by=customer.owner)
    customer.refresh_from_db(fields=["next_date", "next_step"])
