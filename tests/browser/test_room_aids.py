"""What a room does for whoever talks in it: four pictures, a full screen, other devices, the time that is left, a weak
line."""

import pytest

from tests import make
from tests.browser.rooms import OVERHANG, address, flows, flows_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CORNERS = """
() => [...document.querySelectorAll("[data-room-tiles] .tile")].map((tile) => {
  const { left, top, width } = tile.getBoundingClientRect();
  return [left, top, width].map(Math.round);
})
"""
MICROPHONE = "[data-room-devices=audioinput]"
# A line that takes seconds, in place of the quick one that there is between two windows of one machine.
SLOW = """
() => {
  const own = RTCPeerConnection.prototype.getStats;
  RTCPeerConnection.prototype.getStats = async function (...asked) {
    const found = new Map([...(await own.apply(this, asked))]);
    for (const [id, each] of found) {
      if (each.type === "candidate-pair") found.set(id, { ...each, currentRoundTripTime: 2 });
    }
    return found;
  };
}
"""


@pytest.fixture
def four(server, window_of, meeting):
    """Host, guest, interpreter and introducer are in the call. Small windows spare the machine."""
    people = [meeting.people["host"], meeting.people["guest"]]
    for role, name in (("interpreter", "Inès Moreau"), ("introducer", "Li Wei")):
        people.append(make.participant(fair=meeting.fair, user=make.member(name=name)))
        make.attendance(booking=meeting, participant=people[-1], role=role)
    windows = [window_of(who, viewport={"width": 800, "height": 600}) for who in people]
    for window in windows:
        window.goto(address(server, meeting))
    for window in windows:
        window.get_by_role("button", name="Go in").click()
    return windows


def test_four_see_each_other_in_a_square(four):
    for window in four:
        flows(window, number=3)
        corners = window.evaluate(CORNERS)
        assert (len({left for left, _, _ in corners}), len({top for _, top, _ in corners})) == (2, 2)
        assert len({width for _, _, width in corners}) == 1
        assert window.evaluate(OVERHANG) <= 0


def test_the_pictures_fill_the_screen_and_come_back(two):
    host, _guest = two
    host.get_by_role("button", name="Full screen").click()
    host.wait_for_function("() => document.fullscreenElement?.matches('.stage')")
    assert host.get_by_role("button", name="Leave the call").is_visible()
    flows_on(host)
    host.get_by_role("button", name="Full screen").click()
    host.wait_for_function("() => !document.fullscreenElement")


def test_another_microphone_is_heard_without_leaving_the_call(two):
    host, guest = two
    host.locator(f"{MICROPHONE} option").nth(1).wait_for(state="attached")
    chosen = host.locator(MICROPHONE).evaluate("(choice) => choice.options[choice.options.length - 1].value")
    assert chosen != host.locator(MICROPHONE).input_value()
    host.locator(MICROPHONE).select_option(chosen)
    guest.wait_for_function(
        """() => {
          const heard = document.querySelector("[data-room-tiles] .tile:not(.tile--self) video").srcObject;
          return heard.getAudioTracks().some((track) => track.readyState === "live" && !track.muted);
        }"""
    )
    for window in two:
        flows_on(window)
    assert host.locator(MICROPHONE).input_value() == chosen


@pytest.mark.parametrize("meeting", [-23.65], indirect=True)
def test_in_the_call_one_is_told_how_much_time_is_left(two):
    for window in two:
        window.get_by_role("alert").filter(has_text="One minute is left.").wait_for(timeout=30_000)


def test_on_a_weak_line_pictures_are_left_out_by_themselves(two):
    host, guest = two
    host.evaluate(SLOW)
    told = host.get_by_role("alert").filter(has_text="Pictures are left out, so that your voice gets through.")
    told.wait_for(timeout=20_000)
    guest.locator(".tile--dark:not(.tile--self)").wait_for()
    guest.locator("[data-weak]", has_text="weak line").wait_for()
    assert host.locator("[data-room-link]").inner_text() == "Your line is weak."
