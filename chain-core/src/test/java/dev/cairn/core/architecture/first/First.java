package dev.cairn.core.architecture.first;

import dev.cairn.core.architecture.second.Second;

/** Half of a cycle. */
public record First(Second second) {}
