package dev.cairn.core.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.codec.ByteWriter;
import dev.cairn.core.key.SigningDomain;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.reference.ReferenceEd25519;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.PublicKey;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack V11: signatures that some verifiers accept, inside of blocks. */
class HostileSignatureTest {

  private static final String INVALID = "SIGNATURE_INVALID transaction 1";
  private static final String NEUTRAL = "01" + "00".repeat(31);
  private static final BigInteger SECRET = BigInteger.valueOf(8_675_309);
  private static final PublicKey KEY = PublicKey.of(ReferenceEd25519.BASE.times(SECRET).encode());

  /** All coins are of the key whose secret scalar we know. */
  private static final NetworkParameters NETWORK =
      NetworkParameters.dev().toBuilder().balance(KEY, new Amount(1000)).build();

  private static final Transactions TRANSACTIONS = new Transactions(NETWORK);

  @Test
  void refusesASignatureWithTheGroupOrderAdded() {
    byte[] bytes = TRANSACTIONS.record(0).encode().toArray();
    assertThat(verdict(bytes)).isEqualTo(Judgement.ACCEPTED);
    int at = bytes.length - 32;
    BigInteger s = littleEndian(Arrays.copyOfRange(bytes, at, at + 32));
    byte[] more = ReferenceEd25519.littleEndian(s.add(ReferenceEd25519.L));
    System.arraycopy(more, 0, bytes, at, 32);

    assertThat(verdict(bytes)).isEqualTo(INVALID);
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  /** Everyone can sign for a key of small order. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void refusesASenderOfSmallOrder(int point) {
    byte[] sender = ReferenceEd25519.torsion(point).encode();

    assertThat(verdict(signed(sender, Bytes.ofHex(NEUTRAL).toArray(), BigInteger.ZERO)))
        .isEqualTo(INVALID);
  }

  /** R is the neutral element, in its canonical encoding and in others. */
  @ParameterizedTest
  @CsvSource({
    "0100000000000000000000000000000000000000000000000000000000000000, ACCEPTED",
    "0100000000000000000000000000000000000000000000000000000000000080, " + INVALID,
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f, " + INVALID,
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, " + INVALID
  })
  void refusesPointsThatAreNotCanonical(String r, String verdict) {
    assertThat(verdict(signed(KEY.toArray(), Bytes.ofHex(r).toArray(), SECRET))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0200000000000000000000000000000000000000000000000000000000000000", // no point
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // 1, not canonical
        "0000000000000000000000000000000000000000000000000000000000000000", // order 4
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void refusesSendersThatAreNoKeys(String sender) {
    assertThat(verdict(signed(Bytes.ofHex(sender).toArray(), new byte[32], BigInteger.ZERO)))
        .isEqualTo(INVALID);
  }

  /** R with a part of small order: the equation is multiplied by 8, so it does not matter. */
  @Test
  void acceptsAPartOfSmallOrder() {
    for (int point = 0; point < 8; point++) {
      byte[] r = ReferenceEd25519.torsion(point).encode();
      assertThat(verdict(signed(KEY.toArray(), r, SECRET))).isEqualTo(Judgement.ACCEPTED);
    }
  }

  @Test
  void refusesEveryFlippedBitOfASignature() {
    byte[] right = TRANSACTIONS.record(0).encode().toArray();
    for (int bit = 0; bit < 512; bit += 7) {
      byte[] flipped = right.clone();
      flipped[right.length - 64 + bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(verdict(flipped)).isEqualTo(INVALID);
    }
  }

  @Test
  void refusesASignatureOfOtherBytes() {
    byte[] right = TRANSACTIONS.record(0).encode().toArray();
    for (int at : new int[] {1, 41, right.length - 65}) { // sender, fee, payload
      byte[] changed = right.clone();
      changed[at] ^= 1;
      assertThat(verdict(changed)).isEqualTo(INVALID);
    }
  }

  @Test
  void refusesATransactionOfAnotherNetwork() {
    Transactions elsewhere = new Transactions(NetworkParameters.dev());

    assertThat(verdict(elsewhere.record(0).encode().toArray())).isEqualTo(INVALID);
    assertThat(verdict(TRANSACTIONS.record(0).encode().toArray())).isEqualTo(Judgement.ACCEPTED);
  }

  /** The 65th byte is the version of what follows. */
  @ParameterizedTest
  @CsvSource({"00, COINBASE_NOT_FIRST", "55, TRANSACTION_VERSION_UNKNOWN", "01, TRAILING_BYTES"})
  void hasNoRoomForA65thByte(String byte65, String reason) {
    Transaction second = TRANSACTIONS.record(1);
    Bytes block = TestBlock.onGenesis(NETWORK).with(TRANSACTIONS.record(0), second).seal().encode();
    int end = block.length() - second.size();
    String longer = block.slice(0, end).toHex() + byte65 + second.encode().toHex();

    assertThat(Judgement.of(Judgement.chain(NETWORK), Bytes.ofHex(longer))).isEqualTo(reason);
  }

  /** A transfer with a signature (R, k * secret), which is right when R is the neutral element. */
  private static byte[] signed(byte[] sender, byte[] r, BigInteger secret) {
    Transfer transfer = new Transfer(TestKeys.SECOND.publicKey(), new Amount(1));
    byte[] unsigned =
        new ByteWriter()
            .u8(1)
            .bytes(sender)
            .u64(0)
            .u64(1)
            .varint(1)
            .varint(40)
            .bytes(transfer.payload().bytes())
            .toArray();
    byte[] message = SigningDomain.transactionMessage(NETWORK.id(), unsigned);
    BigInteger k = ReferenceEd25519.hashToScalar(r, sender, message);
    BigInteger s = k.multiply(secret).mod(ReferenceEd25519.L);
    return new ByteWriter()
        .bytes(unsigned)
        .bytes(r)
        .bytes(ReferenceEd25519.littleEndian(s))
        .toArray();
  }

  private static String verdict(byte[] transaction) {
    Transaction decoded = Transaction.decode(Bytes.of(transaction)).value();
    return Judgement.of(NETWORK, TestBlock.onGenesis(NETWORK).with(decoded).seal());
  }
}
