"""The one error object, the same that Odoo's JSON-2 API answers with
(``odoo/http.py``, ``serialize_exception``), so that a client needs one parser.
"""


def error_object(name, message, arguments=None, extra=None, debug=""):
    """
    :param str name: dotted name of the exception
    :param str message: for the caller
    :param arguments: list; the message alone if not given
    :param dict extra: more members, such as ``detail``
    :param str debug: a traceback, for developers
    :return: dict that JSON can carry
    """
    return {
        "name": name,
        "message": message,
        "arguments": [message] if arguments is None else list(arguments),
        "context": {},
        "debug": debug,
        **(extra or {}),
    }


def class_name(exception):
    """:return: dotted name of an exception's class, or the name that it asks for"""
    kind = type(exception)
    return getattr(kind, "error_name", f"{kind.__module__}.{kind.__qualname__}")
