# The size that our layers add to the base image, and that the image contains nothing unneeded.
image=$(ask api '{{.Config.Image}}')
base=$(sed -n 's/^ARG PYTHON=//p' ops/docker/Dockerfile)
added=$(($(docker image inspect -f '{{.Size}}' "$image") - $(docker image inspect -f '{{.Size}}' "$base")))
must "our layers add $(mb "$added") MB to $base (at most 150)" [ "$added" -le 150000000 ]
# The libraries still work without the removed files.
must "libraries work as they are slimmed" docker run --rm -i --network none --entrypoint python "$image" - <<'P'
import datetime, io
import openai, sentry_sdk, telegram, telegram.request
from babel.dates import format_date
from pgvector import Vector
from rapidfuzz import fuzz, process
from PIL import Image, ImageDraw
from worker.features.planning.solver.highs import IntegerProgram
client = openai.AsyncOpenAI(api_key="x")
assert client.responses and client.audio.transcriptions and client.embeddings and client.chat.completions
program = IntegerProgram()
place = program.choice()
program.row([(place, 1.0)], most=1)
assert program.minimise([(place, -1.0)], start={place: 1.0}, nodes=9, seconds=5).values == [1.0]
assert Vector([1, 0]).to_list() == [1, 0]
assert process.extractOne("nozle", ["nozzle", "cutter"], scorer=fuzz.ratio)[0] == "nozzle"
assert format_date(datetime.date(2026, 11, 23), "d MMMM", "ru") == "23 ноября"
picture = Image.new("RGB", (9, 9))
ImageDraw.Draw(picture).line((0, 0, 8, 8))
picture.save(io.BytesIO(), "PNG")
sentry_sdk.init(dsn="http://key@127.0.0.1:9/1", auto_enabling_integrations=False)
assert telegram.Bot("123456:abcdefghijklmnop")
P
must "without a command it says what to do" bash -c "docker run --rm --network none $image 2>&1 >/dev/null | grep -q 'Run .migrate. first'"
alone=$PROJECT-alone
docker run -d --name "$alone" --network none -e TELEGRAM_SECRET_TOKEN=x "$image" api >/dev/null
for _ in $(seq 60); do [ "$(docker inspect -f '{{.State.Health.Status}}' "$alone")" = healthy ] && break; sleep 1; done
health=$(docker inspect -f '{{.State.Health.Status}}' "$alone")
docker rm -f "$alone" >/dev/null
must "without our compose files the image knows its health ($health)" [ "$health" = healthy ]
must "runs as a user without a name or a home" [ "$(inside api id -u):$(inside api id -g)" = 10001:10001 ]
must "no compiler, no strip, no git" inside api sh -c '! command -v gcc && ! command -v strip && ! command -v git'
must "no package cache, no foreign files" inside api sh -c \
    '! find / -xdev \( -path "/opt/*.whl" -o -name ".git" -o -name ".env*" -o -path "/app/tests" -o -path "/var/cache/pip/*" \) 2>/dev/null | grep .'
must "what is imported is compiled" inside api sh -c \
    '[ "$(find /opt/bytecode -name "*.pyc" | wc -l)" -gt 1000 ] && [ -f /opt/bytecode/app/api/main.cpython-312.pyc ]'
must "the worker says what it is a build of" [ "$(inside worker python -c 'from importlib.metadata import version; print(version("business-planner"))')" != "" ]
