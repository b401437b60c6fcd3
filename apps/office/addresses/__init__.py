"""通讯录: colleagues and the contacts at customers in one place (V4)."""
