"""Fields whose unit is not what people say: how typed text is read, said back in words, and when it must be asked."""
