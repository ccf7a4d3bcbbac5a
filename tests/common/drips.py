"""Servers that never come to an end of what they say."""

import time


def drip_body(line, _path):
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        line.sendall(b"x")
        time.sleep(0.05)


def drip_headers(line, _path):
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        line.sendall(b"X")
        time.sleep(0.05)


def flood_with_beginnings(line, _path):
    while True:
        line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
