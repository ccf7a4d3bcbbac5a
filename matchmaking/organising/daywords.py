"""What the day calls its rooms, its numbers and the faults of devices, and how it draws them."""

from django.utils.translation import pgettext_lazy

from matchmaking.organising.rules.day import Fault, State

QUEUES, DEVICES = "queue", "devices"

# What a room's tile says, and the numbers above all of them.
SAYS = {
    State.HELP: pgettext_lazy("a room", "asks for help"),
    State.LATE: pgettext_lazy("a room", "one side late"),
    State.EMPTY: pgettext_lazy("a room", "nobody there"),
    State.OVERRUN: pgettext_lazy("a room", "over time"),
    State.CLOSED: pgettext_lazy("a room", "closed"),
    State.WAITING: pgettext_lazy("a room", "waiting"),
    State.ON: pgettext_lazy("a room", "in a call"),
    State.SOON: pgettext_lazy("a room", "begins soon"),
    State.FREE: pgettext_lazy("a room", "free"),
}
NUMBERS = {
    State.ON: pgettext_lazy("rooms", "in a call"),
    State.WAITING: pgettext_lazy("rooms", "waiting"),
    State.LATE: pgettext_lazy("rooms", "one side late"),
    State.EMPTY: pgettext_lazy("rooms", "nobody there"),
    State.OVERRUN: pgettext_lazy("rooms", "over time"),
    State.HELP: pgettext_lazy("rooms", "ask for help"),
    State.SOON: pgettext_lazy("rooms", "begin soon"),
    QUEUES: pgettext_lazy("people", "queue at stands"),
    DEVICES: pgettext_lazy("people", "device test failed"),
}
DRAWINGS = {
    State.HELP: "life-buoy",
    State.LATE: "clock-alert",
    State.EMPTY: "user-x",
    State.OVERRUN: "timer-off",
    State.CLOSED: "lock",
    State.WAITING: "hourglass",
    State.ON: "video",
    State.SOON: "calendar-clock",
    State.FREE: "circle",
    QUEUES: "users",
    DEVICES: "mic-off",
}
FAULTS = {
    Fault.MICROPHONE: pgettext_lazy("a device test", "no microphone found"),
    Fault.SOUND: pgettext_lazy("a device test", "hears nothing"),
    Fault.LINE: pgettext_lazy("a device test", "the line is too weak"),
}
