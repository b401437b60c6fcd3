#!/usr/bin/env python
"""Django's command line for the product."""

import sys

from django.core.management import execute_from_command_line

from crm import safety

if __name__ == "__main__":
    safety.load_settings()
    execute_from_command_line(sys.argv)
