"""Say how well passages support a sentence, with reasons; `verify` works with no language model at all."""

from assistant.verify.support import verify
from assistant.verify.types import Kind, Reason, Support

__all__ = ["Kind", "Reason", "Support", "verify"]
