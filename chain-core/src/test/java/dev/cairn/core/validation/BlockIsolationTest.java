package dev.cairn.core.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.chain.Chain;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.Sha256Digest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 4, docs/consensus.md, section 8.1. */
class BlockIsolationTest {

  private static final NetworkParameters DEV = NetworkParameters.dev();
  private static final Transactions TRANSACTIONS = new Transactions(DEV);

  @Test
  void acceptsARightBlock() {
    assertThat(verdict(draft(TRANSACTIONS.record(0), TRANSACTIONS.record(1))))
        .isEqualTo(Judgement.ACCEPTED);
    assertThat(verdict(draft())).isEqualTo(Judgement.ACCEPTED);
  }

  /** Attack V4, CVE-2012-2459. */
  @Test
  void refusesTheRepeatedTransactionThatLeavesTheRootAsItIs() {
    TestBlock draft = draft(TRANSACTIONS.record(0), TRANSACTIONS.record(1));
    Block right = draft.seal();
    draft.reward = Optional.of(right.coinbase().reward());
    draft.repeatsItsLast = true;
    Block mutated = draft.seal();
    assertThat(mutated.transactions()).hasSize(3);
    assertThat(mutated.hash()).isEqualTo(right.hash());

    Chain chain = Judgement.chain(DEV);
    assertThat(Judgement.of(chain, mutated.encode())).isEqualTo("MERKLE_TREE_MUTATED");
    assertThat(Judgement.of(chain, right.encode())).isEqualTo(Judgement.ACCEPTED);
  }

  @Test
  void doesNotCondemnAHeaderForABodyOfAnother() {
    Block right = draft(TRANSACTIONS.record(0)).seal();
    Block wrongBody = new Block(right.header(), right.coinbase(), List.of());
    Block wrongCoinbase =
        new Block(
            right.header(),
            right.coinbase().withExtraNonce(Bytes.ofHex("01".repeat(16))),
            right.transactions());

    Chain chain = Judgement.chain(DEV);
    assertThat(Judgement.of(chain, wrongBody.encode())).isEqualTo("MERKLE_ROOT_MISMATCH");
    assertThat(Judgement.of(chain, wrongCoinbase.encode())).isEqualTo("MERKLE_ROOT_MISMATCH");
    assertThat(Judgement.of(chain, right.encode())).isEqualTo(Judgement.ACCEPTED);
  }

  @Test
  void condemnsAHeaderForWhatItsOwnBodyIs() {
    Block wrong = draft(TestBlock.withBrokenSignature(TRANSACTIONS.record(0))).seal();
    Chain chain = Judgement.chain(DEV);

    assertThat(Judgement.of(chain, wrong.encode())).isEqualTo("SIGNATURE_INVALID transaction 1");
    assertThat(chain.condemnation(wrong.hash())).isPresent();
    assertThat(Judgement.of(chain, wrong.encode())).isEqualTo("SIGNATURE_INVALID transaction 1");
  }

  @Test
  void refusesARootThatIsNotTheBodys() {
    TestBlock draft = draft(TRANSACTIONS.record(0));
    draft.merkleRoot = Optional.of(MerkleRoot.ZERO);

    assertThat(verdict(draft)).isEqualTo("MERKLE_ROOT_MISMATCH");
  }

  /** Attack V10: the message fills the block up. */
  @ParameterizedTest
  @CsvSource({"-1, ACCEPTED", "0, ACCEPTED", "1, BLOCK_TOO_LARGE"})
  void acceptsABlockOfExactlyTheGreatestSize(int more, String verdict) {
    NetworkParameters network = DEV.toBuilder().sizes(350, 65_536).build();
    TestBlock draft = TestBlock.onGenesis(network).with(new Transactions(network).record(0));
    draft.message = Bytes.of(new byte[350 + more - draft.seal().size()]);
    Block block = draft.seal();

    assertThat(block.size()).isEqualTo(350 + more);
    assertThat(Judgement.of(network, block)).isEqualTo(verdict);
  }

  @Test
  void acceptsTheLongestMessageInTheSmallestBlock() {
    NetworkParameters network = DEV.toBuilder().sizes(NetworkParameters.BLOCK_BYTES_MIN, 0).build();
    TestBlock draft = TestBlock.onGenesis(network);
    draft.message = Bytes.of(new byte[64]);

    assertThat(draft.seal().size()).isEqualTo(243);
    assertThat(Judgement.of(network, draft.seal())).isEqualTo(Judgement.ACCEPTED);
  }

  @Test
  void refusesAStateRoot() {
    for (int at : new int[] {0, 31}) {
      byte[] root = new byte[32];
      root[at] = 1;
      TestBlock draft = draft();
      draft.stateRoot = Sha256Digest.of(root);
      assertThat(verdict(draft)).isEqualTo("STATE_ROOT_NOT_ZERO");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 1023, 1024, Long.MAX_VALUE})
  void refusesAPayloadTypeThatTheNetworkDoesNotList(long type) {
    assertThat(verdict(draft(TRANSACTIONS.withPayload(0, type))))
        .isEqualTo("PAYLOAD_TYPE_UNKNOWN transaction 1");
  }

  @ParameterizedTest
  @CsvSource({"1, ACCEPTED", "2, PAYLOAD_TYPE_UNKNOWN transaction 1"})
  void asksTheNetworkNotTheProgramWhatIsListed(long type, String verdict) {
    String listsBoth = DEV.encode().toHex();
    String listsTransfers =
        listsBoth.replace(
            "0201087472616e7366657201000000" + "02067265636f726401000000",
            "0101087472616e7366657201000000");
    NetworkParameters network = NetworkParameters.decode(Bytes.ofHex(listsTransfers)).value();
    Transaction transaction =
        new Transactions(network)
            .of(TestKeys.FIRST, 0, 1, type == 1 ? Transactions.TRANSFER : Transactions.RECORD);

    assertThat(Judgement.of(network, TestBlock.onGenesis(network).with(transaction).seal()))
        .isEqualTo(verdict);
  }

  /** The length of a transfer whose amount is 1, and its verdict. */
  @ParameterizedTest
  @CsvSource({
    "0, TRANSFER_LENGTH_WRONG transaction 1",
    "39, TRANSFER_LENGTH_WRONG transaction 1",
    "40, ACCEPTED",
    "41, TRANSFER_LENGTH_WRONG transaction 1"
  })
  void judgesTheLengthOfATransfer(int length, String verdict) {
    byte[] payload = Arrays.copyOf(Bytes.ofHex("00".repeat(32) + "01").toArray(), length);

    assertThat(verdict(draft(TRANSACTIONS.withPayload(0, 1, payload)))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, TRANSFER_AMOUNT_OUT_OF_RANGE transaction 1",
    "0100000000000000, ACCEPTED",
    "ffffffffffffff7f, BALANCE_TOO_LOW transaction 1",
    "0000000000000080, TRANSFER_AMOUNT_OUT_OF_RANGE transaction 1",
    "ffffffffffffffff, TRANSFER_AMOUNT_OUT_OF_RANGE transaction 1"
  })
  void judgesTheAmountOfATransfer(String amount, String verdict) {
    byte[] payload = Bytes.ofHex("00".repeat(32) + amount).toArray();

    assertThat(verdict(draft(TRANSACTIONS.withPayload(0, 1, payload)))).isEqualTo(verdict);
  }

  /** Form, bytes after it, and the verdict; the network's documents have at most 40 bytes. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, ACCEPTED",
    "0, 40, ACCEPTED",
    "0, 41, RECORD_TOO_LARGE transaction 1",
    "1, 31, RECORD_DIGEST_LENGTH_WRONG transaction 1",
    "1, 32, ACCEPTED",
    "1, 33, RECORD_DIGEST_LENGTH_WRONG transaction 1",
    "1, 0, RECORD_DIGEST_LENGTH_WRONG transaction 1",
    "2, 0, RECORD_FORM_UNKNOWN transaction 1",
    "255, 100, RECORD_FORM_UNKNOWN transaction 1",
    "0, -1, RECORD_FORM_UNKNOWN transaction 1"
  })
  void judgesARecord(int form, int length, String verdict) {
    NetworkParameters network = DEV.toBuilder().sizes(262_144, 40).build();
    byte[] payload = new byte[length + 1];
    if (payload.length > 0) {
      payload[0] = (byte) form;
    }
    Transaction transaction = new Transactions(network).withPayload(0, 2, payload);

    assertThat(Judgement.of(network, TestBlock.onGenesis(network).with(transaction).seal()))
        .isEqualTo(verdict);
  }

  private static TestBlock draft(Transaction... transactions) {
    return TestBlock.onGenesis(DEV).with(transactions);
  }

  private static String verdict(TestBlock draft) {
    return Judgement.of(DEV, draft.seal());
  }
}
