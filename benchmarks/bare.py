"""The limits beside which the product is measured: the same server, database door and sockets with nothing on top.

Run as a process: `python -m benchmarks.bare`. Serves the whole product on a training clock and, in front of it,
`/bare/post` (one durable row), `/bare/hello`, and a Socket.IO room that echoes at `/bare/emit`.
"""

from gevent import monkey

monkey.patch_all()

import gc

gc.set_threshold(50_000, 20, 100)  # as server.py

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask, jsonify, request
from sqlalchemy import text

import config as configuration
from actions.devices import add_device_token
from application import House
from clock import TrainingClock, parse_training_start
from commands import Place, open_ready_hall
from commands.serving import print_worker
from launch import Server, listen, serve_until_stopped

ROOT = Path(__file__).parent.parent
AT = "2017-03-13 08:40"


def bare_application(house: House) -> Flask:
    """Flask with one route that writes one durable row through the same door."""
    app = Flask("bare")
    database = house.hall.database
    database.write(lambda session: session.execute(text("CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT)")))
    statement = text("INSERT INTO bare (body) VALUES (:body)")

    @app.post("/bare/post")
    def post() -> Any:
        body = json.dumps(request.get_json())
        database.write(lambda session: session.execute(statement, {"body": body}))
        return jsonify(ok=True), 201

    @app.get("/bare/hello")
    def hello() -> Any:
        return "hello"

    @app.post("/bare/emit")
    def emit() -> Any:
        message = request.get_json()
        house.socketio.emit("bare", message, to=message.get("room", "walls"))
        return jsonify(ok=True)

    return app


def main(data: Path, port: int, office: Path = ROOT / "config.toml") -> None:
    """Serve until stopped; the first line of output is JSON with the secrets that the load needs."""
    config = configuration.load(office)
    # One ticket is recalled hundreds of times here.
    config = config.model_copy(update={"tickets": config.tickets.model_copy(update={"most_recalls": 100_000})})
    clock = TrainingClock(parse_training_start(AT, config.site.zone), config.site.zone)
    socket = listen("127.0.0.1", port)
    (data / "training").mkdir(parents=True, exist_ok=True)
    hall = open_ready_hall(Place(office, data, None), config, clock)
    house = House(hall, b"a key for benchmarks only, 32 b!!")
    house.app.config["PICTURES"] = data / "pictures"
    bare = bare_application(house)

    def either(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        chosen = bare if environ["PATH_INFO"].startswith("/bare/") else house.app
        return chosen(environ, start_response)

    server = Server(socket, either, log=None)
    worker = print_worker(hall, f"http://127.0.0.1:{port}", data)
    secrets = {
        code: hall.write(add_device_token, code=code)
        for code in (*(k.code for k in config.kiosks), *(w.code for w in config.walls))
    }

    def started() -> None:
        house.start()
        worker.start()
        print(json.dumps(secrets), flush=True)

    def stopped() -> None:
        house.stop()
        hall.database.close()

    serve_until_stopped(server, started, worker.stop, stopped)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *map(Path, sys.argv[3:]))
