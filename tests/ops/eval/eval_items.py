"""Gold: an item of an evaluation, a scorer of two lines, and how predictions are read."""

import json

ITEM = {
    "id": "one",
    "lang": "en",
    "now": "2026-11-23T10:00:00+00:00",
    "timezone": "Europe/London",
    "context": {
        "businesses": [{"name": "Hilltop", "keywords": ["cottage"]}],
        "projects": [],
        "members": [{"name": "Greta", "businesses": ["Hilltop"], "role": "host"}],
        "open_tasks": [
            {
                "ref": "T1",
                "title": "Paint the gate",
                "business": None,
                "due": "2026-11-24T09:00",
                "estimate_minutes": None,
            }
        ],
    },
    "message": "Greta to air the cottage tomorrow",
    "voice": False,
    "expect": {"actions": []},
    "tags": [],
}
SCORER = """
import json, sys
gold = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
if "--json" in sys.argv:
    print(json.dumps({"errors": [{"id": "two"}]}))
else:
    print("scored", len(gold))
"""


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
