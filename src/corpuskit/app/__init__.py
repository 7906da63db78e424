"""The use cases: what a command or a caller asks for, put together from the layers below."""
