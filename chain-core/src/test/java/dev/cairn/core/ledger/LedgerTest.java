package dev.cairn.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Height;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.core.verdict.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final long OWN = 1024;
  private static final Bytes KEY = Bytes.ofHex("0a");
  private static final Bytes VALUE = Bytes.ofHex("0b");

  private static final KeyPair SENDER = DevKey.keyPair();
  private static final PublicKey RECIPIENT = AccountsTest.key(2);

  private final StateOverlay state =
      new StateOverlay(StateMap.EMPTY.with(StateMap.genesisChanges(NetworkParameters.dev())));
  private final Ledger ledger = ledgerOf(OWN);

  private Ledger ledgerOf(long namespace) {
    return new Ledger(state, namespace, new Height(12), new Timestamp(345));
  }

  @Test
  void tellsHeightAndTimeOfTheBlock() {
    assertThat(ledger.height()).isEqualTo(new Height(12));
    assertThat(ledger.time()).isEqualTo(new Timestamp(345));
  }

  @Test
  void writesTheNamespaceOfItsApplicationAlone() {
    state.put(0, KEY, VALUE);
    state.put(OWN - 1, KEY, VALUE);
    state.put(OWN + 1, KEY, VALUE);
    StateChanges others = state.changes();

    ledger.put(KEY, Bytes.EMPTY);

    assertThat(state.get(OWN, KEY)).contains(Bytes.EMPTY);
    assertThat(ledger.get(KEY)).contains(Bytes.EMPTY);
    assertThat(state.changes().changes())
        .filteredOn(change -> change.namespace() != OWN)
        .isEqualTo(others.changes());

    ledger.remove(KEY);
    ledger.remove(VALUE);

    assertThat(state.changes()).isEqualTo(others);
  }

  @Test
  void offersNoOtherWayToWrite() {
    // A method more here may be a way to another namespace, or to coins out of nothing.
    assertThat(Arrays.stream(Ledger.class.getMethods()))
        .filteredOn(method -> method.getDeclaringClass() == Ledger.class && !method.isBridge())
        .extracting(method -> method.getName() + method.getParameterCount())
        .containsExactlyInAnyOrder(
            "height0", "time0", "get1", "put2", "remove1", "get2", "ceiling2", "account1", "move3");
  }

  @Test
  void readsEveryNamespace() {
    ledgerOf(2000).put(KEY, VALUE);

    assertThat(ledger.get(KEY)).isEmpty();
    assertThat(ledger.get(2000, KEY)).contains(VALUE);
    assertThat(ledger.ceiling(2000, Bytes.EMPTY)).contains(new StateReader.Entry(KEY, VALUE));
    assertThat(ledger.higher(2000, KEY)).isEmpty();
    assertThat(ledger.get(0, Bytes.of(SENDER.publicKey().toArray()))).isPresent();
  }

  @Test
  void showsTheSenderWithTheFeePaidAndTheSequenceCounted() {
    new Accounts(state).charge(SENDER.publicKey(), new Amount(3));

    assertThat(ledger.account(SENDER.publicKey()))
        .isEqualTo(new Account(new Amount(999_999_999_997L), 1));
    assertThat(ledger.account(RECIPIENT)).isEqualTo(Account.EMPTY);
  }

  @Test
  void movesBalancesOfWhomever() {
    assertThat(ledger.move(SENDER.publicKey(), RECIPIENT, new Amount(10))).isEmpty();
    assertThat(ledger.move(RECIPIENT, AccountsTest.key(3), new Amount(4))).isEmpty();

    assertThat(ledger.account(RECIPIENT).balance()).isEqualTo(new Amount(6));
    assertThat(ledger.account(AccountsTest.key(3)).balance()).isEqualTo(new Amount(4));
    assertThat(ledger.move(RECIPIENT, SENDER.publicKey(), new Amount(7)).map(Rejection::reason))
        .contains(Rule.BALANCE_TOO_LOW);
    assertThat(ledger.account(RECIPIENT).balance()).isEqualTo(new Amount(6));
  }

  @Test
  void appliesATransferToTheLastUnitAndNoFurther() {
    Ledger transfers = ledgerOf(Transfer.TYPE);
    long balance = ledger.account(SENDER.publicKey()).balance().units();

    Optional<Rejection> tooMuch = new Transfers().apply(transfer(balance + 1), transfers);
    assertThat(tooMuch.map(Rejection::reason)).contains(Rule.BALANCE_TOO_LOW);
    assertThat(state.changes()).isEqualTo(StateChanges.NONE);

    assertThat(new Transfers().apply(transfer(balance), transfers)).isEmpty();
    assertThat(ledger.account(RECIPIENT).balance()).isEqualTo(new Amount(balance));
    assertThat(ledger.account(SENDER.publicKey())).isEqualTo(Account.EMPTY);
  }

  @Test
  void changesNothingByARecord() {
    Transaction record = sign(new Payload(DocumentRecord.TYPE, Bytes.ofHex("00616263")));

    assertThat(new Records().check(record, NetworkParameters.dev())).isEmpty();
    assertThat(new Records().apply(record, ledgerOf(DocumentRecord.TYPE))).isEmpty();
    assertThat(state.changes()).isEqualTo(StateChanges.NONE);
  }

  @Test
  void refusesPayloadsThatAreNone() {
    NetworkParameters network = NetworkParameters.dev();
    Bytes form0 = Bytes.of(new byte[(int) network.recordBytes() + 2]);

    assertThat(
            List.of(
                new Transfers().check(sign(new Payload(1, Bytes.of(new byte[39]))), network),
                new Transfers().check(sign(new Payload(1, Bytes.of(new byte[40]))), network),
                new Records().check(sign(new Payload(2, Bytes.EMPTY)), network),
                new Records().check(sign(new Payload(2, form0)), network)))
        .extracting(refusal -> refusal.map(Rejection::reason).orElseThrow())
        .containsExactly(
            Rule.TRANSFER_LENGTH_WRONG,
            Rule.TRANSFER_AMOUNT_OUT_OF_RANGE,
            Rule.RECORD_FORM_UNKNOWN,
            Rule.RECORD_TOO_LARGE);
  }

  private static Transaction transfer(long amount) {
    return sign(new Transfer(RECIPIENT, new Amount(amount)).payload());
  }

  private static Transaction sign(Payload payload) {
    return Transaction.sign(SENDER, NetworkParameters.dev().id(), 0, new Amount(1), payload);
  }
}
