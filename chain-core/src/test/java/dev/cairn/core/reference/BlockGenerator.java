package dev.cairn.core.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;

/**
 * A stream of blocks for a chain, decided by a seed: chains that grow and fork, bodies that come
 * late, and blocks that break each rule of docs/consensus.md, or two, or any. It looks at the
 * reference chain to know what to build on, so each block has to be submitted there before the next
 * one is asked for. HEIGHT_OUT_OF_RANGE cannot be made: it takes 2^32 headers.
 */
final class BlockGenerator {

  /** The last blocks, from which bytes are taken again. */
  private static final int REMEMBERED = 60;

  private static final List<BlockMutation> MUTATIONS = mutations();
  private static final List<BlockMutation> AFTER_DECODING = afterDecoding();

  private final ReferenceChain chain;
  private final DraftMaker maker;
  private final Random random;
  private final Queue<Submission> queue = new ArrayDeque<>();
  private final List<byte[]> recent = new ArrayList<>();
  private long now;

  BlockGenerator(ReferenceNetwork network, ReferenceChain chain, Random random) {
    this.chain = chain;
    this.random = random;
    this.maker = new DraftMaker(network, random);
    this.now = network.parameters.genesisTime;
  }

  /** A block that is to be judged at a time of the local clock, in Unix seconds. */
  static final class Submission {

    final byte[] block;
    final long now;

    /** What the generator meant to provoke; empty when only a judge can tell. */
    final Optional<String> meant;

    Submission(byte[] block, long now, Optional<String> meant) {
      this.block = block;
      this.now = now;
      this.meant = meant;
    }
  }

  Submission next() {
    now += random.nextInt(2);
    while (queue.isEmpty()) {
      enqueue();
    }
    Submission submission = queue.remove();
    recent.add(submission.block);
    if (recent.size() > REMEMBERED) {
      recent.remove(0);
    }
    return submission;
  }

  private void enqueue() {
    int choice = random.nextInt(100);
    if (choice < 35) {
      submit(draft(chain.tip()).seal(), Optional.of(ReferenceChain.ACCEPTED));
    } else if (choice < 40) {
      queueAll(BlockTree.any(maker, ancestor(random.nextInt(7))));
    } else if (choice < 41 && chain.parameters().halfLife > 0) {
      queueAll(BlockTree.ofEqualWork(maker, chain.tip()));
    } else if (choice < 78) {
      mutation();
    } else if (choice < 84) {
      twoMutations();
    } else if (choice < 91) {
      anyBytes();
    } else if (choice < 94) {
      repeatedLeaves();
    } else if (choice < 97) {
      childOfRefused();
    } else if (choice < 99 && !recent.isEmpty()) {
      submit(recent.get(random.nextInt(recent.size())), Optional.empty());
    } else if (random.nextInt(4) == 0) {
      genesisWithBody();
    }
  }

  private void submit(byte[] block, Optional<String> meant) {
    queue.add(new Submission(block, now, meant));
  }

  private void queueAll(List<byte[]> blocks) {
    long latest = now;
    for (byte[] block : blocks) {
      latest = Math.max(latest, ReferenceBlock.decode(block).time);
    }
    now = latest;
    blocks.forEach(block -> submit(block, Optional.empty()));
  }

  /** A valid draft, with the clock brought to where it is not too early. */
  private BlockDraft draft(ReferenceEntry parent) {
    BlockDraft draft = maker.draft(parent);
    now = Math.max(now, draft.time - random.nextInt((int) chain.parameters().maxFuture + 1));
    return draft;
  }

  private ReferenceEntry ancestor(int depth) {
    ReferenceEntry entry = chain.tip();
    for (int i = 0; i < depth; i++) {
      entry = entry.parent.orElse(entry);
    }
    return entry;
  }

  /** One rule broken on the tip, or on one of its ancestors. */
  private void mutation() {
    boolean onTip = random.nextInt(5) > 0;
    BlockDraft draft = draft(onTip ? chain.tip() : ancestor(1 + random.nextInt(4)));
    BlockMutation mutation = MUTATIONS.get(random.nextInt(MUTATIONS.size()));
    if (!mutation.step().apply(draft, maker, now)) {
      return;
    }
    byte[] block = draft.seal();
    submit(block, onTip ? Optional.of(mutation.verdict()) : Optional.empty());
    if (mutation.verdict().equals(ReferenceChain.TOO_EARLY) && random.nextBoolean()) {
      now += 2;
      submit(block, onTip ? Optional.of(ReferenceChain.ACCEPTED) : Optional.empty());
    }
  }

  private void twoMutations() {
    BlockDraft draft = draft(chain.tip());
    List<BlockMutation> mutations = random.nextInt(3) == 0 ? MUTATIONS : AFTER_DECODING;
    for (int i = 0; i < 2; i++) {
      mutations.get(random.nextInt(mutations.size())).step().apply(draft, maker, now);
    }
    submit(draft.seal(), Optional.empty());
  }

  /** Bits flipped, runs cut out, doubled or exchanged, in a fresh block or one from before. */
  private void anyBytes() {
    boolean fresh = recent.isEmpty() || random.nextBoolean();
    byte[] block =
        fresh ? draft(chain.tip()).seal() : recent.get(random.nextInt(recent.size())).clone();
    if (block.length == 0) {
      return;
    }
    boolean afterHeader = block.length > 80 && random.nextInt(3) > 0;
    int from = afterHeader ? 80 + random.nextInt(block.length - 80) : random.nextInt(block.length);
    int to = from + random.nextInt(Math.min(40, block.length - from) + 1);
    byte[] head = Arrays.copyOf(block, from);
    byte[] run = Arrays.copyOfRange(block, from, to);
    byte[] tail = Arrays.copyOfRange(block, to, block.length);
    switch (random.nextInt(5)) {
      case 0 -> block = join(head, tail);
      case 1 -> block = join(head, run, run, tail);
      case 2 -> block = join(head, ReferenceHash.reversed(run), tail);
      case 3 -> block[from] = (byte) random.nextInt(256);
      default -> block[from] ^= (byte) (1 << random.nextInt(8));
    }
    submit(block, Optional.empty());
  }

  /**
   * A body whose last leaves are doubled, with the root of the right one (CVE-2012-2459); a child
   * of it, which waits for the right body; and that body.
   */
  private void repeatedLeaves() {
    BlockDraft draft = maker.draft(chain.tip(), random.nextBoolean() ? 2 : 5);
    int leaves = draft.transactions.size() + 1;
    if (leaves < 3 || Integer.bitCount(leaves) == 1) {
      return;
    }
    int doubled = Integer.lowestOneBit(leaves);
    byte[] right = draft.seal();
    draft.transactions.addAll(
        List.copyOf(draft.transactions.subList(leaves - 1 - doubled, leaves - 1)));
    byte[] mutated = join(Arrays.copyOf(right, ReferenceBlock.HEADER_BYTES), draft.body());
    ReferenceEntry entry = ReferenceEntry.child(chain.tip(), ReferenceBlock.decode(right));
    byte[] child = maker.draft(entry).seal();
    now = Math.max(now, ReferenceBlock.decode(child).time);
    boolean hasOtherRoot = random.nextBoolean();
    submit(
        hasOtherRoot ? BlockTree.withOtherBody(mutated) : mutated,
        Optional.of("MERKLE_TREE_MUTATED"));
    if (random.nextBoolean()) {
      submit(child, Optional.of(ReferenceChain.ACCEPTED));
    }
    submit(right, Optional.of(ReferenceChain.ACCEPTED));
  }

  /** A block on one that was condemned, or on one that is not known although it was submitted. */
  private void childOfRefused() {
    boolean ofCondemned = random.nextInt(4) > 0;
    List<byte[]> blocks = new ArrayList<>(recent);
    Collections.shuffle(blocks, random);
    for (byte[] block : blocks) {
      byte[] header = Arrays.copyOf(block, ReferenceBlock.HEADER_BYTES);
      byte[] hash = ReferenceHash.hash256(header);
      String hashHex = ReferenceHash.hex(hash);
      boolean condemned = chain.isCondemned(hashHex);
      if (condemned == ofCondemned && (condemned || chain.find(hashHex).isEmpty())) {
        BlockDraft draft = draft(chain.tip());
        draft.previous = hash;
        submit(
            draft.seal(),
            Optional.of(condemned ? ReferenceChain.PARENT_INVALID : ReferenceChain.MISSING_PARENT));
        return;
      }
    }
  }

  private void genesisWithBody() {
    byte[] body = maker.draft(chain.tip().path().get(0), 0).body();
    submit(join(chain.parameters().genesisHeader(), body), Optional.empty());
  }

  static byte[] join(byte[]... parts) {
    ReferenceWriter out = new ReferenceWriter();
    for (byte[] part : parts) {
      out.bytes(part);
    }
    return out.toArray();
  }

  private static List<BlockMutation> afterDecoding() {
    List<BlockMutation> all = new ArrayList<>();
    all.addAll(HeaderMutations.all());
    all.addAll(HeaderMutations.all());
    all.addAll(BodyMutations.all());
    all.addAll(ApplyMutations.all());
    all.addAll(ApplyMutations.all());
    return all;
  }

  private static List<BlockMutation> mutations() {
    List<BlockMutation> all = afterDecoding();
    all.addAll(DecodeMutations.all());
    return all;
  }
}
