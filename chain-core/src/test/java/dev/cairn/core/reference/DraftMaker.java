package dev.cairn.core.reference;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes valid drafts: times, coinbases and transactions that are right on the parent's state. */
final class DraftMaker {

  static final long LAST_TIME = 0xffffffffL;

  final ReferenceNetwork network;
  final Random random;

  DraftMaker(ReferenceNetwork network, Random random) {
    this.network = network;
    this.random = random;
  }

  /** A valid draft; on a state that is not known it has no transactions. */
  BlockDraft draft(ReferenceEntry parent) {
    return draft(parent, random.nextInt(8) == 0 ? 6 : random.nextInt(3));
  }

  /** A valid draft with up to so many transactions, as far as balances and size allow. */
  BlockDraft draft(ReferenceEntry parent, int transactions) {
    BlockDraft draft = new BlockDraft(parent, time(parent), anyRecipient(), random);
    if (random.nextInt(4) == 0) {
      draft.version |= random.nextInt() & 0x1fffe000;
    }
    if (random.nextInt(4) == 0) {
      draft.message = new byte[random.nextInt(65)];
      random.nextBytes(draft.message);
    }
    for (int i = 0; i < transactions; i++) {
      addTransaction(draft);
    }
    return draft;
  }

  byte[] anyRecipient() {
    return network.recipients.get(random.nextInt(network.recipients.size()));
  }

  /** A sender, mostly one that can pay the fee. */
  ReferenceSigner anySender(BlockDraft draft) {
    ReferenceSigner sender = network.senders.get(random.nextInt(network.senders.size()));
    for (int i = 0; i < 3 && draft.ledger.balance(sender.publicKeyHex()) < 10; i++) {
      sender = network.senders.get(random.nextInt(network.senders.size()));
    }
    return sender;
  }

  /** The sender that has the most. */
  ReferenceSigner richestSender(BlockDraft draft) {
    ReferenceSigner richest = network.senders.get(0);
    for (ReferenceSigner sender : network.senders) {
      richest = balance(draft, sender) > balance(draft, richest) ? sender : richest;
    }
    return richest;
  }

  long sequence(BlockDraft draft, ReferenceSigner sender) {
    return draft.ledger.sequence(sender.publicKeyHex());
  }

  long balance(BlockDraft draft, ReferenceSigner sender) {
    return draft.ledger.balance(sender.publicKeyHex());
  }

  /** Signs and adds a transaction that is right at its place in the draft, if it fits. */
  boolean add(BlockDraft draft, ReferenceSigner sender, long fee, long type, byte[] payload) {
    byte[] transaction = network.forge.signed(sender, sequence(draft, sender), fee, type, payload);
    if (draft.size() + transaction.length > network.parameters.blockBytes
        || !draft.ledger.isKnown()) {
      return false;
    }
    draft.transactions.add(transaction);
    draft.ledger.onTransaction(sender.publicKeyHex(), fee);
    return true;
  }

  boolean addTransfer(BlockDraft draft, ReferenceSigner sender, long fee, byte[] to, long amount) {
    boolean added =
        network.lists(1) && add(draft, sender, fee, 1, TransactionForge.transfer(to, amount));
    if (added) {
      draft.ledger.onTransfer(sender.publicKeyHex(), ReferenceHash.hex(to), amount);
    }
    return added;
  }

  boolean addName(BlockDraft draft, ReferenceSigner sender, long fee, byte[] name) {
    boolean added =
        network.lists(NameClaims.TYPE)
            && !draft.ledger.hasName(name)
            && add(draft, sender, fee, NameClaims.TYPE, name);
    if (added) {
      draft.ledger.onName(name);
    }
    return added;
  }

  boolean addRecord(BlockDraft draft, ReferenceSigner sender, long fee, int form, int length) {
    return add(draft, sender, fee, 2, TransactionForge.record(form, new byte[length]));
  }

  /**
   * Adds one of two transactions that this sender has for this sequence: few, so that their
   * signatures can be remembered.
   */
  private void addTransaction(BlockDraft draft) {
    ReferenceSigner sender = anySender(draft);
    int sequence = (int) sequence(draft, sender);
    int choice = sequence * 5 + network.senders.indexOf(sender) * 3 + random.nextInt(2);
    long fee = network.parameters.minimumFee + choice % 3;
    long spare = balance(draft, sender) - fee;
    if (spare < 0) {
      return;
    }
    byte[] to = network.recipients.get(choice % network.recipients.size());
    if (random.nextInt(30) == 0 && spare > 0) {
      addTransfer(draft, sender, fee, to, spare); // everything that is there
      return;
    }
    boolean added =
        switch (choice % 8) {
          case 0, 1, 2 -> spare > 60 && addTransfer(draft, sender, fee, to, 1 + choice % 50);
          case 3 -> spare > 0 && addTransfer(draft, sender, fee, sender.publicKey(), 1);
          case 4 -> spare > 500 && addTransfer(draft, sender, fee, to, 500);
          case 5, 6 -> addName(draft, sender, fee, name(choice));
          default -> addRecord(draft, sender, fee, 1, 32);
        };
    if (!added) {
      int length = (int) Math.min(choice % 40, network.parameters.recordBytes);
      addRecord(draft, sender, fee, 0, length);
    }
  }

  private static byte[] name(int number) {
    StringBuilder letters = new StringBuilder();
    for (int rest = number; rest > 0 || letters.length() == 0; rest /= 26) {
      letters.append((char) ('a' + rest % 26));
    }
    return letters.toString().repeat(number % 5 == 0 ? 6 : 1).getBytes(StandardCharsets.US_ASCII);
  }

  /** A time from the parent's on: mostly near the spacing, at times at the bounds of easing. */
  private long time(ReferenceEntry parent) {
    ReferenceParameters parameters = network.parameters;
    long spacing = parameters.spacing;
    // Long steps come often enough where the difficulty moves; the others make up for them.
    long longest = parameters.halfLife > 0 ? spacing * 3 / 4 : 2 * spacing;
    long step = random.nextInt((int) longest + 1);
    if (parameters.halfLife > 0 && isHard(parent)) {
      step = parameters.halfLife + random.nextInt((int) parameters.halfLife);
    } else if (parameters.halfLife > 0 && random.nextInt(12) == 0) {
      step = parameters.halfLife * (1 + random.nextInt(9)) - random.nextInt(2);
    } else if (random.nextInt(6) == 0) {
      step = 0;
    }
    return Math.min(parent.time + step, LAST_TIME);
  }

  private static boolean isHard(ReferenceEntry parent) {
    BigInteger target = ReferenceDifficulty.target(parent.nominalOfChild());
    return target.bitLength() < 249;
  }
}
