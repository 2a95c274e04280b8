"""What the header ``Idempotency-Key`` adds to an operation
(draft-ietf-httpapi-idempotency-key-header).
"""

REQUEST_HEADERS = (
    (
        "Idempotency-Key",
        "A name of the request, chosen by the caller, such as a UUID. Sent again with "
        "it, the request is carried out once, and answered as the first time.",
    ),
)
RESPONSE_HEADERS = (
    ("Idempotent-Replayed", "`true` where it is the answer to an earlier request."),
)
ERRORS = """
409 The first request with this `Idempotency-Key` still runs (after `Retry-After` \
seconds it may be sent again), or its answer was not kept.
422 Another request was sent with this `Idempotency-Key`.
"""
