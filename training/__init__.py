"""How the shipped network is trained; see README.md in this folder. Nothing here is needed to run stancehouse."""
