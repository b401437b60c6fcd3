"""What is typed, pasted, sent or read on its way in: texts without what nobody sees, days of our time."""
