/**
 * A node's part in the network, put together: all links, and who hears of what they bring. Read
 * {@link dev.cairn.net.engine.Engine} first.
 */
@NullMarked
package dev.cairn.net.engine;

import org.jspecify.annotations.NullMarked;
