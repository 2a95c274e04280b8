from . import (
    test_idempotency,
    test_idempotency_kept,
    test_idempotency_refused,
)
