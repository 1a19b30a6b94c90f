package dev.cairn.core.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A few blocks that are built on one another before the first of them is submitted: forks that
 * overtake, bodies that come after those of their descendants, and faults that show when the branch
 * is already long.
 */
final class BlockTree {

  private static final int MOST_BLOCKS = 9;

  private final DraftMaker maker;
  private final Random random;
  private final List<ReferenceEntry> entries = new ArrayList<>();
  private final List<byte[]> blocks = new ArrayList<>();

  private BlockTree(DraftMaker maker) {
    this.maker = maker;
    this.random = maker.random;
  }

  /** The blocks of any tree on a base, in an order in which they may be submitted. */
  static List<byte[]> any(DraftMaker maker, ReferenceEntry base) {
    BlockTree tree = new BlockTree(maker);
    Random random = maker.random;
    int size = 1 + random.nextInt(MOST_BLOCKS);
    int faulty = random.nextInt(2 * size);
    boolean straight = random.nextBoolean();
    boolean eases = random.nextBoolean();
    for (int i = 0; i < size; i++) {
      int parent = straight ? i - 1 : random.nextInt(Math.max(i, 1));
      tree.grow(
          i == 0 ? base : tree.entries.get(parent), i == faulty, eases && random.nextInt(3) == 0);
    }
    return tree.submissions();
  }

  /**
   * A block whose body comes last, and on it two branches, of which the longer one begins with an
   * eased header, so that they may well have the same work: the order of completion decides.
   */
  static List<byte[]> ofEqualWork(DraftMaker maker, ReferenceEntry base) {
    BlockTree tree = new BlockTree(maker);
    tree.grow(base, false, false);
    ReferenceEntry root = tree.entries.get(0);
    boolean longFirst = maker.random.nextBoolean();
    tree.grow(root, false, longFirst);
    tree.grow(root, false, !longFirst);
    tree.grow(tree.entries.get(longFirst ? 1 : 2), false, false);
    List<byte[]> submissions = new ArrayList<>(tree.blocks);
    submissions.set(0, withOtherBody(tree.blocks.get(0)));
    submissions.add(tree.blocks.get(0));
    return submissions;
  }

  /** All blocks, in one of several orders, some of them first with a body that is not theirs. */
  private List<byte[]> submissions() {
    int order = random.nextInt(4);
    if (order == 0) {
      return blocks;
    }
    if (order == 1) {
      List<byte[]> shuffled = new ArrayList<>(blocks); // some lack their parent and are forgotten
      Collections.shuffle(shuffled, random);
      shuffled.addAll(blocks);
      return shuffled;
    }
    List<byte[]> first = new ArrayList<>();
    List<byte[]> late = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      boolean waits = i == 0 || random.nextInt(order == 2 ? 8 : 2) == 0;
      first.add(waits ? withOtherBody(blocks.get(i)) : blocks.get(i));
      if (waits) {
        late.add(blocks.get(i));
      }
    }
    Collections.shuffle(late, random);
    first.addAll(late);
    return first;
  }

  private void grow(ReferenceEntry parent, boolean faulty, boolean eased) {
    BlockDraft draft = maker.draft(parent);
    if (eased) {
      long seconds = parent.parameters.halfLife * 6;
      draft.setTime(Math.min(parent.time + seconds, DraftMaker.LAST_TIME));
    }
    boolean faultyAlone = faulty && random.nextInt(3) == 0;
    if (faulty) {
      List<BlockMutation> faults = faultyAlone ? BodyMutations.all() : ApplyMutations.all();
      faults.get(random.nextInt(faults.size())).step().apply(draft, maker, 0);
    }
    byte[] bytes = draft.seal();
    ReferenceBlock block = ReferenceBlock.decode(bytes);
    ReferenceEntry entry = ReferenceEntry.child(parent, block);
    if (!faultyAlone) {
      entry.setBody(block); // what cannot be applied has no state, and then no descendant has one
    }
    entries.add(entry);
    blocks.add(bytes);
  }

  /** The same header with a changed extra nonce in its coinbase. */
  static byte[] withOtherBody(byte[] block) {
    byte[] other = block.clone();
    int extraNonce = ReferenceBlock.HEADER_BYTES + 1 + 9;
    other[extraNonce] ^= 1;
    return other;
  }
}
