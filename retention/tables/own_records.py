"""Files beside the ledger of messages that say what the shop's own messages and their withdrawals mean for other tables."""

FOLDER = "messages"
TOUCHES_FILE = "as_touches.parquet"
CONSENTS_FILE = "as_consents.parquet"
