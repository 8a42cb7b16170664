"""Dialogs: opened with ``open()``, so that nothing waits inside a call and tests can drive them."""
