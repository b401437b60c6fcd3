"""How lists are filtered: from one value to another, and what is said where a filter is not understood."""
