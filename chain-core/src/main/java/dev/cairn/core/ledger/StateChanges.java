package dev.cairn.core.ledger;

import dev.cairn.core.codec.ByteReader;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a block, or several, do to the state: each changed entry once, in the order of the state.
 * Taken the other way round ({@link #inverse}) it is the undo data of the block.
 */
public record StateChanges(List<StateChange> changes) {

  public static final StateChanges NONE = new StateChanges(List.of());

  private static final int HAS_BEFORE = 1;
  private static final int HAS_AFTER = 2;

  public StateChanges {
    changes = List.copyOf(changes);
  }

  /** The changes that take these back. */
  public StateChanges inverse() {
    return new StateChanges(changes.stream().map(StateChange::inverse).toList());
  }

  /**
   * Bytes for a store of one's own; no part of consensus.
   *
   * <pre>
   * count varint | each: namespace varint | key | flags u8 (1 before, 2 after) | [before] | [after]
   * </pre>
   *
   * Keys and values stand after their length as a varint.
   */
  public Bytes encode() {
    ByteWriter writer = new ByteWriter().varint(changes.size());
    for (StateChange change : changes) {
      writer.varint(change.namespace());
      writeSized(writer, change.key());
      int flags =
          (change.before().isPresent() ? HAS_BEFORE : 0)
              | (change.after().isPresent() ? HAS_AFTER : 0);
      writer.u8(flags);
      change.before().ifPresent(value -> writeSized(writer, value));
      change.after().ifPresent(value -> writeSized(writer, value));
    }
    return writer.toBytes();
  }

  /** Reads what {@link #encode} wrote; refuses what a damaged store gives. */
  public static Checked<StateChanges> decode(Bytes input) {
    ByteReader reader = new ByteReader(input);
    long count = reader.varint();
    List<StateChange> changes = new ArrayList<>();
    for (long i = 0; i < count && !reader.failed(); i++) {
      long namespace = reader.varint();
      Bytes key = reader.bytes(reader.varint());
      int flags = reader.u8();
      if (flags > (HAS_BEFORE | HAS_AFTER)) {
        reader.refuse(Rule.VALUE_OUT_OF_RANGE, "flags " + flags, "0 to 3");
      }
      Optional<Bytes> before = readIf((flags & HAS_BEFORE) != 0, reader);
      Optional<Bytes> after = readIf((flags & HAS_AFTER) != 0, reader);
      changes.add(new StateChange(namespace, key, before, after));
    }
    return reader.finish(() -> new StateChanges(changes));
  }

  private static void writeSized(ByteWriter writer, Bytes value) {
    writer.varint(value.length()).bytes(value);
  }

  private static Optional<Bytes> readIf(boolean present, ByteReader reader) {
    return present ? Optional.of(reader.bytes(reader.varint())) : Optional.empty();
  }
}
