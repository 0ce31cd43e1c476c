"""Shows as they are served: what is kept ready to go out, and the WSGI application that gives it.

From bottom to top: `blocks` (gzip, of which only what changed is made again), `coding` (gzip or brotli) and `language`
(what a browser wants), `resource` (one prepared answer), `shelf` (those at one address), `live` (shows, refreshed
behind), `shelves` (all of it, by path), `answers` (where there is no page) and `site` (HTTP, without a framework).
"""
