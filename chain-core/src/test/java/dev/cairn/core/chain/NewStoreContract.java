package dev.cairn.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.ledger.StateModel;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.StateDigest;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The part of {@link ChainStoreContract} that is about a store without content. */
abstract class NewStoreContract extends StoreUnderTest {

  NewStoreContract(Supplier<ChainStore> fresh, UnaryOperator<ChainStore> reopening) {
    super(fresh, reopening);
  }

  @Test
  void isEmptyWhenNew() {
    alsoReopened(
        () -> {
          assertThat(store.tip()).isEmpty();
          assertThat(store.state().digest()).isEqualTo(StateDigest.ZERO);
          new StateModel().assertEqualTo(store.state());
          assertThat(store.header(GENESIS.hash())).isEmpty();
          assertThat(store.block(GENESIS.hash())).isEmpty();
          assertThat(store.undo(GENESIS.hash())).isEmpty();
          assertThat(store.hashAt(Height.GENESIS)).isEmpty();
          assertThat(store.hashAt(Height.MAX)).isEmpty();
          assertThat(store.headersFrom(Height.GENESIS)).isEmpty();
          assertThat(store.condemned()).isEmpty();
        });
  }

  @Test
  void sharesNothingWithAnotherNewStore() {
    commitGenesis(set(0, KEY, "-", "01"));

    ChainStore other = freshStore();

    assertThat(other.tip()).isEmpty();
    assertThat(other.state().get(0, KEY)).isEmpty();
  }

  @Test
  void changesNothingByAnUpdateWithoutParts() {
    commit(update());
    alsoReopened(() -> assertThat(store.tip()).isEmpty());

    commitGenesis(set(0, KEY, "-", "01"));
    StateDigest digest = store.state().digest();
    commit(update());

    alsoReopened(
        () -> {
          assertThat(store.tip()).contains(GENESIS.hash());
          assertThat(store.state().digest()).isEqualTo(digest);
          assertThat(store.headersFrom(Height.GENESIS)).hasSize(1);
        });
  }
}
