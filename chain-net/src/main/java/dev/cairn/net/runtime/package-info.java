/**
 * What protocol logic may ask of the world: time, links, workers. Nothing here has an
 * implementation that does I/O. Read {@link dev.cairn.net.runtime.Outbox} first.
 */
@NullMarked
package dev.cairn.net.runtime;

import org.jspecify.annotations.NullMarked;
