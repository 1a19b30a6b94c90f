/** Tests of the sync: one node in virtual time among peers that follow a script. */
@NullMarked
package dev.cairn.net.sync;

import org.jspecify.annotations.NullMarked;
