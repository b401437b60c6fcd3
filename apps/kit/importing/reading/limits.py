"""How much a file may hold before it is not read any further."""

MEGABYTE = 1024 * 1024
MOST_ROWS = 1_000_000
MOST_COLUMNS = 500
MOST_CHARACTERS = 131_072  # of one cell
MOST_UNPACKED = 200 * MEGABYTE  # of a workbook, which is a packed folder
MOST_PARTS = 1_000
TIGHTEST = 100  # times smaller than unpacked; honest sheets are packed 5 to 30 times
SMALL = 10 * MEGABYTE  # whatever unpacks to less is harmless however tightly it is packed
MEMORY = 1024 * MEGABYTE  # of the reading process
CPU_SECONDS = 60
