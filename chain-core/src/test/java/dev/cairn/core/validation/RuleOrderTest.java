package dev.cairn.core.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.core.TestBlock;
import dev.cairn.core.TestKeys;
import dev.cairn.core.block.Block;
import dev.cairn.core.network.NetworkParameters;
import dev.cairn.core.transaction.Payload;
import dev.cairn.core.transaction.Transaction;
import dev.cairn.core.value.Amount;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.CompactBits;
import dev.cairn.core.value.MerkleRoot;
import dev.cairn.core.value.Sha256Digest;
import dev.cairn.core.verdict.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Of two faults in one block the reason is the one that comes first by stage, then position, then
 * table (docs/consensus.md, section 2).
 */
class RuleOrderTest {

  private static final NetworkParameters NETWORK =
      NetworkParameters.dev().toBuilder().sizes(1500, 100).minimumFee(new Amount(5)).build();

  private static final int POSITIONS = 4;

  /** A block of four records, of which any can be made wrong. */
  private static final class Draft {
    final TestBlock block = TestBlock.onGenesis(NETWORK);
    final List<Payload> payloads = new ArrayList<>();
    final long[] sequences = new long[POSITIONS];
    final long[] fees = new long[POSITIONS];
    final boolean[] brokenSignatures = new boolean[POSITIONS];

    Draft() {
      for (int i = 0; i < POSITIONS; i++) {
        payloads.add(Transactions.RECORD);
        sequences[i] = i;
        fees[i] = 5;
      }
    }

    Block seal() {
      Transactions transactions = new Transactions(NETWORK);
      List<Transaction> made = new ArrayList<>();
      for (int i = 0; i < payloads.size(); i++) {
        boolean inFront = i < POSITIONS;
        Transaction transaction =
            transactions.of(
                TestKeys.FIRST, inFront ? sequences[i] : i, inFront ? fees[i] : 5, payloads.get(i));
        made.add(
            inFront && brokenSignatures[i]
                ? TestBlock.withBrokenSignature(transaction)
                : transaction);
      }
      block.transactions.addAll(made);
      return block.seal();
    }
  }

  /**
   * One mistake.
   *
   * @param order of two, the lower one is reported
   * @param place two mistakes in one place exclude each other
   */
  private record Fault(int order, String place, Rule rule, int position, Consumer<Draft> mistake) {

    String reason() {
      return position == 0 ? rule.name() : rule + " transaction " + position;
    }
  }

  private static final List<Fault> FAULTS = faults();

  private static List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    addHeaderFaults(faults);
    addBodyFaults(faults);
    for (int position : new int[] {1, 3}) {
      addIsolationFaults(position, faults);
      addApplyFaults(position, faults);
    }
    return faults;
  }

  private static void addHeaderFaults(List<Fault> faults) {
    whole(faults, 1, "version", Rule.HEADER_VERSION_INVALID, draft -> draft.block.version = 1);
    bits(faults, 2, Rule.BITS_NEGATIVE, 0x04923456);
    bits(faults, 3, Rule.BITS_OVERFLOW, 0xff123456);
    bits(faults, 4, Rule.BITS_ZERO, 0x01003456);
    bits(faults, 5, Rule.TARGET_ABOVE_LIMIT, 0x21008000);
    whole(faults, 6, "work", Rule.WORK_BELOW_TARGET, draft -> draft.block.worksTooLittle = true);
    whole(
        faults,
        7,
        "time",
        Rule.TIME_BEFORE_PARENT,
        draft -> draft.block.time = NETWORK.genesisTime().plusSeconds(-1));
    bits(faults, 8, Rule.BITS_MISMATCH, 0x20400000);
  }

  private static void bits(List<Fault> faults, int order, Rule rule, int bits) {
    whole(
        faults,
        order,
        "bits",
        rule,
        draft -> draft.block.bits = Optional.of(new CompactBits(bits)));
  }

  private static void addBodyFaults(List<Fault> faults) {
    whole(faults, 9, "tail", Rule.MERKLE_TREE_MUTATED, draft -> draft.block.repeatsItsLast = true);
    whole(
        faults,
        10,
        "root",
        Rule.MERKLE_ROOT_MISMATCH,
        draft -> draft.block.merkleRoot = Optional.of(MerkleRoot.ZERO));
    whole(
        faults,
        11,
        "size",
        Rule.BLOCK_TOO_LARGE,
        draft -> {
          for (int i = 0; i < 6; i++) {
            draft.payloads.add(new Payload(2, Bytes.of(new byte[101])));
          }
        });
    whole(
        faults,
        12,
        "state root",
        Rule.STATE_ROOT_NOT_ZERO,
        draft -> draft.block.stateRoot = Sha256Digest.of(Bytes.ofHex("01".repeat(32)).toArray()));
    whole(faults, 1000, "height", Rule.COINBASE_HEIGHT_MISMATCH, draft -> draft.block.height = 9);
    whole(
        faults,
        3000,
        "reward",
        Rule.REWARD_MISMATCH,
        draft -> draft.block.reward = Optional.of(Amount.ZERO));
  }

  private static void whole(
      List<Fault> faults, int order, String place, Rule rule, Consumer<Draft> mistake) {
    faults.add(new Fault(order, place, rule, 0, mistake));
  }

  private static void addIsolationFaults(int position, List<Fault> faults) {
    payload(faults, position, 0, Rule.PAYLOAD_TYPE_UNKNOWN, 1024, 0);
    payload(faults, position, 1, Rule.TRANSFER_LENGTH_WRONG, 1, 39);
    payload(faults, position, 2, Rule.TRANSFER_AMOUNT_OUT_OF_RANGE, 1, 40);
    payload(faults, position, 3, Rule.RECORD_FORM_UNKNOWN, 2, 0);
    payload(faults, position, 4, Rule.RECORD_TOO_LARGE, 2, 102);
    faults.add(
        new Fault(
            100 * position + 5,
            "payload " + position,
            Rule.RECORD_DIGEST_LENGTH_WRONG,
            position,
            draft ->
                draft.payloads.set(position - 1, new Payload(2, Bytes.of(new byte[] {1, 1})))));
    faults.add(
        new Fault(
            100 * position + 50,
            "signature " + position,
            Rule.SIGNATURE_INVALID,
            position,
            draft -> draft.brokenSignatures[position - 1] = true));
  }

  private static void payload(
      List<Fault> faults, int position, int order, Rule rule, long type, int zeros) {
    faults.add(
        new Fault(
            100 * position + order,
            "payload " + position,
            rule,
            position,
            draft ->
                draft.payloads.set(position - 1, new Payload(type, Bytes.of(new byte[zeros])))));
  }

  private static void addApplyFaults(int position, List<Fault> faults) {
    faults.add(
        new Fault(
            2000 + 100 * position,
            "sequence " + position,
            Rule.SEQUENCE_MISMATCH,
            position,
            draft -> draft.sequences[position - 1] += 7));
    faults.add(
        new Fault(
            2000 + 100 * position + 1,
            "fee " + position,
            Rule.FEE_BELOW_MINIMUM,
            position,
            draft -> draft.fees[position - 1] = 4));
    faults.add(
        new Fault(
            2000 + 100 * position + 2,
            "fee " + position,
            Rule.BALANCE_TOO_LOW,
            position,
            draft -> draft.fees[position - 1] = Long.MAX_VALUE));
  }

  @Test
  void beginsWithARightBlock() {
    assertThat(Judgement.of(NETWORK, new Draft().seal())).isEqualTo(Judgement.ACCEPTED);
  }

  @Test
  void findsEachFaultAlone() {
    Set<Rule> found = EnumSet.noneOf(Rule.class);
    for (Fault fault : FAULTS) {
      assertReason(fault, fault);
      found.add(fault.rule());
    }
    Set<Rule> expected = EnumSet.range(Rule.HEADER_VERSION_INVALID, Rule.REWARD_MISMATCH);
    expected.removeAll(EnumSet.of(Rule.PARENT_INVALID, Rule.HEIGHT_OUT_OF_RANGE));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void reportsTheFirstOfTwo() {
    int pairs = 0;
    for (Fault first : FAULTS) {
      for (Fault second : FAULTS) {
        if (first.order() < second.order() && !first.place().equals(second.place())) {
          assertReason(first, second);
          pairs++;
        }
      }
    }
    assertThat(pairs).isGreaterThan(400);
  }

  private static void assertReason(Fault first, Fault second) {
    Draft draft = new Draft();
    first.mistake().accept(draft);
    if (!first.equals(second)) {
      second.mistake().accept(draft);
    }
    assertThat(Judgement.of(NETWORK, draft.seal()))
        .as("%s and %s", first.reason(), second.reason())
        .isEqualTo(first.reason());
  }
}
