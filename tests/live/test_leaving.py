"""What is left of a screen that hung up before it was quite in?"""

from __future__ import annotations

from application import House
from live.rooms import forget_the_gone


def test_whose_line_ended_while_coming_in_is_told_nothing_any_more(house: House) -> None:
    """As a refused, or a hasty, client leaves itself behind in python-socketio: in its rooms, without a line."""
    server = house.socketio.server
    stays, gone = (server.manager.connect(line, "/") for line in ("a line", "an ended line"))
    for each in (stays, gone):
        server.manager.enter_room(each, "/", "walls")
    server.eio.sockets["a line"] = object()
    forget_the_gone(house.socketio)
    assert [each for each, _ in server.manager.get_participants("/", "walls")] == [stays]
    assert [each for each, _ in server.manager.get_participants("/", None)] == [stays]
