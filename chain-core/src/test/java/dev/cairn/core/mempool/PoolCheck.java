package dev.cairn.core.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.value.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether what a pool keeps beside its entries agrees with them. */
final class PoolCheck {

  private PoolCheck() {}

  /** Fails when the pool's orders disagree or one of its bounds is broken. */
  static void check(Mempool pool) {
    Entries entries = pool.entries;
    List<MempoolEntry> inQueues = new ArrayList<>();
    List<MempoolEntry> heads = new ArrayList<>();
    for (SenderQueue queue : entries.bySender.values()) {
      assertThat(queue.size()).isPositive();
      inQueues.addAll(queue.entries());
      queue.head().ifPresent(heads::add);
      FeeRate worth = queue.worth();
      queue.settle();
      assertThat(queue.worth()).isEqualTo(worth);
    }
    long cost = inQueues.stream().mapToLong(MempoolEntry::heapBytes).sum();
    assertThat(pool.heapBytes()).isEqualTo(cost);
    Map<PublicKey, Long> incoming = new TreeMap<>();
    for (MempoolEntry entry : inQueues) {
      entry
          .transfer()
          .ifPresent(it -> incoming.merge(it.recipient(), it.amount().units(), Math::addExact));
    }
    assertThat(entries.incoming).isEqualTo(incoming);
    inQueues.sort(Comparator.comparing(MempoolEntry::number));
    assertThat(entries.byNumber.values()).containsExactlyElementsOf(inQueues);
    assertThat(entries.byId.values())
        .hasSize(inQueues.size())
        .allMatch(entry -> entry.equals(entries.byNumber.get(entry.number())));
    assertThat(entries.byWorth)
        .hasSize(entries.bySender.size())
        .allMatch(queue -> entries.bySender.get(queue.sender()) == queue);
    assertThat(entries.heads)
        .containsExactlyElementsOf(heads.stream().sorted(MempoolEntry.BEST_FIRST).toList());
    entries.byId.forEach((id, entry) -> assertThat(entry.transaction().id()).isEqualTo(id));
    entries.byNumber.forEach((number, entry) -> assertThat(entry.number()).isEqualTo(number));
    entries.bySender.forEach(
        (sender, queue) ->
            assertThat(queue.entries()).allMatch(entry -> entry.sender().equals(sender)));
  }
}
