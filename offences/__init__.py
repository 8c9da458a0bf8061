"""The law a reader names: statutes, offence cards, behaviours, official wording."""
