"""From plain data to the classes that ``endpoint_openapi`` describes endpoints with."""

from odoo.addons.endpoint_openapi.pure.source import Answer, Header


def arguments(values):
    """
    :param dict values: as ``pure.operations.describe`` gives them
    :return: dict, as ``Endpoint`` takes it
    """
    return {
        **values,
        "request_headers": headers(values["request_headers"]),
        "response_headers": headers(values["response_headers"]),
        "further_answers": tuple(
            Answer(status, words, headers(pairs))
            for status, words, pairs in values["further_answers"]
        ),
    }


def headers(pairs):
    """
    :param pairs: iterable of (name, description)
    :return: tuple of ``Header``
    """
    return tuple(Header(*pair) for pair in pairs)
