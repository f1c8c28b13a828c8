"""The client of OpenAI and of servers that speak its HTTP."""
