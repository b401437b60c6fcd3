"""What keeps a backup or a restore from being made, as a sentence for whoever runs the product."""


class Fault(Exception):
    """A sentence that says what is wrong and, where it can, what to do."""
