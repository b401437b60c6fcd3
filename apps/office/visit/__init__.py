"""The sheet somebody takes along to a customer, on paper or on the phone (C3, O2)."""
