"""Put what was measured into README.md, below its last heading, with the day."""

import sys
import time
from pathlib import Path

README = Path(__file__).with_name("README.md")
HEADING = "## What was found on "

if __name__ == "__main__":
    head, _heading, _old = README.read_text(encoding="utf-8").partition(HEADING)
    results = Path(sys.argv[1]).read_text(encoding="utf-8")
    README.write_text(f"{head}{HEADING}{time.strftime('%Y-%m-%d')}\n\n{results}", encoding="utf-8")
