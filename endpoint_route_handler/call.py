"""The state of the current request, in ``request.endpoint_call``."""

import uuid
from collections.abc import Callable
from typing import Any


class Call:
    """A request that matched an endpoint rule.

    :param handler: the callable of the rule, with ``.routing`` and ``.rule_key``
    :param bool is_preflight: whether the request is a CORS preflight
    :param bool is_dry_run: whether the request is only tried: its transaction is rolled
        back, and it must leave no trace in memory, in other stores or in a log
    :param request: the request itself: :data:`odoo.http.request` looks it up for each
        attribute
    """

    __slots__ = (
        *("handler", "request", "is_preflight", "is_dry_run"),
        *("snapshot", "caller_uid", "key_id", "body", "extras", "_request_id"),
        *("is_replica_current", "observers"),
    )

    def __init__(
        self,
        handler: Any,
        is_preflight: bool = False,
        is_dry_run: bool = False,
        request: Any = None,
    ) -> None:
        self.handler = handler
        self.request = request
        self.is_preflight = is_preflight
        self.is_dry_run = is_dry_run
        #: stored values of the record, :class:`odoo.addons.endpoint.snapshot.Snapshot`
        self.snapshot = None
        #: id of the user who sent the request, once authenticated
        self.caller_uid: int | None = None
        #: id of the API key in ``res.users.apikeys``, if the caller sent one
        self.key_id: int | None = None
        #: the parsed JSON or XML body, once validated
        self.body: Any = None
        #: state of other addons, by addon name; survives Odoo's retries
        self.extras: dict[str, Any] = {}
        self._request_id: str | None = None
        #: whether the replica has replayed everything committed before the request
        self.is_replica_current = True
        #: called with each response, see :meth:`answered`
        self.observers: tuple[Callable[[Call, Any, Exception | None], None], ...] = ()

    @property
    def routing(self) -> dict:
        """The arguments of ``odoo.http.route``, as last synced."""
        return self.handler.routing

    @property
    def rule_key(self) -> str:
        """``"<model>:<id>"``, with or without ``"#<n>"``."""
        return self.handler.rule_key

    @property
    def model(self) -> str:
        """Name of the record's model."""
        return self.rule_key.partition(":")[0]

    @property
    def request_id(self) -> str:
        """Identifies the request in the log and in the message of a 500."""
        if self._request_id is None:
            self._request_id = uuid.uuid4().hex[:12]
        return self._request_id

    @request_id.setter
    def request_id(self, value: str) -> None:
        self._request_id = value

    def answered(self, response: Any, exception: Exception | None = None) -> None:
        """Tell the observers about a response that may be sent.

        Odoo may still replace it: by a retry, or if the commit fails. Only the
        response that is sent is closed, see werkzeug's ``Response.call_on_close``.

        :param exception: the exception that caused the response
        """
        for observe in self.observers:
            observe(self, response, exception)


def call_of(request: Any) -> Call | None:
    """:return: the :class:`Call` of a request; None if no endpoint rule matched.

    Tests may pass a mock with unrelated attributes.
    """
    call = getattr(request, "endpoint_call", None)
    return call if isinstance(call, Call) else None
