"""What was typed and not sent: kept while one types, given back when the form is opened again (Z15)."""
