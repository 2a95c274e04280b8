from werkzeug.exceptions import BadRequest, HTTPException


class RequestValidationError(BadRequest):
    """A part of the request does not fit what the endpoint takes (400).

    :param list detail: all errors, each ``{"loc": ["body", …], "msg", "type"}`` with
        the type ``json_invalid``, ``xml_invalid``, ``xml_schema`` or the keyword of
        the schema that failed; ``loc`` begins with the part, ``body`` or another
    :param bool truncated: there were more
    """

    def __init__(self, detail, truncated=False):
        self.detail = list(detail)
        count = len(self.detail)
        first = self.detail[0]["msg"] if self.detail else "invalid"
        more = f" (and {count - 1} more)" if count > 1 else ""
        part = (self.detail[0].get("loc") or ["body"])[0] if self.detail else "body"
        super().__init__(f"The request's {part} is invalid: {first}{more}")
        self.error_extra = {"detail": self.detail}
        if truncated:
            self.error_extra["truncated"] = True


class SnippetAnswer(HTTPException):
    """What ``error(…)`` of a snippet raises: an answer of the author's own.

    :param int status: 400 to 599
    :param str message: for the caller
    :param str code: a name that programs compare with
    :param details: anything that JSON can carry
    """

    def __init__(self, status, message, code=None, details=None):
        if not isinstance(status, int) or not 400 <= status <= 599:
            raise ValueError(f"error(): {status!r} is no status of an error (400-599)")
        super().__init__(str(message))
        self.code = status
        self.error_extra = {}
        if code is not None:
            self.error_extra["code"] = code
        if details is not None:
            self.error_extra["details"] = details

    @property
    def name(self):
        return "Endpoint error"


class SnippetFailure(Exception):
    """A snippet raised something that it did not mean to (500).

    :param str name: of the endpoint
    :param int line: of the snippet, None if not known
    """

    def __init__(self, name, line, cause):
        super().__init__(f"“{name}”, line {line or '?'} of the code: {cause!r}")
