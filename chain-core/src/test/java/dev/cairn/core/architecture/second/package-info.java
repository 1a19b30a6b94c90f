/** One of two packages that use each other. */
@NullMarked
package dev.cairn.core.architecture.second;

import org.jspecify.annotations.NullMarked;
