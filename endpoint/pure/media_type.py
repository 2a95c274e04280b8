"""Media types (RFC 9110 §8.3.1), compared by type and subtype alone."""


def media_type(header):
    """
    >>> media_type(" Application/JSON ; charset=utf-8")
    'application/json'
    :param header: value of ``Content-Type``, or None
    :return: type and subtype in lower case; empty if there is none
    """
    return (header or "").partition(";")[0].strip().lower()
