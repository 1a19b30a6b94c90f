/** Tests of discovery. {@link dev.cairn.net.discovery.Ids} makes the values that they share. */
@NullMarked
package dev.cairn.net.discovery;

import org.jspecify.annotations.NullMarked;
