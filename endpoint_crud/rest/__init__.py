"""REST over a model: what a request says becomes what the ORM is asked, and back.

Call graph of a request::

    resource.Resource          what the endpoint serves, made once of its record
    query.parse                the query: page, filters, order, fields
        filters                a filter to a domain
        cursor.reader          a place in an order
            ranges             what comes after it
    body.values                a JSON object to what create() and write() take
    rows.make                  records to what JSON carries
    paging.answer              the object “pagination” and the header Link
    paths                      the path that was called, for the URLs of an answer
    conditional                ETag, If-Match
"""
