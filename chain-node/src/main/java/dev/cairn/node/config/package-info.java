/**
 * From options, environment and file to one {@link dev.cairn.node.NodeConfig}. Read {@link
 * dev.cairn.node.config.Settings} first.
 */
@NullMarked
package dev.cairn.node.config;

import org.jspecify.annotations.NullMarked;
