"""Random requests that fit the document get only responses that it describes."""


def test_every_answer_is_announced(document_url, send_random):
    send_random(document_url, 20, "examples,coverage,fuzzing", timeout=120)
