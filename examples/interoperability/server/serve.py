"""Serves a CSDL document with odatapy, on this machine only, until standard input ends.

The first line of standard output is the URL of the service.
"""

import socketserver
import sys
import threading
import wsgiref.simple_server

from odatapy.edm.csdl import CsdlAbstractEdmProvider
from odatapy.edm.xml_io import parse_metadata
from odatapy.server import OData
from odatapy.server.adapters import ODataWSGIApp
from odatapy.server.inmemory import InMemoryDataStore, InMemoryProcessor


class Provider(CsdlAbstractEdmProvider):
    """The schemas of one document."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.schemas = parse_metadata(file.read())

    def get_schemas(self):
        return self.schemas


class Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *_):
        pass


def main(path, page_size):
    odata = OData.new_instance()
    handler = odata.create_handler(odata.create_service_metadata(Provider(path)))
    handler.register(InMemoryProcessor(InMemoryDataStore(), page_size=page_size))
    app = ODataWSGIApp(handler)
    server = wsgiref.simple_server.make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
