/**
 * The reference node. {@link dev.cairn.node.Node} puts it together; read it first. What is said on
 * the command line comes in through {@code cli} and {@code config}; nothing below knows of them.
 */
@NullMarked
package dev.cairn.node;

import org.jspecify.annotations.NullMarked;
