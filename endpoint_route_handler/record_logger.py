"""A logger that exposes only its logging methods.

Snippets can reach the ``_logger`` of a record. A plain logger would expose its
handlers, and through them the open log file. Odoo's server actions use a similar proxy
(``ir_actions.py``, ``LoggerProxy``).
"""

import logging


class RecordLogger:
    """Exposes the methods of :class:`logging.Logger` that write.

    :param str name: of the logger
    """

    # Odoo's sandbox rejects names with double underscores.
    __slots__ = ("_logger__",)

    def __init__(self, name):
        self._logger__ = logging.getLogger(name)

    @property
    def name(self):
        return self._logger__.name


def _method(name):
    def write(self, *args, **kwargs):
        # Skip this frame: log the position of the caller.
        kwargs["stacklevel"] = kwargs.get("stacklevel", 1) + 1
        getattr(self._logger__, name)(*args, **kwargs)

    return write


for _name in ("debug", "info", "warning", "error", "exception", "critical", "log"):
    setattr(RecordLogger, _name, _method(_name))
