/**
 * Classes that break the rules of chain-core, so that each rule of {@link
 * dev.cairn.core.ArchitectureTest} is seen failing. Nothing here is an example to follow.
 */
@NullMarked
package dev.cairn.core.architecture;

import org.jspecify.annotations.NullMarked;
