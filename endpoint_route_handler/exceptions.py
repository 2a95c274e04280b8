from werkzeug.exceptions import UnsupportedMediaType


class EndpointHandlerNotFound(Exception):
    """The Python handler that a rule names cannot be imported."""


class MediaTypeNotSupported(UnsupportedMediaType):
    """415, with what is taken in the header ``Accept`` (RFC 9110 §15.5.16).

    :param str accept: media types
    """

    error_name = "werkzeug.exceptions.UnsupportedMediaType"

    def __init__(self, description, accept):
        super().__init__(description)
        self.accept = accept

    def get_headers(self, environ=None, scope=None):
        return [*super().get_headers(environ, scope), ("Accept", self.accept)]
