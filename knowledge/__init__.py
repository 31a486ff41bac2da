"""The fact base and everything that understands, matches, cites and compares.

Pure and synchronous: no Telegram, no network, no environment, no clock. The one door is
`knowledge.answer.Answerer`; `knowledge.load.load` opens a fact base for it.
"""
