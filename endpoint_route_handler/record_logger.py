"""A logger that exposes nothing but its methods.

Snippets reach the ``_logger`` of a record. A plain logger would lead them to its
handlers, and so to the open log file. Odoo gives its server actions such a proxy too
(``ir_actions.py``, ``LoggerProxy``).
"""

import logging


class RecordLogger:
    """The methods of :class:`logging.Logger` that write.

    :param str name: of the logger
    """

    # Odoo's sandbox refuses names with two underscores.
    __slots__ = ("_logger__",)

    def __init__(self, name):
        self._logger__ = logging.getLogger(name)

    @property
    def name(self):
        return self._logger__.name


def _method(name):
    def write(self, *args, **kwargs):
        # Log the position of the caller.
        kwargs["stacklevel"] = kwargs.get("stacklevel", 1) + 1
        getattr(self._logger__, name)(*args, **kwargs)

    return write


for _name in ("debug", "info", "warning", "error", "exception", "critical", "log"):
    setattr(RecordLogger, _name, _method(_name))
