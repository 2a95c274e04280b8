from . import (
    test_audience,
    test_deprecation,
    test_document,
    test_form,
    test_prefix,
    test_query,
)
