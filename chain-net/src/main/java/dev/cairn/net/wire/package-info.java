/**
 * Messages to bytes and back: the only place that knows protobuf. Bytes that strangers send are
 * walked and measured before protobuf's parser sees them. Read {@link dev.cairn.net.wire.WireCodec}
 * first.
 */
@NullMarked
package dev.cairn.net.wire;

import org.jspecify.annotations.NullMarked;
