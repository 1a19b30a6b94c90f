package dev.cairn.core.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Blocks that only the state refuses, and some that it just allows: docs/consensus.md, 8.3. */
final class ApplyMutations {

  private ApplyMutations() {}

  static List<BlockMutation> all() {
    List<BlockMutation> all = new ArrayList<>();
    for (int off : new int[] {-1, 1, 1000}) {
      all.add(
          new BlockMutation(
              "SEQUENCE_MISMATCH", (draft, maker, now) -> wrongSequence(draft, maker, off)));
    }
    all.add(new BlockMutation("SEQUENCE_MISMATCH", ApplyMutations::sameTransactionAgain));
    for (boolean wrongSequence : new boolean[] {true, false}) {
      for (long missing : new long[] {0, 1}) {
        all.add(
            new BlockMutation(
                wrongSequence
                    ? "SEQUENCE_MISMATCH"
                    : missing > 0 ? "FEE_BELOW_MINIMUM" : "BALANCE_TOO_LOW",
                (draft, maker, now) -> wrongInAll(draft, maker, wrongSequence, missing)));
      }
    }
    for (int i = 0; i < 3; i++) {
      all.add(new BlockMutation("FEE_BELOW_MINIMUM", ApplyMutations::feeBelowMinimum));
    }
    all.add(
        new BlockMutation("BALANCE_TOO_LOW", (draft, maker, now) -> transferAll(draft, maker, 1)));
    all.add(
        new BlockMutation(
            ReferenceChain.ACCEPTED, (draft, maker, now) -> transferAll(draft, maker, 0)));
    all.add(new BlockMutation("BALANCE_TOO_LOW", ApplyMutations::transferOfEverythingThereIs));
    all.add(new BlockMutation("BALANCE_TOO_LOW", (draft, maker, now) -> feeOfAll(draft, maker, 1)));
    all.add(
        new BlockMutation(
            ReferenceChain.ACCEPTED, (draft, maker, now) -> feeOfAll(draft, maker, 0)));
    all.add(new BlockMutation("NAME_TAKEN", ApplyMutations::nameTakenInTheSameBlock));
    all.add(new BlockMutation("NAME_TAKEN", ApplyMutations::nameTakenBefore));
    for (long off : new long[] {-1, 1, 1L << 61}) {
      all.add(
          new BlockMutation(
              "REWARD_MISMATCH",
              (draft, maker, now) -> {
                long subsidy = draft.parent.parameters.subsidy(draft.parent.height + 1);
                boolean inRange = subsidy + draft.ledger.fees() + off >= 0;
                draft.rewardBeyondDue = inRange ? off : 0;
                return draft.ledger.isKnown() && inRange;
              }));
    }
    return all;
  }

  private static boolean wrongSequence(BlockDraft draft, DraftMaker maker, int off) {
    ReferenceSigner sender = maker.anySender(draft);
    long sequence = maker.sequence(draft, sender) + off;
    return sequence >= 0
        && addAnyway(draft, maker, sender, sequence, maker.network.parameters.minimumFee);
  }

  /**
   * A transfer of too much, with a fee that lacks something or not, and a sequence just as well.
   */
  private static boolean wrongInAll(
      BlockDraft draft, DraftMaker maker, boolean wrongSequence, long missingFee) {
    ReferenceSigner sender = maker.anySender(draft);
    long sequence = maker.sequence(draft, sender) + (wrongSequence ? 1 : 0);
    long fee = maker.network.parameters.minimumFee - missingFee;
    byte[] payload = TransactionForge.transfer(sender.publicKey(), Long.MAX_VALUE);
    if (fee < 0 || !maker.network.lists(1) || !draft.ledger.isKnown()) {
      return false;
    }
    draft.transactions.add(maker.network.forge.signed(sender, sequence, fee, 1, payload));
    return draft.size() <= maker.network.parameters.blockBytes;
  }

  private static boolean sameTransactionAgain(BlockDraft draft, DraftMaker maker, long now) {
    if (draft.transactions.isEmpty() || !draft.ledger.isKnown()) {
      return false;
    }
    // Not beside its first copy when that stands in the same pair, where it mutates the tree.
    byte[] again = draft.transactions.get(draft.transactions.size() - 1);
    if (draft.transactions.size() % 2 == 0) {
      return false;
    }
    draft.transactions.add(again);
    return draft.size() <= maker.network.parameters.blockBytes;
  }

  private static boolean feeBelowMinimum(BlockDraft draft, DraftMaker maker, long now) {
    long fee = maker.network.parameters.minimumFee - 1;
    ReferenceSigner sender = maker.anySender(draft);
    return fee >= 0 && addAnyway(draft, maker, sender, maker.sequence(draft, sender), fee);
  }

  private static boolean addAnyway(
      BlockDraft draft, DraftMaker maker, ReferenceSigner sender, long sequence, long fee) {
    byte[] payload = TransactionForge.record(0, new byte[0]);
    draft.transactions.add(maker.network.forge.signed(sender, sequence, fee, 2, payload));
    return draft.ledger.isKnown() && draft.size() <= maker.network.parameters.blockBytes;
  }

  private static boolean transferAll(BlockDraft draft, DraftMaker maker, long beyond) {
    ReferenceSigner sender = maker.network.senders.get(2 + maker.random.nextInt(2));
    long fee = maker.network.parameters.minimumFee;
    long amount = maker.balance(draft, sender) - fee + beyond;
    return amount > 0 && maker.addTransfer(draft, sender, fee, maker.anyRecipient(), amount);
  }

  private static boolean transferOfEverythingThereIs(BlockDraft draft, DraftMaker maker, long now) {
    ReferenceSigner sender = maker.anySender(draft);
    long fee = maker.random.nextBoolean() ? Long.MAX_VALUE : maker.network.parameters.minimumFee;
    draft.reward = Optional.of(0L); // not looked at, and the fees may not fit
    return maker.addTransfer(draft, sender, fee, maker.anyRecipient(), Long.MAX_VALUE);
  }

  private static boolean feeOfAll(BlockDraft draft, DraftMaker maker, long beyond) {
    ReferenceSigner sender = maker.network.senders.get(2 + maker.random.nextInt(2));
    long fee = maker.balance(draft, sender) + beyond;
    return fee >= maker.network.parameters.minimumFee && maker.addRecord(draft, sender, fee, 0, 0);
  }

  private static boolean nameTakenInTheSameBlock(BlockDraft draft, DraftMaker maker, long now) {
    byte[] name = {(byte) ('a' + maker.random.nextInt(26)), 'q'};
    long fee = maker.network.parameters.minimumFee;
    return maker.addName(draft, maker.richestSender(draft), fee, name)
        && maker.add(draft, maker.richestSender(draft), fee, NameClaims.TYPE, name);
  }

  private static boolean nameTakenBefore(BlockDraft draft, DraftMaker maker, long now) {
    for (char letter = 'a'; letter <= 'z'; letter++) {
      byte[] name = {(byte) letter};
      if (draft.ledger.hasName(name) && maker.network.lists(NameClaims.TYPE)) {
        long fee = maker.network.parameters.minimumFee;
        return maker.add(draft, maker.richestSender(draft), fee, NameClaims.TYPE, name);
      }
    }
    return false;
  }
}
