"""How a change becomes public: who may save what, who approves it, what is remembered of it.

It knows records in general and none in particular; jurisdictions, offences and guides build their admin pages on it.
"""
