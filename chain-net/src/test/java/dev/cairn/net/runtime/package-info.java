/** Time, links and workers that do only what a test says. */
@NullMarked
package dev.cairn.net.runtime;

import org.jspecify.annotations.NullMarked;
