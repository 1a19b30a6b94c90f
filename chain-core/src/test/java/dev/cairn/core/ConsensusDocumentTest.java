package dev.cairn.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.block.Block;
import dev.cairn.core.block.BlockHeader;
import dev.cairn.core.block.MerkleProof;
import dev.cairn.core.block.MerkleTree;
import dev.cairn.core.codec.Sha256;
import dev.cairn.core.key.KeyPair;
import dev.cairn.core.network.DevKey;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Coinbase;
import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.transaction.Transfer;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.PublicKey;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.value.Timestamp;
import dev.cairn.core.value.TransactionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every worked example of docs/consensus.md about formats holds for this code. */
class ConsensusDocumentTest {

  private static final NetworkParameters DEV = NetworkParameters.dev();
  private static final Map<String, String> KEYS = ConsensusDocument.example("keys");
  private static final Map<String, String> BLOCK = ConsensusDocument.example("block");

  @Test
  void hashesNothingTwice() {
    assertThat(ConsensusDocument.text())
        .contains("`hash256` of no bytes is\n  `" + hex(Sha256.hash256(new byte[0])) + "`");
  }

  @Test
  void makesTheKeysFromTheirSeeds() {
    for (int number : new int[] {1, 2}) {
      byte[] seed = Sha256.hash(("cairn/dev/key/" + number).getBytes(StandardCharsets.US_ASCII));
      PublicKey key = KeyPair.fromSeed(seed).publicKey();

      assertThat(hex(seed)).isEqualTo(KEYS.get("seed" + number));
      assertThat(key.toHex()).isEqualTo(KEYS.get("key" + number));
      assertThat(key.toAddress()).isEqualTo(KEYS.get("address" + number));
      assertThat(PublicKey.parseAddress(KEYS.get("address" + number)).value()).isEqualTo(key);
    }
    assertThat(DevKey.keyPair().publicKey()).isEqualTo(TestKeys.FIRST.publicKey());
  }

  @Test
  void readsAndSignsTheTransfer() {
    Map<String, String> example = ConsensusDocument.example("transfer");
    Transfer transfer = new Transfer(TestKeys.SECOND.publicKey(), new Amount(1000));
    Transaction signed =
        Transaction.sign(TestKeys.FIRST, DEV.id(), 0, new Amount(5), transfer.payload());

    assertTransaction(example, signed);
    assertThat(Transfer.decode(signed.payload().bytes()).value()).isEqualTo(transfer);
    assertThat(signed.payload().bytes().toHex())
        .isEqualTo(example.get("recipient") + example.get("amount"));
    assertThat(fields(example, "version", "sender", "sequence", "fee", "type", "length"))
        .isEqualTo(example.get("transaction").substring(0, 2 * 51));
  }

  @Test
  void readsAndSignsTheRecord() {
    Map<String, String> example = ConsensusDocument.example("record");
    DocumentRecord record = DocumentRecord.ofDocument(Bytes.of(new byte[] {'a', 'b', 'c'}));
    Transaction signed =
        Transaction.sign(TestKeys.FIRST, DEV.id(), 1, new Amount(1), record.payload());

    assertTransaction(example, signed);
    assertThat(signed.payload().bytes().toHex())
        .isEqualTo(example.get("form") + example.get("bytes"));
    assertThat(record.digest().toHex()).isEqualTo(example.get("key"));
    assertThat(DocumentRecord.ofDigest(record.digest()).digest()).isEqualTo(record.digest());
  }

  private static void assertTransaction(Map<String, String> example, Transaction signed) {
    assertThat(signed.encode().toHex()).isEqualTo(example.get("transaction"));
    assertThat(signed.signature().toHex()).isEqualTo(example.get("signature"));
    assertThat(signed.id()).hasToString(example.get("id"));
    assertThat(signed.sender().toHex()).isEqualTo(example.get("sender"));
    assertThat(Transaction.decode(Bytes.ofHex(example.get("transaction"))).value())
        .isEqualTo(signed);
  }

  @Test
  void writesTheCoinbase() {
    Map<String, String> example = ConsensusDocument.example("coinbase");
    Coinbase coinbase =
        new Coinbase(
            1,
            Bytes.ofHex(example.get("extraNonce")),
            TestKeys.SECOND.publicKey(),
            new Amount(50_000_006),
            Sha256Digest.ZERO,
            Bytes.of("hello".getBytes(StandardCharsets.US_ASCII)));

    assertThat(coinbase.encode().toHex()).isEqualTo(example.get("coinbase"));
    assertThat(
            fields(example, "version", "height", "extraNonce", "recipient", "reward")
                + fields(example, "stateRoot", "length", "message"))
        .isEqualTo(example.get("coinbase"));
    assertThat(coinbase.id()).hasToString(example.get("id"));
    assertThat(Coinbase.decode(Bytes.ofHex(example.get("coinbase"))).value()).isEqualTo(coinbase);
  }

  @Test
  void readsTheHeader() {
    Map<String, String> example = ConsensusDocument.example("header");
    BlockHeader header = BlockHeader.decode(Bytes.ofHex(example.get("header"))).value();

    assertThat(hex(header.toArray())).isEqualTo(example.get("header"));
    assertThat(fields(example, "version", "previous", "merkleRoot", "time", "bits", "nonce"))
        .isEqualTo(example.get("header"));
    assertThat(header.version()).isEqualTo(0x20000000);
    assertThat(header.previous()).isEqualTo(DEV.genesis().hash());
    assertThat(header.merkleRoot().toHex()).isEqualTo(example.get("merkleRoot"));
    assertThat(header.time()).isEqualTo(new Timestamp(1_767_225_610L));
    assertThat(header.bits()).isEqualTo(new CompactBits(0x207fffff));
    assertThat(header.nonce()).isEqualTo(3);
    assertThat(header.hash()).hasToString(example.get("hash"));
  }

  @Test
  void buildsTheMerkleTree() {
    List<TransactionId> leaves =
        ConsensusDocument.lines("merkle").stream()
            .filter(line -> line.get(0).equals("leaf"))
            .map(line -> TransactionId.of(Bytes.ofHex(line.get(1)).toArray()))
            .toList();
    MerkleTree.Result tree = MerkleTree.of(leaves);

    assertThat(leaves).hasSize(3).isEqualTo(block().transactionIds());
    assertThat(tree.root().toHex()).isEqualTo(ConsensusDocument.example("merkle").get("root"));
    assertThat(tree.mutated()).isFalse();
    List<String> nodes =
        ConsensusDocument.lines("merkle").stream()
            .filter(line -> line.get(0).equals("node"))
            .map(line -> line.get(1))
            .toList();
    assertThat(MerkleTree.proof(leaves, 0).path().get(1).toHex()).isEqualTo(nodes.get(1));
    assertThat(MerkleTree.proof(leaves, 2).path().get(1).toHex()).isEqualTo(nodes.get(0));
  }

  @Test
  void provesTheTransfer() {
    Map<String, String> example = ConsensusDocument.example("proof");
    MerkleProof proof = MerkleProof.decode(Bytes.ofHex(example.get("proof"))).value();
    MerkleRoot root = MerkleRoot.of(Bytes.ofHex(example.get("root")).toArray());

    assertThat(proof.index()).isEqualTo(1);
    assertThat(proof.check(Bytes.ofHex(example.get("transaction")), root)).isEmpty();
    assertThat(block().proof(1)).isEqualTo(proof);
    assertThat(proof.encode().toHex()).isEqualTo(example.get("proof"));
  }

  @Test
  void readsTheBlock() {
    Block block = block();

    assertThat(block.encode().toHex()).isEqualTo(BLOCK.get("block"));
    assertThat(block.size()).isEqualTo(Integer.parseInt(BLOCK.get("size")));
    assertThat(block.hash()).isEqualTo(BlockHash.parse(BLOCK.get("hash")).value());
    assertThat(block.coinbase().encode().toHex())
        .isEqualTo(ConsensusDocument.example("coinbase").get("coinbase"));
    assertThat(block.transactions().get(0).encode().toHex())
        .isEqualTo(ConsensusDocument.example("transfer").get("transaction"));
    assertThat(block.transactions().get(1).encode().toHex())
        .isEqualTo(ConsensusDocument.example("record").get("transaction"));
  }

  private static Block block() {
    return Block.decode(Bytes.ofHex(BLOCK.get("block"))).value();
  }

  private static String fields(Map<String, String> example, String... names) {
    StringBuilder bytes = new StringBuilder();
    for (String name : names) {
      bytes.append(example.get(name));
    }
    return bytes.toString();
  }

  private static String hex(byte[] bytes) {
    return Bytes.of(bytes).toHex();
  }
}
