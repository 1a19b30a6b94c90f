package dev.cairn.core.chain;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.verdict.Rejection;

/** A header that is refused for ever, and why. */
public record Condemnation(BlockHash hash, Rejection why) {}
