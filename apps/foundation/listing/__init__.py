"""Long lists at the cost of short ones: how many and how much up to a limit, one page at a time, indexes for both."""
