"""The Bot API as the official server speaks it: parameters in, checks, a result or a refusal out."""
