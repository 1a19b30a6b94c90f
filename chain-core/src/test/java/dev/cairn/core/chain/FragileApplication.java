package dev.cairn.core.chain;

import dev.cairn.core.ledger.Application;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.ledger.Ledger;
import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.verdict.Rejection;
import java.util.Optional;

/** Counts its transactions, and fails where it is told to. */
final class FragileApplication implements Application {

  static final ListedApplication LISTING = new ListedApplication(1024, "fragile", 1);

  /** What to do before each check and each apply; nothing when it is mended. */
  Runnable onCheck = () -> {};

  Runnable onApply = () -> {};

  static NetworkParameters network() {
    return ChainFixture.network().application(LISTING).build();
  }

  Applications withStandard() {
    return Applications.standard().with(this);
  }

  /** A transaction of this application. */
  static Transaction call(ChainFixture fixture, int from, long sequence) {
    return Transaction.sign(
        ChainFixture.keyPair(from),
        fixture.parameters().id(),
        sequence,
        new Amount(1),
        new Payload(LISTING.payloadType(), Bytes.of((byte) 1)));
  }

  @Override
  public ListedApplication listing() {
    return LISTING;
  }

  @Override
  public Optional<Rejection> check(Transaction transaction, NetworkParameters network) {
    onCheck.run();
    return Optional.empty();
  }

  @Override
  public Optional<Rejection> apply(Transaction transaction, Ledger ledger) {
    Bytes key = Bytes.of((byte) 'n');
    byte count = ledger.get(key).map(value -> value.at(0)).orElse((byte) 0);
    ledger.put(key, Bytes.of((byte) (count + 1)));
    onApply.run();
    return Optional.empty();
  }
}
