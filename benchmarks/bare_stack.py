"""The stack with nothing of ours: Flask, Flask-SocketIO on gevent, SQLAlchemy on SQLite, one page: `… PORT`."""

from gevent import monkey

monkey.patch_all()

import sys

from flask import Flask
from flask_socketio import SocketIO
from gevent.pywsgi import WSGIServer
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

app = Flask("bare")
socketio = SocketIO(app, async_mode="gevent")
engine = create_engine("sqlite://")


@app.get("/healthz")
def hello() -> str:
    with Session(engine) as session:
        return str(session.execute(text("SELECT 1")).scalar())


if __name__ == "__main__":
    WSGIServer(("127.0.0.1", int(sys.argv[1])), app, log=None).serve_forever()
