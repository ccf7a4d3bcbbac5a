"""Why something could not be told."""


class NotSent(Exception):
    """It has not gone out. `problem` is a Delivery.Problem, `answer` what the other server said."""

    def __init__(self, problem: str, answer: str = "", *, is_final: bool) -> None:
        super().__init__(answer)
        self.problem, self.answer, self.is_final = problem, answer, is_final
