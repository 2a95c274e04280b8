from . import endpoint_mixin, ir_http, test_endpoint_route
