"""The orders of the demo: each customer in its own rhythm, some slipping away, some lost, one coming back."""

from decimal import Decimal

from django.utils import timezone

from apps.basedata.models import DictItem, Stock
from apps.core import actions
from apps.customers.actions import loss as losing
from apps.customers.actions import order as steps
from apps.customers.models import Loss, Order, OrderLine
from apps.demo import words
from apps.demo.customers import Served
from apps.demo.story import DAYS, Story

ORDERS = 500
# How a customer ends, by its place in the list: (days without an order, what is done about it).
SLIPPING = {3: 165, 9: 178, 14: 186, 20: 192, 27: 200, 33: 188}
DELAYED = {5: 230, 17: 245, 29: 215}
LOST = {1: 420, 7: 380, 12: 500, 22: 350, 25: 330}
NEVER = {36, 41}
SILENT = SLIPPING | DELAYED | LOST


def plan(story: Story, company, served: Served) -> None:
    """Five hundred orders over thirty months, and the weekly look for customers that fell silent."""
    for place in range(ORDERS):
        days_ago = DAYS * 0.94 * (1 - place / ORDERS) ** 1.15
        story.at(story.moment(days_ago), order, story, company, served)
    for week in range(DAYS // 7, -1, -1):
        story.at(story.moment(week * 7), look_for_losses, story, served)


def buyer(story: Story, served: Served):
    """A customer who still buys: big ones often, silent ones not any more."""
    days_left = (story.today - timezone.localdate()).days
    alive = [
        customer
        for place, customer in enumerate(served.customers)
        if place not in NEVER and days_left >= SILENT.get(place, 0)
    ]
    due = [customer for customer in alive if days_left == SILENT.get(served.customers.index(customer), -1)]
    return due[0] if due else story.random.choices(alive, [6 / (1 + place % 7) + 1 for place in range(len(alive))])[0]


def order(story: Story, company, served: Served) -> None:
    """An order comes in; what is old is completed, what is new is on its way."""
    customer, dice = buyer(story, served), story.random
    owner, age = customer.owner, (story.today - timezone.localdate()).days
    found = Order(customer=customer, date=timezone.localdate(), salesperson=owner, ship_to=customer.address)
    lines = []
    for product in dice.sample(company.products, dice.choices([1, 2, 3, 4], [3, 4, 3, 1])[0]):
        quantity = Decimal(dice.randrange(1, 4) if product.price > 5000 else dice.randrange(2, 25))
        discount = dice.choice([Decimal(0)] * 3 + [Decimal("0.05"), Decimal("0.1")])
        lines.append(
            OrderLine(product=product, quantity=quantity, unit=product.unit, price=product.price, discount=discount)
        )
    steps.enter(found, by=owner, lines=lines)
    if age < 4 and dice.random() < 0.5:
        return
    for line in lines:
        buy_in(story, company, line)
    steps.confirm(found, by=owner)
    if dice.random() < 0.02:
        steps.void(found, by=owner, reason="客户重复下单")
    elif age > 4:
        story.at(story.later(timezone.now(), 3), steps_ship, story, found, owner, age)


def buy_in(story: Story, company, line: OrderLine) -> None:
    """What runs short is bought in before an order takes it."""
    there = Stock.objects.filter(product=line.product).order_by("pk")
    if sum(stock.quantity for stock in there) < line.quantity + words.reserve(line.product.price) // 4:
        stock = story.pick(there)
        stock.quantity += line.quantity + words.reserve(line.product.price)
        actions.edit(stock, by=company.people["admin"], fields=["quantity"])


def steps_ship(story: Story, found: Order, owner, age: int) -> None:
    steps.ship(found, by=owner)
    if age > 25:
        story.at(story.later(timezone.now(), 18), lambda: steps.complete(found, by=owner))


def look_for_losses(story: Story, served: Served) -> None:
    """The scan warns; some are held by measures, some are given up."""
    known = set(Loss.objects.values_list("pk", flat=True))
    losing.scan()
    place_of = {customer.pk: place for place, customer in enumerate(served.customers)}
    for loss in Loss.objects.exclude(pk__in=known).select_related("customer__owner"):
        place, owner = place_of[loss.customer_id], loss.customer.owner
        if place in DELAYED or place in LOST:
            story.at(story.later(timezone.now(), 8), hold, story, loss, owner)
        if place in DELAYED:
            story.at(story.later(timezone.now(), 25), hold, story, loss, owner)
        if place in LOST:
            story.at(story.later(timezone.now(), 60), give_up, story, loss, owner)


def still_open(loss: Loss) -> bool:
    loss.refresh_from_db()
    return loss.status in Loss.OPEN


def hold(story: Story, loss: Loss, owner) -> None:
    if still_open(loss):
        losing.delay(loss, by=owner, measure=story.pick(words.MEASURES))


def give_up(story: Story, loss: Loss, owner) -> None:
    if still_open(loss):
        reason = story.pick(DictItem.objects.of("loss_reason"))
        losing.confirm_loss(loss, by=owner, reason=reason, note="多次联系未果")
