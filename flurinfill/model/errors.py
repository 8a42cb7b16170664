"""The one family of errors.

An error carries a code and its parameters, never a sentence; :func:`flurinfill.i18n.error_text`
turns it into "what, where, what to do next" in German or English.
"""

from __future__ import annotations


class FlurinfillError(Exception):
    """An expected fault that a user can understand and act upon.

    Parameters
    ----------
    code : str
        Stable identifier such as ``"file_empty"``; key into the catalogues (context ``error``
        says what happened, context ``error_next`` what to do).
    **details : object
        Named values for the placeholders of the translated sentence (``path``, ``row`` …).
    """

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        listed = ", ".join(f"{name}={value!r}" for name, value in details.items())
        super().__init__(f"{code}({listed})")


class InputError(FlurinfillError):
    """A file or a value from outside is not usable."""


class MoveRefused(FlurinfillError):
    """A state may not change this way (see :mod:`flurinfill.model.states`)."""


class ProjectError(FlurinfillError):
    """The project file cannot be opened, read or written."""


class SealedError(ProjectError):
    """Personal data was asked for while the vault is locked."""


class StaleWrite(ProjectError):
    """Somebody else changed the row since it was read; nothing was written."""


class ServiceError(FlurinfillError):
    """A map service on the network cannot be reached, or its answer is not usable."""


class GateClosed(FlurinfillError):
    """An export would hand out what its audience must not get."""


class Cancelled(Exception):
    """The user cancelled a job. Not an error: nothing is reported, nothing is left half done."""
