from . import endpoint_jwt_issuer, endpoint_mixin, ir_http
