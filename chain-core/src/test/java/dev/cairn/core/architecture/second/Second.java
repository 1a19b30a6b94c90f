package dev.cairn.core.architecture.second;

import dev.cairn.core.architecture.first.First;
import org.jspecify.annotations.Nullable;

/** The other half of a cycle. */
public record Second(@Nullable First first) {}
