from . import test_idempotency
