from . import endpoint_mixin, endpoint_mixin_idempotency
