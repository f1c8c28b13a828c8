"""The server's first boot: a file cloud-init understands, with no secret but the one place, ending in a running stack."""

import re
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[3] / "ops" / "terraform"
TEMPLATE = (FOLDER / "cloud-init.yaml.tftpl").read_text()
FILLED = re.sub(r"\$\{(\w+)\}", r"<\1>", TEMPLATE)


def test_the_first_boot_is_a_cloud_config_that_ends_in_a_running_stack() -> None:
    assert FILLED.startswith("#cloud-config\n")
    boot = yaml.safe_load(FILLED)
    assert "--wait" in boot["runcmd"][-1]
    assert "docker compose up -d --build" in boot["runcmd"][-2]
    assert boot["swap"]["size"] == 2**30
    [deploy] = boot["users"]
    assert "adm" in deploy["groups"], "who is told to look at the first boot's log must be let"
    assert "unattended-upgrades" in boot["packages"]
    secret = next(file for file in boot["write_files"] if file["content"] == "<env>")
    assert secret["permissions"] == "0600"
    assert f"rm {secret['path']}" in boot["runcmd"]


def test_the_template_is_given_all_that_it_asks_for() -> None:
    given = (FOLDER / "server.tf").read_text().partition("templatefile(")[2].partition("})")[0]
    assert set(re.findall(r"\$\{(\w+)\}", TEMPLATE)) == set(re.findall(r"^\s+(\w+)\s+=", given, re.MULTILINE))


def test_a_key_s_comment_cannot_break_the_first_boot() -> None:
    assert "jsonencode(trimspace(var.deploy_key))" in (FOLDER / "server.tf").read_text()
    assert "ssh_authorized_keys: [${deploy_key}]" in TEMPLATE


def test_every_variable_is_said_and_used() -> None:
    declared = set(re.findall(r'^variable "(\w+)"', (FOLDER / "variables.tf").read_text(), re.MULTILINE))
    used = {name for path in FOLDER.glob("*.tf") for name in re.findall(r"\bvar\.(\w+)", path.read_text())}
    assert used == declared
    blocks = (FOLDER / "variables.tf").read_text().split("\nvariable ")
    assert all("description" in block for block in blocks)


def test_the_world_reaches_the_web_and_nothing_else() -> None:
    text = (FOLDER / "server.tf").read_text()
    assert re.findall(r'port_range\s+= "(\d+)"', text) == ["22"]
    assert 'for_each = ["80", "443"]' in text
    assert "source_addresses = var.admin_networks" in text
