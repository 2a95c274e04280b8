"""What a snippet sees of the request: read-only views that cannot change the user, the
session or files.
"""

from typing import Any, NoReturn

from werkzeug.datastructures import EnvironHeaders, ImmutableMultiDict
from werkzeug.exceptions import BadRequestKeyError

# Odoo's sandbox refuses names with double underscores: no snippet can bypass a view.
_WRAPPED = "_wrapped__"


class _View:
    """Read-only access to some attributes of an object."""

    __slots__ = (_WRAPPED,)

    def __init__(self, wrapped: Any) -> None:
        self._wrapped__ = wrapped


def _reader(name):
    return property(lambda self: getattr(self._wrapped__, name))


def _expose(view, names):
    for name in names:
        setattr(view, name, _reader(name))


class FileView(_View):
    """A file of a multipart form. werkzeug's own class can save it to any path."""

    __slots__ = ()

    # pylint: disable-next=method-required-super
    def read(self, size: int = -1) -> bytes:
        return self._wrapped__.read(size)

    def seek(self, position: int = 0) -> int:
        return self._wrapped__.seek(position)


_expose(
    FileView,
    ("name", "filename", "content_type", "mimetype", "content_length", "headers"),
)


class HeadersView(EnvironHeaders):
    """Headers by name. A missing one is the caller's mistake."""

    def __getitem__(self, name: str, *args: Any, **options: Any) -> str:
        try:
            return super().__getitem__(name, *args, **options)
        except KeyError:
            raise BadRequestKeyError(name) from None


class HTTPRequestView(_View):
    """``request.httprequest``."""

    __slots__ = ()

    @property
    def headers(self) -> HeadersView:
        return HeadersView(self._wrapped__.environ)

    @property
    def files(self) -> ImmutableMultiDict:
        files = self._wrapped__.files
        items = files.items(multi=True)
        return ImmutableMultiDict([(name, FileView(file)) for name, file in items])


_expose(
    HTTPRequestView,
    (
        *("method", "path", "full_path", "url", "base_url", "host", "host_url"),
        *("scheme", "is_secure", "root_url", "url_root", "query_string", "args"),
        *("form", "values", "data", "get_data", "get_json", "json", "is_json"),
        *("cookies", "environ", "authorization", "origin", "referrer"),
        *("content_type", "content_length", "content_encoding", "mimetype"),
        *("mimetype_params", "remote_addr", "access_route", "user_agent"),
        *("accept_languages", "accept_mimetypes", "accept_charsets", "date", "range"),
        *("if_match", "if_none_match", "if_modified_since", "if_unmodified_since"),
    ),
)


class SessionView(_View):
    """``request.session``."""

    __slots__ = ()

    @property
    def context(self) -> dict[str, Any]:
        return dict(self._wrapped__.context)


_expose(SessionView, ("uid", "login", "db"))


class Parameters(dict):
    """Parameters by name. A missing one is the caller's mistake."""

    def __missing__(self, name: str) -> NoReturn:
        raise BadRequestKeyError(name)


class RequestView(_View):
    """``request``."""

    __slots__ = ()

    @property
    def httprequest(self) -> HTTPRequestView:
        return HTTPRequestView(self._wrapped__.httprequest)

    @property
    def session(self) -> SessionView:
        return SessionView(self._wrapped__.session)

    @property
    def params(self) -> dict[str, Any]:
        params = self._wrapped__.params
        if not isinstance(params, dict):
            return params
        return Parameters({n: _view_of_file(value) for n, value in params.items()})


def _view_of_file(value):
    return FileView(value) if hasattr(value, "save") else value


_expose(
    RequestView,
    (
        *("env", "db", "lang", "geoip", "cr", "uid", "context", "best_lang"),
        *("make_response", "make_json_response", "redirect", "not_found"),
        *("get_json_data", "csrf_token"),
    ),
)
