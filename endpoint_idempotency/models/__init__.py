from . import endpoint_idempotency_key, endpoint_mixin, ir_http
