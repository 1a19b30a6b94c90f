package dev.cairn.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Rejection;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationsTest {

  private static final ListedApplication NAMES = new ListedApplication(1024, "names", 3);

  /** An application that is there and does nothing. */
  private record Idle(ListedApplication listing) implements Application {
    @Override
    public Optional<Rejection> check(Transaction transaction, NetworkParameters network) {
      return Optional.empty();
    }

    @Override
    public Optional<Rejection> apply(Transaction transaction, Ledger ledger) {
      return Optional.empty();
    }
  }

  private static NetworkParameters networkWith(ListedApplication listed) {
    return new NetworkParameters.Builder("names", Bytes.of(new byte[16]), new Timestamp(0))
        .application(listed)
        .build();
  }

  @Test
  void findsTransfersAndRecordsAsStandard() {
    Applications standard = Applications.standard();

    assertThat(standard.find(1).orElseThrow()).isInstanceOf(Transfers.class);
    assertThat(standard.find(2).orElseThrow()).isInstanceOf(Records.class);
    assertThat(standard.find(0)).isEmpty();
    assertThat(standard.find(3)).isEmpty();
    assertThat(standard.find(1024)).isEmpty();
    assertThatCode(() -> standard.requireAllOf(NetworkParameters.dev())).doesNotThrowAnyException();
  }

  @Test
  void addsAnApplicationToACopy() {
    Application names = new Idle(NAMES);

    assertThat(Applications.standard().with(names).find(1024)).contains(names);
    assertThat(Applications.standard().with(names).find(1)).isPresent();
    assertThat(Applications.standard().find(1024)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 1024})
  void refusesAPayloadTypeThatIsTaken(long type) {
    Applications applications = Applications.standard().with(new Idle(NAMES));

    assertThatThrownBy(() -> applications.with(new Idle(new ListedApplication(type, "other", 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("payload type " + type + " is taken");
  }

  @Test
  void meetsANetworkThatListsExactlyWhatIsThere() {
    Applications applications = Applications.standard().with(new Idle(NAMES));

    assertThatCode(() -> applications.requireAllOf(networkWith(NAMES))).doesNotThrowAnyException();
    // One more than the network lists does no harm.
    assertThatCode(() -> applications.requireAllOf(NetworkParameters.dev()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"1025, names, 3", "1024, Names, 3", "1024, names, 2", "1024, names, 4"})
  void refusesANetworkWhoseApplicationIsMissingOrAnother(long type, String name, long version) {
    Applications applications = Applications.standard().with(new Idle(NAMES));
    ListedApplication listed = new ListedApplication(type, name, version);

    assertThatThrownBy(() -> applications.requireAllOf(networkWith(listed)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(listed.toString());
  }

  @Test
  void saysWhatIsMissingAndWhatIsThere() {
    assertThatThrownBy(() -> Applications.standard().requireAllOf(networkWith(NAMES)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(NAMES + ", this program has none");
    ListedApplication newer = new ListedApplication(2, "record", 2);
    assertThatThrownBy(() -> Applications.standard().requireAllOf(networkWith(newer)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(newer + ", this program has " + ListedApplication.RECORD);
  }
}
