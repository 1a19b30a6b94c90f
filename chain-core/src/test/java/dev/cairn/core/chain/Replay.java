package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.ledger.Accounts;
import dev.cairn.core.ledger.StateMap;
import dev.cairn.core.ledger.StateOverlay;
import dev.cairn.core.ledger.StateReader;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state as applying the active chain from the genesis gives it, to compare a chain with. */
final class Replay {

  private Replay() {}

  /** The state after the chain's tip, made anew from its blocks alone. */
  static StateMap of(Chain chain) {
    StateMap state = StateMap.EMPTY.with(StateMap.genesisChanges(chain.network()));
    for (long height = 1; height <= chain.tip().height().value(); height++) {
      Block block = chain.block(chain.hashAt(new Height(height)).orElseThrow()).orElseThrow();
      StateOverlay overlay = new StateOverlay(state);
      assertThat(chain.rules().apply(block, new Height(height), overlay)).isEmpty();
      state = state.with(overlay.changes());
    }
    return state;
  }

  /** Compares everything about tip, index and state with a fresh replay. */
  static void assertSameAs(Chain chain) {
    StateMap fresh = of(chain);
    Tip tip = chain.tip();
    assertThat(tip.state().digest()).isEqualTo(fresh.digest());
    assertThat(fresh.digestFromScratch()).isEqualTo(fresh.digest());
    assertThat(((StateMap) tip.state()).digestFromScratch()).isEqualTo(fresh.digest());
    assertThat(entries(tip.state())).isEqualTo(entries(fresh));
    assertIndexed(chain);
  }

  private static void assertIndexed(Chain chain) {
    Tip tip = chain.tip();
    BlockHash previous = chain.network().genesis().hash();
    for (BlockHash hash : chain.activeHashes()) {
      assertThat(chain.header(hash).orElseThrow().header().previous()).isEqualTo(previous);
      assertThat(chain.isActive(hash)).isTrue();
      previous = hash;
    }
    assertThat(previous).isEqualTo(tip.hash());
    assertThat(chain.hashAt(tip.height().next())).isEmpty();
  }

  /** All accounts, in the order of the state. */
  static List<StateReader.Entry> entries(StateReader state) {
    List<StateReader.Entry> entries = new ArrayList<>();
    Optional<StateReader.Entry> next = state.ceiling(Accounts.NAMESPACE, Bytes.EMPTY);
    while (next.isPresent()) {
      entries.add(next.get());
      next = state.higher(Accounts.NAMESPACE, next.get().key());
    }
    return entries;
  }
}
