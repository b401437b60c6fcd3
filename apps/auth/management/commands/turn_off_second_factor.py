"""The way back in for the last administrator who has lost phone and recovery codes."""

from django.core.management.base import BaseCommand, CommandError

from apps.auth.actions import turn_off_second
from apps.auth.models import User


class Command(BaseCommand):
    help = "Turns off the second factor of a person; it is on record."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, username, **options):
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"Nobody has the user name {username}.")
        turn_off_second(person, by=None, note="bin/manage")
