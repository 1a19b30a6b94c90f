/** Classes that break the rules of {@code ArchitectureTest}, to show that the rules see it. */
@NullMarked
package dev.cairn.node.architecture;

import org.jspecify.annotations.NullMarked;
