/**
 * The commands of {@code ./cairn}. The only package that uses picocli. All but {@code run} talk to
 * a running node by its API. Read {@link dev.cairn.node.cli.Main} first.
 */
@NullMarked
package dev.cairn.node.cli;

import org.jspecify.annotations.NullMarked;
