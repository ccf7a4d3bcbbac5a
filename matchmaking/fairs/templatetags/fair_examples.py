"""Plans of halls that do not exist, for the page /design/: the page is common's, the plan is this app's."""

from django import template

from matchmaking.fairs.plan import Place, Plan, Stand, State, lay_out

register = template.Library()

NAMES = ("Chocolaterie du Nord", "Andes Quinoa", "Lion City Robotics", "Atlas Olive", "Fjord Instruments", "Bruma Café")


def hall(stands: int, rooms: int, tables: int, letters: int) -> Plan:
    """A hall of that size, with one of every state in it."""
    per_letter = -(-stands // letters)
    return lay_out(
        [
            Stand(
                number=f"{chr(ord('A') + n // per_letter)}{n % per_letter + 1}",
                name="" if n % 11 == 7 else NAMES[n % len(NAMES)],
                href="" if n % 11 == 7 else "#plan",
                state=State.FREE if n % 11 == 7 else State.MINE if n == 3 else State.TAKEN,
                is_highlighted=n == 1,
                is_on_now=n % 5 == 2 and n % 11 != 7,
            )
            for n in range(stands)
        ],
        [
            Place(name=f"Room {n + 1}", href="#plan", is_on_now=n % 3 == 1, whose=NAMES[n] if n < 2 else "")
            for n in range(rooms)
        ]
        + [Place(name=f"Table {n + 1}", kind="table", is_on_now=n % 4 == 0) for n in range(tables)],
    )


@register.simple_tag
def example_halls() -> list[tuple[str, Plan]]:
    return [
        ("A hall of 5 stands", hall(5, 2, 0, 1)),
        ("A hall of 20 stands", hall(20, 4, 6, 2)),
        ("A hall of 80 stands", hall(80, 8, 10, 4)),
    ]


@register.simple_tag
def example_large_hall() -> Plan:
    return hall(600, 18, 30, 6)
