"""The product, and one address that never answers: for drills.hanging."""

import threading

from crm.wsgi import application as product

PLACE = "/hang/"


def application(environ, start_response):
    """What gunicorn serves in that drill."""
    if environ["PATH_INFO"] == PLACE:
        threading.Event().wait()
    return product(environ, start_response)
