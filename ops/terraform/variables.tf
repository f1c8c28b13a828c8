variable "name" {
  description = "Name of the server"
  type        = string
  default     = "planner"
}

variable "region" {
  description = "Where it stands; take one near the people, Telegram is everywhere"
  type        = string
  default     = "fra1"
}

variable "size" {
  description = "1 GB of memory is what the limits are made for; 25 GB of disk hold years"
  type        = string
  default     = "s-1vcpu-1gb"
}

variable "ssh_keys" {
  description = "Fingerprints of the SSH keys that may log in (already known to DigitalOcean)"
  type        = list(string)
  validation {
    condition     = length(var.ssh_keys) > 0
    error_message = "Without a key nobody can log in: passwords are off."
  }
}

variable "deploy_key" {
  description = "Public SSH key of the user `deploy`, whom the delivery workflow logs in as"
  type        = string
}

variable "admin_networks" {
  description = "Networks that may reach SSH; the whole world only for lack of a better one"
  type        = list(string)
  default     = ["0.0.0.0/0", "::/0"]
}

variable "repository" {
  description = "Where the checkout comes from"
  type        = string
}

variable "revision" {
  description = "Branch, tag or commit that is deployed first"
  type        = string
  default     = "main"
}

variable "env_file" {
  description = "Path of the filled .env on your machine. Its content ends up in Terraform's state and in the server's user data: keep the state private."
  type        = string
  default     = "../../.env"
}

variable "zone_name" {
  description = "A domain that DigitalOcean's name servers answer for; empty: you set the A record yourself"
  type        = string
  default     = ""
}

variable "host_name" {
  description = "The server's name below zone_name"
  type        = string
  default     = "planner"
}
