output "address" {
  description = "The server's address that stays; the A record of WEBHOOK_URL's name points here"
  value       = digitalocean_reserved_ip.planner.ip_address
}

output "look" {
  description = "How to see what the first boot is doing"
  value       = "ssh deploy@${digitalocean_reserved_ip.planner.ip_address} tail -f /var/log/cloud-init-output.log"
}
