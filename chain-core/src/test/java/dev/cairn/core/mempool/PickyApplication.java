package dev.cairn.core.mempool;

import dev.cairn.core.chain.ChainFixture;
import dev.cairn.core.ledger.Application;
import dev.cairn.core.ledger.Applications;
import dev.cairn.core.ledger.Ledger;
import dev.cairn.core.network.ListedApplication;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.Optional;

/**
 * Gives each name to who claims it first, refuses a later claim, and fails at some. It counts how
 * often it is asked.
 */
final class PickyApplication implements Application {

  static final ListedApplication LISTING = new ListedApplication(1024, "picky", 1);

  /** The name at which apply fails. */
  static final String FAILS = "fail";

  /** The name at which check fails. */
  static final String CHECK_FAILS = "check";

  /** The name whose claim takes all coins of {@link #victim}. */
  static final String ROBS = "rob";

  int asked;
  PublicKey victim = ChainFixture.key(0);

  static NetworkParameters.Builder network() {
    return ChainFixture.network().application(LISTING);
  }

  Applications withStandard() {
    return Applications.standard().with(this);
  }

  static Transaction claim(ChainFixture fixture, int from, long sequence, long fee, String name) {
    return Transaction.sign(
        ChainFixture.keyPair(from),
        fixture.parameters().id(),
        sequence,
        new Amount(fee),
        new Payload(LISTING.payloadType(), bytes(name)));
  }

  private static Bytes bytes(String name) {
    return Bytes.of(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  @Override
  public ListedApplication listing() {
    return LISTING;
  }

  @Override
  public Optional<Rejection> check(Transaction transaction, NetworkParameters network) {
    asked++;
    if (transaction.payload().bytes().equals(bytes(CHECK_FAILS))) {
      throw new IllegalStateException("check failed");
    }
    return Optional.empty();
  }

  @Override
  public Optional<Rejection> apply(Transaction transaction, Ledger ledger) {
    Bytes name = transaction.payload().bytes();
    if (name.equals(bytes(FAILS))) {
      throw new IllegalStateException("apply failed");
    }
    if (ledger.get(name).isPresent()) {
      return Optional.of(Rejection.of(Rule.BALANCE_TOO_LOW, "a name that is taken", "another"));
    }
    ledger.put(name, Bytes.of((byte) 1));
    return name.equals(bytes(ROBS))
        ? ledger.move(victim, transaction.sender(), ledger.account(victim).balance())
        : Optional.empty();
  }
}
