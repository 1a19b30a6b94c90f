/** Tests of whole engines, with links that a test plays. */
@NullMarked
package dev.cairn.net.engine;

import org.jspecify.annotations.NullMarked;
