package dev.cairn.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.ConsensusDocument;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.StateDigest;
import dev.cairn.core.value.Timestamp;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateMapTest {

  private static final Bytes KEY = Bytes.ofHex("61");
  private static final Bytes VALUE = Bytes.ofHex("62");

  private static StateMap withEntry(StateMap state, long namespace, Bytes key, Bytes value) {
    return state.with(
        new StateChanges(
            List.of(
                new StateChange(namespace, key, state.get(namespace, key), Optional.of(value)))));
  }

  @Test
  void hasTheDigestZeroWithoutEntries() {
    assertThat(StateMap.EMPTY.digest().isZero()).isTrue();
    assertThat(StateMap.EMPTY.digestFromScratch()).isEqualTo(StateDigest.ZERO);
    assertThat(StateMap.EMPTY.with(StateChanges.NONE).digest()).isEqualTo(StateDigest.ZERO);
  }

  @Test
  void countsTheEntryOfTheDocumentAsTheDocumentSays() {
    Map<String, String> entry = ConsensusDocument.example("entry");
    Bytes key = Bytes.ofHex(entry.get("key"));
    Bytes value = Bytes.ofHex(entry.get("value"));
    Bytes hashed =
        Bytes.ofHex(entry.get("namespace") + entry.get("keyLength") + key.toHex() + value.toHex());

    StateMap state = withEntry(StateMap.EMPTY, 0, key, value);

    assertThat(Bytes.of(Sha256.hash(hashed.toArray())).toHex()).isEqualTo(entry.get("sha256"));
    assertThat(state.digest().toHex()).isEqualTo(entry.get("sha256"));
    assertThat(Account.decode(value)).isEqualTo(new Account(new Amount(50_001_006), 0));
  }

  @Test
  void hasTheDigestsOfTheDevNetworkAtHeightsZeroAndOne() {
    StateMap genesis = StateMap.EMPTY.with(StateMap.genesisChanges(NetworkParameters.dev()));
    Map<String, String> block = ConsensusDocument.example("block");
    PublicKey key1 = DevKey.keyPair().publicKey();
    PublicKey key2 =
        PublicKey.of(Bytes.ofHex(ConsensusDocument.example("keys").get("key2")).toArray());

    assertThat(genesis.digest().toHex())
        .isEqualTo(ConsensusDocument.example("network").get("stateDigest"));
    assertThat(Accounts.read(genesis, key1))
        .isEqualTo(new Account(new Amount(1_000_000_000_000L), 0));

    StateOverlay overlay = new StateOverlay(genesis);
    Accounts accounts = new Accounts(overlay);
    accounts.put(key1, account(block, "1"));
    accounts.put(key2, account(block, "2"));

    assertThat(genesis.with(overlay.changes()).digest().toHex())
        .isEqualTo(block.get("stateDigest"));
  }

  private static Account account(Map<String, String> block, String number) {
    return new Account(
        Amount.parse(block.get("balance" + number)).value(),
        Long.parseLong(block.get("sequence" + number)));
  }

  @Test
  void hasNoEntriesAtTheGenesisOfANetworkWithoutBalances() {
    NetworkParameters network =
        NetworkParameters.lan(Bytes.of(new byte[16]), Timestamp.parse("1767225600").value());

    assertThat(StateMap.genesisChanges(network)).isEqualTo(StateChanges.NONE);
  }

  @Test
  void carriesThroughAllWordsOfADigest() {
    StateChanges added =
        new StateChanges(List.of(new StateChange(7, KEY, Optional.empty(), Optional.of(VALUE))));
    BigInteger entry = numberOf(StateDigests.after(StateDigest.ZERO, added));
    BigInteger modulus = BigInteger.ONE.shiftLeft(256);

    StateDigest wrapped = StateDigests.after(digestOf(modulus.subtract(entry)), added);
    StateDigest borrowed =
        StateDigests.after(digestOf(entry.subtract(BigInteger.ONE)), added.inverse());

    assertThat(wrapped).isEqualTo(StateDigest.ZERO);
    assertThat(numberOf(borrowed)).isEqualTo(modulus.subtract(BigInteger.ONE));
  }

  private static BigInteger numberOf(StateDigest digest) {
    byte[] bytes = digest.toArray();
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < bytes.length; i++) {
      number = number.add(BigInteger.valueOf(bytes[i] & 0xff).shiftLeft(8 * i));
    }
    return number;
  }

  private static StateDigest digestOf(BigInteger number) {
    byte[] bytes = new byte[StateDigest.LENGTH];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = number.shiftRight(8 * i).byteValue();
    }
    return StateDigest.of(bytes);
  }

  @Test
  void tellsApartWhereKeyAndValueBeginByTheDigest() {
    StateMap one = withEntry(StateMap.EMPTY, 7, Bytes.ofHex("6162"), Bytes.ofHex("63"));
    StateMap other = withEntry(StateMap.EMPTY, 7, Bytes.ofHex("61"), Bytes.ofHex("6263"));
    StateMap elsewhere = withEntry(StateMap.EMPTY, 8, Bytes.ofHex("6162"), Bytes.ofHex("63"));

    assertThat(one.digest()).isNotEqualTo(other.digest()).isNotEqualTo(elsewhere.digest());
  }

  @Test
  void staysAsItIsWhileNewerStatesAreMade() {
    StateMap old = withEntry(StateMap.EMPTY, 7, KEY, VALUE);
    StateDigest digest = old.digest();

    StateMap changed = withEntry(old, 7, KEY, Bytes.EMPTY);
    StateMap emptied =
        old.with(
            new StateChanges(
                List.of(new StateChange(7, KEY, Optional.of(VALUE), Optional.empty()))));

    assertThat(old.get(7, KEY)).contains(VALUE);
    assertThat(old.digest()).isEqualTo(digest).isEqualTo(old.digestFromScratch());
    assertThat(old.size(7)).isEqualTo(1);
    assertThat(changed.get(7, KEY)).contains(Bytes.EMPTY);
    assertThat(changed.size(7)).isEqualTo(1);
    assertThat(emptied.get(7, KEY)).isEmpty();
    assertThat(emptied.ceiling(7, Bytes.EMPTY)).isEmpty();
    assertThat(emptied.size(7)).isZero();
    assertThat(emptied.digest()).isEqualTo(StateDigest.ZERO);
  }

  @Test
  void keepsNamespacesApart() {
    StateMap state = withEntry(StateMap.EMPTY, 7, KEY, VALUE);

    assertThat(state.get(8, KEY)).isEmpty();
    assertThat(state.ceiling(6, Bytes.EMPTY)).isEmpty();
    assertThat(state.ceiling(8, Bytes.EMPTY)).isEmpty();
    assertThat(state.size(8)).isZero();
    assertThat(state.ceiling(7, KEY)).contains(new StateReader.Entry(KEY, VALUE));
    assertThat(state.higher(7, KEY)).isEmpty();
  }
}
