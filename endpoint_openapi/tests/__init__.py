from . import (
    test_audience,
    test_document,
    test_form,
    test_page,
    test_prefix,
    test_proxy,
)
