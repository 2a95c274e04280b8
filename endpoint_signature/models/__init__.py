from . import (
    endpoint_mixin,
    endpoint_mixin_secret,
    endpoint_signature_delivery,
    ir_http,
)
