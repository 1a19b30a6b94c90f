package dev.cairn.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.ConsensusDocument;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The second validator against the examples of docs/consensus.md. */
class ReferenceChainTest {

  private static final Map<String, String> NETWORK = ConsensusDocument.example("network");
  private static final Map<String, String> BLOCK = ConsensusDocument.example("block");
  private static final Map<String, String> KEYS = ConsensusDocument.example("keys");

  @Test
  void readsVarintsOfTheTable() {
    for (List<String> row : ConsensusDocument.table("value", "varint")) {
      String text = row.get(0).replace(",", "");
      long value = text.equals("2^63 - 1") ? Long.MAX_VALUE : Long.parseLong(text);
      byte[] bytes = bytes(row.get(1));
      assertThat(new ReferenceWriter().varint(value).toArray()).isEqualTo(bytes);
      assertThat(new ReferenceReader(bytes).varint()).isEqualTo(value);
    }
    for (String wrong : List.of("fdfc00", "feffff0000", "ffffffffff00000000")) {
      assertThat(varintRefusal(wrong)).isEqualTo("VARINT_NOT_SHORTEST");
    }
    assertThat(varintRefusal("ff0000000000000080")).isEqualTo("VALUE_OUT_OF_RANGE");
    assertThat(varintRefusal("ff00000000000000")).isEqualTo("TRUNCATED");
    assertThat(varintRefusal("")).isEqualTo("TRUNCATED");
    assertThat(hex(ReferenceHash.hash256()))
        .isEqualTo("5df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456");
  }

  @Test
  void decodesHeaderOfBlock1() {
    Map<String, String> example = ConsensusDocument.example("header");
    byte[] header =
        BlockGenerator.join(
            bytes(word(example, "version")),
            bytes(word(example, "previous")),
            bytes(word(example, "merkleRoot")),
            bytes(word(example, "time")),
            bytes(word(example, "bits")),
            bytes(word(example, "nonce")));
    assertThat(hex(header)).isEqualTo(word(example, "header"));
    assertThat(shown(ReferenceHash.hash256(header))).isEqualTo(word(example, "hash"));
    ReferenceBlock block = ReferenceBlock.decode(bytes(word(BLOCK, "block")));
    assertThat(block.header()).isEqualTo(header);
    assertThat(block.time).isEqualTo(1_767_225_610);
    assertThat(block.bits).isEqualTo(0x207fffff);
  }

  @Test
  void signsAndDecodesTransactionsOfBlock1() {
    ReferenceBlock block = ReferenceBlock.decode(bytes(word(BLOCK, "block")));
    ReferenceSigner signer = ReferenceSigner.ofSeed(bytes(word(KEYS, "seed1")));
    assertThat(signer.publicKeyHex()).isEqualTo(word(KEYS, "key1"));
    assertThat(ReferenceSigner.ofSeed(bytes(word(KEYS, "seed2"))).publicKeyHex())
        .isEqualTo(word(KEYS, "key2"));
    byte[] seedText = "cairn/dev/key/1".getBytes(StandardCharsets.US_ASCII);
    assertThat(hex(ReferenceHash.sha256(seedText))).isEqualTo(word(KEYS, "seed1"));
    TransactionForge forge = new TransactionForge(parameters().networkId());
    for (String fence : List.of("transfer", "record")) {
      Map<String, String> example = ConsensusDocument.example(fence);
      int position = fence.equals("transfer") ? 0 : 1;
      ReferenceTransaction transaction = block.transactions.get(position);
      assertThat(hex(transaction.bytes)).isEqualTo(word(example, "transaction"));
      assertThat(shown(ReferenceHash.hash256(transaction.bytes))).isEqualTo(word(example, "id"));
      byte[] unsigned =
          TransactionForge.unsigned(
              signer.publicKey(),
              transaction.sequence,
              transaction.fee,
              transaction.type,
              transaction.payload);
      byte[] signature = signer.sign(forge.message(unsigned));
      assertThat(hex(signature)).isEqualTo(word(example, "signature"));
      assertThat(TransactionForge.join(unsigned, signature)).isEqualTo(transaction.bytes);
      assertThat(ReferenceEd25519.verify(signer.publicKey(), signature, forge.message(unsigned)))
          .isTrue();
    }
    assertThat(block.transactions.get(0).transferAmount()).isEqualTo(1000);
    assertThat(block.transactions.get(0).transferRecipient()).isEqualTo(word(KEYS, "key2"));
    byte[] document = "abc".getBytes(StandardCharsets.US_ASCII);
    assertThat(hex(ReferenceHash.sha256(document)))
        .isEqualTo(word(ConsensusDocument.example("record"), "key"));
  }

  @Test
  void signsWithSmallPartsThatOnlyTheCofactorHides() {
    byte[] message = {1, 2, 3};
    ReferenceSigner plain = ReferenceSigner.ofSeed(new byte[32]);
    ReferenceSigner torsion = ReferenceSigner.ofSeedWithTorsion(new byte[32]);
    assertThat(torsion.publicKey()).isNotEqualTo(plain.publicKey());
    assertThat(plain.signWithTorsion(message)).isNotEqualTo(plain.sign(message));
    for (ReferenceSigner signer : List.of(plain, torsion)) {
      byte[] key = signer.publicKey();
      assertThat(ReferenceEd25519.verify(key, signer.sign(message), message)).isTrue();
      assertThat(ReferenceEd25519.verify(key, signer.signWithTorsion(message), message)).isTrue();
      assertThat(ReferenceEd25519.verify(key, signer.sign(message), new byte[3])).isFalse();
    }
  }

  @Test
  void decodesCoinbaseOfBlock1() {
    Map<String, String> example = ConsensusDocument.example("coinbase");
    ReferenceCoinbase coinbase = ReferenceBlock.decode(bytes(word(BLOCK, "block"))).coinbase;
    assertThat(hex(coinbase.bytes)).isEqualTo(word(example, "coinbase"));
    assertThat(shown(ReferenceHash.hash256(coinbase.bytes))).isEqualTo(word(example, "id"));
    assertThat(coinbase.height).isEqualTo(1);
    assertThat(coinbase.reward).isEqualTo(50_000_006);
    assertThat(coinbase.recipient).isEqualTo(word(KEYS, "key2"));
  }

  @Test
  void growsMerkleTreeOfBlock1() {
    List<String> leaves = new ArrayList<>();
    List<String> nodes = new ArrayList<>();
    for (List<String> line : ConsensusDocument.lines("merkle")) {
      (line.get(0).equals("leaf") ? leaves : nodes).add(line.get(1));
    }
    List<byte[]> ids = ReferenceBlock.decode(bytes(word(BLOCK, "block"))).ids();
    assertThat(ids.stream().map(ReferenceHash::hex)).isEqualTo(leaves);
    List<byte[]> level = ReferenceMerkle.nextLevel(ids);
    assertThat(level.stream().map(ReferenceHash::hex)).isEqualTo(nodes.subList(0, 2));
    assertThat(hex(ReferenceMerkle.root(ids))).isEqualTo(nodes.get(2));
    assertThat(ReferenceMerkle.isMutated(ids)).isFalse();
    List<byte[]> mutated = new ArrayList<>(ids);
    mutated.add(ids.get(2));
    assertThat(ReferenceMerkle.root(mutated)).isEqualTo(ReferenceMerkle.root(ids));
    assertThat(ReferenceMerkle.isMutated(mutated)).isTrue();
  }

  @Test
  void checksProofOfTheTransfer() {
    Map<String, String> example = ConsensusDocument.example("proof");
    byte[] proof = bytes(word(example, "proof"));
    byte[] transaction = bytes(word(example, "transaction"));
    byte[] root = bytes(word(example, "root"));
    List<byte[]> ids = ReferenceBlock.decode(bytes(word(BLOCK, "block"))).ids();
    assertThat(ReferenceMerkle.prove(ids, 1)).isEqualTo(proof);
    assertThat(ReferenceMerkle.judgeProof(proof, transaction, root)).isEqualTo("VALID");
    assertThat(ReferenceMerkle.judgeProof(proof, transaction, new byte[32]))
        .isEqualTo("PROOF_ROOT_MISMATCH");
    assertThat(ReferenceMerkle.judgeProof(proof, new byte[97], root))
        .isEqualTo("PROOF_TRANSACTION_TOO_SHORT");
    byte[] outside = proof.clone();
    outside[0] = 4;
    assertThat(ReferenceMerkle.judgeProof(outside, transaction, root))
        .isEqualTo("PROOF_INDEX_OUT_OF_RANGE");
    assertThat(ReferenceMerkle.judgeProof(new byte[] {0, 33}, transaction, root))
        .isEqualTo("PROOF_TOO_LONG");
  }

  @Test
  void acceptsBlock1OfDev() {
    assertThat(hex(parameters().genesisHeader())).isEqualTo(word(NETWORK, "header"));
    assertThat(shown(parameters().networkId())).isEqualTo(word(NETWORK, "networkId"));
    ReferenceChain chain = new ReferenceChain(parameters());
    assertThat(chain.stateDigestHex()).isEqualTo(word(NETWORK, "stateDigest"));
    byte[] block = bytes(word(BLOCK, "block"));
    assertThat(String.valueOf(block.length)).isEqualTo(word(BLOCK, "size"));
    assertThat(chain.submit(block, 1_767_225_610 - 301)).isEqualTo("DEFERRED_TOO_EARLY");
    assertThat(chain.height()).isZero();
    assertThat(chain.submit(block, 1_767_225_610 - 300)).isEqualTo("ACCEPTED");
    assertThat(chain.submit(block, 0)).isEqualTo("ACCEPTED");
    assertThat(chain.height()).isEqualTo(1);
    assertThat(shown(bytes(chain.tipHashHex()))).isEqualTo(word(BLOCK, "hash"));
    for (String key : List.of("1", "2")) {
      String account = word(KEYS, "key" + key);
      assertThat(chain.balance(account)).isEqualTo(Long.parseLong(word(BLOCK, "balance" + key)));
      assertThat(chain.sequence(account)).isEqualTo(Long.parseLong(word(BLOCK, "sequence" + key)));
    }
    assertThat(chain.stateDigestHex()).isEqualTo(word(BLOCK, "stateDigest"));
    assertThat(chain.status(chain.tipHashHex())).isEqualTo("COMPLETE");
    assertThat(chain.status("00")).isEqualTo("UNKNOWN");
  }

  @Test
  void hashesEntryOfKey2() {
    Map<String, String> example = ConsensusDocument.example("entry");
    byte[] hash =
        ReferenceState.entryHash(0, bytes(word(example, "key")), bytes(word(example, "value")));
    assertThat(hex(hash)).isEqualTo(word(example, "sha256"));
  }

  @Test
  void decodesCompactBitsOfTheTable() {
    for (List<String> row : ConsensusDocument.table("bits", "target")) {
      long bits = Long.decode(row.get(0));
      String target = row.get(1);
      if (target.startsWith("BITS_")) {
        assertThat(compactRefusal(bits)).isEqualTo(target.split(" ", -1)[0]);
      } else {
        String[] shifted = target.split(" << ", -1);
        var value = BigInteger.valueOf(Long.decode(shifted[0]));
        int shift = shifted.length > 1 ? Integer.parseInt(shifted[1]) : 0;
        assertThat(ReferenceDifficulty.target(bits)).isEqualTo(value.shiftLeft(shift));
      }
    }
    assertThat(ReferenceDifficulty.work(0x207fffff)).isEqualTo(2);
    assertThat(ReferenceDifficulty.work(0x1e0fffff)).isEqualTo(1_048_577);
    assertThat(ReferenceDifficulty.work(0x1d00ffff)).isEqualTo(4_295_032_833L);
    assertThat(ReferenceDifficulty.isCanonical(0x1d00ffff)).isTrue();
    assertThat(ReferenceDifficulty.isCanonical(0x22000001)).isFalse();
  }

  @Test
  void steersAsTheTablesSay() {
    ReferenceParameters lan = lan();
    for (List<String> row :
        ConsensusDocument.table("nominal(n)", "time(n) - time(n-1)", "nominal(n+1)")) {
      long nominal = Long.decode(row.get(0));
      long seconds = Long.parseLong(row.get(1));
      assertThat(ReferenceDifficulty.nextNominal(lan, nominal, seconds))
          .as(row.toString())
          .isEqualTo(Long.decode(row.get(2)));
    }
    for (List<String> row :
        ConsensusDocument.table("nominal(n)", "time(n) - time(n-1)", "steps", "bits(n)")) {
      long nominal = Long.decode(row.get(0));
      long seconds = Long.parseLong(row.get(1));
      assertThat(ReferenceDifficulty.bits(lan, nominal, seconds))
          .as(row.toString())
          .isEqualTo(Long.decode(row.get(3)));
    }
  }

  @Test
  void hasNetworkIdOfLan() {
    assertThat(shown(lan().networkId()))
        .isEqualTo(word(ConsensusDocument.example("lan"), "networkId"));
  }

  @Test
  void judgesWhatIsThereOfABlockBeforeItsRules() {
    byte[] block = bytes(word(BLOCK, "block"));
    ReferenceChain chain = new ReferenceChain(parameters());
    for (int length = 0; length < block.length; length++) {
      assertThat(chain.submit(Arrays.copyOf(block, length), Long.MAX_VALUE / 2))
          .isEqualTo("TRUNCATED");
    }
    assertThat(chain.submit(Arrays.copyOf(block, block.length + 1), Long.MAX_VALUE / 2))
        .isEqualTo("TRAILING_BYTES");
    byte[] otherBody = block.clone();
    otherBody[90] ^= 1;
    assertThat(chain.submit(otherBody, Long.MAX_VALUE / 2)).isEqualTo("MERKLE_ROOT_MISMATCH");
    String hash = ReferenceBlock.decode(block).hash();
    assertThat(chain.status(hash)).isEqualTo("HEADER");
    assertThat(chain.submit(block, Long.MAX_VALUE / 2)).isEqualTo("ACCEPTED");
    assertThat(chain.status(hash)).isEqualTo("COMPLETE");
  }

  private static ReferenceParameters parameters() {
    return ReferenceParameters.decode(bytes(word(NETWORK, "parameters")));
  }

  private static ReferenceParameters lan() {
    return ReferenceParameters.decode(bytes(word(ConsensusDocument.example("lan"), "parameters")));
  }

  private static String word(Map<String, String> example, String name) {
    return Objects.requireNonNull(example.get(name), name);
  }

  private static String varintRefusal(String hexText) {
    try {
      return String.valueOf(new ReferenceReader(bytes(hexText)).varint());
    } catch (ReferenceRefusal refusal) {
      return refusal.reason();
    }
  }

  private static String compactRefusal(long bits) {
    try {
      return ReferenceDifficulty.target(bits).toString(16);
    } catch (ReferenceRefusal refusal) {
      return refusal.reason();
    }
  }

  private static byte[] bytes(String hexText) {
    return ReferenceHash.unhex(hexText);
  }

  private static String hex(byte[] bytes) {
    return ReferenceHash.hex(bytes);
  }

  private static String shown(byte[] hash) {
    return ReferenceHash.hex(ReferenceHash.reversed(hash));
  }
}
