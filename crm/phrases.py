"""Sentences of Django that our catalogue says in our own words, because its Chinese one leaves a word in English."""

from django.utils.translation import gettext_noop

PHRASES = (
    gettext_noop("Enter a valid email address."),
    gettext_noop(
        "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s."
        " You may need to file a bug report if the issue persists."
    ),
)
