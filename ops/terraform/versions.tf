terraform {
  required_version = ">= 1.9"
  required_providers {
    digitalocean = {
      source  = "digitalocean/digitalocean"
      version = "~> 2.60"
    }
  }
}

# The token comes from DIGITALOCEAN_TOKEN in the environment, never from a file here.
provider "digitalocean" {}
