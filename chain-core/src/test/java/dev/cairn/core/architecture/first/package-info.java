/** One of two packages that use each other. */
@NullMarked
package dev.cairn.core.architecture.first;

import org.jspecify.annotations.NullMarked;
