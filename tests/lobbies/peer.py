"""Somebody in a lobby who is no browser: aiortc, a WebSocket, and nothing but the words of docs/lobby-protocol.md."""

import asyncio
import json
from collections import Counter, defaultdict
from contextlib import asynccontextmanager

import numpy as np
from aiortc import (
    AudioStreamTrack,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.mediastreams import MediaStreamError
from aiortc.sdp import candidate_from_sdp
from websockets.asyncio.client import connect

from tests.lobbies.lines import cookie_of, in_thread

PATIENCE = 20  # seconds


@asynccontextmanager
async def peer(server, meeting, user, stay=""):
    """He is in the lobby, as the page that had this name if there is one. In the end he hangs up."""
    cookie = (await in_thread(cookie_of)(user)).decode()
    address = f"{server.replace('http', 'ws')}/ws/meetings/{meeting.pk}/room/?stay={stay}"
    line = connect(address, origin=server, additional_headers={"Cookie": cookie}, proxy=None)
    async with line as socket, asyncio.TaskGroup() as group:
        one = Peer(socket, group)
        one.begin(one.listen())
        async with asyncio.timeout(PATIENCE):
            await one.welcome.wait()
        try:
            yield one
        finally:
            await one.hang_up()


class Peer:
    """One page's worth of it. It shows green, is silent, and keeps count of what it sees and hears."""

    def __init__(self, socket, group):
        self.socket, self.group = socket, group
        self.tasks, self.welcome = [], asyncio.Event()
        self.stay, self.ice = "", []
        self.links = {}  # by the other page's stay
        self.early = defaultdict(list)  # what a page has said before the snapshot that tells of it
        self.frames = Counter()  # by kind
        self.loudest, self.most_colourful = 0, 0

    async def say(self, **said):
        await self.socket.send(json.dumps(said))

    async def listen(self):
        async for text in self.socket:
            match json.loads(text):
                case {"tell": "welcome", "stay": stay, "ice": ice, "beat": beat}:
                    self.stay, self.ice = stay, ice
                    self.begin(self.keep_alive(beat))
                    self.welcome.set()
                case {"tell": "snapshot", "people": people, "you": you}:
                    await self.follow({person["seat"]: person["call"] for person in people}, you)
                case {"tell": "signal", "from": other, "data": data} if other in self.links:
                    await self.understand(other, data)
                case {"tell": "signal", "from": other, "data": data}:
                    self.early[other].append(data)
                case {"tell": "refused"} as refusal:
                    raise AssertionError(refusal)

    async def keep_alive(self, beat):
        while True:
            await asyncio.sleep(beat)
            await self.say(do="stay")

    def begin(self, work):
        self.tasks.append(self.group.create_task(work))

    # The way to another page -----------------------------------------------------------

    async def follow(self, calls, you):
        """There is a way to each other page in the call. Of two, the one that is not polite begins."""
        there = set(calls.values()) - {None, self.stay} if calls[you] == self.stay else set()
        for other in self.links.keys() - there:
            await self.links.pop(other).close()
        for other in there - self.links.keys():
            self.links[other] = self.link()
            if self.stay > other:
                await self.describe(other)
            for data in self.early.pop(other, []):
                await self.understand(other, data)

    def link(self):
        link = RTCPeerConnection(RTCConfiguration(iceServers=[RTCIceServer(**each) for each in self.ice]))
        link.on("track", lambda track: self.begin(self.watch(track)))
        for track in (AudioStreamTrack(), VideoStreamTrack()):
            link.addTrack(track)
        return link

    async def describe(self, other):
        """An offer, or an answer to one. All candidates are in it: aiortc gathers them first."""
        link = self.links[other]
        if link.signalingState != "have-local-offer":
            await link.setLocalDescription()
        mine = link.localDescription
        await self.say(do="signal", to=other, data={"description": {"type": mine.type, "sdp": mine.sdp}})

    async def understand(self, other, data):
        link = self.links[other]
        match data:
            case {"description": {"type": "offer"}} if link.signalingState == "have-local-offer":
                pass  # only the one who is not polite offers: the other takes its own back
            case {"description": {"type": kind, "sdp": sdp}}:
                await link.setRemoteDescription(RTCSessionDescription(sdp, kind))
                if kind == "offer":
                    await self.describe(other)
            case {"candidate": {"candidate": line, "sdpMid": mid}} if line and link.remoteDescription:
                candidate = candidate_from_sdp(line.removeprefix("candidate:"))
                candidate.sdpMid = mid
                await link.addIceCandidate(candidate)
            case {"renew": True} if self.stay > other:
                await self.describe(other)

    # What comes over it -----------------------------------------------------------

    async def watch(self, track):
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return  # it has ended
            points = frame.to_ndarray().astype(int)
            if track.kind == "audio":
                self.loudest = max(self.loudest, np.abs(points).max())
            else:
                self.most_colourful = max(self.most_colourful, points.std())
            self.frames[track.kind] += 1

    async def flows(self, number=10):
        """Sounds and pictures keep coming: so many more of each."""
        before = self.frames.copy()
        async with asyncio.timeout(PATIENCE):
            while any(self.frames[kind] < before[kind] + number for kind in ("audio", "video")):
                await asyncio.sleep(0.05)

    async def hang_up(self):
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*(link.close() for link in self.links.values()))
