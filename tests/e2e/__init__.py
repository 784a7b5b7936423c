"""The product as its users meet it: real processes, and the chat in a real browser."""
