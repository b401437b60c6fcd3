"""The operation log is only added to: the lock in the database, how long it is kept, whether it is whole (C11, P5)."""
