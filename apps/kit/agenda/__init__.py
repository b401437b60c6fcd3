"""What waits for people: each app declares its lines of the page 今日工作台 beside its entities (Z1)."""
