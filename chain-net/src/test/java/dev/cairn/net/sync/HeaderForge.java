package dev.cairn.net.sync;

import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.validation.ChainedHeader;
import dev.cairn.core.validation.HeaderRules;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.Timestamp;
import java.util.ArrayList;
import java.util.List;

/** Makes chains of headers without bodies. The same calls give the same headers. */
final class HeaderForge {

  private final HeaderRules rules;
  private final long branch;
  private ChainedHeader last;

  /**
   * @param branch makes the headers others than those of other numbers
   */
  HeaderForge(NetworkParameters network, ChainedHeader start, long branch) {
    rules = new HeaderRules(network);
    this.branch = branch;
    last = start;
  }

  ChainedHeader last() {
    return last;
  }

  /** The next header, with real work. */
  BlockHeader next(long secondsAfterParent) {
    Timestamp time = last.time().plusSeconds(secondsAfterParent);
    byte[] root = Sha256.hash(new ByteWriter().u64(branch).u64(last.height().value()).toArray());
    BlockHeader header =
        ChainFixture.mined(
            new BlockHeader(
                BlockHeader.VERSION,
                last.hash(),
                MerkleRoot.of(root),
                time,
                rules.bitsAfter(last, time),
                0));
    last = rules.checkInContext(header, last).value();
    return header;
  }

  List<BlockHeader> next(int count, long secondsAfterParent) {
    List<BlockHeader> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      headers.add(next(secondsAfterParent));
    }
    return headers;
  }
}
