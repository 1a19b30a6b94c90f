package dev.cairn.net.sync;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.net.message.Headers;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A chain as a peer has it, from height 1 on. */
final class ServedChain {

  private final List<BlockHeader> headers;
  private final Map<BlockHash, Block> bodies = new TreeMap<>();
  private final Map<BlockHash, Integer> heights = new TreeMap<>();
  private final BigInteger work;

  private ServedChain(List<BlockHeader> headers, List<Block> blocks) {
    this.headers = headers;
    blocks.forEach(block -> bodies.put(block.hash(), block));
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < headers.size(); i++) {
      heights.put(headers.get(i).hash(), i + 1);
      sum = sum.add(headers.get(i).bits().target().work().toBigInteger());
    }
    work = sum;
  }

  static ServedChain of(List<Block> blocks) {
    return new ServedChain(Blocks.headers(blocks), blocks);
  }

  static ServedChain ofHeaders(List<BlockHeader> headers) {
    return new ServedChain(headers, List.of());
  }

  List<BlockHeader> headersAfter(List<BlockHash> locator) {
    int from = 0;
    for (BlockHash hash : locator) {
      if (heights.containsKey(hash)) {
        from = heights.get(hash);
        break;
      }
    }
    return headers.subList(from, Math.min(headers.size(), from + Headers.HEADERS_MAX));
  }

  Map<BlockHash, Block> bodies() {
    return bodies;
  }

  BigInteger work() {
    return work;
  }

  int height() {
    return headers.size();
  }

  BlockHash tip() {
    return headers.get(headers.size() - 1).hash();
  }
}
