/** How this program starts threads. Read {@link dev.cairn.node.thread.DaemonThreads} first. */
@NullMarked
package dev.cairn.node.thread;

import org.jspecify.annotations.NullMarked;
