"""The assistant for the public register of §200(3) BauGB, step by step."""
