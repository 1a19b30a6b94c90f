package dev.cairn.core.reference;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Blocks whose bodies break a rule without any state: docs/consensus.md, 8.1 and 8.2. */
final class BodyMutations {

  private BodyMutations() {}

  static List<BlockMutation> all() {
    List<BlockMutation> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      addLimits(all); // more often than others: not every draft allows them
      all.add(new BlockMutation("COINBASE_HEIGHT_MISMATCH", BodyMutations::coinbaseHeight));
      all.add(new BlockMutation("STATE_ROOT_NOT_ZERO", BodyMutations::stateRoot));
    }
    for (long type : new long[] {0, 1, 3, 1023, 1024, 1025, Long.MAX_VALUE}) {
      all.add(
          new BlockMutation(
              "PAYLOAD_TYPE_UNKNOWN",
              (draft, maker, now) ->
                  !maker.network.lists(type) && addBroken(draft, maker, type, new byte[40])));
    }
    addTransfers(all);
    addRecords(all);
    addNames(all);
    for (BrokenSignature kind : BrokenSignature.values()) {
      all.add(
          new BlockMutation(
              "SIGNATURE_INVALID",
              (draft, maker, now) -> {
                draft.transactions.add(kind.transaction(maker));
                return draft.size() <= maker.network.parameters.blockBytes;
              }));
    }
    return all;
  }

  private static void addLimits(List<BlockMutation> all) {
    all.add(
        new BlockMutation(ReferenceChain.ACCEPTED, (draft, maker, now) -> fill(draft, maker, 0)));
    all.add(new BlockMutation("BLOCK_TOO_LARGE", (draft, maker, now) -> fill(draft, maker, 1)));
    all.add(
        new BlockMutation(
            ReferenceChain.ACCEPTED,
            (draft, maker, now) -> {
              draft.message = new byte[(int) HeaderMutations.one(maker.random, 0, 63, 64)];
              return draft.size() <= maker.network.parameters.blockBytes;
            }));
    all.add(
        new BlockMutation(
            "RECORD_TOO_LARGE",
            (draft, maker, now) -> {
              int length = (int) maker.network.parameters.recordBytes + 1;
              return addBroken(draft, maker, 2, TransactionForge.record(0, new byte[length]));
            }));
    all.add(
        new BlockMutation(
            ReferenceChain.ACCEPTED,
            (draft, maker, now) -> {
              int length =
                  maker.random.nextBoolean() ? 0 : (int) maker.network.parameters.recordBytes;
              ReferenceSigner sender = maker.richestSender(draft);
              return maker.addRecord(draft, sender, maker.network.parameters.minimumFee, 0, length);
            }));
  }

  /** The largest record, other transactions and a message that together have the block's limit. */
  private static boolean fill(BlockDraft draft, DraftMaker maker, int beyond) {
    ReferenceParameters parameters = maker.network.parameters;
    ReferenceSigner sender = maker.richestSender(draft);
    byte[] record = TransactionForge.record(0, new byte[(int) parameters.recordBytes]);
    int room = room(draft, parameters);
    while (!draft.transactions.isEmpty() || room > 64) {
      if (!maker.add(draft, sender, parameters.minimumFee, 2, record)) {
        break;
      }
      room = room(draft, parameters);
    }
    if (room > 64 || room < 0 || room + beyond > 64) {
      return false;
    }
    draft.message = new byte[room + beyond];
    return true;
  }

  private static int room(BlockDraft draft, ReferenceParameters parameters) {
    return (int) parameters.blockBytes - draft.size() + draft.message.length;
  }

  private static boolean stateRoot(BlockDraft draft, DraftMaker maker, long now) {
    draft.stateRoot[maker.random.nextInt(32)] = (byte) (1 << maker.random.nextInt(8));
    return true;
  }

  private static boolean coinbaseHeight(BlockDraft draft, DraftMaker maker, long now) {
    long right = draft.height;
    draft.height =
        HeaderMutations.one(maker.random, right - 1, right + 1, Long.MAX_VALUE, right + (1L << 32));
    return true;
  }

  private static void addTransfers(List<BlockMutation> all) {
    for (int length : new int[] {0, 39, 41}) {
      all.add(payload("TRANSFER_LENGTH_WRONG", 1, new byte[length]));
    }
    for (long amount : new long[] {0, Long.MIN_VALUE, -1}) {
      byte[] payload = TransactionForge.transfer(new byte[32], amount);
      all.add(payload("TRANSFER_AMOUNT_OUT_OF_RANGE", 1, payload));
    }
  }

  private static void addRecords(List<BlockMutation> all) {
    all.add(payload("RECORD_FORM_UNKNOWN", 2, new byte[0]));
    all.add(payload("RECORD_FORM_UNKNOWN", 2, TransactionForge.record(2, new byte[32])));
    all.add(payload("RECORD_FORM_UNKNOWN", 2, TransactionForge.record(0xff, new byte[0])));
    for (int length : new int[] {0, 31, 33}) {
      byte[] payload = TransactionForge.record(1, new byte[length]);
      all.add(payload("RECORD_DIGEST_LENGTH_WRONG", 2, payload));
    }
  }

  private static void addNames(List<BlockMutation> all) {
    for (String name : List.of("", "a".repeat(33), "aB", "`", "{", "a1", "a ", "\u0000")) {
      byte[] payload = name.getBytes(StandardCharsets.US_ASCII);
      all.add(payload("NAME_MALFORMED", NameClaims.TYPE, payload));
    }
    all.add(payload("NAME_MALFORMED", NameClaims.TYPE, new byte[] {(byte) 0xe9}));
    all.add(
        new BlockMutation(
            ReferenceChain.ACCEPTED,
            (draft, maker, now) -> {
              String letter = String.valueOf((char) ('a' + maker.random.nextInt(26)));
              byte[] name =
                  letter
                      .repeat(maker.random.nextBoolean() ? 32 : 1)
                      .getBytes(StandardCharsets.US_ASCII);
              ReferenceSigner sender = maker.richestSender(draft);
              return maker.addName(draft, sender, maker.network.parameters.minimumFee, name);
            }));
  }

  private static BlockMutation payload(String verdict, long type, byte[] payload) {
    return new BlockMutation(
        verdict,
        (draft, maker, now) -> maker.network.lists(type) && addBroken(draft, maker, type, payload));
  }

  /**
   * Adds a transaction that is refused before its signature is looked at, so it has none; with
   * something valid after it at times. False when it does not fit into the block.
   */
  private static boolean addBroken(BlockDraft draft, DraftMaker maker, long type, byte[] payload) {
    ReferenceSigner sender = maker.anySender(draft);
    long fee = maker.network.parameters.minimumFee;
    byte[] unsigned =
        TransactionForge.unsigned(
            sender.publicKey(), maker.sequence(draft, sender), fee, type, payload);
    int position = maker.random.nextInt(draft.transactions.size() + 1);
    draft.transactions.add(position, TransactionForge.join(unsigned, new byte[64]));
    return draft.size() <= maker.network.parameters.blockBytes;
  }
}
