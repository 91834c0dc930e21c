"""How does a ticket become paper? Document, picture, bytes, connection, and the worker that runs them."""
