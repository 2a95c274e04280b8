"""Random requests that match the document get only responses that it describes."""


def test_every_response_is_described(document_url, send_random):
    send_random(document_url, 20, "examples,coverage,fuzzing", timeout=120)
