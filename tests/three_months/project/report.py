"""What the help desk looks at in the morning."""

from models import Agent, Attachment


def sizes(attachments: list[Attachment]) -> int:
    return sum(attachment.size for attachment in attachments)


def card(agent: Agent) -> str:
    return f"{agent.name} {agent.phone or ''}"
