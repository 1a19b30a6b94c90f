/** Tests of single links, and a peer for tests of others. */
@NullMarked
package dev.cairn.net.session;

import org.jspecify.annotations.NullMarked;
