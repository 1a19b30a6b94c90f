package dev.cairn.core.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Blocks that break the rules of headers: docs/consensus.md, sections 4.2 and 4.3. */
final class HeaderMutations {

  private HeaderMutations() {}

  static List<BlockMutation> all() {
    List<BlockMutation> all = new ArrayList<>();
    all.add(
        new BlockMutation(
            "HEADER_VERSION_INVALID",
            (draft, maker, now) -> {
              draft.version =
                  one(
                      maker.random,
                      0x20000001L,
                      0L,
                      0x40000000L,
                      0x60000000L,
                      0xa0000000L,
                      0x20001000L,
                      0x3fffffffL,
                      0xffffffffL);
              return true;
            }));
    all.add(
        new BlockMutation(
            ReferenceChain.ACCEPTED,
            (draft, maker, now) -> {
              draft.version = one(maker.random, 0x20002000L, 0x30000000L, 0x3fffe000L);
              return true;
            }));
    all.add(bits("BITS_NEGATIVE", 0x04923456L, 0x20ffffffL, 0x03800001L, 0x01810000L, 0xffffffffL));
    all.add(bits("BITS_OVERFLOW", 0xff123456L, 0x22000100L, 0x21010000L, 0x23000001L, 0x217fffffL));
    all.add(bits("BITS_ZERO", 0x01003456L, 0x00923456L, 0x20000000L, 0x04800000L, 0L));
    all.add(bits("TARGET_ABOVE_LIMIT", 0x21008000L, 0x2100ffffL, 0x22000080L, 0x220000ffL));
    all.add(
        new BlockMutation(
            "WORK_BELOW_TARGET",
            (draft, maker, now) -> {
              draft.worksTooLittle = true;
              return true;
            }));
    all.add(new BlockMutation("TIME_BEFORE_PARENT", HeaderMutations::timeBeforeParent));
    all.add(new BlockMutation("BITS_MISMATCH", HeaderMutations::otherBits));
    all.add(new BlockMutation("BITS_MISMATCH", HeaderMutations::bitsOfAnotherTime));
    all.add(
        new BlockMutation(
            ReferenceChain.MISSING_PARENT,
            (draft, maker, now) -> {
              if (maker.random.nextInt(4) == 0) {
                draft.previous = new byte[32];
              } else {
                maker.random.nextBytes(draft.previous);
              }
              return true;
            }));
    all.add(
        new BlockMutation(
            ReferenceChain.TOO_EARLY,
            (draft, maker, now) -> atEdgeOfFuture(draft, now, 1 + maker.random.nextInt(2))));
    all.add(
        new BlockMutation(
            ReferenceChain.ACCEPTED, (draft, maker, now) -> atEdgeOfFuture(draft, now, 0)));
    return all;
  }

  static long one(Random random, long... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static BlockMutation bits(String verdict, long... choices) {
    return new BlockMutation(
        verdict,
        (draft, maker, now) -> {
          draft.bits = one(maker.random, choices);
          return true;
        });
  }

  private static boolean timeBeforeParent(BlockDraft draft, DraftMaker maker, long now) {
    draft.time = one(maker.random, draft.parent.time - 1, draft.parent.time - 1000, 0);
    return true;
  }

  /** One step of the word up or down, or an equal target in another form. */
  private static boolean otherBits(BlockDraft draft, DraftMaker maker, long now) {
    long right = draft.bits;
    boolean hasOtherForm = (right & 0xff) == 0;
    long otherForm = ((right >> 24) + 1) << 24 | (right & 0x7fffff) >> 8;
    long wrong =
        hasOtherForm && maker.random.nextBoolean()
            ? otherForm
            : one(maker.random, right - 1, right + 1, right - 0x100);
    boolean staysValid =
        (wrong & 0x800000) == 0 && wrong >> 24 >= 0x1f && (wrong & 0x7fffff) > 0xff;
    draft.bits = staysValid ? wrong : right - 1;
    return true;
  }

  /** The bits that the block would have with a time from which other easing follows. */
  private static boolean bitsOfAnotherTime(BlockDraft draft, DraftMaker maker, long now) {
    long halfLife = draft.parent.parameters.halfLife;
    long other = draft.parent.bitsOfChild(draft.parent.time + halfLife * 6);
    if (other == draft.bits) {
      return false;
    }
    draft.bits = other;
    return true;
  }

  private static boolean atEdgeOfFuture(BlockDraft draft, long now, long beyond) {
    long time = now + draft.parent.parameters.maxFuture + beyond;
    if (time < draft.parent.time || time > DraftMaker.LAST_TIME) {
      return false;
    }
    draft.setTime(time);
    return true;
  }
}
