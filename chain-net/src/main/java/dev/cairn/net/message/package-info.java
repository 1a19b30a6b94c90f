/**
 * What peers say to one another, as records of this program; docs and limits of each field are in
 * proto/. Read {@link dev.cairn.net.message.Message} first.
 */
@NullMarked
package dev.cairn.net.message;

import org.jspecify.annotations.NullMarked;
