"""What the team writes into its models by hand."""

from __future__ import annotations

IMPORT = "import datetime\n"
IMPORTS = """\
from sqlalchemy import event, select
from sqlalchemy.orm import Session, validates

"""
VALIDATOR = """
    @validates("email")
    def lower_case(self, key: str, email: str) -> str:
        return email.lower()
"""
LOAD = '''
    def load(self) -> int:
        """How many tickets wait for this agent, whoever has reported them."""
        return len([ticket for ticket in self.tickets if ticket.is_open])
'''
IS_OPEN = """
    @property
    def is_open(self) -> bool:
        return self.status is not TicketStatus.CLOSED
"""
REMARK = "    # what everybody reads first, so keep it short\n"
SHOWN = 'info={"shown": True}'
MIXIN = '''\
class Described:
    """What every row can say of itself."""

    def describe(self) -> str:
        return f"{type(self).__name__} {self.id}"


'''
OUTSIDE = '''

SLA = datetime.timedelta(days=3)


def escalated(session: Session, today: datetime.date) -> list[Ticket]:
    """Tickets that should have been answered by now."""
    late = Ticket.due_on < today - SLA  # what the contract says
    return list(session.scalars(select(Ticket).where(late)))
'''
OVERDUE = """\
    def overdue(self, today: datetime.date) -> bool:
        return self.due_on is not None and   self.due_on < today   # spaces as somebody likes them
"""
HUMAN_SIZE = """
    def human_size(self) -> str:
        # good enough for a list
        return f"{self.size / 1024:.1f} KiB"
"""
WAITED_FOR = """
    waited_for: Mapped[list["Ticket"]] = relationship(
        primaryjoin="and_(Agent.id == foreign(Ticket.agent_id), Ticket.due_on != None)",
        viewonly=True,
    )
"""
ORDERED = 'order_by="Label.name.desc()"'
SHOUTED = """
    def shouted(self) -> str:
        return self.subject.upper()  # for the screen on the wall
"""
IS_FINAL = """
    @property
    def is_final(self) -> bool:
        return self is TicketStatus.CLOSED
"""
LISTENER = '''

@event.listens_for(Ticket, "before_insert")
def strip_subject(mapper: object, connection: object, ticket: Ticket) -> None:
    """Nobody sees a blank at the end of a subject."""
    ticket.subject = ticket.subject.strip()
'''
BIO = """
    @property
    def bio(self) -> str | None:
        return self.profile.bio if self.profile else None
"""
URGENT = """
    def is_urgent(self) -> bool:
        return self.priority > 5
"""
USE = '''\
"""Use everything that the team has written, on rows of the real database."""

import datetime
import sys

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, configure_mappers

import models as m
import schemas

configure_mappers()
today = datetime.date(2026, 4, 1)
with Session(create_engine(sys.argv[1])) as session:
    ann = m.Agent(name="Ann", email="Ann@Example.org", profile=m.AgentProfile(bio="Since 2019"))
    bob = m.Agent(name="Bob", email="bob@example.org")
    ticket = m.Ticket(subject="  Printer on fire ", agent=ann, reporter=bob, priority=9)
    ticket.due_on = today - 2 * m.SLA
    ticket.status = m.TicketStatus.WAITING
    ticket.labels = [m.Label(name="fire"), m.Label(name="printer")]
    ticket.attachments = [m.Attachment(path="a.png", size=2048)]
    done = m.Ticket(subject="Lunch", agent=ann, reporter=ann, status=m.TicketStatus.CLOSED)
    session.add_all([ticket, done])
    session.commit()

    assert ann.email == "ann@example.org"
    assert (ann.load(), ann.bio, bob.bio) == (1, "Since 2019", None)
    assert ann.waited_for == [ticket] and bob.tickets == []
    assert ticket.subject == "Printer on fire"
    read = schemas.TicketRead.model_validate(ticket)
    assert read.shouted() == "PRINTER ON FIRE"
    assert ticket.is_open and not done.is_open
    assert done.status.is_final and not ticket.status.is_final
    assert ticket.overdue(today) and not done.overdue(today)
    assert ticket.describe() == f"Ticket {ticket.id}"
    assert [label.name for label in ticket.labels] == ["printer", "fire"]
    assert ticket.attachments[0].human_size() == "2.0 KiB"
    assert ticket.attachments[0].media_type == "text/plain"
    assert m.Ticket.due_on.info == {"shown": True}
    assert m.escalated(session, today) == [ticket]
    assert [each.is_urgent() for each in session.query(m.OpenTicket)] == [True]
print("ok")
'''
