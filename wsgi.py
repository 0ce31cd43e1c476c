"""For WSGI servers: `gunicorn wsgi:app` serves $FEEDTOOL_FEEDS (default: feeds)."""

from feedtool.web import create_app

app = create_app()
