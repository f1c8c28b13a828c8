# One server, one address that stays when the server is replaced, one firewall.
resource "digitalocean_droplet" "planner" {
  name       = var.name
  image      = "ubuntu-24-04-x64"
  region     = var.region
  size       = var.size
  ssh_keys   = var.ssh_keys
  monitoring = true
  ipv6       = true
  # The provider's own copy of the whole disk, weekly; ours (ops/backup) are the ones that were tried.
  backups = true
  tags    = [var.name]

  user_data = templatefile("${path.module}/cloud-init.yaml.tftpl", {
    # Quoted here: a key's comment may be anything, `CORP\me@pc` too.
    deploy_key = jsonencode(trimspace(var.deploy_key))
    repository = var.repository
    revision   = var.revision
    env        = base64encode(file(var.env_file))
  })

  lifecycle {
    # A change of the first boot's script must not throw the server and its data away.
    ignore_changes = [user_data, image]
  }
}

resource "digitalocean_reserved_ip" "planner" {
  region     = var.region
  droplet_id = digitalocean_droplet.planner.id
}

resource "digitalocean_firewall" "planner" {
  name        = var.name
  droplet_ids = [digitalocean_droplet.planner.id]

  inbound_rule {
    protocol         = "tcp"
    port_range       = "22"
    source_addresses = var.admin_networks
  }

  # 80 for the certificate authority and for redirects.
  dynamic "inbound_rule" {
    for_each = ["80", "443"]
    content {
      protocol         = "tcp"
      port_range       = inbound_rule.value
      source_addresses = ["0.0.0.0/0", "::/0"]
    }
  }

  dynamic "outbound_rule" {
    for_each = ["tcp", "udp"]
    content {
      protocol              = outbound_rule.value
      port_range            = "1-65535"
      destination_addresses = ["0.0.0.0/0", "::/0"]
    }
  }
}

resource "digitalocean_record" "planner" {
  count  = var.zone_name == "" ? 0 : 1
  domain = var.zone_name
  type   = "A"
  name   = var.host_name
  value  = digitalocean_reserved_ip.planner.ip_address
  ttl    = 300
}
