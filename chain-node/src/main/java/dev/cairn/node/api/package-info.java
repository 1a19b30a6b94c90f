/**
 * What programs and people ask a running node: REST, events and metrics over HTTP. The only package
 * that uses Vert.x. Read {@link dev.cairn.node.api.ApiServer} first.
 */
@NullMarked
package dev.cairn.node.api;

import org.jspecify.annotations.NullMarked;
