package dev.cairn.core.reference;

import java.math.BigInteger;
import java.util.Arrays;

/** Ways in which a signature is wrong: docs/consensus.md, section 5.4. */
enum BrokenSignature {
  BIT_OF_R,
  BIT_OF_S,
  BIT_OF_KEY,
  BIT_OF_MESSAGE,
  S_NOT_BELOW_L,
  R_NOT_CANONICAL,
  KEY_NOT_CANONICAL,
  KEY_OF_SMALL_ORDER,
  OTHER_NETWORK,
  ZERO;

  private static final byte[] NEUTRAL = ReferenceHash.littleEndian(BigInteger.ONE, 32);
  private static final byte[] NOT_CANONICAL_NEUTRAL =
      ReferenceHash.littleEndian(ReferenceEd25519.P.add(BigInteger.ONE), 32);

  /** A transaction that is wrong in its signature, and perhaps in its sequence. */
  byte[] transaction(DraftMaker maker) {
    ReferenceSigner sender = maker.network.senders.get(0);
    long sequence = 0; // not looked at; one number, so that few signatures are made and checked
    long fee = maker.network.parameters.minimumFee;
    byte[] payload = TransactionForge.record(0, new byte[0]);
    byte[] right = maker.network.forge.signed(sender, sequence, fee, 2, payload);
    byte[] key = sender.publicKey();
    byte[] r = Arrays.copyOfRange(right, right.length - 64, right.length - 32);
    byte[] s = Arrays.copyOfRange(right, right.length - 32, right.length);
    int bit = maker.random.nextInt(8); // few variants, so that their verdicts can be remembered
    switch (this) {
      case BIT_OF_R -> r[0] ^= (byte) (1 << bit);
      case BIT_OF_S -> s[0] ^= (byte) (1 << bit);
      case BIT_OF_KEY -> key[31] ^= (byte) 0x80;
      case BIT_OF_MESSAGE -> fee++;
      case S_NOT_BELOW_L ->
          s = ReferenceHash.littleEndian(ReferenceHash.littleEndian(s).add(ReferenceEd25519.L), 32);
      case R_NOT_CANONICAL -> r = NOT_CANONICAL_NEUTRAL.clone();
      case KEY_NOT_CANONICAL -> key = NOT_CANONICAL_NEUTRAL.clone();
      case KEY_OF_SMALL_ORDER -> {
        // The equation holds: the key is the neutral element, R too, S is zero.
        key = NEUTRAL.clone();
        r = NEUTRAL.clone();
        s = new byte[32];
      }
      case OTHER_NETWORK -> {
        TransactionForge other = new TransactionForge(new byte[32]);
        return other.signed(sender, sequence, fee, 2, payload);
      }
      case ZERO -> {
        r = new byte[32];
        s = new byte[32];
      }
    }
    byte[] signature = new ReferenceWriter().bytes(r).bytes(s).toArray();
    byte[] unsigned = TransactionForge.unsigned(key, sequence, fee, 2, payload);
    return TransactionForge.join(unsigned, signature);
  }
}
